"""The standard's own lists, spelled as the standard spells them, and its grammar."""

from __future__ import annotations

import string

import pytest

from crossorigin._web import fetch

TCHAR = "!#$%&'*+-.^_`|~" + string.digits + string.ascii_letters


def lowered(names: str) -> frozenset[str]:
    """Return *names*, copied from the standard, in lower case."""
    return frozenset(names.lower().split())


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(
            fetch.FORBIDDEN_REQUEST_HEADERS,
            """
            Accept-Charset Accept-Encoding Access-Control-Request-Headers
            Access-Control-Request-Method Connection Content-Length Cookie Cookie2 Date DNT
            Expect Host Keep-Alive Origin Referer Set-Cookie TE Trailer Transfer-Encoding
            Upgrade Via
            """,
            id="forbidden-request-headers",
        ),
        pytest.param(
            frozenset(fetch.FORBIDDEN_REQUEST_HEADER_PREFIXES),
            "Proxy- Sec-",
            id="forbidden-request-header-prefixes",
        ),
        pytest.param(
            fetch.METHOD_OVERRIDE_HEADERS,
            "X-HTTP-Method X-HTTP-Method-Override X-Method-Override",
            id="method-overrides",
        ),
        pytest.param(
            fetch.REQUEST_BODY_HEADERS,
            "Content-Encoding Content-Language Content-Location Content-Type",
            id="request-body-headers",
        ),
        pytest.param(
            fetch.NO_CORS_REQUEST_HEADERS,
            "Accept Accept-Language Content-Language Content-Type",
            id="no-cors-request-headers",
        ),
        pytest.param(
            fetch.CONDITIONAL_REQUEST_HEADERS,
            "If-Modified-Since If-None-Match If-Unmodified-Since If-Match If-Range",
            id="conditional-request-headers",
        ),
        pytest.param(
            fetch.SAFELISTED_CONTENT_TYPES,
            "application/x-www-form-urlencoded multipart/form-data text/plain",
            id="safelisted-content-types",
        ),
        pytest.param(
            fetch.SAFELISTED_RESPONSE_HEADERS,
            """
            Cache-Control Content-Language Content-Length Content-Type Expires Last-Modified
            Pragma
            """,
            id="safelisted-response-headers",
        ),
        pytest.param(
            fetch.FORBIDDEN_RESPONSE_HEADERS,
            "Set-Cookie Set-Cookie2",
            id="forbidden-response-headers",
        ),
        pytest.param(
            fetch.CORS_RESPONSE_HEADERS,
            """
            Access-Control-Allow-Origin Access-Control-Allow-Credentials
            Access-Control-Allow-Methods Access-Control-Allow-Headers Access-Control-Max-Age
            Access-Control-Expose-Headers
            """,
            id="cors-response-headers",
        ),
        pytest.param(
            frozenset({fetch.NON_WILDCARD_REQUEST_HEADER}),
            "Authorization",
            id="non-wildcard-request-header",
        ),
        pytest.param(frozenset({fetch.TIMING_ALLOW_ORIGIN}), "Timing-Allow-Origin", id="timing"),
    ],
)
def test_headers(names: frozenset[str], expected: str) -> None:
    """Each list of headers is the standard's, in lower case, which headers are compared in."""
    assert names == lowered(expected)


def test_methods() -> None:
    """Each list of methods is the standard's, in upper case, which methods are compared in."""
    assert {"GET", "HEAD", "POST"} == fetch.SAFELISTED_METHODS
    assert {"CONNECT", "TRACE", "TRACK"} == fetch.FORBIDDEN_METHODS
    assert {"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"} == fetch.NORMALIZED_METHODS
    assert {"GET", "HEAD"} == fetch.BODILESS_METHODS
    others = {"DELETE", "OPTIONS", "PATCH", "PUT", "QUERY"}
    assert fetch.SAFELISTED_METHODS | others == fetch.UPPER_CASE_METHODS


