"""
Compare the cost of calls: pinned, interleaved, by CPU time, in pairs.

The ratio to the baseline is taken within each round, so what slows a whole round down
(another process, the clock of the CPU) leaves it alone. The median of these ratios says the same
from run to run: of five on a busy machine, its standard deviation was 0.004, that of the ratio of the
fastest samples 0.014, and that of the ratio of the lower quartiles 0.026. The fastest sample is the
best figure for one app by itself, but each app has its own luck.

Source: https://docs.python.org/3/library/timeit.html#timeit.Timer.repeat
"""

from __future__ import annotations

import gc
import os
import statistics
from collections import defaultdict
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import repeat
from random import Random
from time import thread_time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from contextlib import AbstractContextManager

_WARM_UP_CALLS: Final = 20
_MICROSECONDS: Final = 1e6


@dataclass(frozen=True, slots=True)
class Spread:
    """
    Hold what the half of all measurements in the middle lies between.

    Attributes:
        low: The first quartile.
        median: The second.
        high: The third.
    """

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the quartiles of *values*."""
        if len(values) == 1:
            return cls(values[0], values[0], values[0])
        low, median, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(low, median, high)


@dataclass(frozen=True, slots=True)
class Case:
    """
    Hold one thing to measure.

    Attributes:
        name: What it is called in its group.
        call: Does it once.
        around: Makes what must surround a sample, unmeasured.
    """

    name: str
    call: Callable[[], object]
    around: Callable[[], AbstractContextManager[object]] = nullcontext


@dataclass(frozen=True, slots=True)
class Timing:
    """
    Hold what one call costs.

    Attributes:
        micros: CPU time, in microseconds.
        ratio: The same, divided by that of the baseline in the same round.
    """

    micros: Spread
    ratio: Spread


@dataclass(frozen=True, slots=True)
class Effort:
    """
    Say how much to measure.

    Attributes:
        blocks: How often the cases are built anew: where objects lie in memory matters.
        rounds: How often each case is sampled, in each block.
        sample: How long a sample takes, in seconds of CPU time.
    """

    blocks: int
    rounds: int
    sample: float


def compare(build: Callable[[], Sequence[Case]], effort: Effort) -> dict[str, Timing]:
    """Return what each case that *build* makes costs; the first is the baseline."""
    micros: dict[str, list[float]] = defaultdict(list)
    order = Random(0)  # noqa: S311 - only the order of the samples
    names: list[str] = []
    for _ in range(effort.blocks):
        cases = list(build())
        names = [case.name for case in cases]
        counts = {case.name: _calls_in(case, effort.sample) for case in cases}
        for _ in range(effort.rounds):
            for case in order.sample(cases, len(cases)):
                micros[case.name].append(_sampled(case, counts[case.name]))
    return {
        name: Timing(Spread.of(micros[name]), _ratios(micros[name], micros[names[0]]))
        for name in names
    }


def _ratios(values: Sequence[float], baseline: Sequence[float]) -> Spread:
    """Return the ratios of *values* to those of the *baseline*, round by round."""
    return Spread.of([value / base for value, base in zip(values, baseline, strict=True)])


def _calls_in(case: Case, seconds: float) -> int:
    """Return how many calls of *case* take *seconds*, after some to warm up."""
    first = _sampled(case, 1) / _MICROSECONDS
    if first > seconds:
        return 1
    _sampled(case, _WARM_UP_CALLS)
    once = _sampled(case, _WARM_UP_CALLS) / _MICROSECONDS
    return max(1, round(seconds / once))


def _sampled(case: Case, calls: int) -> float:
    """Return the CPU time of one of *calls* calls, in microseconds."""
    call = case.call
    with case.around():
        gc.disable()
        try:
            start = thread_time()
            for _ in repeat(None, calls):
                call()
            took = thread_time() - start
        finally:
            gc.enable()
    return took / calls * _MICROSECONDS


@contextmanager
def pinned() -> Generator[int | None]:
    """Run on one CPU, and tell which; where the system cannot do that, on any."""
    if not hasattr(os, "sched_setaffinity"):
        yield None
        return
    before = os.sched_getaffinity(0)
    cpu = max(before)  # interrupts prefer the first one
    os.sched_setaffinity(0, {cpu})
    try:
        yield cpu
    finally:
        os.sched_setaffinity(0, before)
