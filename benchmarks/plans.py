"""How much is measured: everything, a glance, or what has a budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks import (
    asgi_apps,
    construction,
    django_apps,
    flask_apps,
    growth,
    hostile,
    imports,
    servers,
    watching,
)
from benchmarks.budgets import MILLION
from benchmarks.candidates import measured
from benchmarks.measure import Effort, pinned
from benchmarks.scenarios import GETS, SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from benchmarks.figures import Figure

    Part = Callable[[], Iterable[Figure]]


@dataclass(frozen=True, slots=True)
class Plan:
    """
    Say how much to measure.

    Attributes:
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


FULL: Final = Plan(
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


def run(plan: Plan) -> Iterator[Figure]:
    """Yield all figures of *plan*."""
    with pinned():
        for part in _parts(plan):
            yield from part()
    # The servers and wrk take all CPUs that there are.
    if plan.asked:
        yield from servers.figures(plan.asked, plan.seconds)


def _parts(plan: Plan) -> list[Part]:
    """Return what yields the figures of *plan*, but those of real servers."""
    effort = plan.requests
    few = Effort(1, 7, 0.008)
    with_others = bool(plan.others_counts)
    flask = [*flask_apps.ours(), *(flask_apps.others() if with_others else ())]
    asgi = [*asgi_apps.ours(), *(asgi_apps.others() if with_others else ())]
    blueprints, django = flask_apps.in_blueprints(), django_apps.candidates()
    has_budget, has_none = True, with_others
    wsgi, asgi_calls = flask_apps.WSGI, asgi_apps.ASGI
    counted = watching.counted_in_flask(), watching.counted_in_asgi()
    shadowed = watching.shadowed_in_flask(), watching.shadowed_in_asgi()
    parts: list[tuple[bool, Part]] = [
        (has_budget, lambda: measured("Flask", flask_apps.WSGI, flask, SCENARIOS, effort)),
        (has_budget, lambda: measured("Flask", flask_apps.WSGI, blueprints, SCENARIOS, effort)),
        (has_budget, lambda: flask_apps.first_requests(200, 200, 50)),
        (has_budget, lambda: measured("Starlette", asgi_apps.ASGI, asgi, SCENARIOS, effort)),
        (has_budget, lambda: measured(watching.COUNTERS, wsgi, counted[0], GETS, effort)),
        (has_budget, lambda: measured(watching.COUNTERS, asgi_calls, counted[1], GETS, effort)),
        (has_budget, lambda: measured(watching.SHADOW, wsgi, shadowed[0], SCENARIOS, effort)),
        (has_budget, lambda: measured(watching.SHADOW, asgi_calls, shadowed[1], SCENARIOS, effort)),
        (has_none, lambda: measured("Django", flask_apps.WSGI, django, SCENARIOS, effort)),
        (has_budget, lambda: growth.ours(plan.counts, plan.growth)),
        (has_none, lambda: growth.alone(plan.counts, plan.growth)),
        (has_none, lambda: growth.others(plan.others_counts, few)),
        (has_budget, lambda: hostile.request_headers(hostile.SIZES, plan.hostile)),
        (has_none, lambda: hostile.others_request_headers(hostile.SIZES, few)),
        (has_none, lambda: hostile.origins(hostile.ORIGIN_SIZES, plan.hostile)),
        (has_budget, lambda: hostile.repeated_lines(plan.hostile)),
        (has_none, lambda: hostile.hosts(plan.hostile)),
        (has_none, lambda: hostile.mistakes(few)),
        (has_budget, lambda: construction.figures(plan.built, plan.builds)),
        (has_none, lambda: imports.figures(plan.imports)),
    ]
    return [part for is_wanted, part in parts if is_wanted]
