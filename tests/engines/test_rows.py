"""The model of the browser is true: three engines agree with it, row by row."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin._browser.differences import DIFFERENCES
from crossorigin._browser.engines import VERSIONS
from tests.engines.comparing import Comparison, batches, compared, told_without, without
from tests.engines.engines import ENGINES
from tests.engines.generating import generated
from tests.engines.hearing import expected
from tests.engines.observing import Sight, observed
from tests.engines.rows import HERE
from tests.engines.tables import ROWS
from tests.engines.telling import Told, outcomes, predicted
from tests.engines.texts import compare_texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._browser.engines import Engine
    from tests.engines.rows import Row

pytestmark = pytest.mark.programs

# `make explore` draws others.
SEED: Final = 1
CASES: Final = 2000
# The page of the tables, as a console names it.
PAGE: Final = f"{HERE}/-/run/page/"
each_engine = pytest.mark.parametrize("engine", VERSIONS)
# What no row shows: it takes longer than a test may, or another body than a row has, or it comes to
# the same as another difference.
UNSHOWN: Final = {
    "cache-has-one-slot": {"webkit"},
    "max-age-limit": {"chromium", "firefox", "webkit"},
    "no-cors-body-type-is-checked": {"webkit"},
}


@pytest.fixture(scope="module")
def sights() -> dict[Engine, Future[Sight]]:
    """Put the rows of the tables to every engine, one row at a time, all engines at once."""
    with ThreadPoolExecutor(len(VERSIONS)) as pool:
        return {engine: pool.submit(_sight, engine) for engine in VERSIONS}


def _sight(engine: Engine) -> Sight:
    """Return what *engine* makes of the rows of the tables, a launch after another."""
    told: dict[str, Told] = {}
    said: dict[str, tuple[str, ...]] = {}
    for batch in batches(ROWS):
        sight = observed(ENGINES[engine], batch, console=True)
        told |= sight.told
        said |= sight.said
    return Sight(told, said)


@pytest.fixture(scope="module")
def comparisons() -> dict[Engine, Future[Comparison]]:
    """Put rows drawn by chance to every engine, all engines at once."""
    rows = generated(SEED, CASES)
    # No test may change the model while another thread asks it.
    with ThreadPoolExecutor(len(VERSIONS)) as pool:
        return {engine: pool.submit(compared, engine, rows) for engine in VERSIONS}


def test_the_tables_are_large() -> None:
    """There are many rows, each with a name of its own."""
    assert len({row.id for row in ROWS}) == len(ROWS) >= 1000


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_the_standard_says_so(row: Row) -> None:
    """Each row fails, or does not, as is written down by hand."""
    last = outcomes(row, "fetch")[-1]
    assert ("" if last.blocked is None else str(last.blocked.failure)) == row.fails


@each_engine
def test_rows_of_the_tables(engine: Engine, sights: dict[Engine, Future[Sight]]) -> None:
    """An engine sends, and lets a page read, exactly what the model says."""
    told = sights[engine].result().told
    wrong = {row.id: told[row.id] for row in ROWS if told[row.id] != predicted(row, engine)}
    assert wrong == {row.id: predicted(row, engine) for row in ROWS if row.id in wrong}


@each_engine
def test_consoles(
    engine: Engine,
    sights: dict[Engine, Future[Sight]],
    record_property: Callable[[str, object], None],
) -> None:
    """An engine prints what the model says, to the letter; the texts of a newer one may change."""
    said = sights[engine].result().said
    changed = {
        row.id: said[row.id] for row in ROWS if sorted(said[row.id]) != expected(row, engine, PAGE)
    }
    for name, lines in changed.items():
        print(name, *lines, sep="\n  ")  # noqa: T201 - pytest shows it where the test fails
    compare_texts(engine, changed, len(ROWS), record_property)


@each_engine
def test_rows_by_chance(engine: Engine, comparisons: dict[Engine, Future[Comparison]]) -> None:
    """On whatever may be drawn, an engine and its model agree."""
    found = comparisons[engine].result()
    disagreements = "\n".join(map(str, found.disagreements))
    assert not disagreements, f"make explore SEED={SEED} CASES={CASES} ARGS=rows\n{disagreements}"
    assert found.deviations > 0


@pytest.mark.parametrize(
    ("name", "engine"),
    [(name, engine) for name, row in DIFFERENCES.items() for engine in sorted(row.engines)],
)
def test_every_difference_is_shown(name: str, engine: Engine) -> None:
    """Each difference of an engine is to be seen in a row, so that it is missed when it goes."""
    shows = any(told_without(name, row, engine) != predicted(row, engine) for row in ROWS)
    if not shows:
        said = [expected(row, engine, "") for row in ROWS]
        with without(name, engine):
            shows = said != [expected(row, engine, "") for row in ROWS]
    assert shows is (engine not in UNSHOWN.get(name, ()))
