"""The standard's own lists, spelled as the standard spells them, and its grammar."""

from __future__ import annotations

import string

import pytest

from crossorigin import _standard

TCHAR = "!#$%&'*+-.^_`|~" + string.digits + string.ascii_letters


def lowered(names: str) -> frozenset[str]:
    """Return *names*, copied from the standard, in lower case."""
    return frozenset(names.lower().split())


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(
            _standard.FORBIDDEN_REQUEST_HEADERS,
            """
            Accept-Charset Accept-Encoding Access-Control-Request-Headers
            Access-Control-Request-Method Connection Content-Length Cookie Cookie2 Date DNT
            Expect Host Keep-Alive Origin Referer Set-Cookie TE Trailer Transfer-Encoding
            Upgrade Via
            """,
            id="forbidden-request-headers",
        ),
        pytest.param(
            frozenset(_standard.FORBIDDEN_REQUEST_HEADER_PREFIXES),
            "Proxy- Sec-",
            id="forbidden-request-header-prefixes",
        ),
        pytest.param(
            _standard.METHOD_OVERRIDE_HEADERS,
            "X-HTTP-Method X-HTTP-Method-Override X-Method-Override",
            id="method-overrides",
        ),
        pytest.param(
            _standard.REQUEST_BODY_HEADERS,
            "Content-Encoding Content-Language Content-Location Content-Type",
            id="request-body-headers",
        ),
        pytest.param(
            _standard.NO_CORS_REQUEST_HEADERS,
            "Accept Accept-Language Content-Language Content-Type",
            id="no-cors-request-headers",
        ),
        pytest.param(
            _standard.CONDITIONAL_REQUEST_HEADERS,
            "If-Modified-Since If-None-Match If-Unmodified-Since If-Match If-Range",
            id="conditional-request-headers",
        ),
        pytest.param(
            _standard.SAFELISTED_CONTENT_TYPES,
            "application/x-www-form-urlencoded multipart/form-data text/plain",
            id="safelisted-content-types",
        ),
        pytest.param(
            _standard.SAFELISTED_RESPONSE_HEADERS,
            """
            Cache-Control Content-Language Content-Length Content-Type Expires Last-Modified
            Pragma
            """,
            id="safelisted-response-headers",
        ),
        pytest.param(
            _standard.FORBIDDEN_RESPONSE_HEADERS,
            "Set-Cookie Set-Cookie2",
            id="forbidden-response-headers",
        ),
        pytest.param(
            _standard.CORS_RESPONSE_HEADERS,
            """
            Access-Control-Allow-Origin Access-Control-Allow-Credentials
            Access-Control-Allow-Methods Access-Control-Allow-Headers Access-Control-Max-Age
            Access-Control-Expose-Headers
            """,
            id="cors-response-headers",
        ),
        pytest.param(
            frozenset({_standard.NON_WILDCARD_REQUEST_HEADER}),
            "Authorization",
            id="non-wildcard-request-header",
        ),
        pytest.param(
            frozenset({_standard.TIMING_ALLOW_ORIGIN}), "Timing-Allow-Origin", id="timing"
        ),
    ],
)
def test_headers(names: frozenset[str], expected: str) -> None:
    """Each list of headers is the standard's, in lower case, which headers are compared in."""
    assert names == lowered(expected)


def test_methods() -> None:
    """Each list of methods is the standard's, in upper case, which methods are compared in."""
    assert {"GET", "HEAD", "POST"} == _standard.SAFELISTED_METHODS
    assert {"CONNECT", "TRACE", "TRACK"} == _standard.FORBIDDEN_METHODS
    assert {"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"} == _standard.NORMALIZED_METHODS
    assert {"GET", "HEAD"} == _standard.BODILESS_METHODS
    others = {"DELETE", "OPTIONS", "PATCH", "PUT", "QUERY"}
    assert _standard.SAFELISTED_METHODS | others == _standard.UPPER_CASE_METHODS


