"""An app of each interface under a policy, its shadow and its guard, and how it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from django.core.handlers.wsgi import WSGIHandler
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from fastapi import FastAPI
from flask import Flask
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from crossorigin import starlette
from crossorigin.asgi import CORSMiddleware as ASGIMiddleware
from crossorigin.django import stats
from crossorigin.flask import CORS
from crossorigin.wsgi import CORSMiddleware as WSGIMiddleware
from tests.asgi import calls as asgi
from tests.django import sites
from tests.wsgi import calls as wsgi

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin import Policy
    from crossorigin._adapters.stats import Stats
    from tests.wsgi.calls import Reply


_settings: Final = Lock()


@dataclass(frozen=True, slots=True)
class Covered:
    """
    An app under a policy.

    Attributes:
        ask: Returns its answer: to a method, of an origin, with these headers.
        stats: Its counters.
        endpoint: The name that they give its view.
        elsewhere: The one that they give where its view does not answer the method.
        knows_methods: Whether the adapter knows the methods of the view.
    """

    ask: Callable[..., Reply]
    stats: Stats
    endpoint: str
    elsewhere: str = "-"
    knows_methods: bool = False


def in_wsgi(policy: Policy, **options: Any) -> Covered:  # noqa: ANN401 - the middleware's own
    """Return a WSGI app under *policy*."""

    def app(environ: Any, start_response: Any) -> list[bytes]:  # noqa: ANN401 - of WSGI
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["REQUEST_METHOD"].encode()]

    covered = WSGIMiddleware(app, policy, **options)
    return Covered(_by_wsgi(covered), covered.stats, "-")


def in_asgi(policy: Policy, **options: Any) -> Covered:  # noqa: ANN401 - as above
    """Return an ASGI app under *policy*."""
    covered = ASGIMiddleware(asgi.saying(), policy, **options)
    return Covered(_by_asgi(covered), covered.stats, "-")


def in_starlette(policy: Policy, **options: Any) -> Covered:  # noqa: ANN401 - as above
    """Return an app of Starlette under *policy*."""

    async def index(_: object) -> PlainTextResponse:
        return PlainTextResponse("hello")

    app = Starlette(routes=[Route("/", index, methods=["GET", "POST", "PUT"])])
    starlette.CORS(app, policy, **options)
    return Covered(_by_asgi(app), app.state.crossorigin.stats, "index", knows_methods=True)


def in_fastapi(policy: Policy, **options: Any) -> Covered:  # noqa: ANN401 - as above
    """Return an app of FastAPI, under *policy*."""
    app = FastAPI(openapi_url=None)
    app.add_api_route("/", _index, methods=["GET", "POST", "PUT"])
    starlette.CORS(app, policy, **options)
    return Covered(_by_asgi(app), app.state.crossorigin.stats, "_index", knows_methods=True)


async def _index() -> str:
    """Answer."""
    return "hello"


def _by_asgi(app: Any) -> Callable[..., Reply]:  # noqa: ANN401 - of any framework
    """Return what asks *app* as an ASGI server does."""

    def ask(method: str = "GET", origin: str | None = None, **headers: str) -> Reply:
        pairs = [(name.replace("_", "-").encode(), each.encode()) for name, each in headers.items()]
        return asgi.ask(app, method, origin=origin, headers=pairs)

    return ask


def in_flask(policy: Policy, **options: Any) -> Covered:  # noqa: ANN401 - as above
    """Return a Flask app under *policy*."""
    app = Flask("app", static_folder=None)
    app.add_url_rule("/", "index", lambda: "hello", methods=["GET", "POST", "PUT"])
    CORS(app, policy, **options)
    return Covered(_by_wsgi(app), app.extensions["crossorigin"].stats, "index", knows_methods=True)


def in_django(policy: Policy, **options: Any) -> Covered:  # noqa: ANN401 - as above
    """Return a Django site under *policy*."""
    setting = {"policy": policy, **options}
    views = [path("", csrf_exempt(sites.say_hello), name="index")]
    with sites.site(*views, CROSSORIGIN=setting):
        ask_site = _by_wsgi(WSGIHandler())
        counted = stats()

    def ask(*args: Any, **headers: str) -> Reply:  # noqa: ANN401 - as above
        # The settings are those of the process, so that one thread at a time may change them.
        with _settings, sites.site(*views, CROSSORIGIN=setting):
            return ask_site(*args, **headers)

    return Covered(ask, counted, "index", "index")


def _by_wsgi(app: Any) -> Callable[..., Reply]:  # noqa: ANN401 - of either kind
    """Return what asks *app* as a WSGI server does."""

    def ask(method: str = "GET", origin: str | None = None, **headers: str) -> Reply:
        also = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        return wsgi.ask(app, "/", method, origin=origin, **also)

    return ask


ADAPTERS: Final[dict[str, Callable[..., Covered]]] = {
    "wsgi": in_wsgi,
    "asgi": in_asgi,
    "flask": in_flask,
    "starlette": in_starlette,
    "fastapi": in_fastapi,
    "django": in_django,
}
