"""``make explore`` draws rounds until something is found, and says how to find it again."""

from __future__ import annotations

import sys
from time import monotonic

import pytest

from tools import explore
from tools.explore import Round


def play(monkeypatch: pytest.MonkeyPatch, finds_at: int, *arguments: str) -> list[Round]:
    """Return the rounds that are drawn until the one that finds something."""
    rounds: list[Round] = []

    def rows(one: Round) -> bool:
        rounds.append(one)
        return len(rounds) == finds_at

    def tests(_: Round) -> bool:
        return False

    monkeypatch.setattr(explore, "PARTS", {"rows": rows, "tests": tests})
    monkeypatch.setattr(sys, "argv", ["explore", *arguments])
    explore.main()
    return rounds


def test_rounds_are_drawn_until_something_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each round has a seed of its own, which is printed; the last is in the command."""
    with pytest.raises(SystemExit) as end:
        play(monkeypatch, 3, "--cases", "9")
    seeds = [line.removeprefix("seed ") for line in capsys.readouterr().out.splitlines()]
    assert len(set(seeds)) == 3
    assert end.value.code == (
        f"Something was found: make explore SEED={seeds[-1]} CASES=9 ARGS=rows"
    )


def test_a_seed_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A seed that is given has one round, however long it takes."""
    assert play(monkeypatch, 2, "--seed", "7", "--minutes", "0") == [Round(7, 1500, None)]


def test_no_round_is_begun_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the time is over, no round is begun, and no part of one."""
    assert play(monkeypatch, 1, "--minutes", "0") == []
    assert explore.explore(Round(1, 1, monotonic()), ["rows"]) == []


def test_a_part_has_a_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A part that there is not is named."""
    with pytest.raises(SystemExit):
        play(monkeypatch, 1, "nothing")
    assert "no such part: nothing" in capsys.readouterr().err
