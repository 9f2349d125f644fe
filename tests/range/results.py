"""The results of a run of the range, and the file that keeps them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from tests.engines.engines import ENGINES
from tests.range import attacks, wire
from tests.range.calls import CALLS, HEAVY
from tests.range.shooting import serving, shoot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.range.attacks import Attack
    from tests.range.plan import Tool
    from tests.range.shooting import Outcome, Served
    from tests.range.wire import Wire

Aimed = TypeVar("Aimed")
KEPT: Final = Path(__file__).parent / "results.json"
SUCCESSES: Final = frozenset({"read", "ran"})
ATTACKS: Final[tuple[Attack | Wire, ...]] = (*attacks.ATTACKS, *wire.ATTACKS)
CLIENTS: Final[tuple[Attack | Wire, ...]] = (*attacks.CALLERS, *wire.CLIENTS)
# Ways of which a page is not told what came: it only sends.
_BLIND: Final = frozenset({"form-urlencoded", "no-cors", "image-cors"})


class Cell(NamedTuple):
    """Where an outcome stands: of an attack or a client, on a tool, in an engine."""

    name: str
    tool: str
    state: str
    engine: str


Results = dict[Cell, "Outcome"]


def of_engine(engine: str, served: Served) -> Results:
    """Return what comes of all attacks and clients of *engine*, which may be none, on *served*."""
    if engine == wire.NAME:
        found = wire.shoot(served, _aims(served, wire.ATTACKS, wire.CLIENTS))
    else:
        aims = _aims(served, attacks.ATTACKS, attacks.CALLERS)
        found = shoot(ENGINES[engine], served, aims)
    return {Cell(*shot.split(".")): outcome for shot, outcome in found.items()}


def _aims(
    served: Served, attackers: Iterable[Aimed], clients: Iterable[Aimed]
) -> list[tuple[Aimed, Tool]]:
    """Return each attack on each tool, and each client of a guarded one."""
    return [
        *((attack, tool) for attack in attackers for tool in served.tools),
        *((client, tool) for client in clients for tool in served.tools if tool.guarded),
    ]


def run() -> Results:
    """Return what comes of everything on every tool."""
    with serving(CALLS) as served:
        return {
            cell: outcome
            for engine in (*ENGINES, wire.NAME)
            for cell, outcome in of_engine(engine, served).items()
        }


def expected_of(client: Attack | Wire, tool: str) -> str:
    """Return what comes of *client* on *tool* if it is served."""
    way = getattr(client, "way", "fetch")
    if way not in _BLIND:
        return "read"
    # A form is no JSON.
    return "nothing" if tool in HEAVY else "ran"


def keep(results: Mapping[Cell, str]) -> None:
    """Keep *results* in the file."""
    rows: dict[str, dict[str, str]] = {}
    for (name, *rest), outcome in sorted(results.items()):
        rows.setdefault(name, {})[" ".join(rest)] = outcome
    KEPT.write_text(json.dumps(rows, indent=1) + "\n")


def kept() -> dict[Cell, str]:
    """Return the results that the file keeps."""
    rows: dict[str, dict[str, str]] = json.loads(KEPT.read_text())
    return {
        Cell(name, *rest.split()): outcome
        for name, row in rows.items()
        for rest, outcome in row.items()
    }


def successes(results: Mapping[Cell, str], state: str, tools: Iterable[str]) -> set[Cell]:
    """Return where attacks have succeeded on *tools* in *state*."""
    names, tools = {attack.name for attack in ATTACKS}, set(tools)
    return {
        cell
        for cell, outcome in results.items()
        if cell.name in names
        and cell.state == state
        and cell.tool in tools
        and outcome in SUCCESSES
    }
