"""Real servers with a mistake: verdict, cause and fix of `crossorigin check`, beside Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.engines.engines import CHROMIUM
from tests.project.programs import miss, require_program
from tests.zoo.kinds import KINDS, is_missing
from tests.zoo.zoo import GROUPS, MISSED, seen_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.zoo.scenario import Scenario
    from tests.zoo.zoo import Fetched, Seen

pytestmark = pytest.mark.programs

ALL: Final = [(group, each) for group, scenarios in GROUPS.items() for each in scenarios]
BROKEN: Final = [(group, each) for group, each in ALL if each.cause]
LEAST: Final = 60
MOST_MISSED: Final = 0.05


def named(pairs: Iterable[tuple[str, Scenario]]) -> list[object]:
    """Return *pairs* as parameters under the names of the scenarios."""
    return [pytest.param(group, each, id=each.id) for group, each in pairs]


def seen_of(group: str, scenario: Scenario) -> Seen:
    """Return the fetches of *scenario*, or skip the test for want of a program."""
    for program in (*CHROMIUM.programs[:1], *CHROMIUM.also_needs):
        require_program(program)
    if is_missing(KINDS[scenario.kind]):
        miss(KINDS[scenario.kind].needs)
    return seen_in(group)[scenario.id]


def told(fetched: Fetched) -> tuple[str, bool]:
    """Return the verdict of the doctor, and whether Chromium's page reads."""
    return fetched.report["verdict"], fetched.readable


@pytest.mark.parametrize(("group", "scenario"), named(ALL))
def test_the_verdict_is_chromiums(group: str, scenario: Scenario) -> None:
    """The doctor says `blocked` where Chromium's page cannot read, and `readable` where it can."""
    verdict = ("blocked", False) if scenario.cause else ("readable", True)
    assert told(seen_of(group, scenario).before) == verdict


@pytest.mark.parametrize(("group", "scenario"), named(ALL))
def test_the_first_cause_is_the_true_one(group: str, scenario: Scenario) -> None:
    """The first cause is the mistake that was made, but for those that are known to be missed."""
    expected = [] if not scenario.cause else [MISSED.get(scenario.id, scenario.cause)]
    assert seen_of(group, scenario).before.causes[:1] == expected


@pytest.mark.parametrize(("group", "scenario"), named(ALL))
def test_the_fix_mends_it(group: str, scenario: Scenario) -> None:
    """
    Whoever does as the printed fix says has a page that can read.

    A server that was right from the beginning is right, too, if no unsafe request is sent to it.
    """
    after = seen_of(group, scenario).after
    assert after is not None
    assert (*told(after), after.causes) == ("readable", True, [])


def test_the_zoo_is_large() -> None:
    """There are enough scenarios, and hardly any of them is missed."""
    assert len(BROKEN) >= LEAST
    assert {each.id for _, each in BROKEN} >= set(MISSED)
    assert len(MISSED) <= MOST_MISSED * len(BROKEN)
    assert len({each.id for _, each in ALL}) == len(ALL)
