"""
Compare the model of the browser with every engine: ``make engines SEED=… CASES=…``.

The rows of the tables come first, then as many by chance. What disagrees is made as small as it
can be, and printed as a row that a table can have.
"""

from __future__ import annotations

# ruff: noqa: T201 - prints to the person who runs it.
import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from random import SystemRandom
from time import monotonic
from typing import TYPE_CHECKING, Final

from crossorigin._browser.differences import DIFFERENCES
from crossorigin._browser.engines import VERSIONS
from tests.engines.comparing import compared
from tests.engines.generating import generated
from tests.engines.literals import written
from tests.engines.shrinking import shrunk
from tests.engines.tables import ROWS
from tests.engines.versions import version_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crossorigin._browser.engines import Engine
    from tests.engines.comparing import Comparison
    from tests.engines.rows import Row

_MOST_SEEDS: Final = 10**9
# To make one small takes a launch for each step.
_MOST_SHRUNK: Final = 3


def main() -> None:
    """Compare, print what came of it, and fail if anything disagrees."""
    parser = argparse.ArgumentParser(prog="make engines", description=__doc__)
    parser.add_argument("--seed", type=int, help="what draws the rows; another every time")
    parser.add_argument("--cases", type=int, default=2000, help="how many rows are drawn")
    options = parser.parse_args()
    seed: int = SystemRandom().randrange(_MOST_SEEDS) if options.seed is None else options.seed
    print(f"seed {seed}: {len(ROWS)} rows of the tables, {options.cases} by chance", flush=True)
    rows = (*ROWS, *generated(seed, options.cases))
    with ThreadPoolExecutor(len(VERSIONS)) as pool:
        comparisons = list(pool.map(_watched, VERSIONS, repeat(rows)))
    for comparison in comparisons:
        print(_summary(comparison))
    disagreements = [one for comparison in comparisons for one in comparison.disagreements]
    for disagreement in disagreements[:_MOST_SHRUNK]:
        small = shrunk(disagreement)
        print(f"\n{disagreement.row.id}, made small:\n{small}\n{written(small.row)}")
    if disagreements:
        sys.exit(f"{len(disagreements)} disagreements: make engines SEED={seed}")


def _watched(engine: Engine, rows: Sequence[Row]) -> Comparison:
    """Compare *engine*, and print how far it has come."""
    done = 0
    start = monotonic()

    def report(more: int) -> None:
        nonlocal done
        done += more
        seconds = monotonic() - start
        print(f"{engine}: {done} of {len(rows)} after {seconds:.0f} seconds", flush=True)

    return compared(engine, rows, report)


def _summary(comparison: Comparison) -> str:
    """Return what came of one engine, on a line or two."""
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


if __name__ == "__main__":
    main()
