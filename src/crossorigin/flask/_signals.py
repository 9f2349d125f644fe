"""
Put the decorators into force in an app that has no ``CORS``, by two of Flask's signals.

Source: https://flask.palletsprojects.com/en/stable/signals/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, request, request_finished, request_started
from werkzeug.datastructures import Headers

from crossorigin.flask import _marks
from crossorigin.flask._layer import entered_at, state_of
from crossorigin.wsgi import asks_permission, layers_of, preflight_answer

if TYPE_CHECKING:
    from flask import Flask


def connect() -> None:
    """Have every app of this process ask the decorators; once is enough."""
    request_started.connect(_on_request_started, weak=False)


def _on_request_started(app: Flask, **_: object) -> None:
    """Answer a preflight before ``before_request`` runs."""
    state = state_of(app)
    if state.wraps:
        return
    if state.is_stale():
        state.refresh()
        if _marks.are_in(app.view_functions.values()):
            # For this app alone: every app pays for what listens to all of them.
            request_finished.connect(_on_request_finished, app, weak=False)
    environ = request.environ
    # An app that the view asks, even by a copy of the environ, leaves its name in there.
    layers_of(environ)
    if not asks_permission(environ):
        return
    found = state.scopes.find(environ, environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"])
    scope = found.scope
    if scope is None or scope.policy is None or not scope.answers_preflight:
        return
    status, headers, body = preflight_answer(scope.policy, environ, found.methods)
    answer = Response(body, status)
    answer.headers = Headers(headers)
    abort(answer)


def _on_request_finished(app: Flask, response: Response, **_: object) -> None:
    """Put the headers on a response of a view that a decorator covers."""
    state = state_of(app)
    if state.wraps:
        return
    environ = request.environ
    entered = entered_at(environ)
    scope = state.scope_of(environ, entered)
    if scope is not None and state.layer.decides(layers_of(environ)):
        # A preflight's answer has its headers, but what runs after a request may add some.
        headers = state.answered(scope, environ, entered, list(response.headers))
        response.headers = Headers(headers)
