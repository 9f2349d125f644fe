"""Responses of which all is known, and what asks for more."""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from crossorigin import Policy
from crossorigin._adapters.layers import DEBUGGER, LAYERS, TELEMETRY
from crossorigin.starlette import CORS, _responses, _state, cross_origin, same_origin
from tests.asgi.calls import answered, ask
from tests.asgi.calls import scope_of as scope_for
from tests.cases.case import ELSEWHERE
from tests.starlette.apps import named, say_hello, scopes_of
from tests.starlette.test_responses import POLICY, app_with
from tests.wsgi.calls import CLOSED, NOTHING, OPEN

if TYPE_CHECKING:
    import pytest
    from starlette.requests import Request
    from starlette.routing import BaseRoute


def test_a_debugger_in_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it may answer through a bridge gets no headers; all else does."""
    monkeypatch.setitem(sys.modules, "werkzeug.debug", types.ModuleType("werkzeug.debug"))
    app = app_with()
    CORS(app, POLICY)
    assert ask(app, path="/hello").cors == OPEN
    command = {**scope_for(path="/hello"), "query_string": b"__debugger__=yes&cmd=resource"}
    assert answered(app, command).cors == {}


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Policies and routes beyond that are looked up each time."""
    monkeypatch.setattr(_responses, "_MAX_POLICIES", 0)
    monkeypatch.setattr(_responses, "_MAX_ROUTES", 0)
    monkeypatch.setattr(_state, "_MAX_KNOWN", 0)
    app = app_with()
    CORS(app, named("app"))
    for _ in range(2):
        assert scopes_of(app, "/hello", "GET") == ["app", "app"]
        assert ask(app, path="/view/hello").cors == OPEN


def test_a_name_of_the_length_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a policy may have to change is told apart by its name."""
    # What is told to telemetry is never answered at a glance.
    monkeypatch.delitem(sys.modules, TELEMETRY, raising=False)

    async def tagged(_: Request) -> Response:
        return PlainTextResponse("tagged", headers={"ETag": '"1"', "Vary": "Accept"})

    app = Starlette(routes=[Route("/", cross_origin(POLICY)(tagged))])
    CORS(app, same_origin)
    for _ in range(2):
        reply = ask(app)
        assert dict(reply.headers)["Etag"] == '"1"'
        assert {name.title(): value for name, value in reply.cors.items()}["Vary"] == (
            "Accept, Origin"
        )


def test_an_answer_at_a_glance(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the same as the first one, and so is that to an ``OPTIONS`` of the same route."""
    for name in (TELEMETRY, DEBUGGER):
        monkeypatch.delitem(sys.modules, name, raising=False)
    routes: list[BaseRoute] = [
        Route("/", cross_origin(POLICY)(say_hello), methods=["GET", "OPTIONS"]),
        Route("/", same_origin(say_hello), methods=["PUT"]),
    ]
    app = Starlette(routes=routes)
    CORS(app, same_origin)
    for _ in range(2):
        assert ask(app).cors == OPEN
        assert ask(app, origin=None).cors == ask(app, origin=ELSEWHERE).cors == CLOSED
        assert ask(app, "OPTIONS").cors == OPEN
        # Nobody answers it, so the app does, and its answer has the scope that was asked for.
        assert ask(app, asks="PUT").cors == NOTHING


def test_a_layer_further_inside() -> None:
    """The response of an app that is covered itself is its own."""
    inner = Starlette(routes=[Route("/", say_hello)])
    CORS(inner, POLICY)
    app = Starlette(routes=[Mount("/in", inner)])
    CORS(app, Policy("*"))
    for _ in range(2):
        assert ask(app, path="/in/", origin=ELSEWHERE).cors == CLOSED
        assert ask(app, path="/in/").cors == OPEN


def test_a_layer_that_owns_the_response_already() -> None:
    """It puts its headers on it."""
    app = Starlette(routes=[Route("/", say_hello)])
    CORS(app, POLICY)
    scope = {**scope_for(), LAYERS: [app.state.crossorigin.layer]}
    assert answered(app, scope).cors == OPEN
