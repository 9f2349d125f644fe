"""
Which methods are permitted.

Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tests.engines.rows import API, THIRD, Hop, Row
from tests.engines.tables.parts import (
    ALLOW,
    ANYBODY,
    CREDENTIALS,
    GET,
    POST,
    PUT,
    answer,
    asked,
    headers,
    location,
    methods,
    read,
    row,
    setting,
)

_STATUS: Final = "preflight-status"
_METHOD: Final = "method-not-allowed"
_MALFORMED: Final = "allow-methods-malformed"
_ASKS: Final = ("X-A", "1")
_FOR_ASKS: Final = headers("X-A")

# What lists of methods permit a PUT, without credentials and with.
_LISTS: Final = {
    "C47": ("PUT", "", ""),
    "C48": ("put", _METHOD, _METHOD),
    "C51": ("*", "", _METHOD),
    "C51-beside": ("GET, *", "", _METHOD),
    "C55-space": ("GET POST PUT", _MALFORMED, _MALFORMED),
    "C55-semicolon": ("PUT;POST", _MALFORMED, _MALFORMED),
    "C55-quoted": ('"PUT"', _MALFORMED, _MALFORMED),
    "C55-bracket": ("PUT, (", _MALFORMED, _MALFORMED),
    "C55-equals": ("PUT=1", _MALFORMED, _MALFORMED),
    "C56-empty": ("", _METHOD, _METHOD),
    "C56-commas": (",PUT,,", "", ""),
    "C56-spaces": ("GET ,\tPUT", "", ""),
    "C56-only-commas": (",,", _METHOD, _METHOD),
    "other": ("POST, DELETE", _METHOD, _METHOD),
    "prefix": ("PU, PUTT", _METHOD, _METHOD),
    "star-like": ("PUT*", _METHOD, _METHOD),
}

ROWS: Final[tuple[Row, ...]] = (
    *(
        asked(f"C43-{status}", PUT, ALLOW, methods(), status=status)
        for status in (200, 201, 202, 203, 204, 205, 206, 226, 299)
    ),
    *(
        asked(f"C44-{status}", PUT, ALLOW, methods(), location(where), status=status, fails=fails)
        for status in (301, 302, 303, 307, 308)
        for where, fails in [(f"{API}/@/0", "preflight-redirect")]
    ),
    asked(
        "C44-elsewhere",
        PUT,
        ALLOW,
        methods(),
        location(THIRD),
        status=302,
        fails="preflight-redirect",
    ),
    asked("C44-closed", PUT, location(f"{API}/@/0"), status=302, fails="preflight-redirect"),
    *(
        asked(
            f"C44-{id_}",
            PUT,
            *lines,
            methods(),
            location(to),
            status=302,
            fails="preflight-redirect",
        )
        for id_, lines, to in [
            ("star", [ANYBODY], THIRD),
            ("closed-elsewhere", [], THIRD),
            ("user", [ALLOW], f"https://u:p@{API[8:]}/@/0"),
        ]
    ),
    asked("C44-nowhere", PUT, ALLOW, methods(), status=302, fails=_STATUS),
    *(
        asked(f"C45-{status}", PUT, ALLOW, methods(), status=status, fails=_STATUS)
        for status in (300, 304, 400, 401, 403, 404, 405, 410, 418, 429, 500, 501, 503, 599)
    ),
    *(
        asked(f"C45-closed-{status}", PUT, status=status, fails="allow-origin-missing")
        for status in (204, 400, 401, 403, 404, 405, 500, 503)
    ),
    asked(
        "C45-star",
        replace(PUT, credentials="include"),
        ("Access-Control-Allow-Origin", "*"),
        status=403,
        fails="wildcard-with-credentials",
    ),
    *(
        asked(id_, PUT, ALLOW, methods(value), fails=without)
        for id_, (value, without, _) in _LISTS.items()
    ),
    *(
        asked(
            f"{id_}-credentials",
            replace(PUT, credentials="include"),
            ALLOW,
            CREDENTIALS,
            methods(value),
            fails=fails,
        )
        for id_, (value, _, fails) in _LISTS.items()
    ),
    # C49, C50: six methods are written in upper case, whatever the page writes.
    *(
        row(f"C50-{method}", replace(GET, method=method))
        for method in [
            "get",
            "head",
            "post",
            "put",
            "delete",
            "options",
            "Put",
            "dElEtE",
            "patch",
            "Patch",
            "foo",
            "QUERY",
            "PATCH",
            "DELETE",
            "CHICKEN",
            "a!b",
        ]
    ),
    asked("C49", replace(GET, method="patch"), ALLOW, methods("PATCH"), fails=_METHOD),
    asked("C49-listed", replace(GET, method="patch"), ALLOW, methods("patch")),
    asked("C49-upper", replace(GET, method="PATCH"), ALLOW, methods("patch"), fails=_METHOD),
    asked("C59", replace(GET, method="QUERY"), ALLOW, methods("GET"), fails=_METHOD),
    asked("C51-foo", replace(GET, method="foo"), ALLOW, methods("*")),
    asked("C52", replace(GET, method="*", credentials="include"), ALLOW, CREDENTIALS, methods("*")),
    *(
        read(f"C58-{method}", replace(GET, method=method), ALLOW, fails="forbidden-method")
        for method in ("TRACE", "trace", "CONNECT", "Track")
    ),
    read("method-malformed", replace(GET, method="P UT"), ALLOW, fails="method-malformed"),
    asked("C53-get", setting(GET, _ASKS), ALLOW, _FOR_ASKS),
    asked("C53-head", setting(replace(GET, method="HEAD"), _ASKS), ALLOW, _FOR_ASKS),
    asked("C53-post", setting(POST, _ASKS), ALLOW, _FOR_ASKS),
    asked("C53-other", setting(GET, _ASKS), ALLOW, _FOR_ASKS, methods("PUT")),
    asked("C54", PUT, ALLOW, fails=_METHOD),
    asked("C55-get", setting(GET, _ASKS), ALLOW, _FOR_ASKS, methods("GET POST"), fails=_MALFORMED),
    asked("C57", PUT, ALLOW, methods("GET"), methods("PUT")),
    asked("C57-empty", PUT, ALLOW, methods(""), methods("PUT")),
    asked("C57-malformed", PUT, ALLOW, methods("PUT"), methods("(,"), fails=_MALFORMED),
    # Which of two mistakes is found first.
    asked("first-method", setting(PUT, _ASKS), ALLOW, methods("GET"), headers("Y"), fails=_METHOD),
    asked(
        "first-list",
        setting(PUT, _ASKS),
        ALLOW,
        methods("GET"),
        headers("("),
        fails="allow-headers-malformed",
    ),
    asked("first-lists", setting(PUT, _ASKS), ALLOW, methods("("), headers("("), fails=_MALFORMED),
    row(
        "status-and-response",
        PUT,
        hop=Hop((answer(status=404),), (answer(),)),
        fails="allow-origin-missing",
    ),
)
