"""``@cross_origin`` and ``@same_origin``, in apps that have no ``CORS``."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
from flask import Flask, Response, abort

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, same_origin
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import app_with, copying, crash, say_hello, wrap
from tests.wsgi.calls import CLOSED, NOTHING, OPEN, answered, ask, environ_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


POLICY: Final = Policy([HERE], methods=["GET", "PUT"])
decorated: Final = cross_origin(POLICY)


def _streamed() -> Response:
    """Answer in pieces."""

    def pieces() -> Iterator[str]:
        yield "hel"
        yield "lo"

    return Response(pieces())


async def _later() -> str:
    """Answer without blocking."""
    return "hello"


async def _crash_later() -> str:
    """Raise without blocking."""
    return crash()


def _aborted() -> str:
    """Stop."""
    abort(404)


class Object:
    """An object whose method is a view."""

    @decorated
    def method(self) -> str:
        """Answer."""
        return "hello"

    def plain(self) -> str:
        """Answer, too."""
        return "hello"


VIEWS: Final[dict[str, tuple[Callable[[], object], int]]] = {
    "function": (decorated(say_hello), 200),
    "options-by-name": (cross_origin(origins=HERE, methods=["GET", "PUT"])(say_hello), 200),
    "stream": (decorated(_streamed), 200),
    "async": (decorated(_later), 200),
    "method": (Object().method, 200),
    "decorated-method": (decorated(Object().plain), 200),
    "abort": (decorated(_aborted), 404),
    "crash": (decorated(crash), 500),
    "async-crash": (decorated(_crash_later), 500),
    "not-modified": (decorated(lambda: ("", 304)), 304),
}


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("environ", ["own", "copied"])
def test_every_way_out_of_a_view(name: str, method: str, environ: str) -> None:
    """Whatever the view is, and becomes of it, its policy is on the response, and no more."""
    view, status = VIEWS[name]
    app = app_with(index=view)
    if environ == "copied":
        wrap(app, copying)
    replies = [ask(app, method=method, origin=origin) for origin in (HERE, ELSEWHERE, None)]
    assert [reply.status for reply in replies] == [status] * 3
    assert [reply.cors for reply in replies] == [OPEN, CLOSED, CLOSED]


@pytest.mark.parametrize("name", VIEWS)
def test_a_preflight_is_answered_before_any_code_of_the_app(name: str) -> None:
    """``before_request`` does not see it, so no authentication stands in its way."""
    app = app_with(index=VIEWS[name][0])
    app.before_request(lambda: abort(401))
    permitted, refused = (ask(app, asks="PUT", origin=origin) for origin in (HERE, ELSEWHERE))
    assert (permitted.status, permitted.methods, permitted.body) == (200, "GET, PUT", "")
    assert (refused.status, list(refused.cors)) == (403, ["Vary"])
    assert (ask(app).status, ask(app).cors) == (401, OPEN)


def test_what_the_router_answers_for_a_view() -> None:
    """A 405, a slash redirect and Flask's own OPTIONS follow the view; a 404 follows none."""
    app = app_with()
    app.add_url_rule("/folder/", "folder", decorated(say_hello))
    replies = [
        ask(app, "/folder/", "DELETE"),
        ask(app, "/folder"),
        ask(app, "/folder/", "OPTIONS"),
        ask(app, "/nowhere"),
    ]
    assert [reply.status for reply in replies] == [405, 308, 200, 404]
    assert [reply.cors for reply in replies] == [OPEN, OPEN, OPEN, NOTHING]


def test_an_error_handler_keeps_the_headers() -> None:
    """What the app makes of an exception is covered."""
    app = app_with(index=decorated(crash))
    app.register_error_handler(LookupError, lambda _: ("sorry", 503))
    reply = ask(app)
    assert (reply.status, reply.body, reply.cors) == (503, "sorry", OPEN)


