"""Put an app's scopes into force, around its ``wsgi_app``."""

from __future__ import annotations

import traceback
from functools import partial
from typing import TYPE_CHECKING, Final

from crossorigin._adapters.layers import LAYERS, Layer
from crossorigin._adapters.werkzeug_debugger import debugger_around
from crossorigin._adapters.wsgi_calls import (
    add_headers,
    answer_crash,
    answer_preflight,
    answer_refused,
    cors_request,
    is_preflight_call,
    is_safe_call,
    respond,
)
from crossorigin._policy.headers import merge_headers
from crossorigin.flask import _marks
from crossorigin.flask._ledger import ledger
from crossorigin.flask._scopes import Found, Scopes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask
    from werkzeug.routing import Rule

    from crossorigin import Guard, Policy
    from crossorigin._adapters.wsgi_calls import ExcInfo
    from crossorigin._policy.headers import Header

EXTENSION: Final = "crossorigin"


class State:
    """
    Hold what the library knows of one app: the value in ``app.extensions``.

    Attributes:
        guard: What refuses requests for the whole app, if anything does.
        scopes: The scopes of the app.
        layer: What puts the headers on responses.
        only: The policy of the app, if no blueprint and no view has one of its own.
        wraps: How many times ``wsgi_app`` was wrapped; the last wrap alone acts.
    """

    __slots__ = (
        "_app",
        "guard",
        "layer",
        "only",
        "scopes",
        "seen_marks",
        "seen_views",
        "url_map",
        "views",
        "wraps",
    )

    def __init__(self, app: Flask) -> None:
        """Hold nothing but *app* yet."""
        self._app = app
        self.seen_marks = self.seen_views = -1
        self.views, self.url_map = app.view_functions, app.url_map
        self.scopes = Scopes(app)
        self.layer: Layer[WSGIEnvironment] = Layer(f"CORS({app!r})", self._endpoint_of)
        self.only: Policy | None = None
        self.guard: Guard | None = None
        self.wraps = 0

    def refresh(self) -> None:
        """Look at what may have been registered since the last time."""
        views = self._app.view_functions
        seen_views, seen_marks = len(views), ledger.made
        self.scopes.close(_marks.closed_by_mistake(views))
        self.scopes.refresh()
        inner = self.scopes.are_inside() or _marks.are_in(views.values())
        whole = self.scopes.whole
        self.only = None if inner or whole is None else whole.policy
        # Where scopes differ, no outer one is good enough if the router cannot be asked.
        self.scopes.unrouted = None if inner else whole
        # Last, so that no other thread takes this for done before it is.
        self.views, self.url_map = views, self._app.url_map
        self.seen_views, self.seen_marks = seen_views, seen_marks

    def is_stale(self) -> bool:
        """Tell whether a view or a mark was added since the last look."""
        return self.seen_marks != ledger.made or self.seen_views != len(self.views)

    def found(self, environ: WSGIEnvironment, entered: Entered) -> Found:
        """Return what covers the response to the request of *environ*."""
        if is_preflight_call(environ):
            method = environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"]
            return self.scopes.find(_as_it_came(environ, entered), method)
        rule = self.rule_of(environ.get("werkzeug.request"), environ)
        if rule is not None:
            return Found(self.scopes.of_rule(rule, environ["REQUEST_METHOD"]))
        # Routing failed, or a middleware answered, or a mounted app, or nobody: see who
        # would have been asked.
        return self.scopes.find(_as_it_came(environ, entered), environ["REQUEST_METHOD"])

    def policy_for(self, environ: WSGIEnvironment) -> Policy | None:
        """Return the policy in force for the request of *environ*, which has just come."""
        if self.only is not None:
            return self.only
        method = environ["REQUEST_METHOD"]
        scope = self.scopes.find(environ, method).scope
        return scope.policy if scope is not None and scope.covers(method) else None

    def rule_of(self, request: object, environ: WSGIEnvironment) -> Rule | None:
        """Return the rule that *request* has matched, if it is this app's own, and still is."""
        if getattr(request, "environ", None) is not environ:
            return None
        rule: Rule | None = getattr(request, "url_rule", None)
        return rule if rule is not None and rule.map is self._app.url_map else None

    def answered(
        self, found: Found, environ: WSGIEnvironment, headers: list[Header]
    ) -> list[Header]:
        """Return *headers* of a response, with what the scope adds that was *found* for it."""
        scope = found.scope
        if scope is None or not scope.covers(environ["REQUEST_METHOD"]):
            return headers
        policy = scope.policy
        if policy is None:
            # No access is none, whatever the app sets by itself.
            answered, replaced = merge_headers(headers, (), False, False)  # noqa: FBT003
        elif is_preflight_call(environ):
            # The view answers preflights by itself; the policy says what they permit.
            return policy.decide(cors_request(environ, found.methods)).apply(headers)
        else:
            answered, replaced = add_headers(policy.compiled, environ, headers)
        if replaced:
            self.layer.warn_replaced(environ, replaced)
        return answered

    def _endpoint_of(self, environ: WSGIEnvironment) -> str:
        """Return the name of the view that *environ* went to, as a log shows it."""
        endpoint = getattr(environ.get("werkzeug.request"), "endpoint", None)
        return f'The view "{endpoint}"' if endpoint else "The app"


