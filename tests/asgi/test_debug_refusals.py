"""In the debug mode of an ASGI framework a refusal is a warning, which a terminal shows."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware

from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware
from tests.asgi.calls import ask, saying
from tests.cases.case import ELSEWHERE, HERE

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._adapters.asgi_calls import ASGIApp

POLICY: Final = Policy(HERE)


def _added(app: Any, *between: type) -> ASGIApp:  # noqa: ANN401 - of either framework
    app.add_middleware(CORSMiddleware, policy=POLICY, guard=True)
    for middleware in between:
        app.add_middleware(middleware)
    return app  # type: ignore[no-any-return] # as above


def _around(app: ASGIApp) -> ASGIApp:
    return CORSMiddleware(app, POLICY, guard=True)


APPS: Final[dict[str, Callable[[bool], ASGIApp]]] = {
    "starlette-around": lambda debug: _around(Starlette(debug=debug)),
    "starlette-added": lambda debug: _added(Starlette(debug=debug)),
    "starlette-among-others": lambda debug: _added(Starlette(debug=debug), GZipMiddleware),
    "fastapi-around": lambda debug: _around(FastAPI(debug=debug)),
    "fastapi-added": lambda debug: _added(FastAPI(debug=debug)),
}


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("app", APPS)
def test_debug_mode(app: str, caplog: pytest.LogCaptureFixture, *, debug: bool) -> None:
    """A refused page, its preflight and its form are a line each, and an allowed page is none."""
    caplog.set_level(logging.WARNING, "crossorigin")
    made = APPS[app](debug)
    ask(made, path="/nowhere")
    ask(made, path="/nowhere", origin=ELSEWHERE)
    ask(made, path="/nowhere", origin=ELSEWHERE, asks="PUT")
    ask(made, "POST", "/nowhere", origin=ELSEWHERE)
    said = [message.partition(". ")[0] for message in caplog.messages if "refused" in message]
    lines = [
        f'GET /nowhere from "{ELSEWHERE}": refused, origin-not-allowed',
        f'preflight for PUT /nowhere from "{ELSEWHERE}": refused, origin-not-allowed',
        f'POST /nowhere from "{ELSEWHERE}": refused by the guard, sender-not-allowed',
    ]
    assert said == (lines if debug else [])


def test_an_app_without_a_debug_mode(caplog: pytest.LogCaptureFixture) -> None:
    """A plain app has none: INFO alone shows its refusals."""
    app = CORSMiddleware(saying(), POLICY)
    ask(app, origin=ELSEWHERE)
    assert caplog.messages == []
