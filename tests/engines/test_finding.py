"""What exploring finds is written into a table, and replayed from its seed."""

from __future__ import annotations

import runpy
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.messages import TEXT
from tests.engines import finding
from tests.engines.comparing import Comparison, Disagreement
from tests.engines.finding import TABLE, find_rows, keep_rows
from tests.engines.generating import generated
from tests.engines.tables import ROWS
from tests.engines.telling import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from crossorigin._browser.engines import Engine
    from tests.engines.rows import Row

# It lays out what it writes by a program, ruff.
pytestmark = pytest.mark.programs

NOTHING = Told((), ())


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a table that has what ours has."""
    (tmp_path / "__init__.py").touch()
    path = tmp_path / "found.py"
    path.write_text(TABLE.read_text())
    return path


def rows_of(table: Path) -> tuple[Row, ...]:
    """Return the rows of *table*."""
    rows: tuple[Row, ...] = runpy.run_path(str(table))["ROWS"]
    return rows


def test_rows_are_kept_once(table: Path) -> None:
    """A row stands once in the table, by its first name, after those that are there."""
    before = rows_of(table)
    with_body = replace(ROWS[0], fetches=(replace(ROWS[0].fetches[0], body=TEXT),))
    keep_rows([ROWS[1], with_body, replace(ROWS[1], id="again")], table)
    assert rows_of(table) == (*before, ROWS[1], with_body)


def test_what_is_written_is_laid_out(table: Path) -> None:
    """The table passes the linter as it is written."""
    keep_rows(ROWS[:3], table)
    command = [sys.executable, "-m", "ruff"]
    for check in (["check", "--quiet"], ["format", "--check", "--quiet"]):
        subprocess.run([*command, *check, str(table)], check=True)


@pytest.mark.parametrize("seed", [5, 6])
def test_what_disagrees_is_found(
    monkeypatch: pytest.MonkeyPatch, table: Path, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    """A row that disagrees is made small and written down, with its engine, seed and number."""
    wrong = generated(seed, 4)[2]

    def compared(engine: Engine, rows: Sequence[Row], _: Callable[[int], None]) -> Comparison:
        found = [one for one in rows if engine == "firefox" and seed == 5 and one == wrong]
        told = tuple(Disagreement(engine, one, NOTHING, NOTHING) for one in found)
        return Comparison(engine, len(rows), 0, told)

    def version_of(_: Engine) -> str:
        return "1.0"

    def shrunk(disagreement: Disagreement) -> Disagreement:
        return disagreement

    monkeypatch.setattr(finding, "compared", compared)
    monkeypatch.setattr(finding, "version_of", version_of)
    monkeypatch.setattr(finding, "shrunk", shrunk)
    monkeypatch.setattr(finding, "TABLE", table)
    before = rows_of(table)
    assert find_rows(seed, 4) is (seed == 5)
    names = [row.id for row in rows_of(table)[len(before) :]]
    assert names == (["found-firefox-5-2"] if seed == 5 else [])
    assert f"firefox 1.0: {len(names)} disagreements in 4 rows" in capsys.readouterr().out
