"""What a decorator alone does not reach, as the guide lists it; all else is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest
from flask import Flask, Response, request
from werkzeug.debug import DebuggedApplication

from crossorigin.flask import CORS, cross_origin
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import crash, say_hello, wrap
from tests.wsgi.calls import NOTHING, OPEN, answered, ask, environ_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIEnvironment


def an_app(*, is_covered: bool = False, config: Mapping[str, object] | None = None) -> Flask:
    """Return an app with decorated views, which has a policy of its own as well if it *is covered*."""
    app = Flask("app", static_folder=None)
    app.config |= config or {}
    decorator = cross_origin(origins=HERE)
    app.add_url_rule("/view", "view", decorator(lambda: "hello"))
    app.add_url_rule("/folder/", "folder", decorator(lambda: "hello"))
    app.add_url_rule("/crash", "crash", decorator(lambda: str(crash())))
    app.add_url_rule("/shared", "mine", decorator(lambda: "hello"), methods=["GET"])
    other = cross_origin(origins=ELSEWHERE)(lambda: "hello")
    app.add_url_rule("/shared", "others", other, methods=["PUT"])
    app.add_url_rule("/late", "late", decorator(lambda: "late"))

    @app.after_request
    def fail(response: Response) -> Response:
        if request.path == "/late":
            raise LookupError
        return response

    if is_covered:
        CORS(app, origins=HERE)
    return app


@pytest.mark.parametrize("is_covered", [True, False])
@pytest.mark.parametrize(("path", "method"), [("/nowhere", "GET"), ("/shared", "DELETE")])
def test_what_no_view_answers_for(path: str, method: str, *, is_covered: bool) -> None:
    """A 404 of no route, and a 405 where views disagree, belong to the app alone."""
    app = an_app(is_covered=is_covered)
    for _ in range(2):
        assert ask(app, path, method).cors == (OPEN if is_covered else NOTHING)


@pytest.mark.parametrize(
    ("path", "config"),
    [("/late", {}), ("/crash", {"DEBUG": True}), ("/crash", {"PROPAGATE_EXCEPTIONS": True})],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_what_is_not_reached_in_the_first_request(
    path: str, config: dict[str, object], *, is_first: bool
) -> None:
    """An exception after Flask's last signal is covered from the second request on."""
    app = an_app(config=config)
    if not is_first:
        ask(app, "/view")
    reply = answered(app, environ_of(path))
    assert reply.cors == (NOTHING if is_first else OPEN)


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/view", "GET", 200),
        ("/view", "HEAD", 200),
        ("/view", "OPTIONS", 200),
        ("/view", "DELETE", 405),
        ("/folder", "GET", 308),
        ("/crash", "GET", 500),
    ],
)
def test_what_is_reached_from_the_first_request_on(path: str, method: str, status: int) -> None:
    """All that Flask answers for a view by itself."""
    app = an_app()
    for _ in range(2):
        reply = ask(app, path, method)
        assert (reply.status, reply.cors) == (status, OPEN)
        assert ask(app, path, asks="GET").origin == HERE


def test_what_a_middleware_answers() -> None:
    """One that was there before is inside of the layer."""

    def refuse(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("401 Unauthorized", [("Content-Type", "text/plain")])
        return [b"no"]

    app = an_app()
    inside = app.wsgi_app

    def middleware(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_refused = "HTTP_X_REFUSE" in environ
        return (refuse if is_refused else inside)(environ, start_response)

    wrap(app, lambda _: middleware)
    assert ask(app, "/view").cors == OPEN
    reply = ask(app, "/view", HTTP_X_REFUSE="1")
    assert (reply.status, reply.cors) == (401, OPEN)


def test_a_debugger_around_an_app_that_has_decorators_alone() -> None:
    """Its pages are nobody's to read, from the first request on."""
    app = an_app(config={"DEBUG": True})
    wrap(app, lambda inner: DebuggedApplication(inner, evalex=True))
    for _ in range(2):
        page = ask(app, "/crash", HTTP_SEC_FETCH_MODE="navigate")
        assert (page.status, page.cors, "SECRET" in page.body) == (500, NOTHING, True)
        assert ask(app, "/console").cors == NOTHING
        assert ask(app, "/view").cors == OPEN


def _never() -> NoReturn:
    """
    Fail.

    Raises:
        AssertionError: Always.
    """
    raise AssertionError


def test_a_preflight_reaches_neither_view_nor_hook() -> None:
    """It is answered before, also where it is the very first request."""
    app = Flask("app")
    app.add_url_rule("/", "index", cross_origin(origins=HERE)(say_hello))
    app.before_request(_never)
    for _ in range(2):
        assert ask(app, asks="GET").origin == HERE
