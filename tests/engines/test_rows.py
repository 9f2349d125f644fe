"""The model of the browser is true: three engines agree with it, row by row."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from random import SystemRandom
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin._browser.differences import DIFFERENCES
from crossorigin._browser.engines import VERSIONS
from tests.engines.comparing import BATCH, Comparison, compared, told_without, without
from tests.engines.engines import ENGINES
from tests.engines.generating import generated
from tests.engines.hearing import expected
from tests.engines.observing import Sight, observed
from tests.engines.rows import HERE
from tests.engines.tables import ROWS
from tests.engines.telling import outcomes, predicted
from tests.engines.versions import version_of

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from tests.engines.rows import Row

pytestmark = pytest.mark.programs

SEED = SystemRandom().randrange(10**9)
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
        return {
            engine: pool.submit(observed, ENGINES[engine], ROWS, console=True)
            for engine in VERSIONS
        }


@pytest.fixture(scope="module")
def comparisons() -> dict[Engine, Future[Comparison]]:
    """Put rows drawn by chance to every engine, all engines at once."""
    rows = generated(SEED, CASES)
    # No test may change the model while another thread asks it.
    with ThreadPoolExecutor(len(VERSIONS)) as pool:
        return {engine: pool.submit(compared, engine, rows) for engine in VERSIONS}


def test_the_tables_are_large() -> None:
    """There are many rows, each with a name of its own; one launch has room for them."""
    assert len({row.id for row in ROWS}) == len(ROWS)
    assert 300 <= len(ROWS) <= BATCH + 250


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
def test_consoles(engine: Engine, sights: dict[Engine, Future[Sight]]) -> None:
    """An engine prints what the model says, to the letter, if it is the version of the tables."""
    said = sights[engine].result().said
    wrong = {
        row.id: said[row.id] for row in ROWS if sorted(said[row.id]) != expected(row, engine, PAGE)
    }
    if version_of(engine) != VERSIONS[engine]:
        pytest.skip(f"{engine} {version_of(engine)} prints other texts: {', '.join(wrong)}")
    assert wrong == {}


@each_engine
def test_rows_by_chance(engine: Engine, comparisons: dict[Engine, Future[Comparison]]) -> None:
    """On whatever may be drawn, an engine and its model agree."""
    found = comparisons[engine].result()
    disagreements = "\n".join(map(str, found.disagreements))
    assert not disagreements, f"make engines SEED={SEED}\n{disagreements}"
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
