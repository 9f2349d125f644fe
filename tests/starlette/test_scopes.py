"""Which policy is in force: the endpoint's, its router's, or the app's; the innermost wins whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.responses import PlainTextResponse
from starlette.routing import Host, Mount, Route, Router
from starlette.staticfiles import StaticFiles

from crossorigin import PolicyError, asgi
from crossorigin.errors import ProblemCode
from crossorigin.starlette import CORS, cross_origin, policy_for, same_origin
from tests.asgi.calls import answered, ask, saying
from tests.asgi.calls import scope_of as scope_for
from tests.starlette.apps import NESTED, covered, named, say_hello, scope_of, scopes_of
from tests.wsgi.calls import NOTHING

if TYPE_CHECKING:
    from starlette.requests import Request

# The path, the method, and whose policy is in force.
INNERMOST: Final = [
    ("/", "GET", "app"),
    ("/closed", "GET", None),
    ("/nowhere", "GET", "app"),
    ("/", "PUT", "app"),
    ("/api/", "GET", "outer"),
    ("/api/", "PUT", "outer"),
    ("/api/view", "GET", "view"),
    ("/api/view", "PUT", "view"),
    ("/api/closed", "GET", None),
    ("/api/closed", "PUT", None),
    ("/api/folder", "GET", "outer"),
    ("/api/folder/", "GET", "outer"),
    ("/api/view/", "GET", "view"),
    ("/api/closed/", "GET", None),
    ("/api/nowhere", "GET", "outer"),
    ("/api/nowhere/at/all", "DELETE", "outer"),
    ("/api", "GET", "outer"),
    ("/api/v1/", "GET", "inner"),
    ("/api/v1/", "PUT", "inner"),
    ("/api/v1/view", "GET", "view"),
    ("/api/v1/closed", "GET", None),
    ("/api/v1/folder", "GET", "inner"),
    ("/api/v1/nowhere", "GET", "inner"),
    ("/api/v1", "GET", "inner"),
    # A router that has no policy has that of the one around it.
    ("/api/plain/", "GET", "outer"),
    ("/api/plain/", "PUT", "outer"),
    ("/api/plain/nowhere", "GET", "outer"),
    ("/api/plain/folder", "GET", "outer"),
    ("/api/plain/view", "GET", "view"),
    ("/api/plain/closed", "GET", None),
    # A prefix ends with a segment.
    ("/apiary", "GET", "app"),
    ("/api/v10", "GET", "outer"),
    ("/API/v1/", "GET", "app"),
    # No slashes are merged here.
    ("//api//v1//view", "GET", "app"),
]


def _greet(tenant: str) -> str:
    """Answer."""
    return tenant


@pytest.mark.parametrize("kind", NESTED)
@pytest.mark.parametrize(("path", "method", "scope"), INNERMOST)
def test_the_innermost_scope_wins_whole(
    kind: str, path: str, method: str, scope: str | None
) -> None:
    """A request and its preflight follow the same policy, and ``policy_for`` names it."""
    app = NESTED[kind]()
    assert scopes_of(app, path, method) == [scope, scope]
    policy = policy_for(app, path, method)
    assert policy == (None if scope is None else named(scope))


@pytest.mark.parametrize("kind", NESTED)
def test_every_order_of_requests(kind: str) -> None:
    """What a request has shown of the routes decides the next one in the same way."""
    app = NESTED[kind]()
    for path, method, scope in [*INNERMOST, *INNERMOST[::-1]]:
        assert scopes_of(app, path, method) == [scope, scope], path


@pytest.mark.parametrize("kind", NESTED)
def test_head_and_options_follow_the_endpoint(kind: str) -> None:
    """So do the answers to methods that the router refuses."""
    app = NESTED[kind]()
    for method in ("HEAD", "OPTIONS"):
        reply = ask(app, method, "/api/v1/view")
        assert reply.cors.get("Access-Control-Expose-Headers") == "view"
        assert ask(app, method, "/api/v1/closed").cors == NOTHING


def test_a_router_that_is_included_twice() -> None:
    """Under each of its prefixes it has its policy, and its 404 and 405."""
    app, router, around = FastAPI(openapi_url=None), APIRouter(), APIRouter(prefix="/c")
    router.get("/x")(lambda: 1)
    CORS(app, named("app"))
    covered(around, "other")
    app.include_router(router, prefix="/a")
    around.include_router(router, prefix="/b")
    app.include_router(around)
    # It has no policy of its own, so the one around it counts: the same route, two policies.
    for _ in range(2):
        assert scopes_of(app, "/a/x", "GET") == ["app", "app"]
        assert scopes_of(app, "/c/b/x", "GET") == ["other", "other"]
    covered(router, "outer")
    for prefix in ("/a", "/c/b"):
        for path, method in (("/x", "GET"), ("/x", "PUT"), ("/nowhere", "GET"), ("/x/", "GET")):
            assert scopes_of(app, f"{prefix}{path}", method) == ["outer", "outer"]
    assert scopes_of(app, "/nowhere", "GET") == ["app", "app"]
    assert scopes_of(app, "/c/nowhere", "GET") == ["other", "other"]


def test_one_router_in_two_apps() -> None:
    """A router takes its policy with it into every app."""
    router = covered(Router([Route("/x", say_hello)]), "outer")
    for scope in ("app", "other"):
        app = covered(Starlette(routes=[Mount("/api", router), Route("/", say_hello)]), scope)
        assert scopes_of(app, "/api/x", "GET") == ["outer", "outer"]
        assert scopes_of(app, "/", "GET") == [scope, scope]


def test_a_router_without_a_prefix() -> None:
    """Its endpoints are covered; a path that leads nowhere is the app's."""
    app, router = covered(FastAPI(openapi_url=None), "app"), APIRouter()
    router.get("/in")(lambda: 1)
    app.include_router(covered(router, "outer"))
    assert scopes_of(app, "/in", "GET") == ["outer", "outer"]
    assert scopes_of(app, "/in", "PUT") == ["outer", "outer"]
    assert scopes_of(app, "/in/nowhere", "GET") == ["app", "app"]


