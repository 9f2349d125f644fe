"""
Put the decorators into force in an app that has no ``CORS``, by two of Flask's signals.

Source: https://flask.palletsprojects.com/en/stable/signals/
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Final

from flask import Response, abort, request, request_finished, request_started
from werkzeug.datastructures import Headers

from crossorigin._adapters.layers import owners_of
from crossorigin._adapters.wsgi_calls import is_preflight_call, preflight_answer
from crossorigin.flask import _marks
from crossorigin.flask._layer import entered_at, state_of
from crossorigin.flask._ledger import ledger

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from flask import Flask

    from crossorigin import Policy
    from crossorigin.flask._layer import State
    from crossorigin.flask._scopes import Found

# What covers the request for which a preflight asks, found when it came, and by whom.
_FOUND: Final = "crossorigin.found"
_NOTHING: Final[tuple[State | None, Found | None]] = (None, None)


# How many changes the ledger had seen when an app was looked at.
_looked_at: Final = weakref.WeakKeyDictionary["Flask", int]()
_listened_to: Final = weakref.WeakSet["Flask"]()


def connect() -> None:
    """Have every app of this process meet the decorators; once is enough."""
    ledger.tell = _watch
    _watch()


def _watch() -> None:
    """Look at every app that gets a request, until all marked views are found."""
    request_started.connect(_meet, weak=False)


def _meet(app: Flask, **_: object) -> None:
    """
    Look at *app* for marked views, and listen to it if it has some that need that.

    Every app of the process pays for this, so it ends as soon as nothing is left to find.
    """
    changes = ledger.changes
    state = state_of(app)
    if state.is_stale():
        state.refresh()
    elif _looked_at.get(app) == changes:
        return
    _looked_at[app] = changes
    apps = [known for ref in _looked_at.keyrefs() if (known := ref()) is not None]
    if ledger.is_settled(apps):
        request_started.disconnect(_meet)
        if ledger.changes != changes:
            _watch()  # another thread has made a mark, or a rule for one, meanwhile
    is_met = bool(state.wraps) or app in _listened_to
    if not is_met and _marks.are_in(app.view_functions.values()):
        _listened_to.add(app)
        request_finished.connect(_on_request_finished, app, weak=False)
        request_started.connect(_on_request_started, app, weak=False)
        _on_request_started(app)


def _on_request_started(app: Flask, **_: object) -> None:
    """Answer a preflight before ``before_request`` runs."""
    state = state_of(app)
    if state.wraps:
        return
    if state.is_stale():
        state.refresh()
    environ = request.environ
    # An app that the view asks, even by a copy of the environ, leaves its name in there.
    owners_of(environ)
    if not is_preflight_call(environ):
        return
    found = state.scopes.find(environ, environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"])
    environ[_FOUND] = state, found
    # Flask takes every HTTPException for a crash if it is told to: then the app answers, and
    # its answer is replaced.
    if found.answering is not None and not app.config["TRAP_HTTP_EXCEPTIONS"]:
        abort(_answer(found.answering, environ, found))


def _on_request_finished(app: Flask, response: Response, **_: object) -> None:
    """Put the headers on a response of a view that a decorator covers."""
    state = state_of(app)
    if state.wraps:
        return
    environ = request.environ
    owner: State | None
    asked: Found | None
    owner, asked = environ.get(_FOUND, _NOTHING)
    if owner is not state:
        asked = None  # an app that the view asked has left it there
    found = asked or state.found(environ, entered_at(environ))
    if found.scope is None or not state.layer.claim(owners_of(environ)):
        return
    if asked and asked.answering is not None and app.config["TRAP_HTTP_EXCEPTIONS"]:
        answer = _answer(asked.answering, environ, asked)
        response.status, response.data = answer.status, answer.data
    # A preflight's answer has its headers, but what runs after a request may add some.
    response.headers = Headers(state.answered(found, environ, list(response.headers)))


def _answer(policy: Policy, environ: WSGIEnvironment, found: Found) -> Response:
    """Return the answer of *policy* to a preflight for what was *found*."""
    status, headers, body = preflight_answer(policy, environ, found.methods)
    answer = Response(body, status)
    answer.headers = Headers(headers)
    return answer