# The values of SCRIPT_NAME and PATH_INFO when the request came: a dispatcher inside
# changes them in place.
Entered = tuple[str, str]


def entered_at(environ: WSGIEnvironment) -> Entered:
    """Return where *environ* stands now."""
    return environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")


def _as_it_came(environ: WSGIEnvironment, entered: Entered) -> WSGIEnvironment:
    """Return *environ* as it was when it *entered*."""
    script_name, path_info = entered
    return {**environ, "SCRIPT_NAME": script_name, "PATH_INFO": path_info}


def state_of(app: Flask) -> State:
    """Return what the library knows of *app*."""
    state = app.extensions.get(EXTENSION)
    if not isinstance(state, State):
        state = app.extensions[EXTENSION] = State(app)
    return state


def install(app: Flask) -> State:
    """Wrap the ``wsgi_app`` of *app*, outside of all that wraps it so far."""
    state = state_of(app)
    state.seen_views = -1
    state.wraps += 1
    debugger = debugger_around(app.wsgi_app)
    if debugger is None:
        app.wsgi_app = partial(_handle, state, state.wraps, app.wsgi_app)  # type: ignore[method-assign] # Flask documents it
    else:
        # Its pages carry the secret of its console: no header of ours may open them.
        debugger.app = partial(_handle, state, state.wraps, debugger.app)
    return state


def _handle(
    state: State,
    wrap: int,
    wsgi_app: WSGIApplication,
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Answer a preflight; otherwise call the app and put the headers on its response."""
    if wrap != state.wraps:
        return wsgi_app(environ, start_response)
    if state.seen_marks != ledger.made or state.seen_views != len(state.views):
        state.refresh()
    if environ["REQUEST_METHOD"] == "OPTIONS" and is_preflight_call(environ):
        answer = _answer_preflight(state, environ, start_response)
        if answer is not None:
            return answer
    guard = state.guard
    if guard is not None and not is_safe_call(environ):
        policy_of = partial(state.policy_for, environ)
        answer = answer_refused(guard, environ, policy_of, start_response, state.layer)
        if answer is not None:
            return answer
    layers: list[object] = environ.setdefault(LAYERS, [])
    entered = None
    if state.only is not None:
        started = partial(
            respond, state.layer, state.only.compiled, environ, layers, start_response
        )
    else:
        entered = entered_at(environ)
        started = partial(_respond, state, entered, environ, layers, start_response)
    try:
        return wsgi_app(environ, started)
    except Exception as error:
        __traceback_hide__ = True  # the debugger shows the app's frames, not this one
        _answer_crash(state, error, entered, environ, layers, start_response)
        raise


def _answer_preflight(
    state: State, environ: WSGIEnvironment, start_response: StartResponse
) -> list[bytes] | None:
    """Answer a preflight, or return ``None`` if that is left to the app."""
    policy = state.only
    if policy is not None and policy.methods != "route":
        return answer_preflight(policy, environ, start_response)
    found = state.scopes.find(environ, environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"])
    policy = found.answering
    if policy is None:
        return None
    return answer_preflight(policy, environ, start_response, found.methods)


def _respond(  # noqa: PLR0913, PLR0917 - WSGI's own arguments, and whose they are
    state: State,
    entered: Entered,
    environ: WSGIEnvironment,
    layers: list[object],
    start_response: StartResponse,
    status: str,
    headers: list[Header],
    exc_info: ExcInfo = None,
) -> Callable[[bytes], object]:
    """Start the response with the headers of what covers it."""
    request = environ.get("werkzeug.request")
    rule: Rule | None = getattr(request, "url_rule", None)
    if (
        rule is not None
        and rule.map is state.url_map
        and getattr(request, "environ", None) is environ
        and environ["REQUEST_METHOD"] != "OPTIONS"
    ):
        # The usual way: Flask has matched this very request, and a policy covers the view.
        rules = state.scopes.usual.get(rule.endpoint)
        if rules is not None:
            return respond(
                state.layer, rules, environ, layers, start_response, status, headers, exc_info
            )
    found = state.found(environ, entered)
    if found.scope is None or not state.layer.claim(layers):
        return start_response(status, headers, exc_info)
    return start_response(status, state.answered(found, environ, headers), exc_info)


def _answer_crash(  # noqa: PLR0913, PLR0917 - what is known of the crash
    state: State,
    error: Exception,
    entered: Entered | None,
    environ: WSGIEnvironment,
    layers: list[object],
    start_response: StartResponse,
) -> None:
    """Answer for an app that raised *error*, if a policy covers what was asked of it."""
    scope = state.scopes.whole if entered is None else state.found(environ, entered).scope
    if scope is None or not state.layer.claim(layers):
        return
    if scope.policy is not None and scope.covers(environ["REQUEST_METHOD"]):
        body = _crash_report(error) if state.scopes.app.debug else "Internal Server Error\n"
        answer_crash(scope.policy, environ, layers, start_response, state.layer, body)


def _crash_report(error: Exception) -> str:
    """Return what a page may read of *error* in debug mode: one line, and no secret."""
    line = "".join(traceback.format_exception_only(error)).strip()
    return f"{line}\n\nOpen this address in a tab for the debugger.\n"
