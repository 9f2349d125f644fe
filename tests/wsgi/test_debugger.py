"""Werkzeug's debugger inside of a layer: its pages carry a secret, so nothing opens them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pytest
from flask import Flask
from werkzeug.debug import DebuggedApplication
from werkzeug.middleware.proxy_fix import ProxyFix

from crossorigin import Policy
from crossorigin.flask import CORS
from crossorigin.wsgi import CORSMiddleware
from tests.cases.case import HERE
from tests.flask.apps import wrap
from tests.wsgi.calls import ANYBODY, NOTHING, OPEN, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LOOSE: Final = Policy("*", methods=["GET", "PUT"])

# What the debugger answers by itself.
PAGES: Final = [
    "/console",
    "/?__debugger__=yes&cmd=resource&f=debugger.js",
    "/?__debugger__=yes&cmd=resource&f=nothing",
]


class Slotted:
    """A middleware whose attributes stand in slots."""

    __slots__ = ("_inner", "_unset")

    def __init__(self, inner: WSGIApplication) -> None:
        """Wrap *inner*."""
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass through."""
        return self._inner(environ, start_response)


def passed(
    app: WSGIApplication, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Pass a request on to *app*."""
    return app(environ, start_response)


def closed_over(app: WSGIApplication) -> WSGIApplication:
    """Return a middleware that is a function."""

    def middleware(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return app(environ, start_response)

    return middleware


# The ways in which a middleware may hold the app that it wraps.
HOLDERS: Final[dict[str, Callable[[WSGIApplication], WSGIApplication]]] = {
    "nothing": lambda app: app,
    "attribute": ProxyFix,
    "slot": Slotted,
    "closure": closed_over,
    "partial": lambda app: partial(passed, app),
    "function-of-a-partial": lambda app: partial(closed_over(app)),
    "our-own": lambda app: CORSMiddleware(app, origins=HERE),
    "several": lambda app: Slotted(ProxyFix(closed_over(app))),
}


def debugged(holder: str) -> Flask:
    """Return a Flask app with a debugger around it, and *holder* around that."""
    app = Flask("debugged", static_folder=None)
    app.debug = True
    app.add_url_rule("/", "view", lambda: "hello")
    app.add_url_rule("/crash", "crash", lambda: f"{1 // 0}")
    wrap(app, lambda inner: HOLDERS[holder](DebuggedApplication(inner, evalex=True)))
    return app


def covered_by_extension(holder: str) -> WSGIApplication:
    """Return an app that the extension covers after it was wrapped."""
    app = debugged(holder)
    CORS(app, LOOSE)
    return app


def covered_by_middleware(holder: str) -> WSGIApplication:
    """Return an app that the middleware is put around."""
    return CORSMiddleware(debugged(holder), LOOSE)


COVERS: Final = [covered_by_extension, covered_by_middleware]


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("cover", COVERS)
def test_no_page_of_the_debugger_can_be_read(
    cover: Callable[[str], WSGIApplication], holder: str
) -> None:
    """The console, the resources and the page of a crash carry no CORS header."""
    app = cover(holder)
    for path in PAGES:
        assert ask(app, path).cors == NOTHING
    crash = ask(app, "/crash", HTTP_SEC_FETCH_MODE="navigate")
    assert (crash.status, crash.cors) == (500, NOTHING)
    assert "SECRET" in crash.body


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("cover", COVERS)
def test_no_preflight_opens_them(cover: Callable[[str], WSGIApplication], holder: str) -> None:
    """What the debugger answers to a preflight permits nothing."""
    app = cover(holder)
    for path in PAGES:
        assert ask(app, path, asks="PUT").cors == NOTHING


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("cover", COVERS)
def test_the_app_itself_is_covered(cover: Callable[[str], WSGIApplication], holder: str) -> None:
    """The app inside of the debugger has its headers, and its preflights are answered."""
    app = cover(holder)
    assert ask(app).cors == (OPEN if holder == "our-own" else ANYBODY)
    assert ask(app, asks="PUT").methods == "GET, PUT"


@pytest.mark.parametrize("evalex", [True, False])
@pytest.mark.parametrize("mode", ["cors", "navigate"])
def test_a_debugger_between_the_layer_and_the_app(mode: str, *, evalex: bool) -> None:
    """It keeps the exception to itself, so its page is the one answer, and nobody's to read."""
    app = Flask("debugged", static_folder=None)
    app.debug = True
    app.add_url_rule("/crash", "crash", lambda: f"{1 // 0}")
    wrap(app, lambda inner: DebuggedApplication(inner, evalex=evalex))
    CORS(app, LOOSE)
    page = ask(app, "/crash", HTTP_SEC_FETCH_MODE=mode)
    assert (page.status, page.starts, page.cors) == (500, 1, NOTHING)
