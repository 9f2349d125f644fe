"""A crash in debug mode: told to the page that waits for it, then left to the debugger."""

from __future__ import annotations

import http.client
import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest
from flask import Blueprint, Flask, got_request_exception
from werkzeug.debug import DebuggedApplication
from werkzeug.debug.tbtools import DebugTraceback
from werkzeug.serving import make_server

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, same_origin
from crossorigin.wsgi import CORSMiddleware
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import app_with, crash, say_hello, wrap
from tests.wsgi.calls import ANYBODY, NOTHING, OPEN, answered, ask, environ_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

POLICY: Final = Policy([HERE])
HINT: Final = "Open this address in a tab for the debugger.\n"


def debugging(view: Callable[[], object] = crash, policy: Policy = POLICY) -> Flask:
    """Return an app in debug mode that is covered."""
    app = app_with(index=view, hello=say_hello)
    app.debug = True
    CORS(app, policy)
    return app


@pytest.mark.parametrize("mode", [{}, {"HTTP_SEC_FETCH_MODE": "cors"}])
def test_a_page_is_told(mode: dict[str, str]) -> None:
    """The answer to a ``fetch`` is a 500 in plain text, and the exception leaves the app."""
    reply = answered(debugging(), environ_of(**mode))
    assert reply.headers == [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(reply.body))),
        ("Cache-Control", "no-store"),
        *OPEN.items(),
    ]
    assert (reply.status, reply.starts, type(reply.error)) == (500, 1, LookupError)
    assert reply.body == f"LookupError: the order 7\n\n{HINT}"


@pytest.mark.parametrize("mode", ["navigate", "no-cors", "same-origin", "websocket"])
def test_who_is_no_fetch_keeps_the_debugger(mode: str) -> None:
    """Nothing is answered to who navigates, embeds, or connects."""
    reply = answered(debugging(), environ_of(HTTP_SEC_FETCH_MODE=mode))
    assert (reply.starts, type(reply.error)) == (0, LookupError)


@pytest.mark.parametrize("origin", [ELSEWHERE, "null", "junk", "", None])
def test_who_may_not_read_keeps_the_debugger(origin: str | None) -> None:
    """Nothing is answered to a page that the policy does not let in, or to no page."""
    reply = answered(debugging(), environ_of(origin=origin))
    assert (reply.starts, type(reply.error)) == (0, LookupError)


def test_head_has_no_body() -> None:
    """The answer to HEAD has the headers alone."""
    reply = answered(debugging(), environ_of(method="HEAD"))
    assert (reply.status, reply.cors, reply.body) == (500, OPEN, "")


def test_nothing_is_swallowed() -> None:
    """Flask's own signal was sent before the answer, and the exception is the very same."""
    told: list[Exception] = []

    def tell(_: Flask, exception: Exception, **__: object) -> None:
        told.append(exception)

    app = debugging()
    with got_request_exception.connected_to(tell, app):
        reply = answered(app, environ_of())
    assert told == [reply.error]


def test_the_test_client_raises() -> None:
    """In tests an exception is one, whoever asks."""
    app = debugging()
    for settings in ({"TESTING": True, "DEBUG": False}, {"TESTING": False, "DEBUG": True}):
        app.config |= settings
        with pytest.raises(LookupError, match="the order 7"):
            app.test_client().get("/", headers={"Origin": HERE})


@pytest.mark.parametrize(
    ("error", "body"),
    [
        (KeyError("order"), "KeyError: 'order'"),
        (ValueError(), "ValueError"),
        (ValueError("two\nlines"), "ValueError: two\nlines"),
        (ValueError("caf\xe9 \udc80"), "ValueError: caf\xe9 \\udc80"),
        (http.client.HTTPException("of a library"), "http.client.HTTPException: of a library"),
    ],
    ids=["key", "empty", "lines", "surrogate", "library"],
)
def test_the_text_is_the_exceptions_own(error: Exception, body: str) -> None:
    """The body holds the exception's line, and no traceback, path or line of code."""

    def raising() -> str:
        raise error

    reply = answered(debugging(raising), environ_of())
    assert reply.error is error
    assert reply.body == f"{body}\n\n{HINT}"


def test_a_chain_of_exceptions_says_its_last() -> None:
    """What an exception came from may name a password: only the last one is told."""

    def raising() -> str:
        try:
            return crash()
        except LookupError as error:
            raise ValueError("try again") from error

    assert answered(debugging(raising), environ_of()).body == f"ValueError: try again\n\n{HINT}"


def test_outside_of_debug_mode_nothing_is_told() -> None:
    """Where exceptions leave an app that is not in debug mode, the text says nothing of them."""
    app = debugging()
    app.debug = False
    app.config["PROPAGATE_EXCEPTIONS"] = True
    reply = answered(app, environ_of())
    assert (reply.status, reply.body) == (500, "Internal Server Error\n")
    assert (reply.cors, type(reply.error)) == (OPEN, LookupError)


