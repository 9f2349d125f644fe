"""The pages of a debugger that a bridge has brought to ASGI."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import pytest
import werkzeug.debug

from crossorigin import asgi
from tests.asgi_calls import Server, called, scope_of

if TYPE_CHECKING:
    from crossorigin.asgi import Receive, Scope, Send

HTML = b"text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "query", "status", "kind", "expected"),
    [
        ("/", b"", 200, HTML, "*"),
        ("/", b"", 404, HTML, "*"),
        ("/", b"", 500, b"text/plain", "*"),
        ("/", b"", 500, HTML, None),
        ("/", b"__debugger__=yes&cmd=resource", 200, b"text/css", None),
        ("/", b"%5f_debugger__=yes", 200, b"text/css", None),
        ("/tool/console", b"", 200, HTML, None),
        ("/tool/console", b"", 200, b"application/json", "*"),
    ],
)
@pytest.mark.parametrize("is_loaded", [True, False])
def test_what_may_be_a_debuggers(  # noqa: PLR0913, PLR0917 - one row of the table
    path: str,
    query: bytes,
    status: int,
    kind: bytes,
    expected: str | None,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_loaded: bool,
) -> None:
    """It gets no CORS header where a debugger is imported, and is an answer like any elsewhere."""
    if not is_loaded:
        monkeypatch.delitem(sys.modules, werkzeug.debug.__name__)
        expected = "*"

    async def app(_: Scope, __: Receive, send: Send) -> None:
        headers = [(b"content-type", kind)]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    server = Server()
    scope = {**scope_of("GET", path), "query_string": query}
    scope["headers"] = [(b"origin", b"https://app.example.com")]
    asyncio.run(called(asgi.CORSMiddleware(app, origins="*"), scope, server))
    found = dict(server.reply().headers)
    assert found.get("Access-Control-Allow-Origin", found.get("access-control-allow-origin")) == expected  # fmt: skip
