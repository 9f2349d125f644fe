"""A connection to a real server, byte for byte but for the scheme."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

    from tests.engines.wire import Exchange


def _forwarded(exchange: Exchange) -> bytes:
    """Write the request with its scheme: a server that sees no TLS builds its redirects from it."""
    request = exchange.request
    line = f"{request.method} {request.target} HTTP/1.1\r\n".encode("latin-1")
    scheme = b"X-Forwarded-Proto: " + exchange.origin.partition(":")[0].encode() + b"\r\n"
    return line + scheme + request.head.split(b"\r\n", 1)[1] + request.body


class Relay:
    """
    Carry the requests of one client connection to a port, and record the answers.

    Browsers do not pipeline: whatever comes back before the next request belongs to the last one.
    """

    def __init__(self, client: StreamWriter, port: int) -> None:
        self._client = client
        self._port = port
        self._server: StreamWriter | None = None
        self._back: asyncio.Task[None] | None = None

    async def forward(self, exchange: Exchange) -> None:
        """Send the request of *exchange* on."""
        if self._server is None:
            reader, self._server = await asyncio.open_connection("127.0.0.1", self._port)
            self._back = asyncio.create_task(self._carry_back(reader))
        self._exchange = exchange
        self._server.write(_forwarded(exchange))
        await self._server.drain()

    async def _carry_back(self, reader: StreamReader) -> None:
        try:
            while data := await reader.read(1 << 16):
                self._exchange.answer += data
                self._client.write(data)
                await self._client.drain()
        except ConnectionError:
            pass
        finally:
            self._client.close()

    def close(self) -> None:
        """Drop the connection."""
        if self._server is not None and self._back is not None:
            self._back.cancel()
            self._server.close()


async def carry(client: StreamReader, back: StreamWriter, port: int) -> None:
    """Carry the bytes of a tunnel to *port*, and back, until one of the two ends hangs up."""
    reader, server = await asyncio.open_connection("127.0.0.1", port)
    ways = [asyncio.create_task(_copy(client, server)), asyncio.create_task(_copy(reader, back))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        server.close()


async def _copy(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
