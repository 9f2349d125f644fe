"""The page about the zoo says what its tables say."""

from __future__ import annotations

from tests.zoo.kinds import KINDS
from tests.zoo.zoo import GROUPS
from tools.tried_page import PAGE, page


def test_the_page_is_fresh() -> None:
    """Nobody has changed a table and forgotten the page: tools/tried_page.py writes it."""
    assert PAGE.read_text() == page()


def test_every_scenario_is_told() -> None:
    """Each scenario has its line, whatever its server."""
    told = [line.split("`")[1] for line in page().splitlines() if line.startswith("| `")]
    expected = [each.id for group in GROUPS.values() for each in group]
    assert sorted(told) == sorted(expected)
    assert {each.kind for group in GROUPS.values() for each in group} == {*KINDS} - {"backend"}
