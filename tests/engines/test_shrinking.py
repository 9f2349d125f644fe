"""Rows are drawn from a seed, made small, and written as Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.messages import Body, FetchRequest, WireResponse
from tests.engines import shrinking
from tests.engines.comparing import BATCH, Comparison, Disagreement, batches
from tests.engines.generating import generated
from tests.engines.literals import written
from tests.engines.rows import Hop, Row
from tests.engines.tables import ROWS
from tests.engines.telling import Told, predicted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crossorigin._browser.engines import Engine

NAMES = {cls.__name__: cls for cls in (Body, FetchRequest, Hop, Row, WireResponse)}
NOTHING = Told((), ())


def test_a_seed_draws_the_same_rows() -> None:
    """The same seed draws the same rows, however many are asked for; another draws others."""
    assert generated(1, 20) == generated(1, 30)[:20]
    assert generated(1, 20) != generated(2, 20)


def test_much_is_readable_and_much_is_not() -> None:
    """Chance favours neither success nor failure."""
    told = [predicted(row, "fetch").read[-1].type for row in generated(3, 300)]
    assert 60 < sum(kind in {"basic", "cors"} for kind in told) < 240


@pytest.mark.parametrize("row", [*ROWS[::20], *generated(4, 20)], ids=lambda row: row.id)
def test_what_is_written_makes_the_row(row: Row) -> None:
    """The Python that is written makes the same row."""
    assert eval(written(row), dict(NAMES)) == row  # noqa: S307 - written here


def test_batches() -> None:
    """No launch gets more rows than a preflight cache has room for."""
    rows = generated(5, BATCH + 1)
    assert [len(batch) for batch in batches(rows)] == [BATCH, 1]


def test_what_disagrees_is_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever does not matter to the disagreement is taken away."""

    def compared(engine: Engine, rows: Sequence[Row]) -> Comparison:
        """Disagree on every row that sends a PUT to a server that hangs up."""
        wrong = (row for row in rows if row.is_dropped and row.fetches[0].method == "PUT")
        found = tuple(Disagreement(engine, row, NOTHING, NOTHING) for row in wrong)
        return Comparison(engine, len(rows), 0, found)

    monkeypatch.setattr(shrinking, "compared", compared)
    large = next(
        row for row in generated(6, 5000) if row.is_dropped and row.fetches[0].method == "PUT"
    )
    small = shrinking.shrunk(Disagreement("webkit", large, NOTHING, NOTHING)).row
    (fetch,) = small.fetches
    (hop,) = small.hops
    assert fetch == FetchRequest(url=fetch.url, origin=fetch.origin, method="PUT")
    lasting = [response for response in (*hop.preflight, *hop.response) if response is not None]
    assert lasting == [WireResponse(200)] * len(lasting)
