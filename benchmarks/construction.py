"""
What it takes to build a policy with many origins: seconds, and bytes per origin.

Each is measured in a process of its own, by ``python -m benchmarks.construction``.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tracemalloc
from time import process_time
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure
from benchmarks.growth import column, exact_origins, patterns
from benchmarks.measure import Spread
from crossorigin import Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SECTION: Final = "Building a policy"
EXACT: Final = "exact"
BELOW: Final = "*."
TIME: Final = "time"
MEMORY: Final = "memory"
PEAK: Final = "memory while it is built"
UNITS: Final = {TIME: "s", MEMORY: "bytes per origin", PEAK: "bytes per origin"}
_LISTS: Final[dict[str, Callable[[int], list[str]]]] = {EXACT: exact_origins, BELOW: patterns}


def row(kind: str, what: str) -> str:
    """Return what the table calls *what* a policy of origins of *kind* takes."""
    return f"{kind}, {what}"


def figures(counts: Sequence[int], repeats: int) -> list[Figure]:
    """Return what it takes to build policies of each of *counts* origins."""
    found: list[Figure] = []
    for kind in _LISTS:
        for count in counts:
            takes = [_in_a_process(kind, count, TIME) for _ in range(repeats)]
            takes.append(_in_a_process(kind, count, MEMORY))
            for what, unit in UNITS.items():
                values = [result[what] for result in takes if what in result]
                found.append(
                    Figure(SECTION, row(kind, what), column(count), Spread.of(values), unit)
                )
    return found


def _in_a_process(kind: str, count: int, what: str) -> dict[str, float]:
    """Return what a process of its own measures."""
    command = [sys.executable, "-m", "benchmarks.construction", kind, str(count), what]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    """Measure what the arguments ask for: the kind of origins, how many, time or memory."""
    kind, count, what = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    Policy(_LISTS[kind](1))  # what loads with the first pattern is no cost of the others
    listed = _LISTS[kind](count)
    gc.collect()
    if what == TIME:
        start = process_time()
        policy = Policy(listed)
        result = {TIME: process_time() - start}
    else:
        tracemalloc.start()
        policy = Policy(listed)
        gc.collect()
        current, peak = tracemalloc.get_traced_memory()
        result = {MEMORY: current / count, PEAK: peak / count}
    del policy
    print(json.dumps(result))


if __name__ == "__main__":
    main()
