"""How much is measured: everything, a glance, or what has a budget."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure
from benchmarks.measure import Effort

if TYPE_CHECKING:
    from collections.abc import Iterator

MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """
    Say how much to measure.

    Attributes:
        name: What a part is told of it.
        requests: Of each request, with each library.
        growth: Of policies with many origins.
        counts: How many origins, for this library.
        others_counts: How many, for the others, which take a long time; none: leave all
            others out.
        hostile: Of hostile requests.
        built: How many origins, when a policy is built.
        builds: How often.
        imports: How many interpreters.
        asked: How often each server is asked.
        seconds: For how long.
    """

    name: str
    requests: Effort
    growth: Effort
    counts: tuple[int, ...]
    others_counts: tuple[int, ...]
    hostile: Effort
    built: tuple[int, ...]
    builds: int
    imports: int
    asked: int
    seconds: int

    @property
    def has_others(self) -> bool:
        """Tell whether other libraries are measured, and what has no budget."""
        return bool(self.others_counts)


FULL: Final = Plan(
    name="full",
    requests=Effort(blocks=7, rounds=15, sample=0.008),
    growth=Effort(blocks=1, rounds=25, sample=0.008),
    counts=(1, 1_000, 100_000, MILLION),
    others_counts=(1, 1_000, 100_000),
    hostile=Effort(blocks=1, rounds=15, sample=0.003),
    built=(1_000, MILLION),
    builds=3,
    imports=15,
    asked=7,
    seconds=2,
)
QUICK: Final = Plan(
    name="quick",
    requests=Effort(blocks=3, rounds=5, sample=0.005),
    growth=Effort(blocks=1, rounds=7, sample=0.005),
    counts=(1, 100_000),
    others_counts=(1, 1_000),
    hostile=Effort(blocks=1, rounds=3, sample=0.002),
    built=(100_000,),
    builds=1,
    imports=3,
    asked=1,
    seconds=1,
)
CHECK: Final = Plan(
    name="check",
    requests=Effort(blocks=11, rounds=15, sample=0.008),
    growth=Effort(blocks=1, rounds=25, sample=0.008),
    counts=(1, MILLION),
    others_counts=(),
    hostile=Effort(blocks=1, rounds=15, sample=0.003),
    built=(MILLION,),
    builds=1,
    imports=0,
    asked=0,
    seconds=0,
)


PLANS: Final = {plan.name: plan for plan in (FULL, QUICK, CHECK)}
# What has a budget, and what has none.
BUDGETED: Final = (
    "flask",
    "blueprints",
    "first_requests",
    "starlette",
    "django",
    "flask_watched",
    "asgi_watched",
    "growth",
    "hostile",
    "built",
)
OTHERS: Final = (
    "growth_alone",
    "growth_of_others",
    "hostile_to_others",
    "imports",
    "servers",
)


def run(plan: Plan) -> Iterator[Figure]:
    """
    Yield all figures of *plan*, each part from a process of its own.

    Raises:
        CalledProcessError: If a part fails.
    """
    for part in (*BUDGETED, *(OTHERS if plan.has_others else ())):
        command = [sys.executable, "-m", "benchmarks.parts", plan.name, part]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                yield Figure.from_json(line)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
