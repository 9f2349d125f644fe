"""The browser for tests does as the Web Platform Tests say, row by row, or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from crossorigin.testing import Browser, Headers
from tests.wpt.disagreements import DISAGREEMENTS
from tests.wpt.rows import ROWS, Expected, split
from tests.wpt.servers import Servers

if TYPE_CHECKING:
    from crossorigin.testing import Outcome
    from tests.wpt.rows import Fetch, Row


def fetched(page: Browser, fetch: Fetch) -> Outcome:
    """Return what becomes of *fetch*."""
    return page.fetch(
        fetch["url"],
        method=fetch.get("method", "GET"),
        headers=tuple(map(split, fetch.get("headers", []))),
        data=b"" if "body" in fetch else fetch.get("data"),
        credentials=fetch.get("credentials", "same-origin"),
        mode=fetch.get("mode", "cors"),
        redirect=fetch.get("redirect", "follow"),
        referrer_policy=fetch.get("referrer_policy", "strict-origin-when-cross-origin"),
    )


def told(outcome: Outcome, expected: Expected) -> Expected:
    """Return what became of a fetch, in the words, and as far, as it is *expected*."""
    sent = [exchange.request for exchange in outcome.exchanges]
    preflights = [one.request for one in outcome.exchanges if one.is_preflight]
    asked = preflights[-1].headers if preflights else Headers()
    last = sent[-1].headers if sent else Headers()
    actual = [one.request for one in outcome.exchanges if not one.is_preflight]
    known: Expected = {
        "type": _TYPES.get(outcome.reason, "error"),
        "ok": outcome.reason in _TYPES,
        "status": outcome.status,
        "url": outcome.url,
        "visible": {name: outcome.headers.get(name) for name in expected.get("visible", {})},
        "visible_none": not outcome.headers,
        "preflights": len(preflights),
        "requests": len(sent),
        "acrm": asked.get("access-control-request-method"),
        "acrh": asked.get("access-control-request-headers"),
        "method": sent[-1].method if sent else "",
        "sent": {name: last.get(name) for name in expected.get("sent", {})},
        "sent_not": {
            name: value
            for name, value in expected.get("sent_not", {}).items()
            if last.get(name) != value
        },
        "origins": [one.headers.get("origin") for one in actual],
        "last_origin": last.get("origin"),
        "cookie": last.get("cookie"),
        "preflight_cookies": [one.headers.get("cookie") for one in preflights],
    }
    return cast("Expected", {name: known[name] for name in expected})  # type: ignore[literal-required]


_TYPES = {
    "allowed": "cors",
    "same-origin": "basic",
    "opaque": "opaque",
    "opaque-redirect": "opaqueredirect",
}


def walked(row: Row) -> list[Expected]:
    """Return what becomes of each step of *row*."""
    page = Browser(Servers(row).apps, origin=row.page)
    found: list[Expected] = []
    for step in row.steps:
        page.clock.advance(step.get("advance", 0))
        found.append(told(fetched(page, step["fetch"]), step["expect"]))
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row(row: Row) -> None:
    """A row is as the browser for tests has it, unless it is on the list of those that are not."""
    agrees = walked(row) == [step["expect"] for step in row.steps]
    assert agrees is (row.id not in DISAGREEMENTS)


def test_the_list_is_short() -> None:
    """Each row on the list is one of the table."""
    assert set(DISAGREEMENTS) <= {row.id for row in ROWS}
