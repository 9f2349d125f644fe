"""
Which response headers a page sees.

Source: https://fetch.spec.whatwg.org/#concept-filtered-response
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.engines.tables.parts import ALLOW, CREDENTIALS, GET, INCLUDE, OWN, expose, read

if TYPE_CHECKING:
    from tests.engines.rows import Row

_PLAIN: Final = (
    ("X-A", "1"),
    ("x-b", "2"),
    ("X-B", "3"),
    ("*", "star"),
    ("Set-Cookie", "a=b"),
    ("Set-Cookie2", "c=d"),
    ("Vary", "Origin"),
)
_SAFE: Final = (
    ("Cache-Control", "no-cache"),
    ("Content-Language", "de"),
    ("Content-Type", "text/plain"),
    ("Expires", "0"),
    ("Last-Modified", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ("Pragma", "x"),
)
_LISTS: Final = {
    "C97": "X-A",
    "C97-case": "x-a,X-b",
    "C97-commas": ",x-a,,",
    "C97-absent": "X-Absent",
    "C98": "*",
    "C98-beside": "X-A, *",
    "C100": "Set-Cookie, Set-Cookie2, X-A",
    "star-then-malformed": "*, (",
    "malformed-then-star": "(, *",
    "semicolon": "x-a; x-b",
    "space": "x-a x-b",
    "empty": "",
}

ROWS: Final[tuple[Row, ...]] = (
    read("C96", GET, ALLOW, *_PLAIN, *_SAFE),
    read("C96-include", INCLUDE, ALLOW, CREDENTIALS, *_PLAIN, *_SAFE),
    *(read(f"exposed-{id_}", GET, ALLOW, *_PLAIN, expose(value)) for id_, value in _LISTS.items()),
    *(
        read(f"C99-{id_}", INCLUDE, ALLOW, CREDENTIALS, *_PLAIN, expose(value))
        for id_, value in _LISTS.items()
    ),
    read("C97-lines", GET, ALLOW, *_PLAIN, expose("X-A"), expose("X-B")),
    read("C97-lines-malformed", GET, ALLOW, *_PLAIN, expose("X-A"), expose("x b")),
    read("C97-put", replace(GET, method="PUT"), ALLOW, *_PLAIN, expose("X-A")),
    read("own", OWN, *_PLAIN, *_SAFE),
    read(
        "empty-values", GET, ALLOW, ("X-A", ""), ("X-A", "1"), ("X-B", ""), ("X-B", ""), expose("*")
    ),
    read("several-types", GET, ALLOW, ("Content-Type", "a/b"), ("Content-Type", "c/d")),
    read("many-values", GET, ALLOW, ("X-A", "1, 2"), ("X-A", " 3 "), ("X-A", "4"), expose("x-a")),
)
