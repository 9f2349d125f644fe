"""Several layers on one request: the inner decision stands, and the log says so once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, same_origin
from crossorigin.wsgi import CORSMiddleware
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import copying
from tests.wsgi.calls import ANYBODY, CLOSED, NOTHING, OPEN, answered, ask, environ_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

STRICT = Policy([HERE], methods=["GET"])
LOOSE = Policy("*", methods=["GET", "PUT"])


def plain(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]


def direct(app: WSGIApplication) -> WSGIApplication:
    """Return *app*."""
    return app


def flask_app(cover: Callable[[Flask], object]) -> Flask:
    """Return a Flask app with an open view and one without access, that *cover* has covered."""
    app = Flask("inner", static_folder=None)
    cover(app)
    app.add_url_rule("/", "open", lambda: "hello")
    app.add_url_rule("/closed", "closed", same_origin(lambda: "secret"))
    app.add_url_rule("/crash", "crash", same_origin(_crash))
    app.add_url_rule("/strict", "strict", cross_origin(STRICT)(lambda: "hello"))
    return app


def _crash() -> str:
    """Raise."""
    raise LookupError


@pytest.mark.parametrize("between", [direct, copying])
@pytest.mark.parametrize(
    "inner",
    [
        CORSMiddleware(plain, STRICT),
        flask_app(lambda app: CORS(app, STRICT)),
    ],
    ids=["wsgi", "flask"],
)
@pytest.mark.parametrize(("origin", "cors"), [(HERE, OPEN), (ELSEWHERE, CLOSED), (None, CLOSED)])
def test_a_loose_outer_layer_does_not_open_a_strict_inner_app(
    inner: WSGIApplication,
    between: Callable[[WSGIApplication], WSGIApplication],
    origin: str | None,
    cors: dict[str, str],
) -> None:
    """What the inner policy says stands, also where the environ is copied on the way."""
    outer = CORSMiddleware(between(inner), LOOSE)
    assert ask(outer, origin=origin).cors == cors


def test_the_log_says_so_once_and_names_both(caplog: pytest.LogCaptureFixture) -> None:
    """One warning, however many requests."""
    outer = CORSMiddleware(CORSMiddleware(plain, STRICT), LOOSE)
    for _ in range(3):
        ask(outer)
    (record,) = caplog.records
    inner, _, rest = record.getMessage().partition(" covers this response, so ")
    assert record.levelname == "WARNING"
    assert inner.startswith("crossorigin.wsgi.CORSMiddleware(<function plain")
    assert "origins=['https://app.example.com']" in inner
    assert rest.startswith("crossorigin.wsgi.CORSMiddleware(<crossorigin.wsgi.CORSMiddleware")
    assert rest.endswith("Remove one of the two; the inner one alone decides.")
    assert "origins='*'" in rest


def test_three_layers(caplog: pytest.LogCaptureFixture) -> None:
    """The innermost decides for all, and each of the others says so."""
    middle = CORSMiddleware(CORSMiddleware(plain, STRICT), LOOSE)
    outer = CORSMiddleware(middle, Policy([ELSEWHERE]))
    assert ask(outer, origin=ELSEWHERE).cors == CLOSED
    assert len(caplog.records) == 2


def test_a_view_without_access_stays_closed_under_an_outer_layer() -> None:
    """``@same_origin`` is a decision, too, with an extension in the inner app or without."""
    for inner in (flask_app(lambda app: CORS(app, STRICT)), flask_app(lambda _: None)):
        outer = CORSMiddleware(inner, LOOSE)
        assert ask(outer, "/closed").cors == NOTHING
        assert ask(outer, "/closed", "HEAD").cors == NOTHING


def test_a_decorated_view_decides_without_an_extension() -> None:
    """A decorator is a layer of its own; what it does not cover is left to the outer one."""
    outer = CORSMiddleware(flask_app(lambda _: None), LOOSE)
    assert ask(outer, "/strict").cors == OPEN
    assert ask(outer, "/strict", origin=ELSEWHERE).cors == CLOSED
    assert ask(outer, "/").cors == ANYBODY
    assert ask(outer, "/nowhere").cors == ANYBODY


def test_a_crash_of_a_view_without_access_is_not_answered_by_the_outer_layer() -> None:
    """The inner layer has decided to say nothing, and that stands."""
    inner = flask_app(lambda app: CORS(app, STRICT))
    inner.debug = True
    reply = answered(CORSMiddleware(inner, LOOSE), environ_of("/crash"))
    assert (reply.starts, type(reply.error)) == (0, LookupError)


def test_a_crash_is_answered_once() -> None:
    """The inner layer answers for its crash; the outer one lets the exception through."""
    app = Flask("crashing")
    CORS(app, STRICT)
    app.debug = True
    app.add_url_rule("/", "crash", _crash)
    reply = answered(CORSMiddleware(app, LOOSE), environ_of())
    assert (reply.status, reply.starts, reply.cors) == (500, 1, OPEN)


def test_the_outermost_layer_answers_a_preflight() -> None:
    """A preflight does not reach the app, so nobody knows what an inner layer would say."""
    outer = CORSMiddleware(CORSMiddleware(plain, STRICT), LOOSE)
    assert ask(outer, asks="PUT").methods == "GET, PUT"


def test_an_inner_app_that_is_asked_twice(caplog: pytest.LogCaptureFixture) -> None:
    """A middleware that asks the app again, after a failure say, gets the headers again."""
    inner = CORSMiddleware(plain, STRICT)

    def again(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answered(inner, environ)
        return inner(environ, start_response)

    assert ask(again).cors == OPEN
    assert caplog.records == []


def test_warnings_are_bounded(caplog: pytest.LogCaptureFixture) -> None:
    """However many parts of an app, or layers inside of it, there are no more than 1,000."""

    def layered(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return CORSMiddleware(plain, STRICT)(environ, start_response)

    outer = CORSMiddleware(layered, LOOSE)
    for _ in range(1100):
        ask(outer)
    assert len(caplog.records) == 1000
