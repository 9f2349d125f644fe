"""Apps of Starlette and FastAPI."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Depends, FastAPI, HTTPException
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from crossorigin.starlette import CORS, cross_origin, policy_for, same_origin
from tests.frameworks.apps.built import Built
from tests.frameworks.apps.origins import FOR_APP, FOR_GROUP, FOR_VIEW, TIGHTER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from crossorigin import Policy
    from crossorigin._adapters.asgi_calls import ASGIApp, Receive, Scope, Send

_METHODS: Final = ["GET", "POST", "PUT"]


async def say(_: Request) -> Response:
    """Answer."""
    return PlainTextResponse("said")


async def crash(request: Request) -> Response:
    """
    Raise.

    Raises:
        LookupError: Always.
    """
    raise LookupError(request.url.path)


class Login:
    """A middleware that lets nobody in without an ``Authorization``."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or ask for a login."""
        if scope["type"] == "lifespan" or b"authorization" in dict(scope["headers"]):
            await self._app(scope, receive, send)
        else:
            await PlainTextResponse("who are you?", 401)(scope, receive, send)


def log_in(request: Request) -> None:
    """
    Be a dependency that lets nobody in without an ``Authorization``.

    Raises:
        HTTPException: If there is none.
    """
    if "Authorization" not in request.headers:
        raise HTTPException(401)


def _starlette(
    *, middleware: tuple[Middleware, ...] = (), guard: bool = False, shadow: Policy | None = None
) -> AbstractContextManager[Built]:
    """Return an app with endpoints inside and outside of a mount."""
    group = Mount("/group", routes=[Route("/inside", say)])
    CORS(group, FOR_GROUP)
    app = Starlette(
        routes=[
            Route("/open", say, methods=_METHODS, name="open"),
            Route("/crash", crash),
            Route("/view", cross_origin(FOR_VIEW)(say)),
            Route("/closed", same_origin(say)),
            group,
        ],
        middleware=middleware,
    )
    CORS(app, FOR_APP, guard=guard, shadow=shadow)
    return nullcontext(Built(app, partial(policy_for, app), app.state.crossorigin.stats))


def _fastapi(
    *, dependencies: tuple[Any, ...] = (), guard: bool = False, shadow: Policy | None = None
) -> AbstractContextManager[Built]:
    """Return an app with endpoints inside and outside of a router."""
    app = FastAPI(openapi_url=None, dependencies=dependencies)
    CORS(app, FOR_APP, guard=guard, shadow=shadow)
    group = APIRouter(prefix="/group")
    CORS(group, FOR_GROUP)
    group.get("/inside")(_said)
    app.include_router(group)
    app.api_route("/open", methods=_METHODS, name="open")(_said)
    app.add_api_route("/crash", crash, response_model=None)
    app.get("/view")(cross_origin(FOR_VIEW)(_said))
    app.get("/closed")(same_origin(_said))
    return nullcontext(Built(app, partial(policy_for, app), app.state.crossorigin.stats))


def _said() -> str:
    return "said"


def _apps(
    covered: Callable[..., AbstractContextManager[Built]], **login: object
) -> Mapping[str, Callable[[], AbstractContextManager[Built]]]:
    """Return the kinds of apps, made by *covered*."""
    kinds = ("whole", "group", "view", "closed", "routes")
    told = ("policy_for", "policy_for_view", "stats", "stats_by_view")
    return {
        **dict.fromkeys((*kinds, *told), covered),
        "login": partial(covered, **login),
        "guard": partial(covered, guard=True),
        "shadow": partial(covered, shadow=TIGHTER),
    }


STARLETTE: Final = _apps(_starlette, middleware=(Middleware(Login),))
FASTAPI: Final = _apps(_fastapi, dependencies=(Depends(log_in),))
