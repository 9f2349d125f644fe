"""The first request of an app without ``CORS``, and those that have come in before the layer."""

from __future__ import annotations

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

import pytest
from flask import Flask, Request, request, request_finished, request_started, request_tearing_down
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from crossorigin._adapters.layers import LAYERS
from crossorigin.flask import CORS, _first_request, cross_origin, crossdomain, same_origin
from crossorigin.flask._first_request import connect
from crossorigin.flask._ledger import ledger
from crossorigin.flask._state import state_of
from tests.cases.case import HERE
from tests.wsgi.calls import NOTHING, OPEN, answered, ask, environ_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIEnvironment

PAGE: Final = HERE
EXPECTED: Final = [("Access-Control-Allow-Origin", PAGE), ("Vary", "Origin")]
T = TypeVar("T")


class Waiting(SecureCookieSessionInterface):
    """Opens no session before all threads want one: all are in the app, and none has begun."""

    def __init__(self, threads: int) -> None:
        """Wait for so many *threads*, once."""
        self._all = threading.Barrier(threads)
        self._left = threads
        self._lock = threading.Lock()

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Open it when all are there."""
        with self._lock:
            self._left -= 1
            is_late = self._left < 0
        if not is_late:
            self._all.wait(60)
        return super().open_session(app, request)


def in_threads(count: int, function: Callable[[], T]) -> list[T]:
    """Return what *function* returns in each of so many threads."""
    with ThreadPoolExecutor(count) as pool:
        begun = [pool.submit(function) for _ in range(count)]
        return [each.result() for each in begun]


def decorated_app() -> Flask:
    """Return an app with one decorated view, and no ``CORS``."""
    app = Flask(__name__)

    @app.get("/open")
    @cross_origin(origins=PAGE)
    def open_view() -> str:
        return "open"

    return app


def headers_of(app: Flask) -> list[tuple[str, str]]:
    """Return the CORS headers and ``Vary`` that a page gets from the decorated view."""
    response = app.test_client().get("/open", headers={"Origin": PAGE})
    return [
        (name, value)
        for name, value in response.headers
        if name == "Vary" or name.startswith("Access-Control-")
    ]


def test_an_app_that_gets_cors_later_is_left_to_it() -> None:
    """Once ``CORS`` wraps an app, the receivers add nothing to its responses."""
    app = decorated_app()
    before = headers_of(app)
    CORS(app, origins="https://other.example")
    assert headers_of(app) == before == [("Access-Control-Allow-Origin", PAGE), ("Vary", "Origin")]


def test_an_app_without_decorated_views_is_left_alone() -> None:
    """Only an app with a decorated view is wrapped, and no signal is listened to for long."""
    plain, decorated = Flask(__name__), decorated_app()
    ways = [plain.wsgi_app, decorated.wsgi_app]
    assert headers_of(decorated) != []
    assert plain.test_client().get("/").status_code == 404
    assert (plain.wsgi_app == ways[0], decorated.wsgi_app == ways[1]) == (True, False)
    for signal in (request_finished, request_tearing_down):
        assert list(signal.receivers_for(decorated)) == list(signal.receivers_for(plain))


def ask_in_place(app: Flask, environ: WSGIEnvironment) -> None:
    """Have *app* answer to the very *environ*, not to a copy of it."""
    answered(app, environ)


def test_what_an_app_that_a_view_asks_has_found() -> None:
    """What covers a preflight in that app is not taken for what covers it in the view's own."""
    other = Flask("other")
    other.add_url_rule("/", view_func=cross_origin(origins="*")(lambda: ""))
    app = Flask("app")

    @app.route("/", methods=["GET", "OPTIONS"])
    @crossdomain(origin=PAGE, automatic_options=False)
    def index() -> str:
        environ = request.environ
        layers = [*environ[LAYERS]]
        ask_in_place(other, environ)
        environ[LAYERS][:] = layers  # as if that app had failed before it decided
        return ""

    headers = {"Origin": PAGE, "Access-Control-Request-Method": "GET"}
    response = app.test_client().options("/", headers=headers)
    assert response.headers["Access-Control-Allow-Origin"] == PAGE


def test_requests_that_had_entered_before() -> None:
    """Threads that are all in an app before its first request begins get the same answer."""
    app = decorated_app()
    app.session_interface = Waiting(threads=8)
    assert in_threads(8, lambda: headers_of(app)) == [EXPECTED] * 8
    assert headers_of(app) == EXPECTED


