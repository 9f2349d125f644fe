"""Compare the model with every engine on rows drawn by chance, and keep the rows that disagree."""

from __future__ import annotations

# ruff: noqa: T201 - prints to the person who explores.
import runpy
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from crossorigin._browser.differences import DIFFERENCES
from crossorigin._browser.engines import VERSIONS
from tests.engines.comparing import compared
from tests.engines.generating import generated
from tests.engines.literals import written
from tests.engines.shrinking import shrunk
from tests.engines.telling import outcomes
from tests.engines.versions import version_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crossorigin._browser.engines import Engine
    from tests.engines.comparing import Comparison
    from tests.engines.rows import Row

TABLE: Final = Path(__file__).parent / "tables/found.py"
# To make one small takes a launch for each step.
_MOST_SHRUNK: Final = 3
_FETCHING: Final = ("Body", "FetchRequest", "WireResponse")
_PAGE: Final = '''\
"""The rows that ``make explore`` found, each named after the engine, the seed and the number."""

from __future__ import annotations

from typing import Final

from crossorigin._browser.messages import {names}
from tests.engines.rows import Hop, Row

ROWS: Final[tuple[Row, ...]] = (
{rows}
)
'''


def find_rows(seed: int, cases: int) -> bool:
    """Compare every engine on *cases* rows of *seed*, and tell whether one disagrees with its model."""
    rows = generated(seed, cases)
    with ThreadPoolExecutor(len(VERSIONS)) as pool:
        comparisons = list(pool.map(_watched, VERSIONS, repeat(rows)))
    for comparison in comparisons:
        print(_summary(comparison), flush=True)
    disagreements = [one for comparison in comparisons for one in comparison.disagreements]
    found: list[Row] = []
    for disagreement in disagreements[:_MOST_SHRUNK]:
        small = shrunk(disagreement)
        print(f"\n{disagreement.row.id}, made small:\n{small}", flush=True)
        number = disagreement.row.id.removeprefix("g")
        found.append(_named(small.row, f"found-{disagreement.engine}-{seed}-{number}"))
    if found:
        keep_rows(found, TABLE)
        print(f"\n{len(found)} rows written to {TABLE}: mend the model, then the `fails` of each.")
    return bool(disagreements)


def _watched(engine: Engine, rows: Sequence[Row]) -> Comparison:
    """Compare *engine*, and print the progress."""
    done = 0
    start = monotonic()

    def report(more: int) -> None:
        nonlocal done
        done += more
        seconds = monotonic() - start
        print(f"{engine}: {done} of {len(rows)} after {seconds:.0f} seconds", flush=True)

    return compared(engine, rows, report)


def _summary(comparison: Comparison) -> str:
    """Return the result for one engine, on a line or two."""
    engine = comparison.engine
    version = version_of(engine)
    known = sum(engine in row.engines for row in DIFFERENCES.values())
    found = f"{len(comparison.disagreements)} disagreements in {comparison.rows} rows"
    deviate = f"{comparison.deviations} rows deviate from the standard, by {known} differences"
    lines = [f"{engine} {version}: {found}; {deviate}"]
    if version != VERSIONS[engine]:
        lines.append(f"  the tables are of {VERSIONS[engine]}")
    lines += [f"  {one.row.id}: {', '.join(one.gone)}" for one in comparison.disagreements]
    return "\n".join(lines)


def _named(row: Row, id_: str) -> Row:
    """Return *row* as a table has it: by the name *id_*, with the failure of the standard's model."""
    blocked = outcomes(row, "fetch")[-1].blocked
    return replace(row, id=id_, fails="" if blocked is None else str(blocked.failure))


def keep_rows(rows: Sequence[Row], table: Path) -> None:
    """Write *rows* into *table*, after those that it has, each once, whatever its name."""
    known: tuple[Row, ...] = runpy.run_path(str(table))["ROWS"]
    kept: dict[Row, Row] = {}
    for row in (*known, *rows):
        kept.setdefault(replace(row, id=""), row)
    text = "\n".join(f"    {written(row)}," for row in kept.values())
    names = ", ".join(name for name in _FETCHING if f"{name}(" in text)
    table.write_text(_PAGE.format(names=names, rows=text))
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(table)], check=True)
