"""Starlette apps behind a guard, with a form and a WebSocket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from crossorigin import Guard
from crossorigin.asgi import CORSMiddleware
from crossorigin.starlette import CORS
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


_ROUTES: Final = [Route("/transfer", transfer, methods=["POST"]), WebSocketRoute("/echo", echo)]
_GUARD: Final = Guard(trusted=[IDP, PUBLIC])
application = Starlette(
    routes=_ROUTES, middleware=[Middleware(CORSMiddleware, policy=READERS, guard=_GUARD)]
)
covered = Starlette(routes=_ROUTES)
CORS(covered, READERS, guard=_GUARD)


async def without_extensions(scope: Scope, receive: Receive, send: Send) -> None:
    """Be the app on a server that cannot answer a handshake, but only close it."""
    await application({**scope, "extensions": {}}, receive, send)
