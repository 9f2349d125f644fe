"""Apps that enforce a policy by each adapter of this library."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import condition
from flask import Flask, Response, request
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from crossorigin import asgi, starlette, wsgi
from crossorigin.flask import CORS
from tests.django import sites

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager

    from starlette.requests import Request as StarletteRequest
    from starlette.responses import Response as StarletteResponse

    from crossorigin import Policy

    App = Callable[..., object]

_METHODS: Final = ["GET", "PUT", "DELETE"]
# Paths that fail, that redirect, and that are there.
ALSO: Final = ("/crash", "/folder")


def flask_app() -> Flask:
    """Return an app of Flask."""
    app = Flask("conformance", static_folder=None)

    def page() -> Response:
        response = Response("hello", headers={"X-Total": "3", "Vary": "Accept-Language"})
        response.set_etag("x")
        # The app's own headers of CORS, which the policy replaces.
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "X-Other"
        response.make_conditional(request)
        return response

    def crash() -> Response:
        raise LookupError

    app.add_url_rule("/", "page", page, methods=_METHODS)
    app.add_url_rule("/crash", "crash", crash)
    app.add_url_rule("/folder/", "folder", lambda: "x")
    return app


def _starlette_app() -> Starlette:
    """Return an app of Starlette."""

    async def page(asked: StarletteRequest) -> StarletteResponse:
        headers = {"ETag": '"x"', "X-Total": "3", "Vary": "Accept-Language"}
        is_known = asked.headers.get("If-None-Match") == '"x"'
        return PlainTextResponse("" if is_known else "hello", 304 if is_known else 200, headers)

    async def crash(_: StarletteRequest) -> StarletteResponse:
        raise LookupError

    async def folder(_: StarletteRequest) -> StarletteResponse:
        return PlainTextResponse("x")

    routes = [
        Route("/", page, methods=_METHODS),
        Route("/crash", crash),
        Route("/folder/", folder),
    ]
    return Starlette(routes=routes)


@contextmanager
def _flask(policy: Policy) -> Generator[App]:
    """Give an app of Flask."""
    app = flask_app()
    CORS(app, policy)
    yield app


@contextmanager
def _wsgi(policy: Policy) -> Generator[App]:
    """Give an app behind the WSGI middleware."""
    yield wsgi.CORSMiddleware(flask_app(), policy)


@contextmanager
def _asgi(policy: Policy) -> Generator[App]:
    """Give an app behind the ASGI middleware."""
    yield asgi.CORSMiddleware(_starlette_app(), policy)


@contextmanager
def _starlette(policy: Policy) -> Generator[App]:
    """Give an app of Starlette."""
    app = _starlette_app()
    starlette.CORS(app, policy)
    yield app


def _tag_of(_: HttpRequest) -> str:
    """Return the entity tag of the page."""
    return '"x"'


@condition(etag_func=_tag_of)
def _django_page(_: HttpRequest) -> HttpResponse:
    """Answer, or say that nothing has changed."""
    return HttpResponse("hello", headers={"X-Total": "3", "Vary": "Accept-Language"})


@contextmanager
def _django(policy: Policy) -> Generator[App]:
    """Give a site of Django."""
    views: list[Any] = [
        path("", _django_page),
        path("crash", sites.crash),
        path("folder/", sites.say_hello),
    ]
    with sites.site(*views, CROSSORIGIN=policy):
        yield WSGIHandler()


ADAPTERS: Final[dict[str, Callable[[Policy], AbstractContextManager[App]]]] = {
    "flask": _flask,
    "wsgi": _wsgi,
    "asgi": _asgi,
    "starlette": _starlette,
    "django": _django,
}
