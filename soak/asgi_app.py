"""The Starlette app that ASGI servers serve: some of its endpoints do what an app should not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from crossorigin.asgi import CORSMiddleware
from soak.policy import OPEN, POLICY

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class SayWhatWasSeen:
    """Name, on each response, the request that it is for."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        number = dict(scope["headers"]).get(b"x-number", b"")

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-seen", number)]
            await send(message)

        return await self._app(scope, receive, say)


async def index(_: Request) -> Response:
    """Answer."""
    return JSONResponse({"ok": True})


async def varied(_: Request) -> Response:
    """Answer with a ``Vary`` of its own."""
    return PlainTextResponse("varied", headers={"Vary": "Accept-Encoding"})


async def streamed(_: Request) -> Response:
    """Answer piece by piece."""

    async def pieces() -> AsyncGenerator[bytes]:
        for _ in range(10):
            yield b"piece"

    return StreamingResponse(pieces())


async def cut(_: Request) -> Response:
    """Raise in the midst of an answer."""

    async def pieces() -> AsyncGenerator[bytes]:
        yield b"piece"
        raise RuntimeError("as meant")

    return StreamingResponse(pieces(), headers={"Content-Length": "1000"})


async def crash(_: Request) -> Response:
    """Raise."""
    raise RuntimeError("as meant")


async def twice(_: Request) -> Response:
    """Answer as an app in whose place an error page is sent."""
    return PlainTextResponse("twice", 500)


_inner = Starlette(
    routes=[
        Route("/", index, methods=["GET", "POST", "PUT"]),
        Route("/varied", varied),
        Route("/streamed", streamed),
        Route("/cut", cut),
        Route("/crash", crash),
        Route("/twice", twice),
        Route("/open", CORSMiddleware(PlainTextResponse("open"), OPEN)),
    ]
)
app = CORSMiddleware(SayWhatWasSeen(_inner), POLICY)
