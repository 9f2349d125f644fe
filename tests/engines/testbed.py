"""
One loopback server that plays every host a browser talks to.

It is the browser's proxy, so no name is resolved and no privileged port is bound: a tunnel to
`https://any.example` ends here, under a certificate of the bed's own authority.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, Self

from tests.engines.authority import Authority
from tests.engines.connection import Connection
from tests.engines.hosts import Hosts

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from types import TracebackType

_HEAD_LIMIT = 1 << 20
_START_SECONDS = 10


class _Protocol(asyncio.StreamReaderProtocol):
    """A connection that ends in both directions at once, as one over TLS always does."""

    def eof_received(self) -> bool:
        """Let the connection end: no engine waits for an answer that has closed its own half."""
        super().eof_received()
        return False


class Bed(Hosts):
    """A server, a proxy and a log, in a thread, for as long as the `with` block runs."""

    def __init__(self) -> None:
        super().__init__()
        self.authority = Authority()
        self.port = 0
        self._started: Future[int] = Future()
        self._connections: dict[asyncio.Task[None], Connection] = {}
        self._failures: list[BaseException] = []
        self._thread = Thread(target=lambda: asyncio.run(self._serve()), name="bed")

    def __enter__(self) -> Self:
        """Start to listen, on a free loopback port."""
        self._thread.start()
        self.port = self._started.result(_START_SECONDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """
        Drop every connection and stop.

        Raises:
            BaseExceptionGroup: If a function that plays an origin raised, and nothing else did.
        """
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()
        if self._failures and error is None:
            raise BaseExceptionGroup("the bed failed to answer", self._failures)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._closing = asyncio.Event()
        server = await self._loop.create_server(self._protocol, "127.0.0.1", 0)
        self._started.set_result(server.sockets[0].getsockname()[1])
        await self._closing.wait()
        server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _protocol(self) -> _Protocol:
        reader = asyncio.StreamReader(limit=_HEAD_LIMIT, loop=self._loop)
        return _Protocol(reader, self._accept, loop=self._loop)

    def _accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        connection = Connection(self, self.authority, reader, writer)
        task = asyncio.create_task(connection.converse())
        self._connections[task] = connection
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._connections.pop(task).abort()
        if not task.cancelled() and (failure := task.exception()) is not None:
            self._failures.append(failure)
            self.fail(failure)
