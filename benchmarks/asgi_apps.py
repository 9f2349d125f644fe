"""Starlette apps: bare, with its own middleware, and with this library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from benchmarks.candidates import Candidate, Transport
from benchmarks.scenarios import ALLOWED, asgi_answer, asgi_call
from crossorigin import Policy, asgi
from crossorigin.starlette import CORS, cross_origin, same_origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from benchmarks.scenarios import ASGIApp

ASGI: Final = Transport(asgi_call, asgi_answer)
OURS: Final = "crossorigin.asgi.CORSMiddleware"
APP_WIDE: Final = "crossorigin.starlette CORS(app)"
BY_ENDPOINT: Final = "crossorigin.starlette @cross_origin"
_METHODS: Final = ("GET", "PUT")


async def _view(request: Request) -> PlainTextResponse:
    """Answer with next to nothing."""
    return PlainTextResponse(f"order {request.path_params['order_id']}")


def bare(middleware: Sequence[Middleware] = ()) -> Starlette:
    """Return an app without CORS."""
    route = Route("/orders/{order_id:int}", _view, methods=[*_METHODS, "OPTIONS"])
    return Starlette(routes=[route], middleware=[*middleware])


def starlette_cors(origins: Sequence[str] = (ALLOWED,)) -> Starlette:
    """Return an app with Starlette's middleware."""
    return bare(
        [Middleware(CORSMiddleware, allow_origins=origins, allow_methods=_METHODS)],
    )


def _policy() -> Policy:
    """Return the policy of the apps below."""
    return Policy([ALLOWED], methods=_METHODS, allow_headers=["Authorization"])


def with_policy() -> ASGIApp:
    """Return an app with this library."""
    return asgi.CORSMiddleware(bare(), _policy())


def covered() -> ASGIApp:
    """Return an app that the adapter for Starlette covers, with methods of its routes."""
    app = bare()
    CORS(app, Policy([ALLOWED], allow_headers=["Authorization"]))
    return app


def by_endpoint() -> ASGIApp:
    """Return an app whose endpoint has a policy of its own."""
    endpoint = cross_origin(_policy())(_view)
    route = Route("/orders/{order_id:int}", endpoint, methods=[*_METHODS, "OPTIONS"])
    app = Starlette(routes=[route])
    CORS(app, same_origin)
    return app


def ours() -> list[Candidate[ASGIApp]]:
    """Return the bare app, and the one with this library."""
    return [
        Candidate("bare Starlette", bare, is_bare=True),
        Candidate(OURS, with_policy, is_ours=True),
        Candidate(APP_WIDE, covered, is_ours=True),
        Candidate(BY_ENDPOINT, by_endpoint, is_ours=True),
    ]


def others() -> list[Candidate[ASGIApp]]:
    """Return the app with Starlette's middleware."""
    return [Candidate("Starlette's CORSMiddleware", starlette_cors)]
