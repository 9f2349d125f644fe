"""A failure of our own closes the view that it concerns, is logged once, and fails no request."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

from crossorigin import Guard
from crossorigin.flask import CORS, _first_request, _marks, _scopes, _state, cross_origin
from crossorigin.flask._state import state_of
from tests.cases.case import HERE
from tests.flask.apps import app_with, say_hello
from tests.wsgi.calls import ANYBODY, NOTHING, OPEN, ask, environ_of

if TYPE_CHECKING:
    import pytest


def _fail(*_: object) -> NoReturn:
    """
    Fail.

    Raises:
        LookupError: Always.
    """
    raise LookupError("of our own")


def answer() -> str:
    """Answer."""
    return "hello"


def fail_quietly() -> tuple[str, int]:
    """Answer that something failed."""
    return "hello", 500


def test_a_view_that_cannot_be_looked_at(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is closed, and no other one is."""

    def odd() -> str:
        return "hello"

    def functions_for(view: object, method: str) -> list[object]:
        return _fail() if view is odd else _marks.functions_for(view, method)

    app = app_with(index=say_hello, odd=odd, seen=cross_origin(origins=HERE)(answer))
    CORS(app, origins="*")
    monkeypatch.setattr(_scopes, "functions_for", functions_for)
    for _ in range(3):
        assert (ask(app, "/odd").status, ask(app, "/odd").cors) == (200, NOTHING)
        assert ask(app, "/odd", asks="GET").cors == NOTHING
        assert (ask(app).cors, ask(app, "/seen").cors) == (ANYBODY, OPEN)
    [record] = caplog.records
    assert record.getMessage().endswith("Register a plain function in its place that calls it.")


def test_an_app_that_cannot_be_looked_at(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Each view is looked at when it is asked for."""
    app = app_with(index=say_hello, seen=cross_origin(origins=HERE)(answer))
    CORS(app, origins="*")
    monkeypatch.setattr(_state, "all_functions", _fail)
    for _ in range(2):
        assert (ask(app).cors, ask(app, "/seen").cors) == (ANYBODY, OPEN)
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_an_object_that_cannot_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """It carries no mark."""
    monkeypatch.setattr(_marks, "getattr_static", _fail)
    assert _marks.mark_of(object()) is None


def test_an_app_that_two_threads_wrap() -> None:
    """It is wrapped once."""
    app = app_with(index=cross_origin(origins=HERE)(answer))
    assert ask(app).cors == OPEN
    wsgi_app = app.wsgi_app
    _first_request._wrap(app, state_of(app))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] # as a thread does
    assert app.wsgi_app == wsgi_app


def test_a_first_request_that_makes_another() -> None:
    """The one that comes through the layer is left to that; both are covered once."""
    replies: list[dict[str, str]] = []

    def index() -> str:
        replies.append(ask(app, "/other").cors)
        return "hello"

    other = cross_origin(origins=HERE)(answer)
    app = app_with(index=cross_origin(origins=HERE)(index), other=other)
    assert (ask(app).cors, replies) == (OPEN, [OPEN])


def test_the_policy_of_a_request() -> None:
    """What the doctor asks: the policy in force for a request that has just come."""
    app = app_with(index=cross_origin(origins=HERE)(answer))
    state = state_of(app)
    state.refresh()
    policy = state.policy_for(environ_of())
    assert policy is not None
    assert policy.allows(HERE)
    assert state.policy_for(environ_of("/nowhere")) is None


def test_in_a_process_without_a_debugger(monkeypatch: pytest.MonkeyPatch) -> None:
    """All is as elsewhere."""
    app = app_with(index=cross_origin(origins=HERE)(fail_quietly))
    CORS(app, origins="*", guard=Guard())
    monkeypatch.delitem(sys.modules, "werkzeug.debug", raising=False)
    assert (ask(app).status, ask(app).cors) == (500, OPEN)
