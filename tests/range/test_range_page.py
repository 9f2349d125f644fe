"""The page about the range says what its results say, and these are of its tables."""

from __future__ import annotations

from collections import Counter
from typing import Final

from tests.engines.engines import ENGINES
from tests.range import attacks, wire
from tests.range.calls import CALLS
from tests.range.results import ATTACKS, CLIENTS, expected_of, kept, successes
from tools.range_page import PAGE, page

MOST: Final = 1


def test_the_page_is_fresh() -> None:
    """Nobody has changed a table or the results and forgotten the page: `make range` writes it."""
    assert PAGE.read_text() == page(kept())


def test_each_row_has_a_name() -> None:
    """No two attacks or clients have the same name: each has its own results."""
    names = Counter(each.name for each in (*ATTACKS, *CLIENTS))
    assert [name for name, count in names.items() if count > MOST] == []


def test_the_results_are_whole() -> None:
    """Each attack and each client was tried on each tool that can be asked so, in each engine."""
    tried = {
        (each.name, tool, state, engine)
        for table, engines in (
            ((*attacks.ATTACKS, *attacks.CALLERS), tuple(ENGINES)),
            ((*wire.ATTACKS, *wire.CLIENTS), (wire.NAME,)),
        )
        for each in table
        for engine in engines
        for tool, calls in CALLS.items()
        for state in (("bare", "guarded") if each in ATTACKS else ("guarded",))
        if each.kind in calls
    }
    assert set(kept()) == tried


def test_each_attack_is_one() -> None:
    """Whatever is called an attack succeeds on a bare tool; on a guarded one none does."""
    found = successes(kept(), "bare", CALLS)
    assert {attack.name for attack in ATTACKS} - {cell.name for cell in found} == set()
    assert successes(kept(), "guarded", CALLS) == set()


def test_each_client_is_served() -> None:
    """Whatever may call a guarded tool was served."""
    clients = {client.name: client for client in CLIENTS}
    wrong = {
        cell: outcome
        for cell, outcome in kept().items()
        if cell.state == "guarded"
        and cell.name in clients
        and outcome != expected_of(clients[cell.name], cell.tool)
    }
    assert wrong == {}
