"""Call an ASGI app as a server does, and keep all that it answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.cases.case import HERE
from tests.wsgi.calls import Reply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._adapters.asgi_calls import ASGIApp, Message, Scope

Pairs = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Server:
    """
    Be a server that has received one request.

    Attributes:
        sent: What the app has sent, message by message.
    """

    sent: list[Message] = field(default_factory=list["Message"])

    async def receive(self) -> Message:
        """Return an empty body."""
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, message: Message) -> None:
        """Take a message."""
        self.sent.append(message)

    def reply(self, error: Exception | None = None) -> Reply:
        """Return what was sent, with the names of headers as people write them."""
        starts = [each for each in self.sent if each["type"] == "http.response.start"]
        reply = Reply(starts=len(starts), error=error)
        if starts:
            reply.status = starts[-1]["status"]
            reply.headers = [
                (name.decode("latin-1").title(), value.decode("latin-1"))
                for name, value in starts[-1]["headers"]
            ]
        reply.chunks = [
            each.get("body", b"") for each in self.sent if each["type"] == "http.response.body"
        ]
        return reply


def scope_of(
    method: str = "GET",
    path: str = "/",
    *,
    origin: str | None = HERE,
    asks: str | None = None,
    headers: Iterable[tuple[bytes, bytes]] = (),
) -> dict[str, Any]:
    """Return the scope of a request; *asks* makes it a preflight for that method."""
    pairs: Pairs = [(b"host", b"localhost"), *headers]
    if origin is not None:
        pairs.append((b"origin", origin.encode("latin-1")))
    if asks is not None:
        pairs.append((b"access-control-request-method", asks.encode("latin-1")))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "OPTIONS" if asks else method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": pairs,
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 80),
        "extensions": {},
    }


def answered(app: ASGIApp, scope: Scope) -> Reply:
    """Return what *app* answers to *scope*, and the exception that left it, if any."""
    server = Server()
    error: Exception | None = None
    try:
        asyncio.run(called(app, scope, server))
    except Exception as caught:  # noqa: BLE001 - a server survives any
        error = caught
    return server.reply(error)


async def called(app: ASGIApp, scope: Scope, server: Server) -> None:
    """Have *app* answer to *scope*."""
    await app(scope, server.receive, server.send)


def ask(  # noqa: PLR0913 - a request has many parts
    app: ASGIApp,
    method: str = "GET",
    path: str = "/",
    *,
    origin: str | None = HERE,
    asks: str | None = None,
    headers: Iterable[tuple[bytes, bytes]] = (),
) -> Reply:
    """
    Return what *app* answers to a request.

    Raises:
        Exception: The one that left the app.
    """
    scope = scope_of(method, path, origin=origin, asks=asks, headers=headers)
    reply = answered(app, scope)
    if reply.error is not None:
        raise reply.error
    return reply


def saying(
    *headers: tuple[bytes, bytes], status: int = 200, chunks: Iterable[bytes] = (b"hello",)
) -> ASGIApp:
    """Return an app that answers with *headers*."""
    pairs: Pairs = [(b"content-type", b"text/plain"), *headers]

    async def app(_: Scope, __: object, send: Any) -> None:  # noqa: ANN401 - any framework's
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        for chunk in chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return app
