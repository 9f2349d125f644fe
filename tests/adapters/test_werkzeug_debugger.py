"""What a mounted debugger of Werkzeug's answers stays closed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pytest
from werkzeug.debug import DebuggedApplication
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from crossorigin import Policy
from crossorigin.flask import CORS
from crossorigin.wsgi import CORSMiddleware
from tests.cases.case import HERE
from tests.flask.apps import app_with, copying, crash, say_hello, wrap
from tests.wsgi.calls import ANYBODY, NOTHING, OPEN, answered, ask, environ_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

    Cover = Callable[[str, WSGIApplication], WSGIApplication]

LOOSE: Final = Policy("*", methods=["GET", "PUT"])
# What a debugger that is mounted at /mount answers by itself.
PAGES: Final = [
    "/mount/console",
    "/mount/?__debugger__=yes&cmd=resource&f=debugger.js",
    "/mount/?%5f_debugger__=yes&cmd=resource&f=debugger.js",
    "/mount/?__debugger__=yes&cmd=resource&f=nothing",
]


class Dispatcher:
    """A middleware that has its apps in a list of pairs, and is a method."""

    def __init__(self, app: WSGIApplication, mounted: WSGIApplication) -> None:
        """Have *mounted* beside *app*."""
        self._pairs = [("/mount", mounted), ("", app)]

    def dispatch(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Call the app whose prefix it is, with a path that its own part is cut from."""
        path = environ["PATH_INFO"]
        prefix, app = next(pair for pair in self._pairs if path.startswith(pair[0]))
        return app({**environ, "PATH_INFO": path[len(prefix) :]}, start_response)


def by_werkzeug(app: WSGIApplication, mounted: WSGIApplication) -> WSGIApplication:
    """Return *app* with *mounted* beside it, by Werkzeug's dispatcher."""
    return DispatcherMiddleware(app, {"/mount": mounted})


def by_method(app: WSGIApplication, mounted: WSGIApplication) -> WSGIApplication:
    """Return *app* with *mounted* beside it, by the method of an object."""
    return Dispatcher(app, mounted).dispatch


def by_partial(app: WSGIApplication, mounted: WSGIApplication) -> WSGIApplication:
    """Return *app* with *mounted* beside it, below a partial function."""
    return partial(copying(by_method(app, copying(mounted))))


WAYS: Final[dict[str, Callable[[WSGIApplication, WSGIApplication], WSGIApplication]]] = {
    "werkzeug": by_werkzeug,
    "method": by_method,
    "partial": by_partial,
}


def debugged(*, covered: bool = False) -> WSGIApplication:
    """Return an app in a debugger, which may have a policy of its own."""
    app = app_with(index=say_hello, crash=crash)
    app.debug = True
    if covered:
        CORS(app, origins=HERE)
    return DebuggedApplication(app, evalex=True)


def beside(way: str, mounted: WSGIApplication) -> Flask:
    """Return an app that has *mounted* beside it."""
    app = app_with(index=say_hello, crash=crash)
    wrap(app, lambda inner: WAYS[way](inner, mounted))
    return app


def covered_by_extension(way: str, mounted: WSGIApplication) -> WSGIApplication:
    """Return an app that the extension covers, with *mounted* beside it."""
    app = beside(way, mounted)
    CORS(app, LOOSE)
    return app


def covered_by_middleware(way: str, mounted: WSGIApplication) -> WSGIApplication:
    """Return an app that the middleware covers, with *mounted* beside it."""
    return CORSMiddleware(beside(way, mounted), LOOSE)


every_way: Final = pytest.mark.parametrize("way", WAYS)
every_cover: Final = pytest.mark.parametrize("cover", [covered_by_extension, covered_by_middleware])


@every_way
@every_cover
def test_no_page_of_a_mounted_debugger_can_be_read(cover: Cover, way: str) -> None:
    """The console, the resources and the page of a crash carry no CORS header."""
    app = cover(way, debugged())
    for path in PAGES:
        reply = ask(app, path)
        assert (reply.starts, reply.cors) == (1, NOTHING)
    for mode in ("navigate", "cors"):
        page = ask(app, "/mount/crash", HTTP_SEC_FETCH_MODE=mode)
        assert (page.status, page.cors) == (500, NOTHING)
        assert "SECRET" in page.body


@every_way
@every_cover
def test_what_stands_beside_a_mounted_debugger_is_covered(cover: Cover, way: str) -> None:
    """The app inside of the debugger is, and so is the one that is not, crashes included."""
    app = cover(way, debugged())
    for path in ("/", "/nowhere", "/mount/", "/mount/nowhere", "/crash", "/"):
        assert ask(app, path).cors == ANYBODY
    assert ask(app, "/", asks="PUT").methods == "GET, PUT"
    assert ask(app, "/console").cors == ANYBODY


@every_way
@every_cover
def test_an_app_in_a_mounted_debugger_that_has_a_policy(cover: Cover, way: str) -> None:
    """It decides for itself, and answers a page that waits for a crash."""
    app = cover(way, debugged(covered=True))
    assert ask(app, "/mount/").cors == OPEN
    assert ask(app, "/mount/crash").cors == OPEN
    assert ask(app, "/mount/crash", HTTP_SEC_FETCH_MODE="navigate").cors == NOTHING
    for path in PAGES:
        assert ask(app, path).cors == NOTHING


def test_a_debugger_around_an_app_in_which_one_is_mounted() -> None:
    """The layer goes inside of the one, and leaves alone what the other answers."""
    app = beside("werkzeug", debugged())
    wrap(app, partial(DebuggedApplication, evalex=True))
    CORS(app, LOOSE)
    for path in ("/console", *PAGES):
        assert ask(app, path).cors == NOTHING
    for path in ("/", "/mount/"):
        assert ask(app, path).cors == ANYBODY


def test_a_mounted_app_that_raises_later() -> None:
    """A debugger's page about what a body raised before its first chunk is closed, too."""

    def late(environ: WSGIEnvironment, _: StartResponse) -> Iterator[bytes]:
        yield environ["late"]

    app = CORSMiddleware(DispatcherMiddleware(app_with(), {"/m": DebuggedApplication(late)}), LOOSE)
    page = answered(app, environ_of("/m"))
    assert (page.status, page.cors) == (500, NOTHING)


def test_two_layers_around_a_mounted_debugger() -> None:
    """Each of them leaves it alone, and covers the app in it once."""
    app = beside("werkzeug", debugged())
    CORS(app, LOOSE)
    outer = CORSMiddleware(app, origins="https://other.example")
    assert ask(outer, "/mount/").cors == ANYBODY
    for path in PAGES:
        assert ask(outer, path).cors == NOTHING
