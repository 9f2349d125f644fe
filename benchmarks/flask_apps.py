"""Flask apps: bare, with this library, and with the others."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from time import thread_time
from typing import TYPE_CHECKING, Final

import flask_cors
from blinker import Signal
from flask import (
    Blueprint,
    Flask,
    appcontext_popped,
    appcontext_pushed,
    appcontext_tearing_down,
    request_finished,
    request_started,
    request_tearing_down,
)

from benchmarks.candidates import Candidate, Transport
from benchmarks.figures import Figure
from benchmarks.historical import historical_crossdomain
from benchmarks.measure import Spread
from benchmarks.scenarios import ALLOWED, GET_ALLOWED, wsgi_answer, wsgi_call
from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from wsgiref.types import WSGIApplication

    from flask.typing import RouteCallable

    from crossorigin._policy.options import OriginsOption

WSGI: Final = Transport(wsgi_call, wsgi_answer)
METHODS: Final = ("GET", "PUT")
APP_WIDE: Final = "CORS(app)"
ANYBODY: Final = 'CORS(app), origins="*"'
BY_ROUTE: Final = 'CORS(app), methods="route"'
BY_BLUEPRINT: Final = "CORS(app), CORS(blueprint)"
BY_VIEW: Final = "CORS(app), @cross_origin"
ALONE: Final = "@cross_origin alone"
FIRST: Final = "First request of an app"
FIRST_ROW: Final = "@cross_origin alone"
FIRST_COLUMN: Final = "200 apps × 200 views"
_ELSEWHERE: Final = "https://elsewhere.example"
# Those that Flask sends with every request.
_SIGNALS: Final = (
    appcontext_pushed,
    request_started,
    request_finished,
    request_tearing_down,
    appcontext_tearing_down,
    appcontext_popped,
)
_RULE: Final = "/orders/<int:order_id>"
# More than are counted until no request is waited for that came in before the layer.
_FIRST_REQUESTS: Final = 300


def new_view() -> Callable[[int], str]:
    """Return a view: one of its own for each app, as in a process of its own."""

    def view(order_id: int) -> str:
        # Next to nothing, so that what is added weighs as much as it ever can.
        return f"order {order_id}"

    return view


def bare() -> Flask:
    """Return an app without CORS."""
    return _with_view(Flask("bare"), new_view())


def app_wide(origins: OriginsOption = ALLOWED, methods: Sequence[str] | str = METHODS) -> Flask:
    """Return an app with one policy."""
    app = bare()
    CORS(app, origins=origins, methods=methods, allow_headers=["Authorization"])
    return app


def bare_blueprint() -> Flask:
    """Return an app without CORS that has a blueprint, which Flask itself takes time for."""
    app = Flask("bare_blueprint")
    app.register_blueprint(_blueprint())
    return app


def by_blueprint() -> Flask:
    """Return an app of which a blueprint has another policy."""
    app = Flask("by_blueprint")
    blueprint = _blueprint()
    CORS(blueprint, _policy())
    app.register_blueprint(blueprint)
    CORS(app, origins=_ELSEWHERE, methods=METHODS)
    return app


def by_view() -> Flask:
    """Return an app of which a view has another policy."""
    app = _with_view(Flask("by_view"), cross_origin(_policy())(new_view()))
    CORS(app, origins=_ELSEWHERE, methods=METHODS)
    return app


def alone() -> Flask:
    """
    Return an app in which a view has a policy, and nothing else is covered.

    It has had its first requests, in which it is wrapped.
    """
    app = _with_view(Flask("alone"), cross_origin(_policy())(new_view()))
    call = wsgi_call(app, GET_ALLOWED)
    for _ in range(_FIRST_REQUESTS):
        call()
    return app


def flask_cors_app(origins: str | Sequence[str] = (ALLOWED,)) -> Flask:
    """Return an app with Flask-CORS's extension."""
    app = bare()
    flask_cors.CORS(app, origins=origins, methods=list(METHODS))
    return app


def flask_cors_view(origins: str | Sequence[str] = (ALLOWED,)) -> Flask:
    """Return an app with Flask-CORS's decorator."""
    decorated = flask_cors.cross_origin(origins=origins, methods=list(METHODS))(new_view())
    return _with_view(Flask("flask_cors_view"), decorated)


