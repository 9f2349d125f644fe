"""
What need not be asked twice.

Source: https://fetch.spec.whatwg.org/#cors-preflight-cache
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.engines.rows import API, Hop, Row
from tests.engines.tables.parts import (
    ALLOW,
    CREDENTIALS,
    GET,
    KEPT,
    KEPT_PERMISSION,
    POST,
    PUT,
    READABLE,
    answer,
    headers,
    methods,
    row,
    setting,
)

if TYPE_CHECKING:
    from crossorigin._browser.header_lists import Header
    from crossorigin._browser.messages import FetchRequest

_KEPT: Final = Hop((KEPT_PERMISSION,), (READABLE,))
_DELETE: Final = replace(PUT, method="DELETE")
_PATCH: Final = replace(PUT, method="PATCH")
_ONE: Final = setting(PUT, ("X-A", "1"))
_TWO: Final = setting(PUT, ("X-A", "1"), ("X-B", "2"))
_SECRET: Final = setting(PUT, ("Authorization", "Bearer a"))
_AGES: Final = {
    "C89": None, "C90": "600", "C90-padded": " 600 ", "C90-zeros": "0600", "C91-minus": "-1",
    "C91-fraction": "1.5", "C91-word": "abc", "C91-unit": "600s", "C91-empty": "",
    "C91-plus": "+600", "C91-list": "600, 600", "C91-hexadecimal": "0x258", "C91-space": "6 00",
    "C91-exponent": "6e2", "C93": "0", "C93-minus-zero": "-0", "C94": "86401",
    "C94-int64": "9223372036854775807", "C94-beyond": "9223372036854775808",
    "C94-below": "-9223372036854775809", "C94-long": "9" * 60,
}  # fmt: skip


def _include(fetch: FetchRequest) -> FetchRequest:
    """Return *fetch* with credentials."""
    return replace(fetch, credentials="include")


def _elsewhere(fetch: FetchRequest, rest: str) -> FetchRequest:
    """Return *fetch* of a URL that ends otherwise."""
    return replace(fetch, url=f"{API}/@/{rest}")


def _kept(*lines: Header) -> Hop:
    """Return the hop whose preflight is kept, and says what *lines* say."""
    return Hop((answer(ALLOW, CREDENTIALS, *lines, KEPT),), (READABLE,))


def _listing(value: str) -> Hop:
    """Return the hop that permits all methods that stand in *value*, and all headers."""
    return _kept(methods(value), headers("X-A, X-B, Authorization"))


def _aged(age: str | None) -> Hop:
    """Return the hop whose preflight may be kept for *age*."""
    line = () if age is None else (("Access-Control-Max-Age", age),)
    return Hop((answer(ALLOW, methods(), headers(), *line),), (READABLE,))


# What a second fetch finds, after a first.
_PAIRS: Final = {
    "same": (PUT, PUT, _KEPT),
    "other-method": (PUT, _DELETE, _listing("PUT, DELETE")),
    "unlisted-method": (PUT, _PATCH, _listing("PUT, DELETE")),
    "safelisted-method": (PUT, setting(GET, ("X-A", "1")), _listing("PUT")),
    "safelisted-head": (PUT, replace(setting(GET, ("X-A", "1")), method="HEAD"), _listing("PUT")),
    "safelisted-post": (PUT, setting(POST, ("X-A", "1")), _listing("PUT")),
    "other-header": (_ONE, _TWO, _kept(methods(), headers("x-b, x-a"))),
    "unlisted-header": (_ONE, _TWO, _kept(methods(), headers("{headers}"))),
    "fewer-headers": (_TWO, _ONE, _KEPT),
    "header-case": (_ONE, setting(PUT, ("x-a", "2")), _kept(methods(), headers("X-A"))),
    "query": (PUT, _elsewhere(PUT, "0?a"), _KEPT),
    "fragment": (PUT, _elsewhere(PUT, "0#a"), _KEPT),
    "same-fragment": (_elsewhere(PUT, "0#a"), _elsewhere(PUT, "0#a"), _KEPT),
    "omit-then-include": (PUT, _include(PUT), _KEPT),
    "include-then-omit": (_include(PUT), PUT, _KEPT),
    "include-twice": (_include(PUT), _include(PUT), _KEPT),
    "omit-then-same-origin": (replace(PUT, credentials="omit"), PUT, _KEPT),
    "star-method": (PUT, _PATCH, _kept(methods("*"))),
    "star-method-same": (PUT, PUT, _kept(methods("*"))),
    "star-method-listed": (PUT, PUT, _kept(methods("PUT, *"))),
    "star-header": (_ONE, _TWO, _kept(methods(), headers("*"))),
    "star-header-same": (_ONE, _ONE, _kept(methods(), headers("*"))),
    "star-authorization": (_ONE, _SECRET, _kept(methods(), headers("*"))),
    "star-include": (PUT, _include(PUT), _kept(methods("*"))),
    "include-star": (_include(PUT), PUT, _kept(methods("*, PUT"))),
    "include-star-other": (_include(PUT), _DELETE, _kept(methods("*, PUT"))),
    "include-star-header": (_include(_ONE), _TWO, _kept(methods("PUT"), headers("*, X-A"))),
    "include-star-include": (_include(PUT), _include(_DELETE), _kept(methods("PUT, DELETE, *"))),
    "include-star-unlisted": (_include(PUT), _include(_PATCH), _kept(methods("*, PUT"))),
    "literal-star": (
        _include(replace(PUT, method="*")),
        _include(replace(PUT, method="*")),
        _kept(methods("*")),
    ),
    "conditional": (
        setting(PUT, ("If-None-Match", '"a"')),
        setting(PUT, ("If-None-Match", '"a"')),
        _KEPT,
    ),
    "sandboxed": (replace(PUT, origin="null"), replace(PUT, origin="null"), _KEPT),
    "sandboxed-then-page": (replace(PUT, origin="null"), PUT, _KEPT),
    "page-then-sandboxed": (PUT, replace(PUT, origin="null"), _KEPT),
    "refused": (PUT, PUT, _kept(methods("DELETE"))),
    "refused-then-listed": (PUT, _DELETE, _kept(methods("DELETE"))),
    "refused-header": (_ONE, PUT, _kept(methods("PUT"))),
    "simple-between": (PUT, GET, _KEPT),
}

# Where the second is refused, by the standard.
_FAILS: Final = {
    "unlisted-method": "method-not-allowed",
    "refused": "method-not-allowed",
    "star-authorization": "authorization-not-listed",
    "star-include": "method-not-allowed",
}

ROWS: Final[tuple[Row, ...]] = (
    *(row(f"{id_}-age", PUT, PUT, hop=_aged(age)) for id_, age in _AGES.items()),
    row("C92", PUT, PUT, hop=_kept(methods(), KEPT)),
    row("C92-zero", PUT, PUT, hop=_kept(methods(), ("Access-Control-Max-Age", "0"))),
    *(
        row(f"kept-{id_}", first, second, hop=hop, fails=_FAILS.get(id_, ""))
        for id_, (first, second, hop) in _PAIRS.items()
    ),
)  # fmt: skip
