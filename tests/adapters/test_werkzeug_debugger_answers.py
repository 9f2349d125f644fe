"""Werkzeug's debugger is known by what it answers, wherever it is and whatever holds it."""

from __future__ import annotations

import functools
import subprocess
import sys
from typing import TYPE_CHECKING, Final, NoReturn

import pytest
from flask import Flask
from werkzeug.debug import DebuggedApplication
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Request, Response

from crossorigin import Policy
from crossorigin.flask import CORS
from crossorigin.wsgi import CORSMiddleware
from tests.flask.apps import app_with, copying, say_hello, wrap
from tests.wsgi.calls import ANYBODY, NOTHING, ask, environ_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask.typing import ResponseReturnValue

LOOSE: Final = Policy("*", methods=["GET", "PUT"])


def broken(_: WSGIEnvironment, __: StartResponse) -> NoReturn:
    """
    Raise.

    Raises:
        RuntimeError: Always.
    """
    raise RuntimeError("boom")


def page(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with a page, of a status that the path names; raise at any other path."""
    status = environ["PATH_INFO"].rpartition("/")[2]
    start_response(f"{int(status)} -", [("Content-Type", "text/html; charset=utf-8")])
    return [b"<p>"]


def debugged(app: WSGIApplication, *, evalex: bool = True) -> DebuggedApplication:
    """Return *app* in a debugger whose console has an address of its own."""
    return DebuggedApplication(app, evalex=evalex, console_path="/shell", pin_security=False)


GLOBAL: Final = debugged(broken)


def by_global(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Call a debugger that is a global."""
    return GLOBAL(environ, start_response)


def by_default(
    environ: WSGIEnvironment,
    start_response: StartResponse,
    app: WSGIApplication = debugged(broken),  # noqa: B008 - the very thing
) -> Iterable[bytes]:
    """Call a debugger that is a default."""
    return app(environ, start_response)


class ByClass:
    """Calls a debugger that is an attribute of its class."""

    app = debugged(broken)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Call it."""
        return self.app(environ, start_response)


class ByProperty:
    """Calls a debugger that it makes when it is asked for, which is not hashable itself."""

    __hash__ = None  # type: ignore[assignment]
    __slots__ = ()

    @property
    def app(self) -> WSGIApplication:
        """Return a debugger."""
        return made()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Call it."""
        return self.app(environ, start_response)


@functools.cache
def made() -> DebuggedApplication:
    """Return a debugger."""
    return debugged(broken)


HOLDERS: Final[dict[str, WSGIApplication]] = {
    "itself": debugged(broken),
    "global": by_global,
    "default": by_default,
    "class": ByClass(),
    "property": ByProperty(),
}


def covered_by_extension(side: WSGIApplication, around: Callable[..., WSGIApplication]) -> Flask:
    """Return an app that the extension covers, with *side* mounted beside it."""
    app = app_with(index=say_hello)
    wrap(app, lambda inner: around(DispatcherMiddleware(inner, {"/tool": side})))
    CORS(app, LOOSE)
    return app


def covered_by_middleware(
    side: WSGIApplication, around: Callable[..., WSGIApplication]
) -> WSGIApplication:
    """Return an app that the middleware covers, with *side* mounted beside it."""
    app = app_with(index=say_hello)
    return CORSMiddleware(around(DispatcherMiddleware(app, {"/tool": side})), LOOSE)


def as_it_is(app: WSGIApplication) -> WSGIApplication:
    """Return *app*."""
    return app


COVERS: Final = [covered_by_extension, covered_by_middleware]


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("cover", COVERS)
@pytest.mark.parametrize("around", [as_it_is, copying])
def test_wherever_a_debugger_is(
    holder: str,
    cover: Callable[..., WSGIApplication],
    around: Callable[..., WSGIApplication],
) -> None:
    """Its page has no CORS header, nor has what its pages load, or have it run."""
    app = cover(HOLDERS[holder], around)
    crash = ask(app, "/tool/")
    assert (crash.status, crash.cors, "SECRET" in crash.body) == (500, NOTHING, True)
    for query in ("__debugger__=yes&cmd=resource&f=style.css", "__debugger__=yes&cmd=6*7&frm=0"):
        assert ask(app, f"/tool/?{query}").cors == NOTHING
        assert ask(app, f"/tool/?{query}", asks="PUT").cors == NOTHING
    assert ask(app).cors == ANYBODY


@pytest.mark.parametrize("cover", COVERS)
def test_a_console_that_has_another_address(cover: Callable[..., WSGIApplication]) -> None:
    """It is a page that no app has made."""
    console = ask(cover(debugged(broken), as_it_is), "/tool/shell")
    assert (console.status, console.cors, "SECRET" in console.body) == (200, NOTHING, True)


@pytest.mark.parametrize("cover", COVERS)
@pytest.mark.parametrize("evalex", [True, False])
@pytest.mark.parametrize("status", [200, 404])
def test_pages_of_an_app_in_a_debugger(
    cover: Callable[..., WSGIApplication], status: int, *, evalex: bool
) -> None:
    """With a console, those of an app of any kind are told from the debugger's own."""
    app = cover(debugged(page, evalex=evalex), as_it_is)
    reply = ask(app, f"/tool/{status}")
    assert (reply.status, reply.cors) == (status, ANYBODY if evalex else NOTHING)
    broken_page = ask(app, "/tool/none")
    assert (broken_page.status, broken_page.cors) == (500, NOTHING)


@pytest.mark.parametrize("cover", COVERS)
def test_pages_of_an_app_beside_it(cover: Callable[..., WSGIApplication]) -> None:
    """Of what is no page, and of what no request of Werkzeug's is made, nothing is taken away."""
    app = cover(page, as_it_is)
    assert ask(app, "/tool/200").cors == ANYBODY
    app = cover(Response("text", 500, content_type="text/plain"), as_it_is)
    assert ask(app, "/tool/").cors == ANYBODY
    native = Request.application(lambda _: Response("{}", content_type="application/json"))
    assert ask(cover(native, as_it_is), "/tool/").cors == ANYBODY


@pytest.mark.parametrize("path", ["/own/console", "/console"])
def test_an_app_that_has_a_console_of_its_own(path: str) -> None:
    """Where the router knows the path, the app's policy answers its preflights."""
    app = Flask("app", static_folder=None)
    app.add_url_rule(path, "console", say_hello, methods=["GET", "PUT"])
    CORS(app, LOOSE)
    assert ask(app, path, asks="PUT").methods == "GET, PUT"
    assert ask(app, path, asks="DELETE").methods == "GET, PUT"
    assert ask(app, path, method="PUT").cors == ANYBODY
    assert ask(app, "/other/console", asks="PUT").cors == ANYBODY


@pytest.mark.parametrize("around", [as_it_is, copying])
def test_an_error_page_of_flasks_own(around: Callable[..., WSGIApplication]) -> None:
    """It is readable, whether the environ is copied or not."""

    def index() -> ResponseReturnValue:
        return "<p>", 500

    app = app_with(index=index)
    wrap(app, around)
    CORS(app, LOOSE)
    assert (ask(app).status, ask(app).cors) == (500, ANYBODY)


def test_a_debugger_that_starts_a_second_response() -> None:
    """The page about a body that failed is no answer of Flask's, which had finished one."""
    started: list[dict[str, str]] = []

    def start(_: str, headers: list[tuple[str, str]], __: object = None, /) -> object:
        started.append(dict(headers))
        return bytes

    def failing() -> Iterable[str]:
        raise LookupError

    class Failing(Response):
        """A response whose body fails."""

        def __call__(
            self, environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            """Start, and fail."""
            super().__call__(environ, start_response)
            return (part.encode() for part in failing())

    app = app_with(index=lambda: Failing("<p>", content_type="text/html"))
    app.response_class = Failing  # type: ignore[assignment]
    wrap(app, debugged)
    CORS(app, LOOSE)
    list(app(environ_of(), start))  # type: ignore[arg-type]
    origins = [headers.get("Access-Control-Allow-Origin") for headers in started]
    assert origins == ["*", None]


def test_no_debugger_is_changed() -> None:
    """Neither it nor its class has anything of ours."""
    inner = debugged(broken)
    before = dict(vars(inner))
    CORSMiddleware(inner, LOOSE)
    app = app_with(index=say_hello)
    wrap(app, lambda _: inner)
    CORS(app, LOOSE)
    ask(app)
    assert type(inner) is DebuggedApplication
    assert {name: vars(inner)[name] for name in ("app", "evalex")} == {
        name: before[name] for name in ("app", "evalex")
    }


PRODUCTION: Final = """
import sys
from flask import Flask, request_finished
from crossorigin.flask import CORS, cross_origin
app = Flask("app")
CORS(app, origins="*")
app.get("/console")(lambda: ("<p>", 500))
answer = app.test_client().get("/console?__debugger__=yes", headers={"Origin": "https://a.example"})
print(answer.headers.get("Access-Control-Allow-Origin"), "werkzeug.debug" in sys.modules)
print(request_finished.has_receivers_for(app))
"""


def test_in_production() -> None:
    """Where no debugger is imported, none is thought of, and no signal is listened to."""
    done = subprocess.run(
        [sys.executable, "-c", PRODUCTION], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["*", "False", "False"]


@pytest.mark.parametrize("module", ["flask", "werkzeug.debug"])
def test_what_is_not_imported(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Flask nobody tells of a response; without a debugger none answers."""
    app = CORSMiddleware(Response("text", content_type="text/plain"), origins="*")
    monkeypatch.delitem(sys.modules, module)
    assert ask(app, "/?__debugger__=yes").cors == (NOTHING if module == "flask" else ANYBODY)
    assert ask(app, "/console", asks="GET").cors.get("Access-Control-Allow-Origin") == "*"


def test_without_flask() -> None:
    """The middleware for any WSGI app needs none, with a debugger or without."""
    program = """
import sys
import werkzeug.debug
from werkzeug.wrappers import Response
from werkzeug.test import Client
from crossorigin.wsgi import CORSMiddleware
app = CORSMiddleware(Response("text", content_type="text/plain"), origins="*")
answer = Client(app).get("/", headers={"Origin": "https://a.example"})
print(answer.headers.get("Access-Control-Allow-Origin"), "flask" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["*", "False"]
