"""Apps of Starlette and FastAPI, made to answer a case as the Flask app does."""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response
from starlette.routing import Mount, Route

from crossorigin import Policy
from crossorigin.starlette import CORS, cross_origin, same_origin
from crossorigin.starlette._marks import registry
from tests.cases.case import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from crossorigin._adapters.asgi_calls import ASGIApp, Message, Receive, Scope, Send
    from tests.cases.case import Case

    Endpoint = Callable[[Request], Any]
    Decorator = Callable[[Endpoint], Endpoint]

METHODS: Final = ["DELETE", "GET", "PATCH", "POST", "PUT", "QUERY"]
_OTHER: Final = Policy([ELSEWHERE], credentials=True, max_age=7)


class Late:
    """
    A middleware that counts requests, asks for a password, and fails after the endpoint.

    Its redirects are Flask's, and it knows no WebSockets.
    """

    def __init__(self, app: ASGIApp, called: list[str]) -> None:
        """Wrap *app*."""
        self._app, self._called = app, called

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Answer as the app does, or fail.

        Raises:
            LookupError: At ``/late``.
        """
        headers = {name.lower() for name, _ in scope["headers"]}
        self._called.append(scope["path"])
        status = None
        if scope["path"] == "/private" and b"authorization" not in headers:
            status = 401
        elif b"upgrade" in headers:
            status = 400
        elif scope["path"] == "/late":
            raise LookupError(scope["path"])

        async def answer(message: Message) -> None:
            if message.get("status") == HTTPStatus.TEMPORARY_REDIRECT:
                message["status"] = HTTPStatus.PERMANENT_REDIRECT.value
            await send(message)

        if status is None:
            await self._app(scope, receive, answer)
        else:
            await Response(status_code=status)(scope, receive, send)


def _endpoints(case: Case) -> dict[str, tuple[Endpoint, list[str]]]:
    """Return the endpoints that answer as those of the Flask app do, and their methods."""

    async def plain(request: Request) -> Response:
        # As Flask, which answers this by itself.
        if request.method == "OPTIONS":
            return Response()
        response = Response(status_code=case.status)
        response.raw_headers += [
            (name.encode(), value.encode("latin-1")) for name, value in case.own
        ]
        return response

    async def crash(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response()
        raise LookupError(request.url.path)

    methods = [*METHODS, "HEAD", "OPTIONS"]
    return {
        "/": (plain, methods),
        "/crash": (crash, methods),
        "/folder/": (plain, methods),
        "/late": (plain, methods),
        "/private": (plain, methods),
        "/read-only": (plain, ["GET", "HEAD", "OPTIONS"]),
    }


def _undecorated(endpoint: Endpoint) -> Endpoint:
    """Return *endpoint* as it is."""
    return endpoint


def _routes(case: Case, decorator: Decorator = _undecorated) -> list[Route]:
    """Return the routes of these endpoints, decorated."""
    return [
        Route(path, decorator(endpoint), methods=methods)
        for path, (endpoint, methods) in _endpoints(case).items()
    ]


@contextmanager
def alone() -> Generator[None]:
    """Let no decorator and no router of this process have a policy, as in an app without any."""
    with patch.object(registry, "count", 0):
        yield


def starlette_app(case: Case) -> tuple[ASGIApp, list[str]]:
    """Return an app that has the policy."""
    called: list[str] = []
    app = Starlette(routes=_routes(case), middleware=[Middleware(Late, called)])
    CORS(app, **case.policy)
    return app, called


def starlette_mount(case: Case) -> tuple[ASGIApp, list[str]]:
    """Return an app whose mount has the policy."""
    called: list[str] = []
    mount = Mount("", routes=_routes(case))
    CORS(mount, **case.policy)
    app = Starlette(routes=[mount], middleware=[Middleware(Late, called)])
    CORS(app, _OTHER)
    return app, called


def starlette_endpoints(case: Case) -> tuple[ASGIApp, list[str]]:
    """Return an app whose endpoints have the policy, each by a decorator."""
    called: list[str] = []
    decorator: Any = cross_origin(**case.policy)
    app = Starlette(routes=_routes(case, decorator), middleware=[Middleware(Late, called)])
    CORS(app, same_origin)
    return app, called


def fastapi_router(case: Case) -> tuple[ASGIApp, list[str]]:
    """Return an app of FastAPI whose router has the policy."""
    called: list[str] = []
    router = APIRouter()
    for path, (endpoint, methods) in _endpoints(case).items():
        router.add_api_route(path, endpoint, methods=methods, response_model=None)
    CORS(router, **case.policy)
    app = FastAPI(openapi_url=None, middleware=[Middleware(Late, called)])
    CORS(app, _OTHER)
    app.include_router(router)
    return app, called
