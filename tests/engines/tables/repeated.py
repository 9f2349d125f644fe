"""
Headers that are repeated, ``Location`` above all: every kind of value before every other.

Source: https://fetch.spec.whatwg.org/#concept-response-location-url
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from tests.engines.rows import API, Hop, Row
from tests.engines.tables.parts import (
    ALLOW,
    CREDENTIALS,
    GET,
    NO_CORS,
    OPEN,
    OWN,
    PERMISSION,
    PUT,
    READABLE,
    answer,
    asked,
    expose,
    headers,
    location,
    methods,
    read,
    row,
    setting,
)
from tests.engines.tables.redirects import along

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crossorigin._browser.messages import FetchRequest, Redirect

# A value of each kind, by a letter.
_VALUES: Final[Mapping[str, str]] = {
    "e": "",
    "n": f"{API}/@/1",
    "o": f"{API}/@/2",
    "x": "https://exa mple/",
    "s": "foo://a.example/",
    "u": f"https://u:p@{API[8:]}/@/1",
}
# Why, by the standard, one line of the kind is not followed.
_FAILS: Final[Mapping[str, str]] = {
    "e": "too-many-redirects",
    "x": "location-malformed",
    "s": "location-not-http",
    "u": "location-has-credentials",
}
_MODES: Final[tuple[Redirect, ...]] = ("follow", "error", "manual")
_PAIRS: Final = tuple("".join(pair) for pair in product(_VALUES, repeat=2))
_ALL: Final = (*_VALUES, *_PAIRS, "eee", "nnn", "een", "nee", "nen", "nno", "xxx")
_FEW: Final = ("e", "x", "s", "u", "ee", "nn", "no", "en", "ne", "xx", "nu")


def _lines(kinds: str) -> tuple[tuple[str, str], ...]:
    """Return a line of ``Location`` for each of *kinds*."""
    return tuple(location(_VALUES[kind]) for kind in kinds)


def _led(
    id_: str,
    fetch: FetchRequest,
    kinds: str,
    status: int = 302,
    **more: Any,  # noqa: ANN401 - fields of a row
) -> Row:
    """Return the row in which *fetch* is redirected by lines of *kinds*."""
    first = answer(ALLOW, CREDENTIALS, *_lines(kinds), status=status)
    name = f"lines-{id_}-{fetch.redirect}-{kinds}"
    fails = _fails(fetch.redirect, kinds)
    return along(name, fetch, Hop((PERMISSION,), (first,)), OPEN, OPEN, fails=fails, **more)


def _fails(mode: Redirect, kinds: str) -> str:
    """Return why, by the standard, a redirect by lines of *kinds* fails in the *mode*."""
    if mode == "follow":
        return _FAILS.get(kinds, "") if len(kinds) == 1 else "location-malformed"
    return "redirect-not-allowed" if mode == "error" else ""


def _repeated(name: str, values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return a line of *name* for each of *values*."""
    return tuple((name, value) for value in values)


# Empty lines, alone and with others.
_EMPTY: Final = (("", ""), ("", " "), ("", "", ""), ("", "{}"), ("{}", ""), ("", "{}", ""))


def _with_empty(name: str, value: str, at: int) -> Row:
    """Return the row in which every answer has lines of *name*, empty ones and *value*."""
    lines = _repeated(name, (line.format(value) for line in _EMPTY[at]))
    defaults = (ALLOW, CREDENTIALS, methods(), headers(), expose("*"))
    others = tuple(line for line in defaults if line[0] != name)
    fetch = setting(replace(PUT, credentials="include"), ("X-A", "1"))
    hop = Hop((answer(*others, *lines),), (answer(*others, *lines),))
    return row(f"lines-empty-{name}-{at}", fetch, fetch, hop=hop, fails=_fails_by_empty(name, at))


def _fails_by_empty(name: str, at: int) -> str:
    """Return why, by the standard, the fetch fails with the lines *at* of *name*."""
    has_value = "{}" in _EMPTY[at]
    if name == "Access-Control-Allow-Origin":
        return "allow-origin-multiple"
    if name == "Access-Control-Allow-Credentials":
        return "allow-credentials-not-true"
    if has_value or name in {"Access-Control-Max-Age", "Access-Control-Expose-Headers"}:
        return ""
    is_methods = name == "Access-Control-Allow-Methods"
    return "method-not-allowed" if is_methods else "header-not-allowed"


ROWS: Final[tuple[Row, ...]] = (
    *(_led("cors", replace(GET, redirect=mode), kinds) for mode in _MODES for kinds in _ALL),
    *(
        _led(name, replace(fetch, redirect=mode), kinds)
        for name, fetch in (("own", OWN), ("put", PUT))
        for mode in _MODES
        for kinds in _FEW
        # Not known is what is printed of another scheme than http or https.
        if (name, kinds) != ("own", "s")
    ),
    *(_led("no-cors", NO_CORS, kinds) for kinds in _FEW if kinds not in {"s", "u"}),
    *(_led("xhr", GET, kinds, via="xhr") for kinds in _FEW),
    *(
        _led(str(status), replace(GET, redirect=mode), kinds, status)
        for status in (301, 303, 307, 308)
        for mode in _MODES
        for kinds in ("ee", "no")
    ),
    # A response that is no redirect, and the answer to a preflight.
    *(
        read(f"lines-{status}-{kinds}", GET, ALLOW, *_lines(kinds), status=status)
        for status in (200, 300, 304, 404)
        for kinds in _FEW
    ),
    *(
        asked(
            f"lines-asked-{status}-{kinds}",
            PUT,
            *(ALLOW, CREDENTIALS, methods(), headers(), *_lines(kinds)),
            status=status,
            fails=fails,
        )
        for status, fails in ((200, ""), (302, "preflight-redirect"), (404, "preflight-status"))
        for kinds in _FEW
    ),
    # Other headers that have one value.
    *(
        read(
            f"lines-{name}-{'-'.join(values) or 'empty'}",
            GET,
            ALLOW,
            expose("*"),
            *_repeated(name, values),
        )
        for name in ("Content-Disposition", "From", "Strict-Transport-Security", "X-A")
        for values in (("a", "a"), ("a", "b"), ("", "a"), ("a", ""), ("", ""))
    ),
    *(
        asked(f"lines-asked-{name}", PUT, ALLOW, methods(), *_repeated(name, ("a", "b")))
        for name in ("Content-Disposition", "From")
    ),
    along(
        "lines-own-disposition",
        OWN,
        Hop((PERMISSION,), (answer(*_repeated("content-disposition", ("a", "b"))),)),
    ),
    along(
        "lines-names",
        GET,
        Hop((PERMISSION,), (answer(*READABLE.headers, ("LOCATION", "a"), ("location", "b")),)),
    ),
    *(
        _with_empty(name, value, at)
        for name, value in (
            ("Access-Control-Allow-Origin", "{origin}"),
            ("Access-Control-Allow-Credentials", "true"),
            ("Access-Control-Allow-Methods", "PUT"),
            ("Access-Control-Allow-Headers", "x-a"),
            ("Access-Control-Expose-Headers", "x-a"),
            ("Access-Control-Max-Age", "600"),
        )
        for at in range(len(_EMPTY))
    ),
)
