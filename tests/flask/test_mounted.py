"""Flask apps in others, and others in Flask apps: each request follows the policy of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, request
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Response

from crossorigin.flask import CORS, cross_origin, same_origin
from crossorigin.wsgi import CORSMiddleware
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import (
    app_with,
    closed_inside,
    crash,
    named,
    say_hello,
    scope_of,
    scopes_of,
    wrap,
)
from tests.wsgi.calls import CLOSED, NOTHING, OPEN, Reply, answered, ask, environ_of

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def mounted(inner: WSGIApplication) -> Flask:
    """Return an app that is covered after *inner* was mounted at ``/mount`` in it."""
    app = app_with(view=cross_origin(named("view"))(say_hello), closed=same_origin(say_hello))
    wrap(app, lambda outer: DispatcherMiddleware(outer, {"/mount": inner}))
    CORS(app, named("app"))
    return app


def test_a_mounted_app_without_a_policy() -> None:
    """It has the outer app's: not that of a view of the same name, or at the same path."""
    inner = app_with(view=say_hello, closed=say_hello, crash=crash)
    app = mounted(inner)
    assert scopes_of(app, "/closed", "GET") == [None, None]
    assert scopes_of(app, "/view", "GET") == ["view", "view"]
    for path in ("/mount/view", "/mount/closed", "/mount/nowhere", "/mount/crash", "/mount"):
        assert scopes_of(app, path, "GET") == ["app", "app"]


def test_a_mounted_app_with_a_policy() -> None:
    """Its own policy stands on its responses, and what it closes stays closed."""
    inner = app_with(view=say_hello, closed=same_origin(say_hello))
    CORS(inner, named("other"))
    app = mounted(inner)
    assert scope_of(ask(app, "/mount/view")) == "other"
    assert scope_of(ask(app, "/mount/nowhere")) == "other"
    assert scope_of(ask(app, "/mount/closed")) is None


def test_a_mounted_app_of_another_kind() -> None:
    """A mounted app that is no Flask app has the outer app's policy, unless it has one."""
    for inner, cors in (
        (Response("hello"), {"Access-Control-Allow-Origin": "*"}),
        (CORSMiddleware(Response("hello"), origins=HERE), OPEN),
        (CORSMiddleware(Response("hello"), origins="https://other.example"), CLOSED),
    ):
        app = app_with()
        wrap(app, lambda outer, inner=inner: DispatcherMiddleware(outer, {"/mount": inner}))  # type: ignore[misc]
        CORS(app, origins="*")
        assert ask(app, "/mount/").cors == cors


def test_a_view_that_answers_by_another_app() -> None:
    """A response that a view has from a stricter app stays as strict."""
    strict = CORSMiddleware(Response("hello"), origins=HERE)

    @cross_origin(origins="*")
    def index() -> Response:
        return Response.from_app(strict, request.environ)

    for covered in (True, False):
        app = app_with(index=index)
        if covered:
            CORS(app, origins="*")
        assert (ask(app).cors, ask(app, origin=ELSEWHERE).cors) == (OPEN, CLOSED)


def test_a_crash_of_a_mounted_app() -> None:
    """In debug mode it is answered by the policy of the path, and what is closed says nothing."""
    inner = app_with(crash=crash, closed=same_origin(crash))
    inner.debug = True
    app = mounted(inner)
    app.debug = True
    assert scope_of(_crashed(app, "/mount/crash")) == "app"
    CORS(inner, named("other"))
    assert scope_of(_crashed(app, "/mount/crash")) == "other"
    reply = _crashed(app, "/mount/closed")
    assert (reply.starts, reply.cors) == (0, NOTHING)


def _crashed(app: WSGIApplication, path: str) -> Reply:
    """Return what *app* answers before the exception leaves it."""
    reply = answered(app, environ_of(path))
    assert type(reply.error) is LookupError
    return reply


def test_an_app_that_is_mounted() -> None:
    """Mounted elsewhere, an app finds its views below its root, slash redirects included."""
    app = closed_inside(app_with())
    app.add_url_rule("/folder/", "folder", cross_origin(named("view"))(say_hello))
    root = DispatcherMiddleware(Response("root"), {"/mount": app})
    for path, scope in (
        ("/mount/open", "app"),
        ("/mount/view", "view"),
        ("/mount/closed", None),
        ("/mount/folder", "view"),
        ("/mount/nowhere", "app"),
        ("/closed", None),
    ):
        assert scopes_of(root, path, "GET") == [scope, scope]


def test_an_app_that_is_mounted_by_host() -> None:
    """Where the host chooses views, too, a redirect of the router stays below the root."""
    app = Flask("app", host_matching=True, static_host="api.test")
    app.add_url_rule("/mount/", "decoy", same_origin(say_hello), host="api.test")
    app.add_url_rule("/folder/", "index", cross_origin(named("view"))(say_hello), host="api.test")
    CORS(app, named("app"))
    root = DispatcherMiddleware(Response("root"), {"/mount": app})
    assert scopes_of(root, "/mount/folder", "GET", "api.test") == ["view", "view"]