def test_lists_are_disjoint() -> None:
    """What is forbidden is in no other list: no name is both permitted and refused."""
    assert fetch.FORBIDDEN_METHODS.isdisjoint(fetch.UPPER_CASE_METHODS)
    assert fetch.FORBIDDEN_RESPONSE_HEADERS.isdisjoint(fetch.SAFELISTED_RESPONSE_HEADERS)
    assert fetch.CORS_RESPONSE_HEADERS.isdisjoint(fetch.SAFELISTED_RESPONSE_HEADERS)
    assert fetch.NON_WILDCARD_REQUEST_HEADER not in fetch.FORBIDDEN_REQUEST_HEADERS


@pytest.mark.parametrize(
    "names",
    [
        fetch.FORBIDDEN_METHODS,
        fetch.FORBIDDEN_REQUEST_HEADERS,
        fetch.FORBIDDEN_REQUEST_HEADER_PREFIXES,
        fetch.SAFELISTED_RESPONSE_HEADERS,
        fetch.CORS_RESPONSE_HEADERS,
        fetch.UPPER_CASE_METHODS,
    ],
)
def test_names_are_tokens(names: frozenset[str] | tuple[str, ...]) -> None:
    """Every name in a list is one that HTTP permits."""
    assert [name for name in names if not fetch.TOKEN.fullmatch(name)] == []


def test_a_token_has_the_characters_of_the_standard() -> None:
    """A token may have any of the standard's characters, several of them, and no other."""
    accepted = {chr(code) for code in range(0x300) if fetch.TOKEN.fullmatch(chr(code))}
    assert accepted == set(TCHAR)
    assert fetch.TOKEN.fullmatch(TCHAR)


@pytest.mark.parametrize("text", ["", "a b", "a\n", "a\r\nb", "a\0", "a:", "(a)", "ä", "\u212a"])
def test_what_is_no_token(text: str) -> None:
    """Nothing that could end a header, or start another, is a token."""
    assert fetch.TOKEN.fullmatch(text) is None


def test_default_ports() -> None:
    """The URL Standard's special schemes have these default ports."""
    assert fetch.DEFAULT_PORTS == {"ftp": 21, "http": 80, "https": 443, "ws": 80, "wss": 443}


def test_bounds() -> None:
    """What is read of a request is bounded, and so is what a policy may ask of a browser."""
    assert fetch.MAX_ORIGIN_LENGTH == 330
    assert fetch.MAX_HOST_LENGTH == 254
    assert fetch.MAX_METHOD_LENGTH == 64
    assert fetch.MAX_REQUEST_HEADERS_LENGTH == 4096
    assert fetch.MAX_REQUEST_HEADERS_NAMES == 128
    assert fetch.MAX_MAX_AGE == 86400


def test_bytes_of_request_headers() -> None:
    """The bytes that are unsafe, those of a language, and those of no value are the standard's."""
    code_points = [chr(code) for code in range(0x180)]
    unsafe = [char for char in code_points if fetch.UNSAFE_BYTE.search(char)]
    assert unsafe == sorted({*map(chr, range(0x20)), *'"():<>?@[\\]{}\x7f'} - {"\t"})
    language = [char for char in code_points if fetch.LANGUAGE_VALUE.fullmatch(char)]
    assert language == sorted(f"{string.digits}{string.ascii_letters} *,-.;=")
    never = [char for char in code_points if fetch.NEVER_IN_A_VALUE.search(char)]
    assert never == ["\0", "\n", "\r", *map(chr, range(0x100, 0x180))]


def test_limits_of_a_browser() -> None:
    """What a browser counts, it counts as the standard says."""
    assert (fetch.MAX_SAFELISTED_VALUE, fetch.MAX_SAFELISTED_VALUES) == (128, 1024)
    assert (fetch.MAX_REDIRECTS, fetch.DEFAULT_MAX_AGE) == (20, 5)
    assert {301, 302, 303, 307, 308} == fetch.REDIRECT_STATUSES
    assert {"http", "https"} == fetch.HTTP_SCHEMES


def test_spellings() -> None:
    """An opaque origin is four letters; optional white space is a space or a tab."""
    assert fetch.OPAQUE_ORIGIN == "null"
    assert fetch.OPTIONAL_WHITE_SPACE == " \t"
    assert fetch.HTTP_WHITE_SPACE == "\t\n\r "
