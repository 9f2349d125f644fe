"""
Talk to an ASGI app, message by message.

Source: https://asgi.readthedocs.io/en/latest/specs/main.html
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

# What each framework's own types are made of.
Message = dict[str, Any]
ASGIApp = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Any], Awaitable[None]]], Any
]


class Conversation:
    """
    Hold a call of an ASGI app, from within a running loop.

    Attributes:
        exception: What the app has raised, if it did.
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

    async def heard(self, timeout: float) -> Message | None:  # noqa: ASYNC109 - it is one message's
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
