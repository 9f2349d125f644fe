"""The start of a server whose app has a policy with problems."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import pytest

from crossorigin import CORSRequest, Policy, PolicyError, Reason
from crossorigin._adapters.asgi_start import (
    is_built_by_a_running_app,
    unanswerable,
    unstartable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._adapters.asgi_calls import Message, Scope


class Middleware:
    """A middleware that sees when it is built."""

    def __init__(self) -> None:
        """Ask."""
        self.is_late = is_built_by_a_running_app()


class Own(Middleware):
    """One of an app's own."""

    def __init__(self) -> None:
        """Be built by a constructor."""
        super().__init__()


def factory() -> Middleware:
    """Return a middleware, as a function does that is given to `add_middleware`."""
    return Middleware()


def build_middleware_stack(cls: Callable[[], Middleware]) -> bool:
    """Build, as Starlette and FastAPI do when the server has started."""
    return cls().is_late


def _build_middleware_stack(cls: Callable[[], Middleware]) -> bool:
    """Build, as Connexion does."""
    return cls().is_late


@pytest.mark.parametrize("cls", [Middleware, Own, factory, partial(factory)])
def test_when_a_middleware_is_built(cls: Callable[[], Middleware]) -> None:
    """The function that builds it says whether that is at import, or when a server runs."""
    built = [cls().is_late, build_middleware_stack(cls), _build_middleware_stack(cls)]
    assert built == [False, True, True]


def called(scope: Scope) -> list[Message]:
    """
    Return what an app that cannot start says to the server.

    Raises:
        PolicyError: For all but the lifespan.
    """
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "lifespan.startup"}

    async def send(message: Message) -> None:
        sent.append(message)

    with pytest.raises(PolicyError) as caught:
        Policy("https://a.example/")
    app = unstartable(caught.value)

    async def serve() -> None:
        await app(scope, receive, send)

    asyncio.run(serve())
    return sent


def test_the_start_fails() -> None:
    """The server is told of every problem."""
    (message,) = called({"type": "lifespan"})
    assert message["type"] == "lifespan.startup.failed"
    assert message["message"].startswith("1 problem in this policy:\n  origins[0] ")


@pytest.mark.parametrize("scope", [{"type": "http"}, {"type": "websocket"}, {}])
def test_every_request_fails(scope: Scope) -> None:
    """Where there was no start, each request gets the error."""
    with pytest.raises(PolicyError):
        called(scope)


def test_no_preflight_is_refused_for_another_reason() -> None:
    """Where there was no start, a preflight's refusal has the problems as its cause."""
    with pytest.raises(PolicyError) as caught:
        Policy("https://a.example/")
    preflight = CORSRequest("OPTIONS", origin="https://a.example", request_method="PUT")
    decision = unanswerable(caught.value).decide(preflight)
    assert decision.reason is Reason.ORIGIN_SOURCE_FAILED
    assert str(decision.failure) == str(caught.value)
