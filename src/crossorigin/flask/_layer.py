"""Put an app's scopes into force, around its ``wsgi_app``."""

from __future__ import annotations

import sys
import traceback
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from flask import Request, Response, abort

from crossorigin._adapters.layers import DEBUGGER, owners_of
from crossorigin._adapters.wsgi_calls import (
    answer_preflight,
    answer_refused,
    is_preflight_call,
    may_be_debuggers,
    may_refuse,
    respond,
    shield,
)
from crossorigin.flask._marks import RECORD, Record, running
from crossorigin.flask._state import Entered, State, entered_at, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

    from crossorigin import Guard, Policy
    from crossorigin._adapters.wsgi_calls import ExcInfo
    from crossorigin._policy.compiled import CompiledPolicy
    from crossorigin._policy.headers import Header
    from crossorigin.flask._ledger import Mark
    from crossorigin.flask._scopes import ScopeMatch


def install(app: Flask) -> State:
    """Wrap the ``wsgi_app`` of *app*, outside of all that wraps it so far."""
    state = state_of(app)
    state.seen_views = -1
    state.wraps += 1
    app.wsgi_app = partial(handle, state, state.wraps, app.wsgi_app)  # type: ignore[method-assign] # Flask documents it
    return state


def handle(
    state: State,
    wrap: int,
    wsgi_app: WSGIApplication,
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Answer a preflight; otherwise call the app and put the headers on its response."""
    if wrap != state.wraps:
        return wsgi_app(environ, start_response)
    if state.seen_views != len(state.views):
        state.refresh()
    record: Record = environ.setdefault(RECORD, Record())
    if state.is_counting:
        record.layered = state
    guard = state.guard if state.guard and may_refuse(state.guard, environ) else None
    if guard or environ["REQUEST_METHOD"] == "OPTIONS":
        answer = _answer_without_app(state, guard, environ, record, start_response)
        if answer is not None:
            return answer
    layers = owners_of(environ)
    only = state.only
    compiled, entered = (None, entered_at(environ)) if only is None else (only.compiled, None)
    started: StartResponse = partial(
        _respond, state, compiled, entered, record, environ, layers, start_response
    )
    if DEBUGGER in sys.modules:
        started = shield(environ, started, start_response)
    # Elsewhere a decorator hardly ever runs, and is asked by Flask's own context.
    token = running.set(record) if state.has_marks else None
    try:
        return wsgi_app(environ, started)
    except Exception as error:
        __traceback_hide__ = True  # the debugger shows the app's frames, not this one
        _answer_crash(state, error, entered, record, environ, layers, start_response)
        raise
    finally:
        if token is not None:
            running.reset(token)


def _answer_without_app(
    state: State,
    guard: Guard | None,
    environ: WSGIEnvironment,
    record: Record,
    start_response: StartResponse,
) -> list[bytes] | None:
    """Answer a preflight, or what *guard* refuses; return ``None`` if it goes to the app."""
    if guard is not None:
        answer = _answer_refused(state, guard, environ, record, start_response)
        if answer is not None:
            return answer
    if is_preflight_call(environ):
        return _answer_preflight(state, environ, start_response)
    return None


def _answer_preflight(
    state: State, environ: WSGIEnvironment, start_response: StartResponse
) -> list[bytes] | None:
    """Answer a preflight, or return ``None`` if that is left to the app."""
    if may_be_debuggers(environ, partial(state.has_route, environ)):
        return None
    policy = state.only
    if policy is not None and not policy.compiled.asks_routes:
        return answer_preflight(state.layer, policy, environ, start_response)
    match = state.scopes.find(environ, environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"])
    policy = match.answering
    if policy is None:
        return None
    return answer_preflight(state.layer, policy, environ, start_response, match.methods)


def _answer_refused(
    state: State,
    guard: Guard,
    environ: WSGIEnvironment,
    record: Record,
    start_response: StartResponse,
) -> list[bytes] | None:
    """Answer a request that *guard* refuses; return ``None`` if it goes to the app."""

    def policy_in_force() -> Policy | None:
        match = state.match_for(environ)
        scope = match.scope
        policy = None if scope is None else scope.policy_for(environ["REQUEST_METHOD"])
        if not guard.report_only:
            record.recheck = partial(_ask_again, state, guard, environ, match, policy)
        return policy

    return answer_refused(guard, environ, policy_in_force, start_response, state.layer)


def _ask_again(  # noqa: PLR0913, PLR0917 - the request, and what let it pass
    state: State,
    guard: Guard,
    environ: WSGIEnvironment,
    match: ScopeMatch,
    admitted_by: Policy | None,
    mark: Mark,
) -> None:
    """
    Ask *guard* about the decorator of *mark*, before its view runs.

    Raises:
        HTTPException: If the request is refused by the policy of the decorator.
    """
    policy = mark.scope.policy_for(environ["REQUEST_METHOD"])
    if mark in match.marks or policy == admitted_by:
        return
    started: list[tuple[str, list[Header]]] = []

    def start(status: str, headers: list[Header], _: object = None, /) -> object:
        started.append((status, headers))
        return None

    answer = answer_refused(
        guard, environ, lambda: policy, cast("StartResponse", start), state.layer
    )
    if answer is not None:
        state.warn_beside(mark, match)
        status, headers = started[0]
        abort(Response(answer, status, headers))


def _respond(  # noqa: PLR0913, PLR0917 - WSGI's own arguments, and what is known of the request
    state: State,
    compiled: CompiledPolicy | None,
    entered: Entered | None,
    record: Record,
    environ: WSGIEnvironment,
    layers: list[object],
    start_response: StartResponse,
    status: str,
    headers: list[Header],
    exc_info: ExcInfo = None,
) -> Callable[[bytes], object]:
    """Start the response with the headers of its scope."""
    if compiled is None:
        request: Any = environ.get("werkzeug.request")
        # The usual way: Flask has matched this very request, and one policy covers the view.
        if type(request) is state.request_class and environ["REQUEST_METHOD"] != "OPTIONS":
            compiled = _usual_policy(state, record, environ, request)
    elif record:
        compiled = None
    if compiled is not None:
        return respond(
            state.layer, compiled, environ, layers, start_response, status, headers, exc_info
        )
    match = state.found(environ, entered)
    is_covered = match.scope is not None or not record <= match.marks
    if not is_covered or not state.layer.claim(layers):
        return start_response(status, headers, exc_info)
    answered = state.answered(match, record, environ, headers)
    return start_response(status, answered, exc_info)


def _usual_policy(
    state: State, record: Record, environ: WSGIEnvironment, request: Request
) -> CompiledPolicy | None:
    """Return the policy of a response to *request*, if one policy covers its view."""
    rule = request.url_rule
    if rule is None or rule.map is not state.url_map or request.environ is not environ:
        return None
    endpoint = rule.endpoint
    known = state.scopes.known.get(endpoint)
    if known is None or known.view is not state.views.get(endpoint) or not record <= known.marks:
        return None
    return known.compiled


def _answer_crash(  # noqa: PLR0913, PLR0917 - what is known of the crash
    state: State,
    error: Exception,
    entered: Entered | None,
    record: Record,
    environ: WSGIEnvironment,
    layers: list[object],
    start_response: StartResponse,
) -> None:
    """Answer for an app that raised *error*, if a policy covers the request."""
    match = state.found(environ, entered)
    method = environ["REQUEST_METHOD"]
    scope = state.narrowed(match, record, method)
    if scope is None:
        return
    policy = scope.policy_for(method)
    if policy is None:
        state.layer.claim(layers)
    else:
        from crossorigin._adapters.wsgi_crash import answer_crash  # noqa: PLC0415 - it is rare

        body = _crash_report(error) if state.app.debug else "Internal Server Error\n"
        answer_crash(policy, environ, layers, start_response, state.layer, body)


def _crash_report(error: Exception) -> str:
    """Return the text that a page may read of *error* in debug mode: a line, and no secret."""
    line = "".join(traceback.format_exception_only(error)).strip()
    return f"{line}\n\nOpen this address in a tab for the debugger.\n"
