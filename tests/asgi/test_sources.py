"""Origin sources under the ASGI middleware, ``async`` or not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from crossorigin.asgi import CORSMiddleware
from tests.asgi.calls import ask, saying
from tests.cases.case import ELSEWHERE, HERE
from tests.wsgi.calls import CLOSED, OPEN

if TYPE_CHECKING:
    import pytest

    from crossorigin import CORSRequest, Origin


def test_a_source_is_asked_about_the_request() -> None:
    """An origin source gets the parsed origin, and the request as it came."""
    asked: list[tuple[str, str | None, str | None]] = []

    def source(origin: Origin, request: CORSRequest) -> bool:
        asked.append((str(origin), request.host, request.path))
        return True

    app = CORSMiddleware(saying(), origins=source)
    replies = [ask(app, path="/orders", origin=text).cors for text in (HERE, "null", "junk", None)]
    assert replies == [OPEN, CLOSED, CLOSED, CLOSED]
    assert asked == [(HERE, "localhost", "/orders")]


def test_an_async_source_is_awaited() -> None:
    """An ``async`` origin source decides preflights and actual requests, each once."""
    asked: list[str] = []

    async def source(origin: Origin, request: CORSRequest) -> bool:
        await asyncio.sleep(0)
        asked.append(request.method)
        return str(origin) == HERE

    app = CORSMiddleware(saying(), origins=source, methods=["PUT"])
    assert [ask(app, origin=origin).cors for origin in (HERE, ELSEWHERE)] == [OPEN, CLOSED]
    assert [ask(app, origin=text, asks="PUT").status for text in (HERE, ELSEWHERE)] == [200, 403]
    assert asked == ["GET", "GET", "OPTIONS", "OPTIONS"]


def test_a_source_that_fails_refuses(caplog: pytest.LogCaptureFixture) -> None:
    """An ``async`` source that raises lets nobody in, and the app answers all the same."""

    async def source(_: Origin, __: CORSRequest) -> bool:
        raise ConnectionError("no database")

    reply = ask(CORSMiddleware(saying(), origins=source))
    assert (reply.body, reply.cors) == ("hello", CLOSED)
    assert "ConnectionError: no database" in caplog.text
