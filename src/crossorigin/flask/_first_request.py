"""
Put the decorators into force in an app that has no ``CORS``: its first request wraps it.

Flask says nothing of an app that is made, nor of a view that is registered, but it sends a
signal when a request is started. The first one that shows a decorated view installs the
layer that ``CORS(app)`` installs. That request has come in without it, and so have those of
other threads: they are covered by Flask's signals.

Source: https://flask.palletsprojects.com/en/stable/signals/
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, Final, cast

from flask import (
    Response,
    abort,
    current_app,
    request,
    request_finished,
    request_started,
    request_tearing_down,
)
from werkzeug.datastructures import Headers

from crossorigin._adapters.layers import owners_of
from crossorigin._adapters.wsgi_calls import is_preflight_call, preflight_answer
from crossorigin.flask._layer import install
from crossorigin.flask._ledger import ledger
from crossorigin.flask._marks import RECORD, Record
from crossorigin.flask._state import entered_at, state_of

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from flask import Flask

    from crossorigin import Policy
    from crossorigin.flask._ledger import Mark
    from crossorigin.flask._scopes import ScopeMatch
    from crossorigin.flask._state import State

# How many requests must have come through the layer, one after the other, before none is
# waited for that had come in without it.
MAX_OVERTAKEN: Final = 250
# The same where `CORS` has wrapped the app before there was any request.
_MAX_FIRST: Final = 10
_FAILED: Final = (
    "%r: its decorators could not be put into force: they open nothing. Write CORS(app, …), which"
    " needs no first request."
)
_NO_LAYER: Final = (
    "%s has no effect in %r, but to close it to other layers: it is hidden from Flask, which has not"
    " registered it, and no CORS(app) covers the app. Register what the decorator returns: below"
    " @app.route, on the method of a class, or inside of wrappers that use functools.wraps."
)


class _Waiting:
    """
    The requests to one app that have come in without the layer.

    Attributes:
        state: The state of the app.
        overtaken: How many requests have come through the layer since the last of these.
        is_mistake: Whether that is one: ``CORS`` has wrapped the app before any request.
        matches: The scope of each of them, by the identity of its environ; ``None`` for one that
            is found when its response is there.
    """

    __slots__ = ("__weakref__", "_lock", "_max", "is_mistake", "matches", "overtaken", "state")

    def __init__(self, state: State) -> None:
        """Wait for the requests to the app of *state*."""
        self.state = state
        self.overtaken = 0
        self.is_mistake = bool(state.wraps)
        self._max = _MAX_FIRST if self.is_mistake else MAX_OVERTAKEN
        self.matches: dict[int, ScopeMatch | None] = {}
        self._lock = Lock()

    def begin(self, app: Flask, **_: object) -> None:
        """
        Cover the request in hand, unless it has come through the layer.

        Raises:
            HTTPException: If it is a preflight, which is answered before ``before_request``.
        """
        environ = request.environ
        try:
            answer = self._begun(app, environ)
        except Exception:  # noqa: BLE001 - no request may fail by what is kept of it
            ledger.say_once(_FAILED, app)
            return
        if answer is not None:
            abort(answer)

    def _begun(self, app: Flask, environ: WSGIEnvironment) -> Response | None:
        """Cover the request of *environ*, and return the answer if it is a preflight."""
        record = environ.get(RECORD)
        if type(record) is Record and record.layered is self.state:
            self.overtaken += 1
            if self.overtaken >= self._max:
                self.state.is_counting = False
                request_started.disconnect(self.begin)
            return None
        if id(environ) in self.matches or not self.state.is_counting:
            return None
        if self.is_mistake:
            from crossorigin.flask._mistakes import past_cors  # noqa: PLC0415 - where there is one

            self.state.layer.warn_once(past_cors, past_cors(app))
        environ.setdefault(RECORD, Record())
        self.cover(app, environ)
        if not is_preflight_call(environ):
            return None
        asked = environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"]
        match = self.matches[id(environ)] = self.state.scopes.find(environ, asked)
        # Flask takes every HTTPException for a crash if it is told to: then the app answers, and
        # its answer is replaced.
        if match.answering is None or app.config["TRAP_HTTP_EXCEPTIONS"]:
            return None
        return _answer(self.state, match.answering, environ, match)

    def cover(self, app: Flask, environ: WSGIEnvironment) -> None:
        """Cover the request of *environ*, and see whether there are more like it."""
        # An app that the view asks, even by a copy of the environ, leaves its name in there.
        owners_of(environ)
        with self._lock:
            self.overtaken = 0
            self.state.is_counting = True
            self.matches[id(environ)] = None
            request_started.connect(self.begin, app)
            request_finished.connect(self.finish, app)
            request_tearing_down.connect(self.end, app)

    def finish(self, app: Flask, response: Response, **_: object) -> None:
        """Put the headers on *response*, if it is to a request that is waited for."""
        environ = request.environ
        if id(environ) not in self.matches:
            return
        try:
            self._cover(app, response, environ)
        except Exception:  # noqa: BLE001 - no request may fail by what is kept of it
            ledger.say_once(_FAILED, app)

    def _cover(self, app: Flask, response: Response, environ: WSGIEnvironment) -> None:
        """Put the headers on *response* to the request of *environ*."""
        state, asked, record = self.state, self.matches[id(environ)], environ[RECORD]
        match = asked or state.found(environ, entered_at(environ))
        is_covered = match.scope is not None or not record <= match.marks
        if not is_covered or not state.layer.claim(owners_of(environ)):
            return
        if asked and asked.answering is not None and app.config["TRAP_HTTP_EXCEPTIONS"]:
            answer = _answer(state, asked.answering, environ, asked)
            response.status, response.data = answer.status, answer.data
        # A preflight's answer has its headers, but what runs after a request may add some.
        headers = state.answered(match, record, environ, list(response.headers))
        response.headers = Headers(headers)

    def end(self, _: Flask, **__: object) -> None:
        """Wait no longer for the request in hand."""
        with self._lock:
            self.matches.pop(id(request.environ), None)
            if not self.matches:
                request_finished.disconnect(self.finish)
                request_tearing_down.disconnect(self.end)


def connect() -> None:
    """Have every app of this process meet the decorators; once is enough."""
    ledger.tell, ledger.tell_unlayered = _watch, _on_unlayered
    _watch()


def _watch() -> None:
    """Look at every app that gets a request, until all decorated views are found."""
    request_started.connect(_meet, weak=False)


def _meet(app: Flask, **_: object) -> None:
    """
    Look at *app* for decorated views, and wrap it if there are any.

    Every app of the process pays for this, so it ends as soon as nothing is left to find.
    """
    try:
        waiting = _look_at(app)
    except Exception:  # noqa: BLE001 - as above
        ledger.say_once(_FAILED, app)
        return
    # The one that `CORS` has made hears of this request by itself.
    if waiting is not None and not waiting.is_mistake:
        waiting.begin(app)


def _look_at(app: Flask) -> _Waiting | None:
    """Return the record of requests to *app* that have come in without its layer, if any."""
    state = state_of(app)
    if state.is_stale():
        state.refresh()
    if state.has_marks and not state.wraps:
        _wrap(app, state)
    if not ledger.unseen:
        request_started.disconnect(_meet)
        if ledger.unseen:
            _watch()  # another thread has applied a decorator meanwhile
    return cast("_Waiting | None", state.waiting)


def install_before_any(app: Flask) -> None:
    """Wrap *app* before it has a request; one that comes in past the layer is noticed."""
    _wait(app, install(app))


def _wrap(app: Flask, state: State) -> None:
    """Wrap *app* once, whichever thread is first, and wait for the requests that have come in before."""
    with ledger.lock:
        if state.waiting is None:
            _wait(app, state)
            install(app)


def _wait(app: Flask, state: State) -> None:
    """Wait for requests to *app* that come in without the layer."""
    # The state keeps it, and dies with the app: the signal keeps neither.
    state.waiting = waiting = _Waiting(state)
    state.is_counting = True
    request_started.connect(waiting.begin, app)


def _on_unlayered(mark: Mark) -> None:
    """
    Cover the request in hand, in which the decorator of *mark* runs.

    It has come in without a layer, long after the first one: the app is served by its
    former ``wsgi_app``, or has a view of which Flask has told nobody.
    """
    # https://flask.palletsprojects.com/en/stable/signals/#sending-signals
    app = cast("Flask", cast("Any", current_app)._get_current_object())  # noqa: SLF001 - as documented
    try:
        waiting = _look_at(app)
        if waiting is not None:
            waiting.cover(app, request.environ)
        else:
            _close(state_of(app), mark)
    except Exception:  # noqa: BLE001 - as above
        ledger.say_once(_FAILED, app)


def _close(state: State, mark: Mark) -> None:
    """Own the response to the request in hand, so that no layer outside of the app opens it."""
    state.layer.claim(owners_of(request.environ))
    if mark.scope.policy is not None:
        state.layer.warn_once(mark.name, _NO_LAYER, mark.name, state.app)


def _answer(state: State, policy: Policy, environ: WSGIEnvironment, match: ScopeMatch) -> Response:
    """Return the answer of *policy* to a preflight for *match*."""
    status, headers, body = preflight_answer(state.layer, policy, environ, match.methods)
    answer = Response(body, status)
    answer.headers = Headers(headers)
    return answer
