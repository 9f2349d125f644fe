"""A Starlette app behind a guard, with a form and a WebSocket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from crossorigin import Guard
from crossorigin.asgi import CORSMiddleware
from tests.cases.sending import IDP, READERS
from tests.guard.served_flask import PUBLIC

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send
    from starlette.websockets import WebSocket


async def transfer(_: Request) -> PlainTextResponse:
    """Do what no page of another site may have done."""
    return PlainTextResponse("transferred")


async def echo(socket: WebSocket) -> None:
    """Say what is said, once."""
    await socket.accept()
    await socket.send_text(await socket.receive_text())
    await socket.close()


application = Starlette(
    routes=[Route("/transfer", transfer, methods=["POST"]), WebSocketRoute("/echo", echo)],
    middleware=[
        Middleware(CORSMiddleware, policy=READERS, guard=Guard(trusted=[IDP, PUBLIC])),
    ],
)


async def without_extensions(scope: Scope, receive: Receive, send: Send) -> None:
    """Be the app on a server that cannot answer a handshake, but only close it."""
    await application({**scope, "extensions": {}}, receive, send)