def historical() -> Flask:
    """Return an app with the historical decorator."""
    app = Flask("historical")
    decorated = historical_crossdomain([ALLOWED], METHODS, ["Authorization"])(new_view())
    app.add_url_rule(_RULE, "view", decorated, methods=[*METHODS, "OPTIONS"])
    return app


class OwnSignals:
    """
    Give an app the receivers of Flask's signals that it would have in a process of its own.

    A decorator listens to every app of the process: an app that has none must not pay here.
    """

    def __init__(self) -> None:
        """Have no receivers yet."""
        self._own = [vars(Signal()) for _ in _SIGNALS]

    @contextmanager
    def __call__(self) -> Generator[None]:
        """Let these receivers, and no others, hear the signals."""
        # All of a signal's state, since it keeps accounts of its receivers in several tables.
        before = [signal.__dict__ for signal in _SIGNALS]
        for signal, own in zip(_SIGNALS, self._own, strict=True):
            signal.__dict__ = own
        try:
            yield
        finally:
            for signal, others in zip(_SIGNALS, before, strict=True):
                signal.__dict__ = others


def ours() -> list[Candidate[WSGIApplication]]:
    """Return the bare app, and those with this library."""
    ways: list[tuple[str, Callable[[], WSGIApplication]]] = [
        (APP_WIDE, app_wide),
        (BY_ROUTE, partial(app_wide, methods="route")),
    ]
    anybody = partial(app_wide, "*")
    return [
        Candidate("bare Flask", bare, is_bare=True, around=OwnSignals()),
        *(Candidate(name, make, is_ours=True, around=OwnSignals()) for name, make in ways),
        Candidate(BY_VIEW, by_view, is_ours=True, around=OwnSignals()),
        Candidate(ALONE, alone, is_ours=True, around=OwnSignals()),
        Candidate(ANYBODY, anybody, is_ours=True, is_open=True, around=OwnSignals()),
    ]


def in_blueprints() -> list[Candidate[WSGIApplication]]:
    """Return the bare app that has a blueprint, and the one that covers it."""
    return [
        Candidate("bare Flask, a blueprint", bare_blueprint, is_bare=True, around=OwnSignals()),
        Candidate(BY_BLUEPRINT, by_blueprint, is_ours=True, around=OwnSignals()),
    ]


def others() -> list[Candidate[WSGIApplication]]:
    """Return the apps with other libraries."""
    ways: list[tuple[str, Callable[[], WSGIApplication]]] = [
        ("Flask-CORS, app", flask_cors_app),
        ("Flask-CORS, app, regex", partial(flask_cors_app, r"https://.*\.example\.com")),
        ("Flask-CORS, decorator", flask_cors_view),
        ("the historical decorator", historical),
    ]
    return [Candidate(name, make, around=OwnSignals()) for name, make in ways]


def _policy() -> Policy:
    """Return the policy of a scope inside an app."""
    return Policy([ALLOWED], methods=METHODS, allow_headers=["Authorization"])


def _blueprint() -> Blueprint:
    """Return a blueprint that has the view."""
    blueprint = Blueprint("orders", __name__, url_prefix="/orders")
    blueprint.add_url_rule("/<int:order_id>", view_func=new_view(), methods=METHODS)
    return blueprint


def _with_view(app: Flask, function: RouteCallable) -> Flask:
    """Return *app*, which *function* answers for."""
    app.add_url_rule(_RULE, "view", function, methods=METHODS)
    return app


def first_requests(apps: int, views: int, rounds: int) -> list[Figure]:
    """Return what the first request of an app costs, in a process with as many others."""
    made = [_with_decorated_views(views) for _ in range(apps)]
    call = wsgi_call(made[0], GET_ALLOWED)
    call()
    taken: list[float] = []
    for app in made[1 : rounds + 1]:
        call = wsgi_call(app, GET_ALLOWED)
        start = thread_time()
        call()
        taken.append((thread_time() - start) * 1000)
    return [Figure(FIRST, FIRST_ROW, FIRST_COLUMN, Spread.of(taken), "ms")]


def _with_decorated_views(count: int) -> Flask:
    """Return an app that has so many decorated views beside the one that is asked for."""
    app = _with_view(Flask("decorated"), cross_origin(_policy())(new_view()))
    for number in range(1, count):
        app.add_url_rule(f"/{number}", str(number), cross_origin(_policy())(new_view()))
    return app
