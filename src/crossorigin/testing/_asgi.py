"""
Call an ASGI app as a server does.

Source: https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

from crossorigin._web.fetch import DEFAULT_PORTS
from crossorigin.testing._exchanges import FAILED, Answer, Headers, Response

if TYPE_CHECKING:
    from crossorigin._browser import Url
    from crossorigin.testing._exchanges import Request

# What each framework's own types are made of.
Message = dict[str, Any]
ASGIApp = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Any], Awaitable[None]]], Any
]


class Conversation:
    """
    A call of an ASGI app, from within a running loop.

    Attributes:
        exception: The exception of the app, if it raised one.
    """

    __slots__ = ("_heard", "_said", "_task", "exception")

    def __init__(self, app: Callable[..., object], scope: Message) -> None:
        """Call *app* with *scope*."""
        self.exception: Exception | None = None
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self._heard: asyncio.Queue[Message | None] = asyncio.Queue()
        self._task = asyncio.ensure_future(self._call(cast("ASGIApp", app), scope))

    def say(self, message: Message) -> None:
        """Let the app receive *message*."""
        self._said.put_nowait(message)

    async def next_message(self, timeout: float) -> Message | None:  # noqa: ASYNC109 - it is one message's
        """
        Return the next message that the app sends, or ``None`` once it has ended.

        Raises:
            TimeoutError: If the app has not sent it, or ended, after *timeout* seconds.
        """
        return await asyncio.wait_for(self._heard.get(), timeout)

    async def _call(self, app: ASGIApp, scope: Message) -> None:
        """Call *app*, and say so when it has ended."""
        try:
            await app(scope, self._said.get, self._heard.put)
        except Exception as error:  # noqa: BLE001 - a test is told, as a server's log would be
            self.exception = error
        finally:
            self._heard.put_nowait(None)


async def call_asgi(
    app: Callable[..., object],
    request: Request,
    scope: Message,
    timeout: float,  # noqa: ASYNC109 - it is one message's
) -> Answer:
    """
    Return the answer of the ASGI *app* to *request*, once the call has ended.

    Raises:
        TimeoutError: If the app sends nothing for *timeout* seconds.
    """
    conversation = Conversation(app, scope)
    conversation.say({"type": "http.request", "body": request.body, "more_body": False})
    start: Message | None = None
    body = b""
    is_whole = False
    while (message := await conversation.next_message(timeout)) is not None:
        if message["type"] == "http.response.start":
            start = message
        elif message["type"] == "http.response.body":
            body += message.get("body", b"")
            is_whole = not message.get("more_body", False)
        if is_whole:
            conversation.say({"type": "http.disconnect"})
    if start is None:
        return Answer(FAILED, conversation.exception)
    response = response_of(start, b"" if request.method == "HEAD" else body)
    return Answer(response if is_whole else None, conversation.exception)


def response_of(start: Message, body: bytes) -> Response:
    """Return the response with *body* that the message *start* begins."""
    lines = ((bytes(name), bytes(value)) for name, value in start.get("headers", ()))
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in lines)
    return Response(start["status"], Headers(headers), body)


def scope_of(request: Request, url: Url, state: Message) -> Message:
    """Return the scope of *request* for *url*, with the *state* that the lifespan left."""
    lines = ((name.lower(), value) for name, value in request.headers.lines)
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.5"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": url.scheme,
        "path": unquote(url.path),
        "raw_path": url.path.encode(),
        "query_string": url.query.removeprefix("?").encode(),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in lines],
        "client": ("127.0.0.1", 50000),
        "server": (url.host, int(url.port or DEFAULT_PORTS[url.scheme])),
        "extensions": {},
        "state": state.copy(),
    }
