"""A FastAPI app as a local tool."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.responses import PlainTextResponse, Response

from crossorigin.starlette import CORS
from tests.range.targets import callers
from tests.range.targets.effects import act, event

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class MethodOverride:
    """A middleware that lets a query say the method."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, under the method that its query names."""
        named = parse_qs(scope.get("query_string", b"")).get(b"_method")
        if scope["type"] == "http" and named:
            scope = {**scope, "method": named[0].decode()}
        await self._app(scope, receive, send)


def application(*, guarded: bool) -> FastAPI:
    """Make the app, behind the guard if it is *guarded*."""
    app = FastAPI(openapi_url=None)
    app.add_middleware(MethodOverride)
    if guarded:
        CORS(app, callers.policy(), guard=callers.guard())

    @app.api_route("/act", methods=["GET", "POST", "QUERY"])
    async def run(shot: str) -> PlainTextResponse:
        return PlainTextResponse(act(shot))

    @app.delete("/items")
    async def delete(shot: str) -> PlainTextResponse:
        return PlainTextResponse(act(shot))

    @app.get("/events")
    async def events(shot: str) -> Response:
        return Response(event(shot), headers={"Content-Type": "text/event-stream"})

    @app.websocket("/socket")
    async def socket(websocket: WebSocket, shot: str) -> None:
        await websocket.accept()
        await websocket.send_text(act(shot))
        try:
            await websocket.receive_text()
        except WebSocketDisconnect:
            return

    return app
