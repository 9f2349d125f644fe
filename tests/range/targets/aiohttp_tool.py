"""An aiohttp app as a local tool, which has an adapter of its own."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.range.targets.effects import act, event

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@web.middleware
async def override_method(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Let a query say the method: here, of what may be deleted."""
    if request.path == "/items" and request.query.get("_method") != "DELETE":
        return web.Response(status=405)
    return await handler(request)


async def _run(request: web.Request) -> web.Response:
    return web.Response(text=act(request.query["shot"]))


async def _events(request: web.Request) -> web.Response:
    return web.Response(text=event(request.query["shot"]), content_type="text/event-stream")


async def _socket(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.send_str(act(request.query["shot"]))
    await socket.receive()
    return socket


def _adapter() -> Any:  # noqa: ANN401 - a module
    """Return the adapter that an example has, for the callers that the range has."""
    path = Path(__file__).parents[3] / "examples/local/aiohttp_tool.py"
    return SimpleNamespace(**runpy.run_path(str(path)))


def application(*, guarded: bool) -> web.Application:
    """Make the app, behind the guard if it is *guarded*."""
    app = web.Application(middlewares=[override_method])
    for method in ("GET", "POST", "QUERY"):
        app.router.add_route(method, "/act", _run)
    app.router.add_get("/items", _run)
    app.router.add_get("/events", _events)
    app.router.add_get("/socket", _socket)
    if guarded:
        adapter = _adapter()
        app.middlewares.insert(0, adapter.protect)
        app.on_response_prepare.append(adapter.permit)
    return app