def test_preflights_that_had_entered_before() -> None:
    """Their preflights are answered, too, before the app is asked."""
    app = decorated_app()
    app.session_interface = Waiting(threads=4)
    asks = {"Origin": PAGE, "Access-Control-Request-Method": "GET"}

    def allowed() -> str | None:
        answer = app.test_client().options("/open", headers=asks)
        return answer.headers.get("Access-Control-Allow-Origin")

    assert in_threads(4, allowed) == [PAGE] * 4


def test_an_app_that_is_served_by_what_its_wsgi_app_was() -> None:
    """What was taken from the app before its first request is covered for good."""
    app = decorated_app()
    inside = app.wsgi_app
    asks = {"Origin": PAGE, "Access-Control-Request-Method": "GET"}
    for _ in range(3):
        assert answered(inside, environ_of("/open")).cors == OPEN
        assert ask(inside, "/open", asks="GET").origin == asks["Origin"]
        assert ask(app, "/open").cors == OPEN


def test_what_is_waited_for_ends() -> None:
    """After some requests through the layer, the signals are listened to no more."""
    app = decorated_app()
    inside = app.wsgi_app
    for _ in range(_first_request.MAX_OVERTAKEN + 1):
        assert ask(app, "/open").cors == OPEN
    assert not state_of(app).is_counting
    # One that comes in by itself all the same is covered by the decorator, which runs.
    assert ask(inside, "/open").cors == OPEN
    assert state_of(app).is_counting


def test_a_request_without_a_decorated_view_that_runs() -> None:
    """It has its scope too: the view's, of which the method is not allowed."""
    app = decorated_app()
    assert ask(app, "/open", method="POST").cors == OPEN
    other = decorated_app()
    assert ask(other, "/nowhere").cors == NOTHING


def test_an_app_dies_with_what_is_known_of_it() -> None:
    """Nothing keeps an app that has had its first request alive."""
    app = decorated_app()
    headers_of(app)
    ref = weakref.ref(app)
    del app
    gc.collect()
    assert ref() is None


@pytest.mark.parametrize("name", ["_look_at", "state_of"])
def test_a_failure_of_ours(
    name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It fails no request: the decorators open nothing, and the log has a way out, once."""

    def fail(*_: object) -> None:
        raise LookupError(name)

    app = Flask(f"failing {name}")
    app.get("/open")(cross_origin(origins=PAGE)(lambda: "open"))
    connect()
    monkeypatch.setattr(_first_request, name, fail)
    for _ in range(2):
        reply = ask(app, "/open")
        assert (reply.status, reply.cors) == (200, NOTHING)
    [record] = caplog.records
    assert record.getMessage().endswith("Write CORS(app, …), which needs no first request.")


@pytest.mark.parametrize("name", ["owners_of", "entered_at"])
def test_a_failure_in_the_first_request(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It fails no request, and the next one is covered by the layer."""

    def fail(*_: object) -> None:
        raise LookupError(name)

    app = decorated_app()
    connect()
    with monkeypatch.context() as patched:
        patched.setattr(_first_request, name, fail)
        reply = ask(app, "/open")
        assert (reply.status, reply.cors) == (200, NOTHING)
    assert ask(app, "/open").cors == OPEN


def test_what_another_thread_adds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A decorator that is applied while the search ends starts it again."""

    class Overtaken(dict[int, object]):
        """Empty, until the second look."""

        def __bool__(self) -> bool:
            self[0] = self[0] + 1 if 0 in self else 0  # type: ignore[operator]
            return bool(self[0])

    connect()
    monkeypatch.setattr(ledger, "unseen", Overtaken())
    Flask("first").test_client().get("/")
    assert request_started.has_receivers_for(Flask("second"))
    monkeypatch.setattr(ledger, "unseen", {})
    Flask("first").test_client().get("/")
    assert not request_started.has_receivers_for(Flask("second"))
    monkeypatch.undo()
    connect()


def test_a_decorator_that_is_not_registered_in_an_app_without_cors(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It opens nothing, and the log says once how to mend that."""
    hidden = cross_origin(origins=PAGE)(lambda: "hidden")
    closed = same_origin(lambda: "closed")
    app = Flask("without")
    app.add_url_rule("/hidden", "hidden", partial(hidden))
    app.add_url_rule("/closed", "closed", partial(closed))
    for path in ("/hidden", "/hidden", "/closed"):
        assert ask(app, path).cors == NOTHING
    [record] = caplog.records
    assert (
        "has no effect in <Flask 'without'>, but to close it to other layers: it is hidden"
        in record.getMessage()
    )
