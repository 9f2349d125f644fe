"""Make Flask apps for tests, and wrap them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Flask

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, same_origin
from tests.wsgi.calls import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from tests.wsgi.calls import Reply


def wrap(app: Flask, middleware: Callable[[WSGIApplication], WSGIApplication]) -> None:
    """Put *middleware* around *app*, as Flask's documentation says."""
    app.wsgi_app = middleware(app.wsgi_app)  # type: ignore[method-assign,assignment]


def copying(app: WSGIApplication) -> WSGIApplication:
    """Return *app* behind a middleware that hands on a copy of the environ, as some do."""

    def middleware(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return app(dict(environ), start_response)

    return middleware


def app_with(**views: Callable[..., object]) -> Flask:
    """Return an app that has *views*, each at its name; ``index`` is at the root."""
    app = Flask("app", static_folder=None)
    for name, view in views.items():
        path = "/" if name == "index" else f"/{name}"
        app.add_url_rule(path, name, view)  # type: ignore[arg-type] # what a view may return
    return app


def say_hello() -> str:
    """Answer."""
    return "hello"


def crash() -> str:
    """
    Raise.

    Raises:
        LookupError: Always.
    """
    raise LookupError("the order 7")


# What tells the policies of a test apart: the scope → its max_age.
SCOPES: Final = {"app": 1, "outer": 2, "inner": 3, "view": 4, "other": 5}


def named(scope: str) -> Policy:
    """Return a policy that lets everybody in, and whose answers tell its *scope*."""
    return Policy("*", expose_headers=[scope], max_age=SCOPES[scope])


def scope_of(reply: Reply) -> str | None:
    """Return the scope whose policy *reply* follows, ``None`` if it has no CORS header."""
    cors = reply.cors
    max_age = cors.get("Access-Control-Max-Age")
    if max_age is not None:
        return next(scope for scope, age in SCOPES.items() if str(age) == max_age)
    scope = cors.get("Access-Control-Expose-Headers")
    assert scope is not None or not cors, "closed, or of a scope"
    return scope


def scopes_of(
    app: WSGIApplication, path: str, method: str, host: str = "localhost"
) -> list[str | None]:
    """Return whose policy a request follows, and whose its preflight."""
    return [
        scope_of(ask(app, path, method, host=host)),
        scope_of(ask(app, path, asks=method, host=host)),
    ]


def closed_inside(app: Flask) -> Flask:
    """Return *app* with a policy, an open view, one with another policy and one without any."""
    app.add_url_rule("/open", "open", say_hello)
    app.add_url_rule("/view", "view", cross_origin(named("view"))(say_hello))
    app.add_url_rule("/closed", "closed", same_origin(say_hello))
    CORS(app, named("app"))
    return app
