"""One connection of a browser: a proxy's or a server's, in the clear or in a tunnel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.engines.relay import Relay, carry
from tests.engines.wire import Exchange, NotHTTPError, Request, answer, read_request

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

    from tests.engines.authority import Authority
    from tests.engines.hosts import Hosts

_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def origin_of(scheme: str, authority: str) -> str:
    """Write the origin of `host` or `host:port` as a browser does, without a default port."""
    return f"{scheme}://{authority.removesuffix(':' + _DEFAULT_PORTS[scheme])}"


def placed(request: Request, tunnel: str | None) -> Exchange:
    """
    Say which origin *request* is for.

    In a *tunnel* the origin is known. Otherwise a request to a proxy has an absolute target, in
    WebKitGTK that of a WebSocket, too, and one to a server has a `Host`.
    """
    scheme, mark, absolute = request.target.partition("://")
    if tunnel is None and mark and scheme in {"http", "ws"}:
        authority, slash, rest = absolute.partition("/")
        return Exchange(origin_of("http", authority), replace(request, target=slash + rest))
    return Exchange(tunnel or origin_of("http", request.header("Host") or ""), request)


class Connection:
    """Answer the requests of one connection, until the browser or the bed ends it."""

    def __init__(
        self, hosts: Hosts, authority: Authority, reader: StreamReader, writer: StreamWriter
    ) -> None:
        self._hosts = hosts
        self._authority = authority
        self._reader = reader
        self._writer = writer
        self._relays: dict[int, Relay] = {}

    async def converse(self) -> None:
        """Answer until the end."""
        # Engines open connections that they never use, and leave in the middle of a handshake.
        try:
            await self._answer_requests()
        except NotHTTPError:
            self._writer.write(answer(400, [("Connection", "close")]))
        except OSError:
            pass
        try:
            self._writer.close()
            await self._writer.wait_closed()
        except OSError:
            pass

    def abort(self) -> None:
        """Let go of every socket at once."""
        self._writer.transport.abort()
        for relay in self._relays.values():
            relay.close()

    async def _answer_requests(self) -> None:
        tunnel = None
        while (request := await read_request(self._reader)) is not None:
            if (port := self._hosts.tunnel_to(request)) is not None:
                self._writer.write(_ESTABLISHED)
                await carry(self._reader, self._writer, port)
                return
            if request.method == "CONNECT":
                tunnel = await self._open_tunnel(request.target)
                continue
            exchange = placed(request, tunnel)
            if self._hosts.knows(exchange.origin):
                await self._answer(exchange)
            else:
                self._writer.write(answer(502))

    async def _open_tunnel(self, authority: str) -> str | None:
        origin = origin_of("https", authority)
        if not self._hosts.knows(origin):
            self._writer.write(answer(502))
            return None
        self._writer.write(_ESTABLISHED)
        await self._writer.start_tls(self._authority.context(authority.rpartition(":")[0]))
        return origin

    async def _answer(self, exchange: Exchange) -> None:
        target = self._hosts.take(exchange)
        if isinstance(target, int):
            relay = self._relays.setdefault(target, Relay(self._writer, target))
            await relay.forward(exchange)
            return
        answered = target(exchange.request)
        if answered:
            exchange.answer += answered
            self._writer.write(answered)
            await self._writer.drain()
        elif answered is not None:
            self.abort()