def test_lists_are_disjoint() -> None:
    """What is forbidden is in no other list: no name is both permitted and refused."""
    assert _standard.FORBIDDEN_METHODS.isdisjoint(_standard.UPPER_CASE_METHODS)
    assert _standard.FORBIDDEN_RESPONSE_HEADERS.isdisjoint(_standard.SAFELISTED_RESPONSE_HEADERS)
    assert _standard.CORS_RESPONSE_HEADERS.isdisjoint(_standard.SAFELISTED_RESPONSE_HEADERS)
    assert _standard.NON_WILDCARD_REQUEST_HEADER not in _standard.FORBIDDEN_REQUEST_HEADERS


@pytest.mark.parametrize(
    "names",
    [
        _standard.FORBIDDEN_METHODS,
        _standard.FORBIDDEN_REQUEST_HEADERS,
        _standard.FORBIDDEN_REQUEST_HEADER_PREFIXES,
        _standard.SAFELISTED_RESPONSE_HEADERS,
        _standard.CORS_RESPONSE_HEADERS,
        _standard.UPPER_CASE_METHODS,
    ],
)
def test_names_are_tokens(names: frozenset[str] | tuple[str, ...]) -> None:
    """Every name in a list is one that HTTP permits."""
    assert [name for name in names if not _standard.TOKEN.fullmatch(name)] == []


def test_a_token_has_the_characters_of_the_standard() -> None:
    """A token may have any of the standard's characters, several of them, and no other."""
    accepted = {chr(code) for code in range(0x300) if _standard.TOKEN.fullmatch(chr(code))}
    assert accepted == set(TCHAR)
    assert _standard.TOKEN.fullmatch(TCHAR)


@pytest.mark.parametrize("text", ["", "a b", "a\n", "a\r\nb", "a\0", "a:", "(a)", "ä", "\u212a"])
def test_what_is_no_token(text: str) -> None:
    """Nothing that could end a header, or start another, is a token."""
    assert _standard.TOKEN.fullmatch(text) is None


def test_default_ports() -> None:
    """The URL Standard's special schemes have these default ports."""
    assert _standard.DEFAULT_PORTS == {"ftp": 21, "http": 80, "https": 443, "ws": 80, "wss": 443}


def test_bounds() -> None:
    """What is read of a request is bounded, and so is what a policy may ask of a browser."""
    assert _standard.MAX_ORIGIN_LENGTH == 330
    assert _standard.MAX_HOST_LENGTH == 254
    assert _standard.MAX_METHOD_LENGTH == 64
    assert _standard.MAX_REQUEST_HEADERS_LENGTH == 4096
    assert _standard.MAX_REQUEST_HEADERS_NAMES == 128
    assert _standard.MAX_MAX_AGE == 86400


def test_bytes_of_request_headers() -> None:
    """The bytes that are unsafe, those of a language, and those of no value are the standard's."""
    code_points = [chr(code) for code in range(0x180)]
    unsafe = [char for char in code_points if _standard.UNSAFE_BYTE.search(char)]
    assert unsafe == sorted({*map(chr, range(0x20)), *'"():<>?@[\\]{}\x7f'} - {"\t"})
    language = [char for char in code_points if _standard.LANGUAGE_VALUE.fullmatch(char)]
    assert language == sorted(f"{string.digits}{string.ascii_letters} *,-.;=")
    never = [char for char in code_points if _standard.NEVER_IN_A_VALUE.search(char)]
    assert never == ["\0", "\n", "\r", *map(chr, range(0x100, 0x180))]


def test_limits_of_a_browser() -> None:
    """What a browser counts, it counts as the standard says."""
    assert (_standard.MAX_SAFELISTED_VALUE, _standard.MAX_SAFELISTED_VALUES) == (128, 1024)
    assert (_standard.MAX_REDIRECTS, _standard.DEFAULT_MAX_AGE) == (20, 5)
    assert {301, 302, 303, 307, 308} == _standard.REDIRECT_STATUSES
    assert {"http", "https"} == _standard.HTTP_SCHEMES


def test_spellings() -> None:
    """An opaque origin is four letters; optional white space is a space or a tab."""
    assert _standard.OPAQUE_ORIGIN == "null"
    assert _standard.OPTIONAL_WHITE_SPACE == " \t"
    assert _standard.HTTP_WHITE_SPACE == "\t\n\r "
