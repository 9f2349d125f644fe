"""Litestar: ``uvicorn litestar_app:application``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import HttpMethod, Litestar, Response, get, route
from litestar.response import Stream

from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

POLICY = Policy(["https://app.example.com"], methods=["PUT"], credentials=True)


@route("/orders/7", http_method=[HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT])
async def order() -> Response[dict[str, int]]:
    """Answer in the reader's language, and remember the reader."""
    return Response(
        {"order": 7},
        status_code=200,
        headers={"Vary": "Accept-Language", "Set-Cookie": "seen=1; Path=/"},
    )


async def pieces() -> AsyncIterator[str]:
    """Yield one line after the other."""
    for number in range(3):
        yield f"line {number}\n"


@get("/log")
async def log() -> Stream:
    """Stream."""
    return Stream(pieces(), media_type="text/plain")


@get("/broken")
async def broken() -> None:
    """Raise."""
    raise LookupError("the shelf broke")


app = Litestar([order, log, broken], openapi_config=None)
application = CORSMiddleware(app, POLICY)
