"""Each mistake that is planted in an app of Starlette or FastAPI is found, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from crossorigin import Policy
from crossorigin.doctor.routes._mistake import MistakeSlug as Slug
from crossorigin.doctor.routes._run import mistakes_of
from crossorigin.starlette import CORS, cross_origin, same_origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

POLICY: Final = Policy("https://app.example.com")
OTHER: Final = Policy("https://other.example")


def endpoint() -> str:
    """Answer."""
    return "ok"


class Items(HTTPEndpoint):
    """An endpoint with a method that has a policy, and one that answers ``OPTIONS``."""

    @cross_origin(OTHER)
    async def get(self, _: Request) -> Response:
        """Answer."""
        return PlainTextResponse("items")

    async def options(self, _: Request) -> Response:
        """Answer, but never a preflight."""
        return PlainTextResponse("")


def fastapi(policy: Policy = POLICY) -> FastAPI:
    """Return an app with a policy, and an endpoint that has none of its own."""
    app = FastAPI(openapi_url=None)
    CORS(app, policy)
    app.get("/")(endpoint)
    return app


def misplaced() -> FastAPI:
    """Return an app with a decorator above its route."""
    app = fastapi()

    def below() -> str:
        return "ok"

    app.get("/below")(below)
    cross_origin(Policy("*"))(below)
    return app


def misplaced_alone() -> FastAPI:
    """Return an app whose one endpoint is closed by a decorator above its route."""
    app = FastAPI(openapi_url=None)
    CORS(app, Policy("*"))

    def below() -> str:
        return "ok"

    app.get("/below")(below)
    cross_origin(POLICY)(below)
    return app


def with_router(policy: Policy = OTHER, *, own: bool = False, in_use: bool = True) -> FastAPI:
    """Return an app with a router that has a *policy*, and an endpoint, perhaps with its own."""
    app, router = fastapi(), APIRouter(prefix="/api")
    CORS(router, policy)
    if own:
        router.get("/own")(same_origin(endpoint))
    if in_use:
        router.get("/a")(endpoint)
    app.include_router(router)
    return app


def all_decorated() -> FastAPI:
    """Return an app whose endpoints have policies of their own."""
    app = FastAPI(openapi_url=None)
    CORS(app, POLICY)
    app.get("/")(cross_origin(OTHER)(endpoint))
    return app


def own_options() -> FastAPI:
    """Return an app with an endpoint that answers ``OPTIONS``."""
    app = fastapi()
    app.options("/")(endpoint)
    return app


def by_class() -> Starlette:
    """Return an app with a class that answers ``OPTIONS``, in a mount."""
    app = Starlette(routes=[Mount("/in", routes=[Route("/items", Items)])])
    CORS(app, POLICY)
    return app


PLANTED: Final[list[tuple[Slug, Callable[[], object]]]] = [
    (Slug.DECORATOR_WITHOUT_EFFECT, misplaced),
    (Slug.DECORATOR_WITHOUT_EFFECT, misplaced_alone),
    (Slug.OPTIONS_VIEW_SHADOWED, own_options),
    (Slug.OPTIONS_VIEW_SHADOWED, by_class),
    (Slug.BLUEPRINT_POLICY_UNUSED, lambda: with_router(own=True, in_use=False)),
    (Slug.POLICY_REPEATED, lambda: with_router(POLICY)),
    (Slug.APP_POLICY_UNUSED, all_decorated),
]


def closed() -> FastAPI:
    """Return an app that is closed, but for an endpoint; the endpoint of ``OPTIONS`` is, too."""
    app = FastAPI(openapi_url=None)
    CORS(app, same_origin)
    app.get("/")(cross_origin(POLICY)(endpoint))
    app.options("/")(endpoint)
    return app


def mounted() -> Starlette:
    """Return an app with another one in it, whose policy is as good."""
    inner = fastapi()
    app = Starlette(routes=[Route("/", Items), Mount("/in", inner)])
    CORS(app, same_origin)
    return app


RIGHT: Final[list[Callable[[], object]]] = [
    fastapi,
    with_router,
    lambda: with_router(own=True),
    closed,
    mounted,
]


@pytest.mark.parametrize(("slug", "make"), PLANTED, ids=range(len(PLANTED)))
def test_a_planted_mistake(slug: Slug, make: Callable[[], object]) -> None:
    """It alone is found, with the place and a line to paste."""
    (found,) = mistakes_of(make())
    assert found.slug is slug
    assert found.where
    assert found.fix


@pytest.mark.parametrize("make", RIGHT, ids=range(len(RIGHT)))
def test_what_is_right(make: Callable[[], object]) -> None:
    """Nothing is found."""
    assert mistakes_of(make()) == []
