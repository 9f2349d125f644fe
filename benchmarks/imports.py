"""What importing takes: CPU time of a fresh interpreter beyond that of a bare one."""

from __future__ import annotations

import os
import sys
from typing import Final

from benchmarks.figures import Figure
from benchmarks.measure import Spread

SECTION: Final = "Importing"
_COLUMN: Final = "CPU time"
# What is imported → what has been imported before, and is not counted.
_PROGRAMS: Final = {
    "import crossorigin": "pass",
    "import flask": "pass",
    "import crossorigin.flask, after flask": "import flask",
    "import flask_cors, after flask": "import flask",
}


def figures(rounds: int) -> list[Figure]:
    """Return what each import takes, in *rounds* pairs of interpreters."""
    found: list[Figure] = []
    for name, before in _PROGRAMS.items():
        program = f"{before}; {name.partition(',')[0]}"
        for one in (before, program):
            _seconds(one)  # compiles what is not compiled yet
        differences = [(_seconds(program) - _seconds(before)) * 1000 for _ in range(rounds)]
        found.append(Figure(SECTION, name, _COLUMN, Spread.of(differences), "ms"))
    return found


def _seconds(program: str) -> float:
    """Return the CPU time that an interpreter takes to run *program*."""
    child = os.posix_spawn(sys.executable, [sys.executable, "-c", program], os.environ)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        raise RuntimeError(f"{program!r} failed")
    return usage.ru_utime + usage.ru_stime
