"""Starlette: ``uvicorn starlette_app:application``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route

from crossorigin import Policy
from crossorigin.starlette import CORS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

POLICY = Policy(["https://app.example.com"], methods=["PUT"], credentials=True)


async def order(_: Request) -> JSONResponse:
    """Answer in the reader's language, and remember the reader."""
    return JSONResponse(
        {"order": 7}, headers={"Vary": "Accept-Language", "Set-Cookie": "seen=1; Path=/"}
    )


async def pieces() -> AsyncIterator[str]:
    """Yield one line after the other."""
    for number in range(3):
        yield f"line {number}\n"


async def log(_: Request) -> StreamingResponse:
    """Stream."""
    return StreamingResponse(pieces(), media_type="text/plain")


async def broken(_: Request) -> JSONResponse:
    """Raise."""
    raise LookupError("the shelf broke")


application = Starlette(
    routes=[
        Route("/orders/7", order, methods=["GET", "POST", "PUT"]),
        Route("/log", log),
        Route("/broken", broken),
    ]
)
CORS(application, POLICY)
