"""Make apps of Starlette and FastAPI for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route

from crossorigin import Policy
from crossorigin.starlette import CORS, cross_origin, same_origin
from tests.asgi.calls import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request

    from crossorigin._adapters.asgi_calls import ASGIApp
    from tests.wsgi.calls import Reply


async def say_hello(_: Request) -> PlainTextResponse:
    """Answer."""
    return PlainTextResponse("hello")


def say_hello_in_a_thread(_: Request) -> PlainTextResponse:
    """Answer."""
    return PlainTextResponse("hello")


async def crash(_: Request) -> PlainTextResponse:
    """
    Raise.

    Raises:
        LookupError: Always.
    """
    raise LookupError("the order 7")


# What tells the policies of a test apart: the scope → its max_age.
SCOPES: Final = {"app": 1, "outer": 2, "inner": 3, "view": 4, "other": 5}


def named(scope: str, **options: Any) -> Policy:  # noqa: ANN401 - options of a policy
    """Return a policy that lets everybody in, and whose answers tell its *scope*."""
    return Policy("*", expose_headers=[scope], max_age=SCOPES[scope], **options)


def scope_of(reply: Reply) -> str | None:
    """Return the scope whose policy *reply* follows, ``None`` if it has no CORS header."""
    cors = reply.cors
    max_age = cors.get("Access-Control-Max-Age")
    if max_age is not None:
        return next(scope for scope, age in SCOPES.items() if str(age) == max_age)
    scope = cors.get("Access-Control-Expose-Headers")
    assert scope is not None or not cors, "closed, or of a scope"
    return scope


def scopes_of(app: ASGIApp, path: str, method: str) -> list[str | None]:
    """Return whose policy a request follows, and whose its preflight."""
    return [scope_of(ask(app, method, path, asks=asks)) for asks in (None, method)]


def routes(*, prefix: str = "") -> list[BaseRoute]:
    """Return the routes that each router of :func:`nested` has."""
    return [
        Route(f"{prefix}/", say_hello),
        Route(f"{prefix}/view", cross_origin(named("view"))(say_hello)),
        Route(f"{prefix}/closed", same_origin(say_hello_in_a_thread)),
        Route(f"{prefix}/folder/", say_hello),
    ]


def covered(target: Any, scope: str) -> Any:  # noqa: ANN401 - a router or a mount
    """Return *target* with the policy of *scope*."""
    CORS(target, named(scope))
    return target


App = TypeVar("App", bound=Starlette)


def starlette_nested() -> Starlette:
    """Return an app, a mount ``/api`` in it and ``/v1`` in that, each with a policy."""
    inner = covered(Mount("/v1", routes=routes()), "inner")
    plain = Mount("/plain", routes=routes())
    outer = covered(Mount("/api", routes=[inner, plain, *routes()]), "outer")
    return _app(Starlette(routes=[outer, *_of_the_app()]))


def fastapi_nested() -> FastAPI:
    """Return an app of FastAPI, a router ``/api`` in it and ``/api/v1`` in that, with policies."""
    inner, plain, outer = (APIRouter(prefix=prefix) for prefix in ("/v1", "/plain", "/api"))
    for router in (inner, plain, outer):
        add(router)
    covered(inner, "inner")
    outer.include_router(inner)
    outer.include_router(plain)
    # Included before it is covered.
    app = FastAPI(openapi_url=None)
    app.router.routes.extend(_of_the_app())
    app.include_router(outer)
    covered(outer, "outer")
    return _app(app)


def fastapi_with_prefixes() -> FastAPI:
    """Return the same, with the prefixes of ``include_router``, covered in another order."""
    inner, plain, outer = APIRouter(), APIRouter(), APIRouter()
    app = _app(FastAPI(openapi_url=None))
    covered(outer, "outer")
    for router in (inner, plain, outer):
        add(router)
    app.include_router(outer, prefix="/api")
    outer.include_router(inner, prefix="/v1")
    outer.include_router(plain, prefix="/plain")
    covered(inner, "inner")
    app.router.routes.extend(_of_the_app())
    return app


def starlette_apps() -> Starlette:
    """Return the same of apps that mount apps."""
    inner = Starlette(routes=routes())
    plain = Starlette(routes=routes())
    outer = Starlette(routes=[Mount("/v1", inner), Mount("/plain", plain), *routes()])
    covered(inner, "inner")
    covered(outer, "outer")
    return _app(Starlette(routes=[Mount("/api", outer), *_of_the_app()]))


NESTED: Final[dict[str, Callable[[], Starlette]]] = {
    "mounts": starlette_nested,
    "routers": fastapi_nested,
    "prefixes": fastapi_with_prefixes,
    "apps": starlette_apps,
}


def _of_the_app() -> Iterable[BaseRoute]:
    """Return the routes of an app's own."""
    return [Route("/", say_hello), Route("/closed", same_origin(say_hello))]


def _app(app: App) -> App:
    """Return *app* with a policy."""
    CORS(app, named("app"))
    return app


def add(router: APIRouter) -> None:
    """Give *router* of FastAPI the routes of :func:`routes`."""

    @router.get("/")
    async def index() -> str:
        return "hello"

    @router.get("/view")
    @cross_origin(named("view"))
    async def view(limit: int = 1) -> int:
        return limit

    @router.get("/closed")
    @same_origin
    def closed() -> str:
        return "hello"

    @router.get("/folder/")
    def folder() -> str:
        return "hello"
