"""
A WebSocket of a page, to an ASGI app.

Source: https://asgi.readthedocs.io/en/latest/specs/www.html#websocket
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from crossorigin.testing._asgi import Conversation, response_of
from crossorigin.testing._exchanges import FAILED, Exchange, Headers, Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.testing._asgi import Message
    from crossorigin.testing._network import Network

_SWITCHING: int = 101
_FORBIDDEN: int = 403
_NORMAL: int = 1000


class WebSocketClosedError(Exception):
    """
    A WebSocket is closed.

    Attributes:
        code: The code with which the app closed it; 1006 if it did not.
        reason: Why, in the app's words.
    """

    def __init__(self, code: int, reason: str = "") -> None:
        """Report *code* and *reason*."""
        super().__init__(f"closed with {code} {reason}".strip())
        self.code: int = code
        self.reason: str = reason


class WebSocket:
    """
    A WebSocket that a page has opened, or that the app has refused.

    Attributes:
        exchange: The handshake.
        protocol: The subprotocol that the app has chosen; empty for none.
    """

    __slots__ = ("_closed", "_conversation", "_network", "exchange", "protocol")

    def __init__(
        self, network: Network, exchange: Exchange, conversation: Conversation | None, protocol: str
    ) -> None:
        """Take the result of a handshake."""
        self.exchange: Exchange = exchange
        self.protocol: str = protocol
        self._network = network
        self._conversation = conversation
        self._closed: WebSocketClosedError | None = None

    @property
    def connected(self) -> bool:
        """Tell whether the WebSocket is open."""
        return self._conversation is not None and self._closed is None

    @property
    def status(self) -> int:
        """Return the handshake’s status, which is 101 if the app accepts; 0 for no answer."""
        return 0 if self.exchange.response is None else self.exchange.response.status

    def send(self, data: str | bytes) -> None:
        """
        Send *data* to the app.

        Raises:
            WebSocketClosedError: If the WebSocket is closed.
        """
        key = "text" if isinstance(data, str) else "bytes"
        conversation = self._open()

        async def say() -> None:
            conversation.say({"type": "websocket.receive", key: data})

        self._network.loop.run(say())

    def receive(self) -> str | bytes:
        """
        Return the next message of the app.

        Raises:
            WebSocketClosedError: If the app closes the WebSocket, or ends.
            TimeoutError: If nothing comes in time.
        """
        conversation = self._open()
        message = self._network.loop.run(conversation.next_message(self._network.timeout))
        if message is not None and message["type"] == "websocket.send":
            text: str | None = message.get("text")
            data: bytes = message.get("bytes") or b""
            return data if text is None else text
        self._closed = _closing(message, conversation)
        raise self._closed

    def close(self, code: int = _NORMAL, reason: str = "") -> None:
        """Close the WebSocket, if it is open, and wait for the app to end."""
        conversation = self._conversation
        if conversation is None or self._closed is not None:
            return
        self._closed = WebSocketClosedError(code, reason)

        async def leave() -> None:
            message = {"type": "websocket.disconnect", "code": code, "reason": reason}
            conversation.say(message)
            while await conversation.next_message(self._network.timeout) is not None:
                pass

        self._network.loop.run(leave())

    def __enter__(self) -> Self:
        """Return the WebSocket."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the WebSocket."""
        self.close()

    def _open(self) -> Conversation:
        """Return the conversation, if it is open."""
        if self._conversation is None:
            raise WebSocketClosedError(1006, f"the handshake was answered by {self.status}")
        if self._closed is not None:
            raise self._closed
        return self._conversation


async def open_websocket(
    network: Network, app: Callable[..., object], request: Request, scope: Message
) -> WebSocket:
    """Return the WebSocket that *request* asks *app* for."""
    conversation = Conversation(app, scope)
    conversation.say({"type": "websocket.connect"})
    message = await conversation.next_message(network.timeout)
    if message is not None and message["type"] == "websocket.accept":
        protocol: str = message.get("subprotocol") or ""
        response = response_of({**message, "status": _SWITCHING}, b"")
        return WebSocket(network, Exchange(request, response), conversation, protocol)
    response = await _refusal(message, conversation, network.timeout)
    exchange = Exchange(request, response, exception=conversation.exception)
    return WebSocket(network, exchange, None, "")


async def _refusal(
    message: Message | None,
    conversation: Conversation,
    timeout: float,  # noqa: ASYNC109 - it is one message's
) -> Response:
    """Return the response of a server to a handshake that the app does not accept."""
    if message is None:
        return FAILED
    start, body = message, b""
    while (following := await conversation.next_message(timeout)) is not None:
        body += following.get("body", b"")
    if start["type"] == "websocket.http.response.start":
        return response_of(start, body)
    return Response(_FORBIDDEN, Headers())


def _closing(message: Message | None, conversation: Conversation) -> WebSocketClosedError:
    """Return how the WebSocket was closed: by *message*, or because the app has ended."""
    if message is None:
        closed = WebSocketClosedError(1006, "the app has ended")
        closed.__cause__ = conversation.exception
        return closed
    return WebSocketClosedError(message.get("code", _NORMAL), message.get("reason") or "")
