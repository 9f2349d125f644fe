"""Three engines load what a page is made of as is written down by hand."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.engines import VERSIONS
from tests.engines.engines import ENGINES
from tests.engines.loads import Load, Seen, seen
from tests.engines.tables.loads import DEVIATIONS, LOADS

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

pytestmark = pytest.mark.programs


@pytest.fixture(scope="module")
def sights() -> dict[Engine, Future[dict[str, Seen]]]:
    """Let every engine load every row, all engines at once."""
    with ThreadPoolExecutor(len(VERSIONS)) as pool:
        return {engine: pool.submit(seen, ENGINES[engine], LOADS) for engine in VERSIONS}


@pytest.mark.parametrize("engine", VERSIONS)
def test_loads(engine: Engine, sights: dict[Engine, Future[dict[str, Seen]]]) -> None:
    """An engine does as the standard says, but for the deviations that are listed."""
    assert sights[engine].result() == {row.id: row.by(engine) for row in LOADS}


def test_rows_have_names() -> None:
    """Each row has a name of its own, and each deviation is one of a row."""
    names = [row.id for row in LOADS]
    assert len(set(names)) == len(names)
    assert DEVIATIONS.keys() - set(names) == set()


@pytest.mark.parametrize("row", LOADS, ids=lambda row: row.id)
def test_deviations_deviate(row: Load) -> None:
    """What is listed as a deviation is not what the standard says."""
    assert row.expected not in row.engines.values()
