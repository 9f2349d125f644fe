"""An app that has decorators, and no ``CORS`` to answer their preflights."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from crossorigin import PolicyError
from crossorigin.errors import ProblemCode
from crossorigin.starlette import CORS, cross_origin, policy_for, same_origin
from tests.asgi.calls import Server, ask
from tests.starlette.apps import covered, named, say_hello, scopes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._adapters.asgi_calls import ASGIApp, Message


def decorated() -> Starlette:
    """Return an app with a decorated endpoint."""
    return Starlette(routes=[Route("/", cross_origin(named("view"))(say_hello))])


def with_a_router() -> FastAPI:
    """Return an app with a router that has a policy."""
    app, router = FastAPI(), APIRouter(prefix="/api")
    router.get("/")(lambda: 1)
    app.include_router(covered(router, "outer"))
    return app


def mounted() -> Starlette:
    """Return an app that mounts one with a decorated endpoint."""
    return Starlette(routes=[Mount("/in", decorated())])


APPS = [decorated, with_a_router, mounted]


@pytest.mark.parametrize("make", APPS)
@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_the_first_request_names_the_line(make: Callable[[], Starlette], path: str) -> None:
    """Whatever it asks for, and each one after it."""
    app = make()
    for asks in (None, "GET", None):
        with pytest.raises(PolicyError, match=r"CORS\(app, POLICY\)") as caught:
            ask(app, path=path, asks=asks)
        (problem,) = caught.value.problems
        assert problem.code is ProblemCode.NO_CORS_ON_THE_APP
        assert problem.value is app


def started(app: ASGIApp) -> Message:
    """Return what *app* answers to a server that starts."""
    server = Server()
    coming = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive() -> Message:
        return coming.pop(0)

    async def run() -> None:
        scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
        await app(scope, receive, server.send)

    asyncio.run(run())
    return server.sent[0]


@pytest.mark.parametrize("make", APPS)
def test_no_server_starts_it(make: Callable[[], Starlette]) -> None:
    """The start fails, with the same message."""
    message = started(make())
    assert message["type"] == "lifespan.startup.failed"
    assert "no-cors-on-the-app" in message["message"]


@pytest.mark.parametrize("make", APPS)
def test_the_line_mends_it(make: Callable[[], Starlette]) -> None:
    """Either of the two that the message names, at any place before the start."""
    for policy in (named("app"), same_origin):
        app = make()
        CORS(app, policy)
        assert ask(app, path="/nowhere").status == 404
        assert started(app)["type"] == "lifespan.startup.complete"


def test_apps_that_need_none() -> None:
    """An app without a decorator is left alone; so is one in another that is covered."""
    plain = Starlette(routes=[Route("/", say_hello)])
    assert ask(plain).status == 200
    assert policy_for(plain, "/") is None
    inner = decorated()
    app = covered(
        Starlette(routes=[Mount("/in", inner), Mount("/own", covered(decorated(), "inner"))]), "app"
    )
    assert scopes_of(app, "/in/", "GET") == ["view", "view"]
    around = Starlette(routes=[Mount("/own", covered(decorated(), "inner")), Route("/", say_hello)])
    assert ask(around).status == 200


def test_an_app_that_has_started() -> None:
    """``CORS`` covers it from then on."""
    app = Starlette(routes=[Route("/", say_hello)])
    assert ask(app).cors == {}
    covered(app, "app")
    assert scopes_of(app, "/", "GET") == ["app", "app"]