def test_in_debug_mode_without_propagation_flask_answers() -> None:
    """Where Flask keeps the exception, its own page is the answer, readable as any."""
    app = debugging()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    reply = answered(app, environ_of())
    assert (reply.status, reply.cors, reply.error) == (500, OPEN, None)
    assert "LookupError" not in reply.body


def _in_a_hook(app: Flask) -> None:
    """Crash before the view."""
    app.before_request(crash)


def _in_a_middleware(app: Flask) -> None:
    """Crash before Flask."""

    def broken(_: WSGIEnvironment, __: StartResponse) -> Iterable[bytes]:
        return [crash().encode()]

    wrap(app, lambda _: broken)


@pytest.mark.parametrize("bring_about", [_in_a_hook, _in_a_middleware])
@pytest.mark.parametrize(("path", "starts"), [("/", 1), ("/closed", 0), ("/nowhere", 1)])
def test_wherever_it_crashes(bring_about: Callable[[Flask], None], path: str, starts: int) -> None:
    """The policy of what was asked for says who is told; a view without access tells nobody."""
    app = app_with(index=say_hello, closed=same_origin(say_hello))
    app.debug = True
    bring_about(app)
    CORS(app, POLICY)
    reply = answered(app, environ_of(path))
    assert (reply.starts, type(reply.error)) == (starts, LookupError)


def test_the_innermost_policy_says_who_is_told() -> None:
    """A crash belongs to its view's scope, and to no wider one."""
    app = app_with(view=cross_origin(origins=ELSEWHERE)(crash), closed=same_origin(crash))
    app.debug = True
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    blueprint.add_url_rule("/crash", "crash", crash)
    CORS(blueprint, origins=ELSEWHERE)
    CORS(app, origins=HERE)
    app.register_blueprint(blueprint)
    for path in ("/view", "/closed", "/api/crash"):
        assert answered(app, environ_of(path)).starts == 0
    for path in ("/view", "/api/crash"):
        assert answered(app, environ_of(path, origin=ELSEWHERE)).starts == 1


def test_an_app_that_covers_nothing_there() -> None:
    """Where no policy covers what was asked for, nothing is told."""
    app = app_with(index=crash)
    app.debug = True
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    CORS(blueprint, POLICY)
    app.register_blueprint(blueprint)
    reply = answered(app, environ_of())
    assert (reply.starts, reply.cors, type(reply.error)) == (0, NOTHING, LookupError)


@pytest.mark.parametrize("cover", [CORS, CORSMiddleware])
def test_the_debugger_does_not_show_our_frames(
    cover: Callable[[Flask, Policy], object],
) -> None:
    """The debugger's traceback has the app's frames, and not those of the layer outside."""
    app = app_with(index=crash)
    app.debug = True
    covered = cover(app, POLICY)
    reply = answered(covered if isinstance(covered, CORSMiddleware) else app, environ_of())
    assert reply.error is not None
    frames = [frame.filename for frame in DebugTraceback(reply.error).all_frames]
    assert [name for name in frames if "crossorigin" in name] == []
    assert frames[-1] == crash.__code__.co_filename


@pytest.mark.parametrize(
    "path", ["/console", "/?__debugger__=yes&cmd=resource&f=debugger.js", "/crash"]
)
def test_a_debugger_that_was_there_before(path: str) -> None:
    """Wrapped before ``CORS(app)``, the debugger's pages have no header, and the app has."""
    app = app_with(index=say_hello, crash=crash)
    app.debug = True
    wrap(app, partial(DebuggedApplication, evalex=True))
    CORS(app, origins="*")
    page = answered(app, environ_of(path, HTTP_SEC_FETCH_MODE="navigate"))
    assert (page.cors, page.error) == (NOTHING, None)
    assert ask(app, asks="GET").cors["Access-Control-Allow-Origin"] == "*"
    assert ask(app).cors == ANYBODY


@contextmanager
def served(app: WSGIApplication) -> Generator[int]:
    """Serve *app* by Flask's development server, and yield the port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def fetched(port: int, method: str = "GET", **headers: str) -> tuple[int, str | None, str]:
    """Return status, the origin that may read, and the body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, "/", headers=names)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, response.getheader("Access-Control-Allow-Origin"), body


@pytest.mark.parametrize("debugger", [True, False])
def test_on_the_development_server(*, debugger: bool) -> None:
    """With the debugger and without: who fetches is told, who navigates sees what is there."""
    app = debugging()
    with served(DebuggedApplication(app, evalex=True) if debugger else app) as port:
        told = fetched(port, Origin=HERE, Sec_Fetch_Mode="cors")
        head = fetched(port, "HEAD", Origin=HERE)
        seen = fetched(port, Origin=HERE, Sec_Fetch_Mode="navigate")
        other = fetched(port, Origin=ELSEWHERE, Sec_Fetch_Mode="cors")
    assert told == (500, HERE, f"LookupError: the order 7\n\n{HINT}")
    assert head == (500, HERE, "")
    for status, origin, body in (seen, other):
        assert (status, origin, "SECRET" in body) == (500, None, debugger)
