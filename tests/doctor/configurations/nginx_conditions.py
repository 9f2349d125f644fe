"""Configurations of nginx with conditions, and with levels that inherit or do not."""

from __future__ import annotations

from typing import Final

from tests.doctor.configurations.nginx_cases import MAPS, Case

_PASTED: Final = """
location / {
    set $cors '';
    if ($http_origin ~* '^https?://(localhost|www\\.example\\.com)') {
        set $cors 'true';
    }
    if ($request_method = 'OPTIONS') {
        set $cors "${cors}options";
    }
    if ($cors = "true") {
        add_header 'Access-Control-Allow-Origin' "$http_origin";
        add_header 'Access-Control-Allow-Credentials' 'true';
    }
    if ($cors = "trueoptions") {
        add_header 'Access-Control-Allow-Origin' "$http_origin";
        return 204;
    }
    return 204;
}
"""

CONDITIONS: Final = (
    Case(
        id="pasted",
        server=_PASTED,
        scopes={" location /": "/x"},
        credentials=frozenset({" location /"}),
    ),
    Case(
        id="if-it-is-equal",
        server="""location / {
            if ($http_origin = https://a.example.com) {
                add_header Access-Control-Allow-Origin https://a.example.com;
            }
            return 204;
        }""",
        scopes={" location /": "/x"},
    ),
    Case(
        id="if-it-is-not-equal",
        server="""location / {
            if ($http_origin != "https://a.example.com") {
                add_header Access-Control-Allow-Origin $http_origin;
            }
            return 204;
        }""",
        scopes={" location /": "/x"},
    ),
    Case(
        id="if-it-does-not-match",
        server=r"""location / {
            if ($http_origin !~* (evil|example\.org)) {
                add_header Access-Control-Allow-Origin $http_origin;
            }
            return 204;
        }""",
        scopes={" location /": "/x"},
    ),
    Case(
        id="the-last-if-wins",
        server=r"""location / {
            if ($http_origin ~ example\.com$) { add_header Access-Control-Allow-Origin $http_origin; }
            if ($http_origin ~ ^https://evil) { add_header X-Nothing 1; }
            return 204;
        }""",
        scopes={" location /": "/x"},
    ),
    Case(
        id="refused-at-the-door",
        server=r"""
        add_header Access-Control-Allow-Origin $http_origin;
        if ($http_origin !~ ^https://[a-z]+\.example\.com$) { return 403; }
        """,
    ),
    Case(
        id="refused-at-the-door-but-always",
        server=r"""
        add_header Access-Control-Allow-Origin $http_origin always;
        if ($http_origin !~ ^https://[a-z]+\.example\.com$) { return 403; }
        """,
    ),
    Case(
        id="set-in-the-server-and-sent-in-a-location",
        server=r"""
        set $ok "";
        if ($http_origin ~ ^https://(a|b)\.example\.com$) { set $ok $http_origin; }
        location /x { add_header Access-Control-Allow-Origin $ok; return 204; }
        """,
        scopes={" location /x": "/x"},
    ),
    Case(
        id="captured-whole",
        server=r"""location / {
            if ($http_origin ~ ^(https://[a-z.]+\.example\.com)$) { set $ok $1; }
            add_header Access-Control-Allow-Origin $ok;
            return 204;
        }""",
        scopes={" location /": "/x"},
    ),
    Case(
        id="captured-with-a-name",
        server=r"""location / {
            if ($http_origin ~ ^(?<whole>https://[ab]\.example\.com)$) { set $ok $whole; }
            add_header Access-Control-Allow-Origin $ok;
            return 204;
        }""",
        scopes={" location /": "/x"},
    ),
    Case(
        id="inherited-or-not",
        server="""
        add_header Access-Control-Allow-Origin https://a.example.com;
        location /kept { expires 1h; return 204; }
        location /lost { add_header X-Other 1; return 204; }
        location /other { add_header Access-Control-Allow-Origin https://b.example.com; return 204; }
        """,
        scopes={"": "/kept", " location /other": "/other"},
    ),
    Case(
        id="from-above-the-server",
        http="add_header Access-Control-Allow-Origin https://a.example.com;",
        server="location /x { expires 1h; return 204; }",
        scopes={"": "/x"},
    ),
    Case(
        id="sent-twice",
        server="add_header Access-Control-Allow-Origin https://a.example.com;"
        " add_header Access-Control-Allow-Origin https://a.example.com;",
    ),
    Case(
        id="break-ends-it",
        server="""location / {
            if ($http_origin ~ evil) { break; }
            set $ok $http_origin;
            add_header Access-Control-Allow-Origin $ok always;
        }""",
        scopes={" location /": "/x"},
    ),
    Case(
        id="an-outer-location-and-an-inner-one",
        server="""location /outer {
            add_header Access-Control-Allow-Origin https://a.example.com;
            location /outer/inner {
                add_header Access-Control-Allow-Origin https://b.example.com;
                return 204;
            }
            return 204;
        }""",
        scopes={
            " location /outer": "/outer/x",
            " location /outer location /outer/inner": "/outer/inner/x",
        },
    ),
)

CASES: Final = (*MAPS, *CONDITIONS)
