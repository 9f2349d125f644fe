"""``make mutants`` tells which changes of a module its tests notice, and goes on where it ended."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

pytest.importorskip("mutmut", reason="beside the lowest versions there is no mutmut")
from tools.changed_module import Subject
from tools.mutant_results import BrokenError, Mutants, digest
from tools.mutant_runs import run

_ROOT: Final = Path(__file__).parents[2]
_MODULE: Final = """
def add(first, second):
    return first + second


def unknown(number):
    return number + 1


def until(number):
    while number < 3:
        number += 1
    return number


TABLE = (add(1, 2), add(2, 2))


class Thing:
    def size(self, unit="m"):
        return f"1 {unit}"
"""
_TESTS: Final = """
from {name} import TABLE, Thing, unknown, until


def test_table():
    assert TABLE == (3, 4)


def test_until():
    assert until(0) == 3


def test_unknown():
    unknown(1)


def test_size():
    assert Thing().size() == "1 m"
"""


_EARLY: Final = """
def add(first, second):
    return first + second


TABLE = (add(1, 2), add(2, 2))
"""
_EARLY_TESTS: Final = """
from {name} import TABLE


def test_table():
    assert TABLE == (3, 4)
"""


def _subject(folder: Path, tests: str = _TESTS, module: str = _MODULE) -> Subject:
    """Return a module in *folder*, with its tests."""
    name = f"subject_{digest([])[:4]}"
    (folder / f"{name}.py").write_text(module)
    (folder / "tests").mkdir()
    (folder / "tests" / f"test_{name}.py").write_text(tests.format(name=name))
    return Subject(name, folder / f"{name}.py", folder / "tests", folder / "log.jsonl")


def _survivors(subject: Subject, seen: str = "now") -> tuple[dict[str, int], int]:
    """Return how many mutants of each function survive, and how many there are."""
    mutants = Mutants(subject, seen)
    run(mutants, lambda _: False)
    functions = [each.rpartition("__")[0] for each in mutants.names if mutants.is_survivor(each)]
    assert not mutants.left
    return {each: functions.count(each) for each in functions}, len([*mutants.names])


@pytest.fixture(autouse=True)
def _without_plugins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.syspath_prepend(tmp_path)  # pyright: ignore[reportUnknownMemberType] - pytest's own
    # The tests here take no second; a loop that does not end takes what it is given.
    monkeypatch.setattr("tools.mutant_runs._PATIENCE", 1)


def test_what_survives(tmp_path: Path) -> None:
    """A change survives if no test fails: not in a table, a default value or an endless loop."""
    survivors, total = _survivors(_subject(tmp_path))
    assert set(survivors) == {"x_unknown"}
    assert total > sum(survivors.values())


def test_a_module_that_is_done_when_it_is_imported(tmp_path: Path) -> None:
    """Where an import runs every function, each change is tried from the start."""
    survivors, total = _survivors(_subject(tmp_path, _EARLY_TESTS, _EARLY))
    assert (survivors, total) == ({}, 1)


def test_a_module_that_is_imported_late(tmp_path: Path) -> None:
    """Where no test imports the module before it runs, the same changes survive."""
    late = "def test_late():\n    import {name}\n\n    assert {name}.TABLE == (3,)\n"
    module = f"{_EARLY}\n\ndef unknown(number):\n    return number + 1\n".replace(
        ", add(2, 2)", ","
    )
    survivors, _ = _survivors(_subject(tmp_path, late, module))
    assert set(survivors) == {"x_unknown"}


def test_a_run_goes_on(tmp_path: Path) -> None:
    """Each result is kept; a survivor is tried again once something has changed."""
    subject = _subject(tmp_path)
    first = _survivors(subject)
    lines = subject.log.read_text().splitlines()
    assert _survivors(subject) == first
    assert subject.log.read_text().splitlines() == lines
    assert _survivors(subject, "later") == first
    assert len(subject.log.read_text().splitlines()) == len(lines) + sum(first[0].values())


def test_a_changed_function_is_tried_again(tmp_path: Path) -> None:
    """The mutants of a function that has changed are others, and no other function's are."""
    subject = _subject(tmp_path)
    _survivors(subject)
    subject.path.write_text(_MODULE.replace("number + 1", "number + 2"))
    left = Mutants(subject, "now").left
    assert {each.rpartition("__")[0] for each in left} == {"x_unknown"}


def test_tests_that_fail_anyway(tmp_path: Path) -> None:
    """If a test fails although nothing is changed, that is said, and nothing is kept."""
    subject = _subject(tmp_path, _TESTS + "    assert TABLE == ()\n")
    with pytest.raises(BrokenError, match=r"a test fails although nothing is changed: .*test_size"):
        run(Mutants(subject, "now"), lambda _: False)
    assert not subject.log.exists()


def test_tests_of_another_module(tmp_path: Path) -> None:
    """Tests that do not import the changed module prove nothing."""
    subject = _subject(tmp_path, "def test_nothing():\n    pass\n")
    with pytest.raises(BrokenError, match="do not import subject_"):
        run(Mutants(subject, "now"), lambda _: False)


def test_no_such_module() -> None:
    """A module that the core does not have is a usage error."""
    command = [sys.executable, "-m", "tools.mutants", "_policy.nothing"]
    done = subprocess.run(command, cwd=_ROOT, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no modules of the core: _policy.nothing" in done.stderr
