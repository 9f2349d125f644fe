"""Every pitfall has a test, or a reason why no answer of a library can prevent it."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.attacks.pitfalls import OUT_OF_REACH, PITFALLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.mark.structures import Mark, ParameterSet

_ID = re.compile(r"(?:test_)?([pP][1-9][0-9]?)[-_]")


def names_of_tests() -> Iterator[str]:
    """Yield the name of every test here, and the id of every case."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = importlib.import_module(f"{__package__}.{path.stem}")
        for name, test in vars(module).items():
            if name.startswith("test_"):
                yield name
                marks: list[Mark] = getattr(test, "pytestmark", [])
                yield from (str(case.id) for mark in marks for case in cases_of(mark))


def cases_of(mark: Mark) -> Iterator[ParameterSet]:
    """Yield the cases of *mark* that have an id."""
    if mark.name == "parametrize":
        yield from (case for case in mark.args[1] if getattr(case, "id", None))


def test_every_pitfall_is_accounted_for() -> None:
    """P1 to P50 are each tested under their id, or out of reach for a reason, and never both."""
    found = (_ID.match(name) for name in names_of_tests())
    tested = {match[1].upper() for match in found if match}
    assert [*PITFALLS] == [f"P{number}" for number in range(1, 51)]
    assert tested & OUT_OF_REACH.keys() == set()
    assert PITFALLS.keys() - tested - OUT_OF_REACH.keys() == set()
