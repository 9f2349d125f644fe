"""The routes of an app, and the policy that covers each."""

from __future__ import annotations

import sys
from typing import Final

import pytest
from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount, Route, Router, WebSocketRoute

from crossorigin import Policy
from crossorigin._adapters.layers import LAYERS, TELEMETRY, Layer
from crossorigin.asgi import CORSMiddleware
from crossorigin.starlette import CORS, cross_origin, policy_for, same_origin
from crossorigin.starlette._coverage import covered_routes
from tests.asgi.calls import answered, saying, scope_of
from tests.starlette.apps import covered, named, say_hello
from tests.starlette.test_scopes import Orders

POLICY: Final = Policy("https://app.example.com")


def _double(number: int) -> int:
    """Answer."""
    return 2 * number


def told(app: Starlette) -> list[tuple[str, tuple[str, ...], Policy | None]]:
    """Return the routes of *app* without the lines."""
    return [(each.rule, each.methods, each.policy) for each in covered_routes(app)]


def test_routes() -> None:
    """Each route with its methods, its policy, and the line that says so."""
    inner = covered(Starlette(routes=[Route("/x", say_hello)]), "inner")
    app = Starlette(
        routes=[
            Route("/a", say_hello),
            Route("/view", cross_origin(POLICY)(say_hello), methods=["PUT"]),
            Route("/orders", Orders),
            WebSocketRoute("/socket", same_origin(say_hello)),
            covered(Mount("/in", routes=[Route("/{number:int}", say_hello)]), "outer"),
            Mount("/app", inner),
            Mount("/own", CORSMiddleware(saying(), POLICY)),
            Mount("/any", saying()),
        ]
    )
    CORS(app, named("app"))
    assert told(app) == [
        ("/a", ("GET", "HEAD"), named("app")),
        ("/view", ("PUT",), POLICY),
        ("/orders", ("GET", "HEAD"), named("view")),
        ("/orders", ("POST",), None),
        ("/orders", ("PUT",), named("app")),
        ("/socket", (), None),
        ("/in/{number:int}", ("GET", "HEAD"), named("outer")),
        ("/app/x", ("GET", "HEAD"), named("inner")),
        ("/own/{path:path}", (), POLICY),
        ("/any/{path:path}", (), named("app")),
    ]
    files = {str(each.declared).rpartition(":")[0] for each in covered_routes(app)}
    assert __file__ in files
    assert all(each.declared is None or each.declared.line for each in covered_routes(app))


def test_routes_of_fastapi() -> None:
    """Those of its documents have the app's policy, too."""
    app, router = FastAPI(redoc_url=None, docs_url=None), APIRouter(prefix="/api")
    router.get("/x/{number}")(_double)
    CORS(app, same_origin)
    app.include_router(covered(router, "outer"), prefix="/v1")
    assert told(app) == [
        ("/openapi.json", ("GET", "HEAD"), None),
        ("/v1/api/x/{number}", ("GET",), named("outer")),
    ]
    assert covered_routes(app)[0].declared is not None


def test_an_app_without_a_policy() -> None:
    """Nothing covers it, and nobody said so."""
    app = Starlette(routes=[Route("/", say_hello), Route("/b", say_hello)])
    assert told(app) == [("/", ("GET", "HEAD"), None), ("/b", ("GET", "HEAD"), None)]
    assert {each.declared for each in covered_routes(app)} == {None}
    assert policy_for(app, "/") is None


def test_apps_that_mount_each_other() -> None:
    """The routes end somewhere."""
    router = Router()
    router.routes += [Route("/x", say_hello), Mount("/again", router)]
    app = covered(Starlette(routes=[Mount("/", router)]), "app")
    assert 1 < len(covered_routes(app)) < 50


@pytest.mark.parametrize(
    ("path", "scope"),
    [("/", "app"), ("/in/x", "outer"), ("/in/nowhere", "outer"), ("/app/in/x", "inner")],
)
def test_whoever_owns_a_response_tells_its_policy(
    path: str, scope: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first request, and when all is known."""
    # What is told to telemetry is never answered at a glance.
    monkeypatch.delitem(sys.modules, TELEMETRY, raising=False)
    routes = [Route("/x", say_hello)]
    inner = covered(Starlette(routes=[covered(Mount("/in", routes=routes), "inner")]), "other")
    app = Starlette(
        routes=[
            Route("/", say_hello),
            covered(Mount("/in", routes=routes), "outer"),
            Mount("/app", inner),
        ]
    )
    covered(app, "app")
    for _ in range(2):
        call = scope_of(path=path)
        owners = call.setdefault(LAYERS, [])
        answered(app, call)
        (owner,) = owners
        assert isinstance(owner, Layer)
        assert owner.policy_of(call) == named(scope)
