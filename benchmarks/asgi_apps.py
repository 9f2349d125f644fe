"""Starlette apps: bare, with its own middleware, and with this library."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from benchmarks.candidates import Candidate, Transport
from benchmarks.scenarios import ALLOWED, asgi_answer, asgi_call
from crossorigin import Policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from benchmarks.scenarios import ASGIApp

ASGI: Final = Transport(asgi_call, asgi_answer)
OUR_MODULE: Final = "crossorigin.asgi"
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
    app: ASGIApp = import_module(OUR_MODULE).CORSMiddleware(bare(), policy)
    return app


def ours() -> list[Candidate[ASGIApp]]:
    """Return the bare app and, if this library has an ASGI adapter, the one with it."""
    candidates: list[Candidate[ASGIApp]] = [Candidate("bare Starlette", bare, is_bare=True)]
    if find_spec(OUR_MODULE) is not None:
        candidates.append(Candidate(OURS, with_policy, is_ours=True))
    return candidates


def others() -> list[Candidate[ASGIApp]]:
    """Return the app with Starlette's middleware."""
    return [Candidate("Starlette's CORSMiddleware", starlette_cors)]
