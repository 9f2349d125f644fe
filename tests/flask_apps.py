"""Make Flask apps for tests, and wrap them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIApplication


def wrap(app: Flask, middleware: Callable[[WSGIApplication], WSGIApplication]) -> None:
    """Put *middleware* around *app*, as Flask's documentation says."""
    app.wsgi_app = middleware(app.wsgi_app)  # type: ignore[method-assign,assignment]


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
