"""Send a request through each adapter, as a server hands it over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from django.core.handlers.wsgi import WSGIHandler
from django.urls import include, path
from fastapi import APIRouter, FastAPI
from flask import Blueprint, Flask
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket  # noqa: TC002 - FastAPI reads the annotation

from crossorigin import Policy, starlette
from crossorigin.asgi import CORSMiddleware as ASGIMiddleware
from crossorigin.django import cross_origin as dj_cross_origin
from crossorigin.flask import CORS, cross_origin, same_origin
from crossorigin.wsgi import CORSMiddleware as WSGIMiddleware
from tests.asgi.calls import Server, called, scope_of
from tests.cases.sending import EVIL, GUARD
from tests.django import sites
from tests.wsgi.calls import Reply, answered, environ_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from starlette.requests import Request

    from crossorigin._adapters.asgi_calls import Message, Receive, Scope, Send
    from crossorigin._policy.requests import FetchMetadata

    Endpoint = Callable[..., Any]
    Decorator = Callable[[Endpoint], Endpoint]

METHODS: Final = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"]
_EXTENSION: Final = "websocket.http.response"
# What stands around a narrower scope; it would let in whom that one refuses.
_OUTER: Final = Policy(
    ["https://app.example.com", "https://api.example.com", EVIL], credentials=True
)


def environ_for(sent: FetchMetadata, url: str = "/") -> WSGIEnvironment:
    """Return the environ of *sent*."""
    environ = environ_of(url, sent.request.method, origin=sent.request.origin)
    del environ["HTTP_HOST"]
    if sent.request.host is not None:
        environ["HTTP_HOST"] = sent.request.host
    found = {"SITE": sent.site, "MODE": sent.mode, "DEST": sent.destination}
    environ |= {
        f"HTTP_SEC_FETCH_{name}": value for name, value in found.items() if value is not None
    }
    if sent.has_cookie:
        environ["HTTP_COOKIE"] = "id=7"
    if sent.is_websocket:
        environ |= {"HTTP_UPGRADE": "websocket", "HTTP_CONNECTION": "keep-alive, Upgrade"}
    return environ | {"wsgi.url_scheme": sent.scheme or "http"}


def scope_for(sent: FetchMetadata, extensions: dict[str, Any] | None = None) -> Scope:
    """Return the scope of *sent*."""
    scope: Scope = scope_of(sent.request.method, origin=sent.request.origin)
    scope["scheme"] = sent.scheme or "http"
    pairs = {
        b"host": sent.request.host,
        b"sec-fetch-site": sent.site,
        b"sec-fetch-mode": sent.mode,
        b"sec-fetch-dest": sent.destination,
        b"cookie": "id=7" if sent.has_cookie else None,
    }
    scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"host"]
    scope["headers"] += [
        (name, value.encode("latin-1")) for name, value in pairs.items() if value is not None
    ]
    if sent.is_websocket:
        scope.update(type="websocket", scheme="ws", extensions=extensions)
        del scope["method"]
    return scope


def hello(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer any request."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]


async def hello_async(scope: Scope, _: Receive, send: Send) -> None:
    """Answer any request, accept any WebSocket."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


def through_wsgi(sent: FetchMetadata, policy: Policy) -> Reply:
    """Return what the WSGI middleware answers."""
    return answered(WSGIMiddleware(hello, policy, guard=GUARD), environ_for(sent))


def _as_reply(server: Server) -> Reply:
    """Return what *server* was sent, a handshake's answer by the extension for that."""
    for message in server.sent:
        message["type"] = message["type"].replace(_EXTENSION, "http.response")
    is_accepted = server.sent[0]["type"] == "websocket.accept"
    return Reply(200) if is_accepted else server.reply()


def messages_for(sent: FetchMetadata, policy: Policy, extensions: dict[str, Any] | None) -> Server:
    """Return what the ASGI middleware says to a server that has *extensions*."""
    server = Server()
    app = ASGIMiddleware(hello_async, policy, guard=GUARD)
    asyncio.run(called(app, scope_for(sent, extensions), server))
    return server


def through_asgi(sent: FetchMetadata, policy: Policy) -> Reply:
    """Return what the ASGI middleware answers, a handshake by the extension for that."""
    return _as_reply(messages_for(sent, policy, {_EXTENSION: {}}))


def _flask_app(cover: Callable[[Flask, Blueprint], object], view: Callable[[], str]) -> Flask:
    """Return an app with *view*, once in a blueprint, and as a WebSocket's."""
    app = Flask(__name__)
    blueprint = Blueprint("shop", __name__)
    cover(app, blueprint)
    blueprint.add_url_rule("/", "index", view, methods=METHODS)
    # A path of its own: where the router finds no WebSocket, it finds nothing.
    blueprint.add_url_rule("/socket", "socket", view, websocket=True)
    app.register_blueprint(blueprint)
    return app


def _say_hello() -> str:
    """Answer."""
    return "hello"


def _through(app: Flask, sent: FetchMetadata) -> Reply:
    return answered(app, environ_for(sent, "/socket" if sent.is_websocket else "/"))


def through_app(sent: FetchMetadata, policy: Policy) -> Reply:
    """Return what an app that *policy* covers answers."""
    return _through(_flask_app(lambda app, _: CORS(app, policy, guard=GUARD), _say_hello), sent)


