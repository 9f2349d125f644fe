"""Flask apps among other WSGI middlewares: a request that is not ours is not taken for ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Blueprint, Flask, current_app, request, session
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Request

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, crossdomain, same_origin
from tests.cases.case import HERE
from tests.flask.apps import (
    app_with,
    closed_inside,
    copying,
    named,
    say_hello,
    scope_of,
    scopes_of,
    wrap,
)
from tests.wsgi.calls import ANYBODY, NOTHING, OPEN, answered, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def authentication(app: WSGIApplication) -> WSGIApplication:
    """Return *app* behind a middleware that asks for a password."""

    def middleware(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if "HTTP_AUTHORIZATION" in environ:
            return app(environ, start_response)
        start_response("401 Unauthorized", [("Content-Type", "text/plain")])
        return [b"no"]

    return middleware


def buffering(app: WSGIApplication) -> WSGIApplication:
    """Return *app* behind a middleware that starts the response when the app is done."""

    def middleware(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        reply = answered(app, environ)
        start_response(f"{reply.status} -", reply.headers)
        return reply.chunks

    return middleware


def without_a_request(app: WSGIApplication) -> WSGIApplication:
    """Return *app* behind a middleware that forgets which request Flask has made."""

    def middleware(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def started(*arguments: object) -> Callable[[bytes], object]:
            environ["werkzeug.request"] = Request(environ)
            return start_response(*arguments)  # type: ignore[arg-type] # as they came

        return app(environ, started)

    return middleware


@pytest.mark.parametrize("middleware", [authentication, buffering, copying, without_a_request])
@pytest.mark.parametrize(
    ("path", "scope"),
    [("/open", "app"), ("/view", "view"), ("/closed", None), ("/nowhere", "app")],
)
def test_a_middleware_inside(
    middleware: Callable[[WSGIApplication], WSGIApplication], path: str, scope: str | None
) -> None:
    """Whoever answers, and whenever: the view at the path says who may read it."""
    app = app_with()
    wrap(app, middleware)
    closed_inside(app)
    assert scopes_of(app, path, "GET") == [scope, scope]


def test_a_middleware_that_asks_the_app_for_something_else() -> None:
    """The request that Flask made for another address does not say who may read this one."""

    def including(app: WSGIApplication) -> WSGIApplication:
        def middleware(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            copy = {**environ, "PATH_INFO": "/kept"}
            included = answered(app, copy)
            environ["werkzeug.request"] = kept[-1]
            start_response("200 OK", [("Content-Type", "text/plain")])
            return included.chunks

        return middleware

    def keep() -> str:
        kept.append(request.environ["werkzeug.request"])
        return "included"

    kept: list[object] = []
    app = app_with(kept=cross_origin(named("other"))(keep))
    wrap(app, including)
    closed_inside(app)
    assert (scope_of(ask(app, "/kept")), scope_of(ask(app, "/closed"))) == ("other", None)
    # What these expose is not what the view exposes that has answered.
    for path in ("/view", "/open"):
        assert ask(app, path).cors == ANYBODY


def test_authentication_inside() -> None:
    """A preflight has no password, and needs none; the 401 can be read."""
    app = app_with(index=say_hello)
    wrap(app, authentication)
    CORS(app, Policy([HERE], allow_headers=["Authorization"]))
    preflight = ask(app, asks="GET", HTTP_ACCESS_CONTROL_REQUEST_HEADERS="authorization")
    assert preflight.cors["Access-Control-Allow-Headers"] == "authorization, content-type"
    assert (ask(app).status, ask(app).cors) == (401, OPEN)
    assert ask(app, HTTP_AUTHORIZATION="x").body == "hello"


def test_authentication_outside() -> None:
    """What stands outside loses both, and nothing here can help it."""
    app = app_with(index=say_hello)
    CORS(app, Policy([HERE]))
    wrap(app, authentication)
    assert (ask(app).status, ask(app).cors) == (401, NOTHING)
    assert (ask(app, asks="GET").status, ask(app, asks="GET").cors) == (401, NOTHING)


def test_an_app_that_is_covered_after_a_blueprint_and_an_authentication() -> None:
    """The last ``CORS`` is the outermost: it acts for the blueprint's policy, too, and once."""
    app = app_with(index=say_hello)
    blueprint = Blueprint("outer", __name__, url_prefix="/api")
    blueprint.add_url_rule("/", "index", say_hello)
    CORS(blueprint, named("outer"))
    app.register_blueprint(blueprint)
    wrap(app, authentication)
    CORS(app, named("app"))
    assert scopes_of(app, "/", "GET") == ["app", "app"]
    assert scopes_of(app, "/api/", "GET") == ["outer", "outer"]
    assert scope_of(ask(app, "/api/", HTTP_AUTHORIZATION="x")) == "outer"
    assert ask(app, "/api/").status == 401


