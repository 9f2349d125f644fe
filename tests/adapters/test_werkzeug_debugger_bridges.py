"""The pages of a debugger that a bridge has brought to ASGI."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import pytest
import werkzeug.debug
from werkzeug.debug.tbtools import HEADER

from crossorigin import asgi
from tests.asgi.calls import Server, called, scope_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._adapters.asgi_calls import Receive, Scope, Send
    from tests.wsgi.calls import Reply

HTML = b"text/html; charset=utf-8"
# As its pages begin, but for the title.
PAGE = HEADER.encode()
OTHER = b"<!doctype html><title>500 Internal Server Error</title>"


@pytest.mark.parametrize(
    ("query", "status", "kind", "bodies", "expected"),
    [
        (b"", 500, HTML, [PAGE], None),
        (b"", 200, HTML, [PAGE], None),
        (b"", 500, HTML, [b"", PAGE], None),
        (b"", 500, HTML, [PAGE, b""], None),
        (b"", 500, HTML, [OTHER], "*"),
        (b"", 500, HTML, [OTHER, PAGE], "*"),
        (b"", 500, HTML, [b""], "*"),
        (b"", 500, b"text/plain", [PAGE], "*"),
        (b"__debugger__=yes&cmd=resource", 200, b"text/css", [b"a"], None),
        (b"%5f_debugger__=yes", 200, b"text/css", [b"a"], None),
    ],
)
@pytest.mark.parametrize("is_loaded", [True, False])
def test_what_is_a_debuggers(  # noqa: PLR0913, PLR0917 - one row of the table
    query: bytes,
    status: int,
    kind: bytes,
    bodies: list[bytes],
    expected: str | None,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_loaded: bool,
) -> None:
    """It gets no CORS header where a debugger is imported, and arrives whole in any case."""
    if not is_loaded:
        monkeypatch.delitem(sys.modules, werkzeug.debug.__name__)
        expected = "*"
    reply = answered(query, status, ((b"content-type", kind),), bodies)
    assert (reply.status, reply.chunks) == (status, bodies)
    assert dict(reply.headers).get("Access-Control-Allow-Origin") == expected


@pytest.mark.parametrize("name", [b"content-encoding", b"Content-Encoding"])
def test_a_page_that_is_compressed(name: bytes) -> None:
    """Nobody can see whether it is a debugger's, so it gets no CORS header; other types do."""
    for kind, expected in ((HTML, None), (b"text/plain", "*")):
        headers = [(b"content-type", kind), (name, b"gzip")]
        reply = answered(b"", 200, headers, [b"\x1f\x8b", b"page"])
        assert (reply.status, reply.chunks) == (200, [b"\x1f\x8b", b"page"])
        assert dict(reply.headers).get("Access-Control-Allow-Origin") == expected


def test_headers_that_can_be_read_once() -> None:
    """They are the layer's to read: such a response is no bridge's."""
    reply = answered(b"", 500, iter([(b"content-type", HTML)]), [PAGE])
    assert dict(reply.headers)["Access-Control-Allow-Origin"] == "*"


def answered(query: bytes, status: int, headers: Iterable[object], bodies: list[bytes]) -> Reply:
    """Return what a page gets of an app under ``*`` that answers so."""

    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for number, body in enumerate(bodies, 1):
            more = number < len(bodies)
            await send({"type": "http.response.body", "body": body, "more_body": more})

    server = Server()
    scope = {**scope_of("GET", "/"), "query_string": query}
    scope["headers"] = [(b"origin", b"https://app.example.com")]
    asyncio.run(called(asgi.CORSMiddleware(app, origins="*"), scope, server))
    return server.reply()
