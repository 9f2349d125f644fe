"""The checklist of ``tests/README.md`` has every id that a test refers to, and no idle one."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TESTS: Final = Path(__file__).parents[1]
_README: Final = (TESTS / "README.md").read_text()
_CHECKLIST, _, _UNTESTED = _README.partition("### Rows without a test\n")
_ROW: Final = re.compile(r"^\| (C[0-9]+) \|", re.MULTILINE)
# An octet of a URL, such as %C3, is none.
_MENTIONED: Final = re.compile(r"(?<![%\w])C[1-9][0-9]{0,2}(?!\w)")
_NAMED: Final = re.compile(r"(C[1-9][0-9]{0,2})(?:$|[-_ ])")
_STATED: Final = re.compile(r"((?:C[0-9]+(?: to |, | and )?)+): ")
_RANGE: Final = re.compile(r"C([0-9]+)(?: to C([0-9]+))?")


def test_the_checklist_counts_without_a_gap() -> None:
    """The ids are C1, C2 and so on, each once, in this order."""
    ids = _ROW.findall(_CHECKLIST)
    assert ids == [f"C{number}" for number in range(1, len(ids) + 1)]


def test_every_id_is_one_of_the_checklist() -> None:
    """Whatever a file of the tests calls by an id is a row of the checklist."""
    mentioned = {
        id_
        for path in TESTS.rglob("*")
        if path.suffix in {".js", ".json", ".py"}
        for id_ in _MENTIONED.findall(path.read_text())
    }
    assert mentioned - set(_ROW.findall(_CHECKLIST)) == set()


def test_every_row_is_tested_or_has_a_reason() -> None:
    """Each row is the id of a case, or stated by a test, or listed with a reason; never both."""
    trees = [ast.parse(path.read_text()) for path in TESTS.rglob("*.py")]
    tested = {id_ for tree in trees for id_ in (*named(tree), *stated(tree))}
    untested = _ROW.findall(_UNTESTED)
    assert [id_ for id_ in untested if id_ in tested] == []
    assert tested.union(untested) == set(_ROW.findall(_CHECKLIST))


def named(tree: ast.Module) -> Iterator[str]:
    """Yield the ids with which a text starts, such as the name of a case."""
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    yield from matched(_NAMED, (text for text in texts if isinstance(text, str)))


def stated(tree: ast.Module) -> Iterator[str]:
    """Yield the ids with which the docstring of a test starts."""
    tests = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )
    for ids in matched(_STATED, (ast.get_docstring(test) or "" for test in tests)):
        for first, last in _RANGE.findall(ids):
            yield from (f"C{number}" for number in range(int(first), int(last or first) + 1))


def matched(pattern: re.Pattern[str], texts: Iterable[str]) -> Iterator[str]:
    """Yield what *pattern* finds at the start of each of *texts*."""
    return (match[1] for text in texts if (match := pattern.match(text)))
