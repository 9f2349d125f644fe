"""
Where no redirect leads, and where it says so in another way.

Source: https://fetch.spec.whatwg.org/#concept-response-location-url
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tests.engines.rows import API, HERE, Hop, Row
from tests.engines.tables.parts import ALLOW, GET, OPEN, OWN, PERMISSION, answer, location
from tests.engines.tables.redirects import along

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEXT: Final = f"{API}/@/1"


def _leads(
    id_: str,
    lines: Sequence[str],
    fails: str = "",
    status: int = 302,
    **changes: Any,  # noqa: ANN401 - fields of a request
) -> Row:
    """Return the row of a redirect with several *lines* of ``Location``."""
    first = answer(ALLOW, *map(location, lines), status=status)
    return along(
        f"to-{id_}", replace(GET, **changes), Hop((PERMISSION,), (first,)), OPEN, fails=fails
    )


ROWS: Final[tuple[Row, ...]] = (
    # C105, C106: where no redirect leads.
    _leads("userinfo", [f"https://u:p@{API[8:]}/@/1"], "location-has-credentials"),
    _leads("user", [f"https://u@{API[8:]}/@/1"], "location-has-credentials"),
    *(
        along(
            f"to-own-{name}-{where[8:11]}",
            replace(OWN, method=method),
            Hop((PERMISSION,), (answer(location(f"https://u:p@{where[8:]}/@/1"), status=307),)),
            OPEN,
            fails=fails,
        )
        for name, method in (("get", "GET"), ("put", "PUT"))
        for where, fails in ((API, "location-has-credentials"), (HERE, ""))
    ),
    _leads("data", ["data:text/plain,x"], "location-not-http"),
    _leads("mailto", ["mailto:a@b.example"], "location-not-http"),
    _leads("unknown", ["foo://a/"], "location-not-http"),
    _leads("socket", ["wss://a.example/"], "location-not-http"),
    _leads("malformed", ["https://exa mple/"], "location-malformed"),
    _leads("relative", ["1"]),
    _leads("path", ["/@/1"]),
    _leads("scheme-relative", [f"//{API[8:]}/@/1"]),
    _leads("backslashes", [f"https:\\\\{API[8:]}/@/1"]),
    _leads("fragment", ["1#there"]),
    _leads("default-port", [f"{API}:443/@/1"]),
    _leads("upper-case", [f"HTTPS://{API[8:].upper()}/@/1"]),
    # Bytes beyond ASCII: UTF-8, and what is none.
    _leads("utf-8", [f"{_NEXT}?\xc3\xa4"]),
    _leads("utf-8-path", [f"{API}/@/\xc3\xa4/1"]),
    _leads("utf-8-fragment", ["1#\xc3\xa4"]),
    _leads("latin-1", ["1?\xe4"]),
    _leads("no-utf-8", ["1?\xff\xe2\x98x\xed\xa0\x80"]),
    _leads("escapes", ["%c3%A4%7e/../1?%e2%41%2d%zz"]),
    _leads("nowhere", []),
    _leads("nowhere-303", [], status=303),
    _leads("not-a-redirect", [_NEXT], status=300),
    _leads("error-nowhere", [], "redirect-not-allowed", redirect="error"),
    _leads("manual-nowhere", [], redirect="manual"),
    _leads("manual-put", [_NEXT], redirect="manual", method="PUT"),
)
