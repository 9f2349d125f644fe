"""Configurations of nginx, as people write them, and others that hold the reader to its word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    A configuration.

    Attributes:
        id: Its name.
        http: What stands in its ``http`` block, before the server.
        server: What stands in its server.
        scopes: The names of its scopes behind that of the server, each with a path that is in it.
        credentials: The scopes that send credentials.
    """

    id: str
    http: str = ""
    server: str
    scopes: Mapping[str, str] = field(default_factory=lambda: {"": "/"})
    credentials: frozenset[str] = frozenset()


_SEND: Final = "add_header Access-Control-Allow-Origin $cors always;"
MAPS: Final = (
    Case(id="wildcard", server="add_header Access-Control-Allow-Origin *;"),
    Case(
        id="wildcard-with-credentials",
        server="add_header Access-Control-Allow-Origin *;"
        " add_header Access-Control-Allow-Credentials true;",
        credentials=frozenset({""}),
    ),
    Case(
        id="one-origin", server='add_header "Access-Control-Allow-Origin" "https://a.example.com";'
    ),
    Case(id="reflected", server="add_header Access-Control-Allow-Origin $http_origin always;"),
    Case(
        id="reflected-in-a-text",
        server='add_header Access-Control-Allow-Origin "${http_origin}/" always;',
    ),
    Case(
        id="map-of-expressions",
        http=r"""map $http_origin $cors {
            default "";
            "~^https://app\.example\.com$" $http_origin;
            ~^https://[a-z0-9-]+\.example\.org$ $http_origin;
        }""",
        server=_SEND,
    ),
    Case(
        id="map-unanchored",
        http=r"map $http_origin $cors { ~https://.*\.example\.com $http_origin; }",
        server=_SEND,
    ),
    Case(
        id="map-in-any-case",
        http=r"map $http_origin $cors { ~*^HTTPS://A\.EXAMPLE\.COM$ $http_origin; }",
        server=_SEND,
    ),
    Case(
        id="map-with-a-dot-that-is-any-character",
        http=r"map $http_origin $cors { ~^https://a.example.com$ $http_origin; }",
        server=_SEND,
    ),
    Case(
        id="map-of-names",
        http="""map $http_origin $cors {
            HTTPS://A.Example.com $http_origin;
            https://b.example.com https://b.example.com;
            https://c.example.com https://a.example.com;
            null $http_origin;
            capacitor://localhost $http_origin;
        }""",
        server=_SEND,
    ),
    Case(
        id="map-names-before-expressions",
        http=r"""map $http_origin $cors {
            default $http_origin;
            ~example "";
            https://a.example.com $http_origin;
        }""",
        server=_SEND,
    ),
    Case(
        id="map-first-expression-wins",
        http=r"""map $http_origin $cors {
            ~^https://evil "";
            ~example\.com$ $http_origin;
            ~^https://evilexample\.com$ $http_origin;
        }""",
        server=_SEND,
    ),
    Case(
        id="map-of-hosts",
        http="""map $http_origin $cors {
            hostnames;
            *.example.com $http_origin;
            https://a.example.com "";
            .example.org $http_origin;
            https://www.example.* $http_origin;
        }""",
        server=_SEND,
    ),
    Case(
        id="map-of-hosts-the-longest-first",
        http="""map $http_origin $cors {
            hostnames;
            *.example.com $http_origin;
            *.b.example.com "";
        }""",
        server=_SEND,
    ),
    Case(
        id="map-to-a-capture",
        http=r"""map $http_origin $cors {
            "~^(https://[a-z]+\.example\.(com|org))$" $1;
            "~^(?<whole>https?://localhost(:[0-9]+)?)$" $whole;
        }""",
        server=_SEND,
    ),
    Case(
        id="map-volatile-in-quotes",
        http="""map "$http_origin" $cors {
            volatile;
            "https://a.example.com" "$http_origin";
            'https://b.example.com' '$http_origin';
        }""",
        server=_SEND,
    ),
    Case(
        id="chain-of-maps",
        http=r"""
        map $http_origin $known { default 0; ~^https://a\.example\.com$ 1; ~^https://b\. 2; }
        map $known $cors { 1 $http_origin; 2 "https://b.example.com"; default ""; }""",
        server=_SEND,
    ),
    Case(
        id="map-of-a-map-and-the-method",
        http=r"""
        map $http_origin $known { ~^https://a\.example\.com$ yes; default no; }
        map "$known:$request_method" $cors { "yes:GET" $http_origin; ~^yes $http_origin; }""",
        server=_SEND,
    ),
    Case(
        id="map-of-the-method",
        http="map $request_method $cors { GET $http_origin; OPTIONS https://a.example.com; }",
        server=_SEND,
    ),
    Case(
        id="a-backslash-is-escaped",
        http=r'map $http_origin $cors { "~^https://a\\.example\\.com$" $http_origin; }',
        server=_SEND,
    ),
)

# What browsers send, near and far from what the configurations name.
ORIGINS: Final = (
    "null",
    "https://example.com",
    "https://a.example.com",
    "http://a.example.com",
    "https://a.example.com:8443",
    "https://a.example.com.",
    "https://b.example.com",
    "https://c.example.com",
    "https://x.b.example.com",
    "https://app.example.com",
    "https://appxexample.com",
    "https://axexample.com",
    "https://evilexample.com",
    "https://evil.com",
    "https://evil.a.example.com",
    "https://a.example.com.evil.com",
    "https://example.org",
    "https://a.example.org",
    "https://a-b.example.org",
    "https://a.b.example.org",
    "https://www.example.com",
    "http://www.example.com",
    "https://www.example.co.uk",
    "https://www.example.com.evil.com",
    "http://localhost",
    "http://localhost:3000",
    "https://localhost.evil.com",
    "capacitor://localhost",
    "chrome-extension://abcdef",
)
