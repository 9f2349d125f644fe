"""The routes of an app behind layers, and what covers them."""

from __future__ import annotations

import inspect
from _thread import start_new_thread
from queue import Queue
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Host, Mount, Route, Router
from starlette.staticfiles import StaticFiles
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from crossorigin import Policy, asgi, wsgi
from crossorigin._adapters.coverage import covered_routes
from crossorigin._adapters.declarations import Declaration, declaration
from crossorigin.flask import CORS, same_origin

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

OUTER, INNER = Policy(["https://outer.example"]), Policy(["https://inner.example"])


def make_flask(*, inner: bool = False) -> Flask:
    """Return an app with a view, an *inner* policy or none, and a view that is closed."""
    app = Flask("inside", static_folder=None)
    app.add_url_rule("/open", "open", lambda: "ok")
    app.add_url_rule("/closed", "closed", same_origin(lambda: "ok"))
    if inner:
        CORS(app, INNER)
    return app


async def endpoint(request: Request) -> Response:
    """Answer nothing: it is only a route."""
    raise NotImplementedError(request)


def make_router(folder: Path) -> Router:
    """Return an app with a route, a mounted one, and static files."""
    below = Starlette(routes=[Route("/users", endpoint)])
    return Router(
        [
            Route("/orders/{id:int}", endpoint, methods=["PUT"]),
            Mount("/admin", app=below),
            Mount("/static", app=StaticFiles(directory=folder)),
            Host("api.example", app=below),
        ]
    )


def test_a_line_of_a_program() -> None:
    """The line is the one that calls into the package; a setting has none."""
    layer = wsgi.CORSMiddleware(Flask("any"), OUTER)
    frame = inspect.currentframe()
    line = 0 if frame is None else frame.f_lineno - 2
    assert layer.declared == Declaration(__file__, line)
    assert str(layer.declared) == f"{__file__}:{line}"
    assert str(Declaration("CROSSORIGIN")) == "CROSSORIGIN"


def test_no_line_of_a_program() -> None:
    """Where the package is called by nobody, there is no line."""
    found: Queue[Declaration | None] = Queue()
    there: dict[str, Any] = {
        "__name__": "crossorigin.alone",
        "declaration": declaration,
        "found": found,
    }
    exec("def look():\n    found.put(declaration())", there)  # noqa: S102 - code of that name
    # A thread of this kind has no frame below its function.
    start_new_thread(there["look"], ())
    assert found.get(timeout=60) is None


@pytest.mark.parametrize(("inner", "expected"), [(False, OUTER), (True, INNER)])
def test_the_innermost_layer_decides(*, inner: bool, expected: Policy) -> None:
    """What is said further inside counts; what is closed there stays closed."""
    app = wsgi.CORSMiddleware(make_flask(inner=inner), OUTER)
    assert wsgi.policy_for(app, "/open", "get") == expected
    assert wsgi.policy_for(app, "/closed", "GET") is None
    assert {(route.rule, route.policy) for route in covered_routes(app)} == {
        ("/open", expected),
        ("/closed", None),
    }


def test_an_unknown_app() -> None:
    """Of an app without a list of routes, all is one route."""

    def app(*_: object) -> list[bytes]:
        return []

    (route,) = covered_routes(wsgi.CORSMiddleware(app, OUTER))
    assert (route.rule, route.methods, route.policy) == ("/*", (), OUTER)
    assert wsgi.policy_for(app, "/", "GET") is None
    (bare,) = covered_routes(app)
    assert not bare.is_covered


def test_a_dispatcher() -> None:
    """Of several apps, the one at the path is asked."""
    mounted = wsgi.CORSMiddleware(make_flask(), INNER)
    app = wsgi.CORSMiddleware(DispatcherMiddleware(make_flask(), {"/m": mounted}), OUTER)
    assert wsgi.policy_for(app, "/m/open", "GET") == INNER
    assert wsgi.policy_for(app, "/m", "GET") == INNER
    assert wsgi.policy_for(app, "/open", "GET") == OUTER
    assert {(route.rule, route.policy) for route in covered_routes(app)} == {
        ("/open", OUTER),
        ("/closed", None),
        ("/m/open", INNER),
        ("/m/closed", None),
    }


def test_an_app_inside_of_itself() -> None:
    """A middleware that, by mistake, has itself inside does not go on for ever."""

    class Loop:
        app: object

        def __call__(self, *_: object) -> list[bytes]:
            return []

    loop = Loop()
    loop.app = loop
    assert wsgi.policy_for(loop, "/", "GET") is None


def test_a_router_with_a_layer(tmp_path: Path) -> None:
    """The routes are the router's own, the policy that of the layer."""
    app = asgi.CORSMiddleware(make_router(tmp_path), OUTER)
    assert [(route.rule, route.methods, route.policy) for route in covered_routes(app)] == [
        ("/orders/{id:int}", ("PUT",), OUTER),
        ("/admin/users", ("GET", "HEAD"), OUTER),
        ("/static/*", (), OUTER),
        ("api.example/users", ("GET", "HEAD"), OUTER),
    ]
    assert asgi.policy_for(app, "/nowhere", "GET") == OUTER


def test_starlette_with_a_layer() -> None:
    """A layer is found around the app, and where the app adds it."""
    routes = [Route("/", endpoint)]
    added = Starlette(routes=routes, middleware=[Middleware(asgi.CORSMiddleware, policy=OUTER)])
    around = asgi.CORSMiddleware(Starlette(routes=routes), INNER)
    for app, policy in ((added, OUTER), (around, INNER)):
        assert [(route.rule, route.policy) for route in covered_routes(app)] == [("/", policy)]
        assert asgi.policy_for(app, "/", "get") == policy
