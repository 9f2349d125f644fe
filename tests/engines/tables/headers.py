"""
Which request headers are permitted.

Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.engines.tables.parts import (
    ALLOW,
    CREDENTIALS,
    GET,
    POST,
    asked,
    headers,
    methods,
    read,
    row,
    setting,
)

if TYPE_CHECKING:
    from tests.engines.rows import Row

_HEADER: Final = "header-not-allowed"
_MALFORMED: Final = "allow-headers-malformed"
_AUTHORIZATION: Final = "authorization-not-listed"
_ONE: Final = setting(GET, ("X-A", "1"))
_TWO: Final = setting(GET, ("X-B", "1"), ("X-A", "2"))
_SECRET: Final = setting(GET, ("Authorization", "Bearer a"))
_SECRET_AND_ONE: Final = setting(GET, ("X-A", "1"), ("Authorization", "Bearer a"))

# What lists of headers permit X-A, without credentials and with.
_LISTS: Final = {
    "C62-other-case": ("x-A", "", ""),
    "C62-beside": ("Content-Type, X-A", "", ""),
    "C63": ("X-B", _HEADER, _HEADER),
    "C63-prefix": ("X-, X-AA", _HEADER, _HEADER),
    "C63-pattern": ("X-*", _HEADER, _HEADER),
    "C64": ("*", "", _HEADER),
    "C64-beside": ("X-B, *", "", _HEADER),
    "C68-space": ("x-b x-a", _MALFORMED, _MALFORMED),
    "C68-semicolon": ("x-a; x-b", _MALFORMED, _MALFORMED),
    "C68-quoted": ('"x-a"', _MALFORMED, _MALFORMED),
    "C68-bracket": ("x-a, (", _MALFORMED, _MALFORMED),
    "C68-colon": ("x-a: 1", _MALFORMED, _MALFORMED),
    "C71-empty": ("", _HEADER, _HEADER),
    "C71-commas": (",x-a,,", "", ""),
    "C71-spaces": ("x-b\t, \tx-a", "", ""),
}

ROWS: Final[tuple[Row, ...]] = (
    # C61: what is asked for is in lower case, sorted, and separated by commas alone.
    row("C61", setting(GET, ("Zed", "1"), ("x-b", "2"), ("X-A", "3"), ("authorization", "4"))),
    row("C61-safe", setting(GET, ("Accept", "text/html"), ("X-A", "1"), ("Accept-Language", "de"))),
    row("C61-none", replace(GET, method="PUT")),
    row("C61-repeated", setting(GET, ("X-A", "1"), ("x-a", "2"))),
    row("C61-symbols", setting(GET, ("X_A", "1"), ("X-A", "2"), ("x.a", "3"), ("!", "4"))),
    row("C61-empty", setting(GET, ("X-A", ""))),
    *(
        asked(id_, _ONE, ALLOW, methods("GET"), headers(value), fails=fails)
        for id_, (value, fails, _) in _LISTS.items()
    ),
    *(
        asked(
            f"{id_}-credentials",
            replace(_ONE, credentials="include"),
            ALLOW,
            CREDENTIALS,
            headers(value),
            fails=fails,
        )
        for id_, (value, _, fails) in _LISTS.items()
    ),
    asked("C62", setting(GET, ("X-A", "1"), ("Content-Type", "a/b")), ALLOW, headers("X-A, Content-Type")),
    asked("C62-lines", _TWO, ALLOW, headers("X-A"), headers("X-B")),
    asked("C62-empty-line", _TWO, ALLOW, headers(""), headers("X-A, X-B")),
    asked("C63-none", _ONE, ALLOW, fails=_HEADER),
    asked("C63-second", _TWO, ALLOW, headers("X-A"), fails=_HEADER),
    asked("C63-both", _TWO, ALLOW, headers("X-C"), fails=_HEADER),
    asked("C63-both-absent", _TWO, ALLOW, fails=_HEADER),
    asked("C65", _SECRET, ALLOW, headers("*"), fails=_AUTHORIZATION),
    asked("C65-beside", _SECRET_AND_ONE, ALLOW, headers("*"), fails=_AUTHORIZATION),
    asked("C65-put", replace(_SECRET, method="PUT"), ALLOW, methods("*"), headers("*"), fails=_AUTHORIZATION),
    asked("C65-absent", _SECRET, ALLOW, fails=_HEADER),
    asked("C66", _SECRET, ALLOW, headers("*, Authorization")),
    asked("C66-beside", _SECRET_AND_ONE, ALLOW, headers("authorization,*")),
    asked(
        "C67-authorization",
        replace(_SECRET, credentials="include"),
        ALLOW,
        CREDENTIALS,
        headers("*"),
        fails=_HEADER,
    ),
    asked("C68-lines", _ONE, ALLOW, headers("X-A"), headers("x a"), fails=_MALFORMED),
    asked("C68-unasked", replace(GET, method="PUT"), ALLOW, methods(), headers("x a"), fails=_MALFORMED),
    asked("C69", _SECRET, ALLOW, headers("AUTHORIZATION")),
    asked("C70", replace(GET, method="PUT"), ALLOW, methods()),
    asked("C74", setting(POST, ("Content-Type", "application/json")), ALLOW, fails=_HEADER),
    asked("C74-listed", setting(POST, ("Content-Type", "application/json")), ALLOW, headers("content-type")),
    asked("C74-star", setting(POST, ("Content-Type", "application/json")), ALLOW, headers("*")),
    asked("C74-accept", setting(GET, ("Accept", "a" * 129)), ALLOW, fails=_HEADER),
    # C73: what a page sets in vain.
    *(
        row(f"C73-{at}", setting(GET, (name, "1")))
        for at, name in enumerate(
            [
                "Accept-Charset", "Accept-Encoding", "Access-Control-Request-Headers",
                "Access-Control-Request-Method", "Connection", "Content-Length", "Cookie",
                "Cookie2", "Date", "DNT", "Expect", "Host", "Keep-Alive", "Origin", "Referer",
                "Set-Cookie", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Via", "Proxy-A",
                "Sec-A", "Sec-Fetch-Site", "Proxy-Authorization",
            ]
        )
    ),
    *(
        row(f"C73-override-{at}", setting(GET, (name, value)))
        for at, (name, value) in enumerate(
            [
                ("X-HTTP-Method-Override", "TRACE"),
                ("X-HTTP-Method-Override", "PUT"),
                ("X-HTTP-Method", "get, connect"),
                ("X-Method-Override", "track"),
                ("X-Method-Override", '"TRACE"'),
                ("X-Method-Override", "TRACED"),
            ]
        )
    ),
    read("header-malformed-name", setting(GET, ("X A", "1")), ALLOW, fails="header-malformed"),
    read("header-malformed-value", setting(GET, ("X-A", "a\nb")), ALLOW, fails="header-malformed"),
    read("header-malformed-null", setting(GET, ("X-A", "a\0b")), ALLOW, fails="header-malformed"),
    row("header-padded", setting(GET, ("X-A", " \t1\r\n"))),
    row("header-latin", setting(GET, ("X-A", "\xe9"))),
)  # fmt: skip
