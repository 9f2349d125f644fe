"""Apps that are audited in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware as OfStarlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware as ASGIMiddleware
from crossorigin.flask import CORS, cross_origin
from crossorigin.wsgi import CORSMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from starlette.requests import Request

    from crossorigin._adapters.wsgi_calls import ExcInfo

WILDCARD = Policy(["https://app.example.com", "https://*.example.com"], credentials=True)


# Whoever owns evilexample.com is let in.
HOLED = Starlette(
    middleware=[
        Middleware(
            OfStarlette, allow_origin_regex=r"https://.*example\.com", allow_credentials=True
        )
    ]
)


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


class Rewriting:
    """A server's own mistake outside of the policy: it lets everyone in."""

    def __init__(self, app: WSGIApplication) -> None:
        """Stand in front of *app*, which has a policy."""
        self.app = app
        self.policy = WILDCARD

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Send back any origin."""

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: ExcInfo = None
        ) -> Callable[[bytes], object]:
            kept = [line for line in headers if not line[0].startswith("Access-Control-Allow-")]
            origin = environ.get("HTTP_ORIGIN", "")
            kept += [("Access-Control-Allow-Origin", origin)]
            return start_response(
                status, [*kept, ("Access-Control-Allow-Credentials", "true")], exc_info
            )

        return self.app(environ, start)


def _hidden(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Call an app with a policy, which no attribute leads to."""
    return _behind(environ, start_response)


async def _orders(_: Request) -> PlainTextResponse:
    """Answer."""
    return PlainTextResponse("orders")


wsgi = CORSMiddleware(create_reflecting(), WILDCARD)
asgi = Starlette(
    routes=[Route("/orders", _orders)],
    middleware=[Middleware(GZipMiddleware), Middleware(ASGIMiddleware, policy=WILDCARD)],
)
_behind = create_flask()
hidden = _hidden
mounted = DispatcherMiddleware(NotFound(), {"/shop": create_flask()})
rewriting = Rewriting(CORSMiddleware(create_reflecting(), WILDCARD))
bare = Starlette(routes=[Route("/orders", _orders)])