def test_a_blueprint_that_is_registered_after_the_app_was_covered() -> None:
    """Its policy is found, and the app is not wrapped again."""
    app = app_with(index=say_hello)
    CORS(app, named("app"))
    wrapped = app.wsgi_app
    blueprint = Blueprint("outer", __name__, url_prefix="/api")
    CORS(blueprint, named("outer"))
    app.register_blueprint(blueprint)
    assert app.wsgi_app is wrapped
    assert scopes_of(app, "/api/", "GET") == ["outer", "outer"]


@pytest.mark.parametrize("outside", [True, False])
def test_proxy_fix(*, outside: bool) -> None:
    """Where the host chooses no view, ProxyFix may stand on either side."""
    app = app_with()
    if not outside:
        wrap(app, lambda inner: ProxyFix(inner, x_host=1, x_prefix=1))
    closed_inside(app)
    if outside:
        wrap(app, lambda inner: ProxyFix(inner, x_host=1, x_prefix=1))
    forwarded = {"HTTP_X_FORWARDED_HOST": "api.test", "HTTP_X_FORWARDED_PREFIX": "/v1"}
    for path, scope in (("/open", "app"), ("/view", "view"), ("/closed", None)):
        assert scope_of(ask(app, path, **forwarded)) == scope
        assert scope_of(ask(app, path, asks="GET", **forwarded)) == scope


def test_proxy_fix_with_host_matching() -> None:
    """Where the host does, it stands outside: inside, a preflight still has the proxy's host."""
    found: list[list[str | None]] = []
    for outside in (True, False):
        app = Flask("app", host_matching=True, static_host="api.test")
        app.add_url_rule("/", "index", cross_origin(named("view"))(say_hello), host="api.test")
        if not outside:
            wrap(app, lambda inner: ProxyFix(inner, x_host=1))
            CORS(app, named("app"))
        else:
            CORS(app, named("app"))
            wrap(app, lambda inner: ProxyFix(inner, x_host=1))
        forwarded = {"HTTP_X_FORWARDED_HOST": "api.test"}
        replies = [ask(app, asks=asks, **forwarded) for asks in (None, "GET")]
        found.append([scope_of(reply) for reply in replies])
    assert found == [["view", "view"], ["view", "app"]]


def _another_request() -> str:
    """Make a request of the same environ, as some libraries do."""
    return Request(request.environ).path


def _another_request_of_flask() -> str:
    """Make a request of Flask's of the same environ."""
    return current_app.request_class(request.environ).path


@pytest.mark.parametrize("view", [_another_request, _another_request_of_flask])
@pytest.mark.parametrize("covered", [True, False])
def test_a_view_that_makes_a_request_of_its_own(view: Callable[[], str], *, covered: bool) -> None:
    """The view is found again by its address, and stays as closed as it was."""
    app = app_with(closed=same_origin(view), view=cross_origin(named("view"))(view))
    if covered:
        CORS(app, named("app"))
    assert scopes_of(app, "/closed", "GET") == [None, None]
    assert scopes_of(app, "/view", "GET") == ["view", "view"]


def test_a_session_inside_adds_its_own_vary() -> None:
    """What Flask's session says of ``Vary`` is merged into one line."""
    app = app_with(index=lambda: str(session.setdefault("visits", 1)))
    app.secret_key = b"-"
    CORS(app, Policy([HERE]))
    assert ask(app).cors == {**OPEN, "Vary": "Cookie, Origin"}


def test_a_view_that_leaves_preflights_to_itself_behind_a_middleware() -> None:
    """Also where the request is not Flask's any more, its answer says what the policy permits."""
    view = crossdomain(origin=HERE, methods=["put"], automatic_options=False)(say_hello)
    app = app_with()
    app.add_url_rule("/", "index", view, methods=["PUT", "OPTIONS"])
    wrap(app, buffering)
    CORS(app, named("app"))
    reply = ask(app, asks="PUT")
    assert (reply.body, reply.methods, reply.origin) == ("hello", "PUT", HERE)
