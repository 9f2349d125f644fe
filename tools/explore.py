"""
Draw anew what ``make test`` draws the same every time, until the time is over.

Each round draws a seed. From it come rows for the three engines, inputs for the fuzzer, the
examples of Hypothesis and the order of the tests. What disagrees with a model of an engine is
written into ``tests/engines/tables/found.py``. A seed that is given draws its round once more.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from random import SystemRandom
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.engines.finding import find_rows
from tests.engines.served_apps import SEED_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_SEEDS: Final = 10**9
_FUZZ_SECONDS: Final = 30
# These draw nothing, or are what `rows` does.
_LEFT_OUT: Final = (
    "tests/engines/test_loads.py",
    "tests/engines/test_rows.py",
    "tests/engines/test_story.py",
    "tests/guard/test_engines.py",
)
_INTERRUPTED: Final = 2


class Round(NamedTuple):
    """
    One round.

    Attributes:
        seed: What draws.
        cases: The number of rows for each engine.
        end: When its time is over, by the monotonic clock; ``None`` for never.
    """

    seed: int
    cases: int
    end: float | None

    @property
    def seconds(self) -> float | None:
        """The seconds that are left."""
        return None if self.end is None else max(0, self.end - monotonic())


def main() -> None:
    """Explore, and fail if anything was found."""
    parser = argparse.ArgumentParser(prog="make explore", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5, help="for how long rounds are begun")
    parser.add_argument("--cases", type=int, default=1500, help="the rows of a round")
    parser.add_argument("--seed", type=int, help="of the one round that is drawn")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all")
    options = parser.parse_args()
    parts: list[str] = options.parts or [*PARTS]
    if unknown := sorted(set(parts) - PARTS.keys()):
        parser.error(f"no such part: {', '.join(unknown)}")
    end = monotonic() + 60 * options.minutes
    if options.seed is not None:
        found = explore(Round(options.seed, options.cases, None), parts)
    else:
        found = []
        while not found and monotonic() < end:
            seed = SystemRandom().randrange(1, _MOST_SEEDS)
            found = explore(Round(seed, options.cases, end), parts)
    if found:
        sys.exit("\n".join(found))


def explore(one: Round, parts: list[str]) -> list[str]:
    """Return, for each of *parts* that found something, the command that finds it again."""
    print(f"seed {one.seed}", flush=True)
    found: list[str] = []
    for part in parts:
        if one.seconds != 0 and PARTS[part](one):
            cases = f" CASES={one.cases}" if part == "rows" else ""
            found.append(f"Something was found: make explore SEED={one.seed}{cases} ARGS={part}")
    return found


def _rows(one: Round) -> bool:
    """Compare the engines with their models."""
    return find_rows(one.seed, one.cases)


def _fuzz(one: Round) -> bool:
    """Fuzz every target."""
    command = ("-m", "fuzz", "--seconds", str(_FUZZ_SECONDS), "--seed", str(one.seed))
    return subprocess.run([sys.executable, *command], check=False).returncode != 0


def _tests(one: Round) -> bool:
    """Run the tests in an order, and on examples, that the seed draws, until the time is over."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "pytest", "--quiet", "--exitfirst", "tests"),
            "--hypothesis-profile=explore",
            f"--hypothesis-seed={one.seed}",
            f"--randomly-seed={one.seed}",
            *(f"--ignore={path}" for path in _LEFT_OUT),
        ],
        env={**os.environ, SEED_VARIABLE: str(one.seed)},
    )
    try:
        return process.wait(one.seconds) != 0
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        return process.wait() not in {0, _INTERRUPTED}


PARTS: Final[dict[str, Callable[[Round], bool]]] = {"rows": _rows, "fuzz": _fuzz, "tests": _tests}


if __name__ == "__main__":
    main()
