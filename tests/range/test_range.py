"""Attacks by real engines on local tools: the guard stops all, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.engines.engines import ENGINES
from tests.project.programs import RANGE, miss
from tests.range import wire
from tests.range.calls import CALLS, HEAVY, LIGHT
from tests.range.results import CLIENTS, expected_of, kept, of_engine, successes
from tests.range.shooting import PYTHON, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.range.results import Results
    from tests.range.shooting import Served

pytestmark = pytest.mark.programs

GROUPS: Final = {"light": LIGHT, "heavy": HEAVY}


@pytest.fixture(scope="module", params=GROUPS)
def group(request: pytest.FixtureRequest) -> str:
    """Return which tools are attacked; those of the range are packages apart."""
    name = str(request.param)
    if name == "heavy" and not PYTHON.exists():
        miss(RANGE)
    return name


@pytest.fixture(scope="module")
def served(group: str) -> Iterator[Served]:
    """Serve the tools of a group."""
    with serving(GROUPS[group]) as served:
        yield served


@pytest.fixture(scope="module", params=[*ENGINES, wire.NAME])
def results(request: pytest.FixtureRequest, served: Served) -> Results:
    """Return what comes of all attacks and clients of an engine, or of none."""
    return of_engine(str(request.param), served)


def test_no_attack_on_a_guarded_tool_succeeds(results: Results) -> None:
    """Whatever a page does, a guarded tool does nothing for it, and tells it nothing."""
    assert successes(results, "guarded", CALLS) == set()


def test_every_client_of_a_guarded_tool_is_served(results: Results) -> None:
    """The tool's own pages, the pages that it lists and all that is no page find it as it was."""
    clients = {client.name: client for client in CLIENTS}
    served = {
        cell: (outcome, expected_of(clients[cell.name], cell.tool))
        for cell, outcome in results.items()
        if cell.state == "guarded" and cell.name in clients
    }
    assert {cell: pair for cell, pair in served.items() if pair[0] != pair[1]} == {}


def test_the_bare_tools_fall_as_the_page_says(results: Results) -> None:
    """An attack that succeeds on a bare tool is told by the page, and no other one is."""
    (engine,) = {cell.engine for cell in results}
    told = successes(kept(), "bare", {cell.tool for cell in results})
    assert successes(results, "bare", CALLS) == {cell for cell in told if cell.engine == engine}
