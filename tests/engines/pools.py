"""What rows are drawn from. What stands in a list more often is drawn more often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser.messages import BYTES, FORM, MULTIPART, TEXT
from tests.engines.rows import API, HERE, OTHER, THIRD

if TYPE_CHECKING:
    from crossorigin._browser.messages import Body, Credentials, Mode, Redirect, ReferrerPolicy

ORIGINS: Final = [API, API, OTHER, THIRD, HERE]
PAGES: Final = [*[HERE] * 6, "null"]
METHODS: Final = [
    *["GET"] * 6, *["PUT", "POST"] * 4, *["DELETE", "PATCH"] * 2,
    "HEAD", "OPTIONS", "QUERY", "CHICKEN", "foo", "patch", "Patch", "put", "delete", "get", "Post",
]  # fmt: skip
BODIES: Final[list[Body | None]] = [None, None, TEXT, FORM, MULTIPART, BYTES]
CREDENTIALS: Final[list[Credentials]] = ["omit", "same-origin", "same-origin", "include", "include"]
MODES: Final[list[Mode]] = [*["cors"] * 12, "no-cors", "same-origin"]  # type: ignore[list-item]
REDIRECTS: Final[list[Redirect]] = [*["follow"] * 14, *["error", "manual"] * 2]  # type: ignore[list-item]
POLICIES: Final[list[ReferrerPolicy]] = ["no-referrer", "origin", "same-origin", "unsafe-url"]

# Request headers, as pages set them.
_LONG: Final = "a" * 128
REQUEST_HEADERS: Final = [
    *[("X-A", "1"), ("X-B", "2"), ("Authorization", "Bearer a")] * 4,
    *[("Content-Type", "application/json"), ("x-a", ""), ("Zed", "z")] * 2,
    ("Accept", "text/html"), ("Accept", "a(b"), ("Accept", _LONG), ("Accept", _LONG + "a"),
    ("Accept", 'x="y"'), ("Accept", ""), ("Accept", "\xe9"),
    ("Accept-Language", "de, en;q=0.5"), ("Accept-Language", "en_US"), ("Accept-Language", "de@"),
    ("Content-Language", "de"), ("Content-Language", "@"), ("Content-Language", _LONG + "a"),
    ("Content-Type", "text/plain"), ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Type", "TEXT/PLAIN"), ("Content-Type", 'text/plain; x="y"'),
    ("Content-Type", "text/plain,application/json"), ("Content-Type", "text/plain;;"),
    ("Content-Type", "multipart/form-data; boundary=x"), ("Content-Type", "text/html"),
    ("Content-Type", "application/x-www-form-urlencoded"), ("Content-Type", ""),
    ("Content-Type", "text/plain;" + "a" * 118), ("content-type", "Application/JSON"),
    ("Range", "bytes=0-"), ("Range", "bytes=0-99"), ("Range", "bytes=-5"), ("Range", "bytes=5-4"),
    ("Range", "bytes=0-1,5-6"), ("Range", "BYTES=0-"), ("Range", "bytes 0-1"),
    ("Range", "bytes=+0-+9"), ("Range", "bytes=\x0c+1-"), ("Range", "bytes=1\x0b-\x0c2"),
    ("Range", "bytes=++1-"), ("Range", "bytes=1-\x0c"),
    ("DNT", "1"), ("Sec-A", "1"), ("Proxy-A", "1"), ("Cookie", "forged=1"), ("Host", "a"),
    ("Origin", "https://evil.example"), ("Referer", "https://a.example/"), ("Via", "a"),
    ("X-HTTP-Method-Override", "PUT"), ("X-HTTP-Method-Override", "TRACE"),
    ("X-Method-Override", "get, track"), ("X-HTTP-Method", "'CONNECT"),
    ("DPR", "2"), ("DPR", "x"), ("Save-Data", "on"), ("Width", "5"), ("Viewport-Width", "5"),
    ("Downlink", "1.5"), ("ECT", "4g"), ("RTT", "5"), ("Device-Memory", "0.5"),
    ("User-Agent", "mine"), ("X-Requested-With", "XMLHttpRequest"), ("Priority", "u=1"),
    ("Cache-Control", "no-transform"), ("Pragma", "x"), ("If-None-Match", '"a"'),
    ("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"), ("traceparent", "00-a-b-01"),
    ("Last-Event-ID", "5"), ("Upgrade-Insecure-Requests", "1"), ("From", "a@b.example"),
    ("X A", "1"), ("X-A", "a\nb"), ("X-A", "  padded\t"), ("X-A", "\xe9"), ("X-Caf\xe9", "1"),
]  # fmt: skip

# Statuses, those of redirects aside. Some make an engine ask again: 401, 407, 408, 421, 425.
STATUSES: Final = [
    200, 200, 201, 202, 203, 204, 205, 206, 226, 299, 302, 307, 400, 403, 404, 405, 409, 410, 418,
    429, 500, 501, 503, 599,
]  # fmt: skip
PREFLIGHT_STATUSES: Final = [*STATUSES, 300, 301, 303, 304, 308, 401]
REDIRECT_STATUSES: Final = [301, 302, 302, 303, 307, 307, 308]
# An engine may answer the next request with these by itself.
KEPT_STATUSES: Final = frozenset({203, 300, 301, 308, 404, 405, 410, 414, 501})

# What may be wrong with a value, by the header.
ALLOW_ORIGIN: Final = [
    "", "null", "*", "* ", "*,*", "{origin}/", "{origin}:443", "https://APP.example.com", '"*"',
    "https://*.example.com", "{origin}, {origin}", "{origin} {origin}", "app.example.com", "true",
    "https://other.example", "NULL", "HTTPS://app.example.com", "{origin},",
]  # fmt: skip
ALLOW_CREDENTIALS: Final = [
    "True",
    "TRUE",
    "1",
    "false",
    "",
    "true, true",
    '"true"',
    "yes",
    "true;",
]
ALLOW_METHODS: Final = [
    "", "*", "GET", "get, put, patch", "PUT;POST", "GET POST PUT", ", PUT ,,", '"PUT"', "GET, *",
    "PATCH ,\tPUT", "{method}\t", "{method}, *", "GET,,PUT,DELETE,PATCH,POST", "PUT, (", "foo",
]  # fmt: skip
ALLOW_HEADERS: Final = [
    "", "*", "X-A", "x-a, X-B", "X-A;X-B", "x-a x-b", ",{headers},", '"x-a"', "*, Authorization",
    "AUTHORIZATION, X-A, X-B", "Content-Type", "{headers}, *", "content-type , x-a", "x-a, (", "x*",
]  # fmt: skip
# To Firefox, what follows the wildcard is malformed in an `XMLHttpRequest` only.
CUT_LIST: Final = "*, ("
EXPOSE_HEADERS: Final = [
    "", "*", "X-One", "x-one, X-TWO", ",x-two,,", "x-one;x-two", "x-one x-two", "set-cookie",
    "*, x-one", CUT_LIST, "(, *", "vary",
]  # fmt: skip
MAX_AGE: Final = [
    "600", "600", "600", "0", "-1", "abc", "600s", "600.5", "600, 600", "+600", " 600 ", "",
    "99999999999999999999", "-99999999999999999999", "9223372036854775807", "0600",
]  # fmt: skip
# What may follow a URL: escapes, and in Location, bytes beyond ASCII.
ENDS: Final = ["?%e2%41", "?%C3%a4~%7e%zz", "#%e2"]
BYTES_AT_ENDS: Final = ["?\xc3\xa4", "?\xff", "?\xe2\x98x", "#\xc3\xa4"]
# A row keeps its meaning under another name, so the name is no part of what is Base64.
DATA: Final = [
    "data:,/@/0", "data:text/html;a=b,/@/0", "data:text/html/@/0", "data:;base64,eB#/@/0",
    "data:;base64,e#/@/0",
]  # fmt: skip
# No scheme for which the system may have a program: Firefox hands over to it, and without CORS, a
# fetch that another site redirects there never ends.
LOCATIONS: Final = [
    "",
    "data:text/plain,x",
    "foo://a.example/",
    "https://exa mple.com/",
    "foo:a",
]
PLAIN_HEADERS: Final = [
    ("X-One", "1"), ("X-One", "2"), ("x-two", "a b"), ("Vary", "Origin"), ("Set-Cookie", "a=b"),
    ("Content-Type", "application/json"), ("content-language", "de"), ("Pragma", "x"),
    ("X-One", ""), ("Server", "bed"), ("Content-Type", "text/plain;charset=utf-8"),
    ("Content-Disposition", "inline"), ("Content-Disposition", "attachment"), ("From", "a"),
]  # fmt: skip
