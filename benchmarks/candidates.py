"""What is measured: an app, made anew for each block, and what it must answer."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from benchmarks.figures import Figure
from benchmarks.measure import Case, Effort, compare
from benchmarks.scenarios import ALLOWED, GET_ALLOWED, GET_REFUSED, PREFLIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.scenarios import Headers, Scenario

App = TypeVar("App")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[App]):
    """
    Hold an app to measure.

    Attributes:
        name: What the tables call it.
        make: Makes it.
        is_bare: Whether it has no CORS.
        is_ours: Whether it is this library's.
        is_open: Whether it lets every origin read, by its policy or by its fault.
        around: Makes what must surround a sample, unmeasured.
    """

    name: str
    make: Callable[[], App]
    is_bare: bool = False
    is_ours: bool = False
    is_open: bool = False
    around: Callable[[], AbstractContextManager[object]] = field(default=nullcontext)


@dataclass(frozen=True, slots=True)
class Transport(Generic[App]):
    """
    Hold how an app is called.

    Attributes:
        call: Returns a function that has an app answer a request.
        answer: Returns what an app answers.
    """

    call: Callable[[App, Scenario], Callable[[], object]]
    answer: Callable[[App, Scenario], Headers]


def measured(
    section: str,
    transport: Transport[App],
    candidates: Sequence[Candidate[App]],
    scenarios: Iterable[Scenario],
    effort: Effort,
) -> list[Figure]:
    """Return what each of *candidates* costs; the first one is the bare framework."""
    figures: list[Figure] = []
    for scenario in scenarios:

        def build(scenario: Scenario = scenario) -> list[Case]:
            cases: list[Case] = []
            for candidate in candidates:
                with candidate.around():
                    app = candidate.make()
                    verify(candidate, scenario, transport.answer(app, scenario))
                cases.append(Case(candidate.name, transport.call(app, scenario), candidate.around))
            return cases

        for name, timing in compare(build, effort).items():
            figures.append(Figure(section, name, scenario.name, timing.micros, "µs", timing.ratio))
    return figures


def verify(candidate: Candidate[App], scenario: Scenario, answer: Headers) -> None:
    """
    See that what is measured is the right answer, not a fast error.

    Raises:
        ValueError: If it is not.
    """
    origin = answer.get("access-control-allow-origin")
    right = answer[":status"] in {"200", "204"}
    if candidate.is_bare:
        right &= origin is None
    elif scenario in {GET_ALLOWED, PREFLIGHT}:
        right &= origin in {ALLOWED, "*"}
    elif scenario is GET_REFUSED and candidate.is_ours:
        right &= (origin is not None) == candidate.is_open
    if not right:
        raise ValueError(f"{candidate.name} answers {scenario.name} with {answer}")