def test_two_routers_that_share_a_prefix() -> None:
    """Where they disagree, a 404 is neither's, but that of what is around both."""
    app = covered(FastAPI(openapi_url=None), "app")
    for scope in ("outer", "other"):
        router = APIRouter(prefix="/api")
        router.get(f"/{scope}")(lambda: 1)
        app.include_router(covered(router, scope))
    assert scopes_of(app, "/api/outer", "GET") == ["outer", "outer"]
    assert scopes_of(app, "/api/other", "GET") == ["other", "other"]
    assert scopes_of(app, "/api/nowhere", "GET") == ["app", "app"]


def test_a_prefix_with_a_parameter() -> None:
    """Its endpoints are covered, also their 405 and redirects; a 404 under it is the app's."""
    app, router = covered(FastAPI(openapi_url=None), "app"), APIRouter(prefix="/{tenant}/api")
    router.get("/folder/")(_greet)
    app.include_router(covered(router, "outer"))
    for path, method in (("/a/api/folder/", "GET"), ("/a/api/folder/", "PUT")):
        assert scopes_of(app, path, method) == ["outer", "outer"]
    assert scopes_of(app, "/a/api/folder", "GET") == ["outer", "outer"]
    assert scopes_of(app, "/a/api/nowhere", "GET") == ["app", "app"]
    assert scopes_of(app, "/{tenant}/api/nowhere", "GET") == ["app", "app"]


def test_a_mount_with_a_parameter() -> None:
    """The router gives all that is below to the mount, so its 404 is the mount's."""
    mount = covered(Mount("/{tenant}/api", routes=[Route("/x", say_hello)]), "outer")
    app = covered(Starlette(routes=[mount]), "app")
    assert scopes_of(app, "/a/api/x", "GET") == ["outer", "outer"]
    assert scopes_of(app, "/a/api/nowhere", "GET") == ["outer", "outer"]
    assert scopes_of(app, "/a", "GET") == ["app", "app"]


def test_two_routes_of_one_path() -> None:
    """Each method follows its own route; one that neither has, the first."""
    app = Starlette(
        routes=[
            Route("/x", cross_origin(named("view"))(say_hello), methods=["GET"]),
            Route("/x", cross_origin(named("other"))(say_hello), methods=["POST"]),
            Route("/x", same_origin(say_hello), methods=["DELETE"]),
        ]
    )
    covered(app, "app")
    expected = {"GET": "view", "HEAD": "view", "POST": "other", "DELETE": None, "PUT": "view"}
    for method, scope in expected.items():
        assert scopes_of(app, "/x", method) == [scope, scope], method