def test_what_runs_after_a_request_adds_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """CORS headers of an ``after_request`` are replaced, on a preflight's answer, too."""
    app = app_with(index=decorated(say_hello))

    @app.after_request
    def old_habit(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers.add("Vary", "Cookie")
        return response

    permitted, refused = (ask(app, asks="PUT", origin=origin) for origin in (HERE, ELSEWHERE))
    assert (permitted.origin, refused.origin) == (HERE, None)
    assert permitted.cors["Vary"] == (
        "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Cookie"
    )
    assert ask(app).cors == {**OPEN, "Vary": "Cookie, Origin"}
    assert ask(app, origin=ELSEWHERE).cors == {"Vary": "Cookie, Origin"}
    (record,) = caplog.records
    assert record.getMessage() == (
        'The view "index" sets Access-Control-Allow-Origin by itself: replaced by what'
        " CORS(<Flask 'app'>) says."
    )


def _fail_after(app: Flask) -> None:
    """Have a function fail that runs after the request."""

    @app.after_request
    def fail(_: Response) -> Response:
        raise LookupError


def _testing(app: Flask) -> None:
    """Have exceptions leave the app."""
    app.testing = True


def _debugging(app: Flask) -> None:
    """Have exceptions reach the debugger."""
    app.debug = True


# What is out of a decorator's reach: how it comes about → why.
BEYOND: Final[dict[Callable[[Flask], None], str]] = {
    _fail_after: "Flask sends no signal when a function that runs after the request raises",
    _testing: "nothing of Flask runs after an exception that leaves the app",
    _debugging: "the debugger answers outside of the app",
}


@pytest.mark.parametrize("bring_about", BEYOND)
def test_what_is_beyond_a_decorator(bring_about: Callable[[Flask], None]) -> None:
    """It is closed; with ``CORS(app)`` it is the view's."""
    for covered, cors in ((False, NOTHING), (True, OPEN)):
        app = app_with(index=decorated(crash))
        bring_about(app)
        if covered:
            CORS(app, Policy([ELSEWHERE]))
        assert answered(app, environ_of()).cors == cors


def test_where_http_exceptions_are_trapped() -> None:
    """A preflight gets the same answer, though Flask takes every ``abort`` for a crash then."""
    answers: list[list[tuple[int, dict[str, str], str]]] = []
    for trapped, covered in ((False, False), (True, False), (True, True)):
        app = app_with(index=decorated(say_hello))
        app.before_request(lambda: abort(401))
        app.config["TRAP_HTTP_EXCEPTIONS"] = trapped
        if covered:
            CORS(app, Policy([ELSEWHERE]))
        replies = [ask(app, asks="PUT", origin=origin) for origin in (HERE, ELSEWHERE)]
        answers.append([(reply.status, reply.cors, reply.body) for reply in replies])
    assert answers[0] == answers[1] == answers[2]
    assert [status for status, *_ in answers[0]] == [200, 403]


def test_without_access_there_is_none_whatever_the_app_says(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """``@same_origin`` removes the CORS headers that the app sets by itself, and says so."""

    @same_origin
    def index() -> tuple[str, dict[str, str]]:
        headers = {"Access-Control-Allow-Origin": "*", "Vary": "Cookie"}
        return "secret", {**headers, "Timing-Allow-Origin": "*"}

    for covered in (True, False):
        app = app_with(index=index)
        if covered:
            CORS(app, origins="*")
        assert ask(app).cors == {"Vary": "Cookie", "Timing-Allow-Origin": "*"}
        assert ask(app, asks="GET").cors == NOTHING
        assert ask(app, method="OPTIONS").cors == NOTHING
    assert len(caplog.records) == 2


def test_an_app_that_decorates_nothing_is_left_alone() -> None:
    """Another app of the process, with CORS headers of its own, keeps them."""
    app = app_with(index=lambda: ("", {"Access-Control-Allow-Origin": "*"}))
    assert ask(app).cors == {"Access-Control-Allow-Origin": "*"}
    assert ask(app, asks="GET").cors == NOTHING


ALONE: Final = """
from flask import Flask
from crossorigin import flask
app = Flask("alone")
@app.route("/")
@flask.{}
def index():
    return "", {{"Access-Control-Allow-Origin": "https://own.example"}}
reply = app.test_client().get("/", headers={{"Origin": "https://app.example.com"}})
print(reply.headers.get("Access-Control-Allow-Origin"))
"""


@pytest.mark.parametrize(
    ("decorator", "origin"),
    [
        ('cross_origin(origins="*")', "*"),
        ('crossdomain(origin="*")', "*"),
        ("same_origin", "None"),
    ],
)
def test_each_decorator_works_alone(decorator: str, origin: str) -> None:
    """In a process that uses one decorator, and nothing else of the library, it is in force."""
    program = [sys.executable, "-W", "error", "-c", ALONE.format(decorator)]
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    assert done.stdout == f"{origin}\n"
