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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from benchmarks.scenarios import ASGIApp

ASGI: Final = Transport(asgi_call, asgi_answer)
OURS: Final = "crossorigin.asgi.CORSMiddleware"
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


def with_policy() -> ASGIApp:
    """Return an app with this library."""
    policy = Policy([ALLOWED], methods=_METHODS, allow_headers=["Authorization"])
    return asgi.CORSMiddleware(bare(), policy)


def ours() -> list[Candidate[ASGIApp]]:
    """Return the bare app, and the one with this library."""
    return [
        Candidate("bare Starlette", bare, is_bare=True),
        Candidate(OURS, with_policy, is_ours=True),
    ]


def others() -> list[Candidate[ASGIApp]]:
    """Return the app with Starlette's middleware."""
    return [Candidate("Starlette's CORSMiddleware", starlette_cors)]
