"""A server that was given an app's ``wsgi_app`` before ``CORS`` wrapped it; and what is no app."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import pytest
from flask import Blueprint, Flask, request_started
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from crossorigin import PolicyError
from crossorigin.flask import CORS, same_origin
from crossorigin.flask._state import state_of
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import app_with, say_hello
from tests.wsgi.calls import CLOSED, NOTHING, OPEN, ask

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIApplication

SAID: Final = "A request has reached <Flask 'app'> past CORS: "


def _the_app(app: Flask) -> None:
    CORS(app, origins=HERE)


def _a_blueprint(app: Flask) -> None:
    blueprint = Blueprint("orders", __name__, url_prefix="/orders")
    blueprint.add_url_rule("/", "index", say_hello)
    CORS(blueprint, origins=HERE)
    app.register_blueprint(blueprint)


def served_before(cover: Callable[[Flask], None], **views: Any) -> tuple[Flask, WSGIApplication]:  # noqa: ANN401 - views
    """Return an app, and what a server was given before *cover* was called."""
    app = app_with(index=say_hello, **views)
    served = app.wsgi_app
    cover(app)
    return app, served


@pytest.mark.parametrize(
    ("cover", "path"), [(_the_app, "/"), (_a_blueprint, "/orders/")], ids=["app", "blueprint"]
)
def test_the_first_request_says_so(
    cover: Callable[[Flask], None], path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says it once, with the line that mends it; a response has what signals can give."""
    _, served = served_before(cover)
    assert [ask(served, path).cors for _ in range(3)] == [OPEN] * 3
    (message,) = caplog.messages
    assert message.startswith(SAID)
    assert message.endswith("or write CORS(app, …) above the line that takes app.wsgi_app.")


def test_what_is_closed_stays_closed(caplog: pytest.LogCaptureFixture) -> None:
    """A view without access, and a page that is not listed, have none this way either."""
    _, served = served_before(_the_app, closed=same_origin(say_hello))
    assert ask(served, "/closed").cors == NOTHING
    assert ask(served, origin=ELSEWHERE).cors == CLOSED
    assert ask(served, asks="GET", origin=ELSEWHERE).status == 403
    assert len(caplog.messages) == 1


def test_a_dispatcher_that_was_made_before(caplog: pytest.LogCaptureFixture) -> None:
    """So does an app below a dispatcher, also where that stands in another app with a policy."""
    app = app_with(index=say_hello)
    outer = Flask("outer")
    outer.wsgi_app = DispatcherMiddleware(outer.wsgi_app, {"/inner": app.wsgi_app})  # type: ignore[method-assign]
    CORS(app, origins=HERE)
    CORS(outer, origins="*")
    assert ask(outer, "/inner/", origin=ELSEWHERE).cors == CLOSED
    assert [message.startswith(SAID) for message in caplog.messages] == [True, False]


def test_a_request_that_came_first_through_the_layer(caplog: pytest.LogCaptureFixture) -> None:
    """A test client that has been there before the server does not hide the mistake."""
    app, served = served_before(_the_app)
    for _ in range(3):
        ask(app)
    assert caplog.messages == []
    ask(served)
    assert len(caplog.messages) == 1


def _listens(app: Flask) -> bool:
    """Tell whether what waits for requests to *app* hears of them."""
    begin = getattr(state_of(app).waiting, "begin")  # noqa: B009 - it has no type
    return begin in set(request_started.receivers_for(app))


def test_no_listener_is_left() -> None:
    """Once ten requests have come through the layer, nothing looks at those that follow."""
    app, _ = served_before(_the_app)
    state, listens = state_of(app), [_listens(app)]
    for _ in range(10):
        ask(app)
    assert [*listens, _listens(app), state.is_counting] == [True, False, False]


def test_an_app_as_it_should_be(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever is outside or inside of the layer, nothing is said of an app that is served."""
    app = app_with(index=say_hello)
    CORS(app, origins=HERE)
    served = DispatcherMiddleware(app, {"/again": app.wsgi_app})
    assert [ask(served, path).cors for path in ("/", "/again/", "/nowhere")] == [OPEN] * 3
    assert caplog.messages == []


def test_where_connexion_is(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Connexion is such a server: the log says what to write there."""
    monkeypatch.setitem(sys.modules, "connexion", ModuleType("connexion"))
    _, served = served_before(_the_app)
    ask(served)
    (message,) = caplog.messages
    assert "connexion_app.add_middleware(CORSMiddleware, position=MiddlewarePosition" in message


def _of_module(name: str) -> object:
    """Return an object of a class that lies in the module *name*."""
    return type("App", (), {"__module__": name})()


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        (_of_module("connexion.apps.flask"), "connexion_app.add_middleware(CORSMiddleware, "),
        (
            type("Own", (type(_of_module("connexion.apps.flask")),), {})(),
            "connexion_app.add_middleware(CORSMiddleware, ",
        ),
        (_of_module("connexions"), "give a Flask app or a Blueprint: CORS(app, origins=…). "),
        (object(), "app = CORSMiddleware(app, POLICY), from crossorigin.asgi or "),
    ],
    ids=["connexion", "own-class", "other-name", "anything"],
)
def test_an_object_that_is_no_flask_app(target: Any, hint: str) -> None:  # noqa: ANN401 - its point
    """The problem says what to write instead."""
    with pytest.raises(PolicyError) as caught:
        CORS(target, origins=HERE)
    (problem,) = caught.value.problems
    assert hint in problem.hint
