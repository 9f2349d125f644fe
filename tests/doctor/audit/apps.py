"""Apps that are audited in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware as ASGIMiddleware
from crossorigin.flask import CORS, cross_origin
from crossorigin.wsgi import CORSMiddleware

if TYPE_CHECKING:
    from starlette.requests import Request

WILDCARD = Policy(["https://app.example.com", "https://*.example.com"], credentials=True)


def create_flask() -> Flask:
    """Return an app with a policy for all of it, and one for a view."""
    app = Flask(__name__)
    CORS(app, WILDCARD)

    @app.get("/orders")
    def orders() -> str:
        return "orders"

    @app.get("/partners")
    @cross_origin(origins="https://partner.example")
    def partners() -> str:
        return "partners"

    return app


def create_reflecting() -> Flask:
    """Return an app that permits every origin."""
    app = Flask(__name__)

    @app.get("/")
    def index() -> tuple[str, dict[str, str]]:
        from flask import request  # noqa: PLC0415 - there is one now

        origin = request.headers.get("Origin", "")
        headers = {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
        return "index", {**headers, "Access-Control-Allow-Credentials": "true"}

    return app


async def _orders(_: Request) -> PlainTextResponse:
    """Answer."""
    return PlainTextResponse("orders")


wsgi = CORSMiddleware(create_reflecting(), WILDCARD)
asgi = Starlette(
    routes=[Route("/orders", _orders)],
    middleware=[Middleware(GZipMiddleware), Middleware(ASGIMiddleware, policy=WILDCARD)],
)
bare = Starlette(routes=[Route("/orders", _orders)])