def through_blueprint(sent: FetchMetadata, policy: Policy) -> Reply:
    """Return what a blueprint that *policy* covers answers."""

    def cover(app: Flask, blueprint: Blueprint) -> None:
        CORS(app, _OUTER, guard=GUARD)
        CORS(blueprint, policy)

    return _through(_flask_app(cover, _say_hello), sent)


def through_view(sent: FetchMetadata, policy: Policy) -> Reply:
    """Return what a view that *policy* covers answers."""
    view = cross_origin(policy)(_say_hello)
    return _through(_flask_app(lambda app, _: CORS(app, _OUTER, guard=GUARD), view), sent)


def through_closed_view(sent: FetchMetadata) -> Reply:
    """Return what a view that no policy covers answers."""
    view = same_origin(_say_hello)
    return _through(_flask_app(lambda app, _: CORS(app, _OUTER, guard=GUARD), view), sent)


def _through_site(sent: FetchMetadata, whole: Policy, pattern: object) -> Reply:
    with sites.site(pattern, CROSSORIGIN={**whole.as_dict(), "guard": GUARD}):
        return answered(WSGIHandler(), environ_for(sent))


def through_site(sent: FetchMetadata, policy: Policy) -> Reply:
    """Return what a Django site that *policy* covers answers."""
    return _through_site(sent, policy, path("", sites.say_hello))


def through_include(sent: FetchMetadata, policy: Policy) -> Reply:
    """Return what an include that *policy* covers answers."""
    included = dj_cross_origin(policy)(include([path("", sites.say_hello)]))
    return _through_site(sent, _OUTER, path("", included))


def through_site_view(sent: FetchMetadata, policy: Policy) -> Reply:
    """Return what a view of a Django site that *policy* covers answers."""
    return _through_site(sent, _OUTER, path("", dj_cross_origin(policy)(sites.say_hello)))


async def _hello(_: Request) -> PlainTextResponse:
    """Answer any request."""
    return PlainTextResponse("hello")


async def _greet() -> str:
    """Answer any request."""
    return "hello"


async def _accept(websocket: WebSocket) -> None:
    """Accept any WebSocket."""
    await websocket.accept()


def _same(endpoint: Endpoint) -> Endpoint:
    """Return *endpoint* as it is."""
    return endpoint


def _through_starlette(
    sent: FetchMetadata, whole: Policy, inner: Policy | None = None, decorate: Decorator = _same
) -> Reply:
    """Return what an app of Starlette with a policy answers, one endpoint decorated."""
    mount = Mount(
        "",
        routes=[
            Route("/", decorate(_hello), methods=METHODS),
            WebSocketRoute("/", decorate(_accept)),
        ],
    )
    if inner is not None:
        starlette.CORS(mount, inner)
    app = Starlette(routes=[mount])
    starlette.CORS(app, whole, guard=GUARD)
    return _through_framework(app, sent)


def _through_framework(app: Starlette, sent: FetchMetadata) -> Reply:
    """Return what *app* answers."""
    server = Server()

    async def receive() -> Message:
        return {"type": "websocket.connect"} if sent.is_websocket else await server.receive()

    async def run() -> None:
        await app(scope_for(sent, {_EXTENSION: {}}), receive, server.send)

    asyncio.run(run())
    return _as_reply(server)


def through_starlette(sent: FetchMetadata, policy: Policy) -> Reply:
    """Return what an app of Starlette that *policy* covers answers."""
    return _through_starlette(sent, policy)


def through_mount(sent: FetchMetadata, policy: Policy) -> Reply:
    """Return what a mount that *policy* covers answers."""
    return _through_starlette(sent, _OUTER, policy)


def through_fastapi_router(sent: FetchMetadata, policy: Policy) -> Reply:
    """Return what a router of FastAPI that *policy* covers answers."""
    router = APIRouter()
    router.add_api_route("/", _greet, methods=METHODS)
    router.add_api_websocket_route("/", _accept)
    starlette.CORS(router, policy)
    app = FastAPI(openapi_url=None)
    starlette.CORS(app, _OUTER, guard=GUARD)
    app.include_router(router)
    return _through_framework(app, sent)


def through_endpoint(sent: FetchMetadata, policy: Policy) -> Reply:
    """Return what an endpoint that *policy* covers answers."""
    return _through_starlette(sent, _OUTER, decorate=starlette.cross_origin(policy))


def through_closed_endpoint(sent: FetchMetadata) -> Reply:
    """Return what an endpoint that no policy covers answers."""
    return _through_starlette(sent, _OUTER, decorate=starlette.same_origin)


CLOSED_VIEWS: Final[dict[str, Callable[[FetchMetadata], Reply]]] = {
    "flask": through_closed_view,
    "starlette": through_closed_endpoint,
}
ADAPTERS: Final[dict[str, Callable[[FetchMetadata, Policy], Reply]]] = {
    "wsgi": through_wsgi,
    "asgi": through_asgi,
    "flask-app": through_app,
    "flask-blueprint": through_blueprint,
    "flask-view": through_view,
    "django-site": through_site,
    "django-include": through_include,
    "django-view": through_site_view,
    "starlette-app": through_starlette,
    "starlette-mount": through_mount,
    "starlette-endpoint": through_endpoint,
    "fastapi-router": through_fastapi_router,
}