def test_hosts() -> None:
    """A host has a policy; the same path on another one has the app's."""
    host = covered(Host("api.example.org", Router([Route("/", say_hello)])), "outer")
    app = covered(Starlette(routes=[host, Route("/", say_hello)]), "app")

    for name, scope in (("api.example.org", "outer"), ("x.example", "app")):
        for asks in (None, "GET"):
            call = scope_for(asks=asks)
            call["headers"][0] = (b"host", name.encode())
            assert scope_of(answered(app, call)) == scope


class Orders(HTTPEndpoint):
    """An endpoint whose methods have policies of their own."""

    @cross_origin(named("view"))
    async def get(self, _: Request) -> PlainTextResponse:
        """Answer."""
        return PlainTextResponse("hello")

    @same_origin
    def post(self, _: Request) -> PlainTextResponse:
        """Answer."""
        return PlainTextResponse("hello")

    async def put(self, _: Request) -> PlainTextResponse:
        """Answer."""
        return PlainTextResponse("hello")


class Shipped(Orders):
    """An endpoint that inherits the methods of another."""


@pytest.mark.parametrize("endpoint", [Orders, Shipped])
def test_the_methods_of_a_class(endpoint: type[HTTPEndpoint]) -> None:
    """Each has its policy; one without a policy, or that does not exist, has the app's."""
    app = covered(Starlette(routes=[Route("/", endpoint)]), "app")
    expected = {"GET": "view", "HEAD": "view", "POST": None, "PUT": "app", "DELETE": "app"}
    for method, scope in expected.items():
        assert scopes_of(app, "/", method) == [scope, scope], method


def test_the_methods_of_a_class_are_those_of_its_route() -> None:
    """A preflight is told them, of an endpoint that does not list any."""
    app = covered(Starlette(routes=[Route("/", Orders)]), "app")
    assert ask(app, asks="PUT").methods == "GET, HEAD, POST, PUT"


def test_apps_that_are_no_frameworks(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is mounted has the policy of its mount; one that has a layer, its own."""
    folder = tmp_path_factory.mktemp("static")
    (folder / "data.json").write_text("[]")
    files = covered(Mount("/files", StaticFiles(directory=folder)), "outer")
    strict = asgi.CORSMiddleware(saying(), named("inner"))
    app = covered(Starlette(routes=[files, Mount("/own", strict), Mount("/any", saying())]), "app")
    for path in ("/files/data.json", "/files/none.json"):
        assert scopes_of(app, path, "GET") == ["outer", "outer"]
    assert scopes_of(app, "/own/x", "GET") == ["inner", "inner"]
    assert scopes_of(app, "/any/x", "GET") == ["app", "app"]


def test_a_router_that_is_closed() -> None:
    """In place of a policy, ``same_origin`` closes a router, or an app but for what is decorated."""
    mount = Mount("/in", routes=[Route("/", say_hello)])
    CORS(mount, same_origin)
    app = Starlette(routes=[mount, Route("/view", cross_origin(named("view"))(say_hello))])
    CORS(app, same_origin)
    assert scopes_of(app, "/in/", "GET") == [None, None]
    assert scopes_of(app, "/nowhere", "GET") == [None, None]
    assert scopes_of(app, "/view", "GET") == ["view", "view"]


def test_routes_that_come_later() -> None:
    """A route, a router and a decorator that are added after the first requests count."""
    app = covered(Starlette(routes=[Route("/", say_hello)]), "app")
    assert scopes_of(app, "/view", "GET") == ["app", "app"]
    app.add_route("/view", cross_origin(named("view"))(say_hello))
    assert scopes_of(app, "/view", "GET") == ["view", "view"]
    app.mount("/in", covered(Router([Route("/", say_hello)]), "inner"))
    assert scopes_of(app, "/in/", "GET") == ["inner", "inner"]
    assert scopes_of(app, "/", "GET") == ["app", "app"]


@pytest.mark.parametrize("make", [APIRouter, Router, lambda: Mount("/x", saying())])
def test_two_policies(make: type[Router]) -> None:
    """A router that is covered twice is a mistake; so is a guard on it."""
    router = covered(make(), "outer")
    with pytest.raises(PolicyError) as caught:
        CORS(router, named("other"), guard=True)
    codes = [problem.code for problem in caught.value.problems]
    assert codes == [ProblemCode.TWO_POLICIES, ProblemCode.GUARD_ON_A_BLUEPRINT]
