"""
Count the instructions of a GET: no other process, and no clock of a CPU, changes their number.

valgrind runs each app twice, with few requests and with more, and the difference is that of the
requests alone. An instruction is no nanosecond: the ratios are near those of CPU time, which has the
budgets, but a run on a busy machine says the same as one on an idle one.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Final

from benchmarks.figures import Figure
from benchmarks.measure import Spread
from benchmarks.scenarios import GETS

if TYPE_CHECKING:
    from benchmarks.candidates import Candidate, Transport

VALGRIND: Final = "valgrind"
HOW_TO_INSTALL: Final = "apt-get install --no-install-recommends valgrind"
# Few and more: beyond the first requests, each takes as many.
_CALLS: Final = (100, 400)
_COUNT: Final = re.compile(r"I +refs: +([\d,]+)")
# What makes the apps of a section, and what calls them.
_SECTIONS: Final = (
    ("Flask", "benchmarks.flask_apps:ours", "benchmarks.flask_apps:WSGI"),
    ("Flask", "benchmarks.flask_apps:in_blueprints", "benchmarks.flask_apps:WSGI"),
    ("Django", "benchmarks.django_apps:ours", "benchmarks.flask_apps:WSGI"),
    ("Starlette", "benchmarks.asgi_apps:ours", "benchmarks.asgi_apps:ASGI"),
    ("Counters", "benchmarks.watching:counted_in_flask", "benchmarks.flask_apps:WSGI"),
    ("Counters", "benchmarks.watching:counted_in_asgi", "benchmarks.asgi_apps:ASGI"),
    ("Shadow", "benchmarks.watching:shadowed_in_flask", "benchmarks.flask_apps:WSGI"),
    ("Shadow", "benchmarks.watching:shadowed_in_asgi", "benchmarks.asgi_apps:ASGI"),
    ("Guard", "benchmarks.guarding:in_flask", "benchmarks.flask_apps:WSGI"),
    ("Guard", "benchmarks.guarding:in_asgi", "benchmarks.asgi_apps:ASGI"),
)
# No hash of a text differs from run to run.
_ENVIRONMENT: Final = {**os.environ, "PYTHONHASHSEED": "0"}


def main() -> None:
    """Print a table and who misses a budget; with arguments, make the calls that they name."""
    if len(sys.argv) > 1:
        make, transport, row, scenario, calls = sys.argv[1:]
        _call(make, transport, row, scenario, int(calls))
        return
    if shutil.which(VALGRIND) is None:
        sys.exit(f"valgrind is not installed: {HOW_TO_INSTALL}")
    from benchmarks import table  # noqa: PLC0415 - the process of an app loads none of the others
    from benchmarks.budgets import judged  # noqa: PLC0415 - as above

    figures = _figures()
    print(*map(table.line, figures), sep="\n")
    verdicts = [verdict for verdict in judged(figures) if verdict.measured]
    print("", *verdicts, sep="\n")
    sys.exit(not all(verdict.passes for verdict in verdicts))


def counted(report: str) -> int:
    """
    Return the number of instructions in a *report* of valgrind.

    Raises:
        ValueError: If there is none.
    """
    found = _COUNT.search(report)
    if found is None:
        raise ValueError(report)
    return int(found[1].replace(",", ""))


def _figures() -> list[Figure]:
    """Return how many instructions each app takes for each GET."""
    figures: list[Figure] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for section, make, transport in _SECTIONS:
            rows = [candidate.name for candidate in resolve_name(make)()]
            for scenario in GETS:
                named = [(make, transport, row, scenario.name) for row in rows]
                counts = list(pool.map(_instructions, named))
                for row, count in zip(rows, counts, strict=True):
                    value, ratio = (Spread.of([number]) for number in (count, count / counts[0]))
                    figures.append(Figure(section, row, scenario.name, value, "instr.", ratio))
    return figures


def _instructions(named: tuple[str, ...]) -> float:
    """Return how many instructions one of the calls takes that are *named*."""
    command = [VALGRIND, "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    command += [sys.executable, "-m", "benchmarks.instructions", *named]
    few, more = (
        subprocess.run(
            [*command, str(calls)], check=True, capture_output=True, text=True, env=_ENVIRONMENT
        )
        for calls in _CALLS
    )
    return (counted(more.stderr) - counted(few.stderr)) / (_CALLS[1] - _CALLS[0])


def _call(make: str, transport: str, row: str, scenario: str, calls: int) -> None:
    """Have one app answer one request so many times."""
    candidates: list[Candidate[Any]] = resolve_name(make)()
    candidate = next(each for each in candidates if each.name == row)
    how: Transport[Any] = resolve_name(transport)
    with candidate.around():
        call = how.call(candidate.make(), next(get for get in GETS if get.name == scenario))
        gc.disable()
        for _ in range(calls):
            call()
        gc.enable()


if __name__ == "__main__":
    main()
