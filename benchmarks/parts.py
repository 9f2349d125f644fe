"""
Measure one part of a plan: ``python -m benchmarks.parts check flask``.

Each part has a process of its own, and imports what it measures and nothing else. A process that has
layers of WSGI and of ASGI pays for the bridges that may lie between them, and an app of Flask has
none.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from benchmarks.candidates import measured
from benchmarks.measure import Effort, pinned
from benchmarks.plans import PLANS
from benchmarks.scenarios import GETS, SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.figures import Figure
    from benchmarks.plans import Plan

_FEW: Final = Effort(blocks=1, rounds=7, sample=0.008)


def flask(plan: Plan) -> Iterable[Figure]:
    """Return what a request to a Flask app costs."""
    from benchmarks import flask_apps

    apps = [*flask_apps.ours(), *(flask_apps.others() if plan.has_others else ())]
    return measured("Flask", flask_apps.WSGI, apps, SCENARIOS, plan.requests)


def blueprints(plan: Plan) -> Iterable[Figure]:
    """Return what a request to a blueprint costs."""
    from benchmarks import flask_apps

    apps = flask_apps.in_blueprints()
    return measured("Flask", flask_apps.WSGI, apps, SCENARIOS, plan.requests)


def first_requests(_: Plan) -> Iterable[Figure]:
    """Return what the first request of an app costs."""
    from benchmarks import flask_apps

    return flask_apps.first_requests(200, 200, 50)


def starlette(plan: Plan) -> Iterable[Figure]:
    """Return what a request to a Starlette app costs."""
    from benchmarks import asgi_apps

    apps = [*asgi_apps.ours(), *(asgi_apps.others() if plan.has_others else ())]
    return measured("Starlette", asgi_apps.ASGI, apps, SCENARIOS, plan.requests)


def django(plan: Plan) -> Iterable[Figure]:
    """Return what a request to a Django app costs."""
    from benchmarks import django_apps, flask_apps

    apps = django_apps.candidates()
    return measured("Django", flask_apps.WSGI, apps, SCENARIOS, plan.requests)


def flask_watched(plan: Plan) -> Iterable[Figure]:
    """Return what counters, a shadow and the hosts of a guard cost in Flask."""
    from benchmarks import flask_apps, guarding, watching

    counted, shadowed = watching.counted_in_flask(), watching.shadowed_in_flask()
    yield from measured(watching.COUNTERS, flask_apps.WSGI, counted, GETS, plan.requests)
    yield from measured(watching.SHADOW, flask_apps.WSGI, shadowed, SCENARIOS, plan.requests)
    guarded = guarding.in_flask()
    yield from measured(guarding.SECTION, flask_apps.WSGI, guarded, SCENARIOS, plan.requests)


def asgi_watched(plan: Plan) -> Iterable[Figure]:
    """Return what they cost in ASGI."""
    from benchmarks import asgi_apps, guarding, watching

    counted, shadowed = watching.counted_in_asgi(), watching.shadowed_in_asgi()
    yield from measured(watching.COUNTERS, asgi_apps.ASGI, counted, GETS, plan.requests)
    yield from measured(watching.SHADOW, asgi_apps.ASGI, shadowed, SCENARIOS, plan.requests)
    guarded = guarding.in_asgi()
    yield from measured(guarding.SECTION, asgi_apps.ASGI, guarded, SCENARIOS, plan.requests)


def growth(plan: Plan) -> Iterable[Figure]:
    """Return what a request costs where many origins are listed."""
    from benchmarks import growth

    return growth.ours(plan.counts, plan.growth)


def growth_alone(plan: Plan) -> Iterable[Figure]:
    """Return the same for the library alone."""
    from benchmarks import growth

    return growth.alone(plan.counts, plan.growth)


def growth_of_others(plan: Plan) -> Iterable[Figure]:
    """Return the same for other libraries."""
    from benchmarks import growth

    return growth.others(plan.others_counts, _FEW)


def hostile(plan: Plan) -> Iterable[Figure]:
    """Return what hostile requests cost, where that has a budget."""
    from benchmarks import hostile

    yield from hostile.request_headers(hostile.SIZES, plan.hostile)
    yield from hostile.repeated_lines(plan.hostile)


def hostile_to_others(plan: Plan) -> Iterable[Figure]:
    """Return what the other hostile requests cost, and those to other libraries."""
    from benchmarks import hostile

    yield from hostile.others_request_headers(hostile.SIZES, _FEW)
    yield from hostile.origins(hostile.ORIGIN_SIZES, plan.hostile)
    yield from hostile.hosts(plan.hostile)
    yield from hostile.mistakes(_FEW)


def built(plan: Plan) -> Iterable[Figure]:
    """Return what it takes to build a policy."""
    from benchmarks import construction

    return construction.figures(plan.built, plan.builds)


def imports(plan: Plan) -> Iterable[Figure]:
    """Return what imports take."""
    from benchmarks import imports

    return imports.figures(plan.imports)


def servers(plan: Plan) -> Iterable[Figure]:
    """Return what real servers answer; they and wrk take all CPUs that there are."""
    from benchmarks import servers

    return servers.figures(plan.asked, plan.seconds)


PINNED: Final[dict[str, Callable[[Plan], Iterable[Figure]]]] = {
    part.__name__: part
    for part in (
        flask,
        blueprints,
        first_requests,
        starlette,
        django,
        flask_watched,
        asgi_watched,
        growth,
        growth_alone,
        growth_of_others,
        hostile,
        hostile_to_others,
        built,
        imports,
    )
}


def main() -> None:
    """Measure the part that the arguments name, and print each figure as a line of JSON."""
    plan, name = PLANS[sys.argv[1]], sys.argv[2]
    if name == servers.__name__:
        _print(servers(plan))
    else:
        with pinned():
            _print(PINNED[name](plan))


def _print(figures: Iterable[Figure]) -> None:
    """Print *figures*, each as soon as it is there."""
    for figure in figures:
        print(figure.to_json(), flush=True)


if __name__ == "__main__":
    main()
