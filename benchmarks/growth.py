"""What a request costs when a policy has many origins."""

from __future__ import annotations

import gc
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Final

from benchmarks import flask_apps
from benchmarks.figures import Figure
from benchmarks.measure import Case, Effort, compare
from benchmarks.scenarios import Scenario, asgi_call, wsgi_call
from crossorigin.wsgi import CORSMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    # Makes, from a list of origins, an app; and from a request, what sends it there.
    Subject = Callable[[Sequence[str]], Callable[[Scenario], Callable[[], object]]]
    Surrounds = Callable[[Sequence[str]], AbstractContextManager[object]]

SECTION: Final = "Number of origins"
EXACT: Final = "CORS(app), exact"
BELOW: Final = "CORS(app), *."
HIT: Final = "hit"
MISS: Final = "miss"
_VISITORS: Final = 1000
_NO_SIGNALS: Final = flask_apps.OwnSignals()


def exact_origins(count: int) -> list[str]:
    """Return *count* origins."""
    return [f"https://customer-{number}.example" for number in range(count)]


def patterns(count: int) -> list[str]:
    """Return *count* patterns of origins."""
    return [f"https://*.customer-{number}.example" for number in range(count)]


def column(count: int) -> str:
    """Return what the table calls *count* origins."""
    return f"{count:,}"


def row(subject: str, outcome: str) -> str:
    """Return what the table calls the *outcome* of looking among the origins of *subject*."""
    return f"{subject}, {outcome}"


def ours(counts: Sequence[int], effort: Effort) -> list[Figure]:
    """Return what a request to Flask costs with this library, for each of *counts*."""
    flask = _wsgi(flask_apps.app_wide)
    return [
        *_grown(EXACT, exact_origins, flask, counts, effort),
        *_grown(BELOW, patterns, flask, counts, effort),
    ]


def alone(counts: Sequence[int], effort: Effort) -> list[Figure]:
    """Return what the library alone takes, around an app that does nothing."""
    middleware = _wsgi(lambda origins: CORSMiddleware(nothing, origins=origins))
    return [
        *_grown("CORSMiddleware alone, exact", exact_origins, middleware, counts, effort),
        *_grown("CORSMiddleware alone, *.", patterns, middleware, counts, effort),
    ]


def others(counts: Sequence[int], effort: Effort) -> list[Figure]:
    """Return what a request costs with other libraries, for each of *counts*."""
    from benchmarks import asgi_apps, django_apps  # noqa: PLC0415 - ours has none of them loaded

    subjects: list[tuple[str, Subject]] = [
        ("Flask-CORS, app", _wsgi(flask_apps.flask_cors_app)),
        ("Flask-CORS, decorator", _wsgi(flask_apps.flask_cors_view)),
        ("Starlette", lambda origins: partial(asgi_call, asgi_apps.starlette_cors(origins))),
    ]
    figures: list[Figure] = []
    for name, subject in subjects:
        figures += _grown(name, exact_origins, subject, counts, effort)
    django = _wsgi(lambda _: django_apps.django_cors_headers())
    figures += _grown(
        "django-cors-headers", exact_origins, django, counts, effort, django_apps.allowing
    )
    return figures


def nothing(_environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Answer with nothing."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "0")])
    return []


def _wsgi(make: Callable[[Sequence[str]], WSGIApplication]) -> Subject:
    """Return what sends requests to the WSGI app that *make* makes."""
    return lambda origins: partial(wsgi_call, make(origins))


def _grown(  # noqa: PLR0913, PLR0917 - one row of the table is all of this
    name: str,
    listed: Callable[[int], list[str]],
    subject: Subject,
    counts: Sequence[int],
    effort: Effort,
    surrounds: Surrounds = lambda _: _NO_SIGNALS(),
) -> Iterable[Figure]:
    """Yield the cost of a request to *subject*, for each of *counts*, hit and miss."""
    lists = [listed(count) for count in counts]
    senders = [subject(origins) for origins in lists]
    # A million strings are not to be looked through between the samples.
    gc.collect()
    gc.freeze()
    # The same ones miss every list, so that nothing but its length differs.
    unlisted = [origin.replace(".example", ".test") for origin in listed(_VISITORS)]
    for outcome in (HIT, MISS):
        cases = [
            Case(
                column(len(origins)),
                send(_visits(origins if outcome == HIT else unlisted, outcome)),
                partial(surrounds, origins),
            )
            for origins, send in zip(lists, senders, strict=True)
        ]
        for at, timing in compare(partial(list[Case], cases), effort).items():
            yield Figure(SECTION, row(name, outcome), at, timing.micros, "µs", timing.ratio)
    gc.unfreeze()


def _visits(origins: Sequence[str], outcome: str) -> Scenario:
    """Return requests from some of *origins*, all over the list."""
    anywhere = Random(0)  # noqa: S311 - who happens to visit
    picked = [origins[anywhere.randrange(len(origins))] for _ in range(_VISITORS)]
    return Scenario(outcome, origins=tuple(origin.replace("*", "shop") for origin in picked))
