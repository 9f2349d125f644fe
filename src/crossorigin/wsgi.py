"""
Enforce a policy in any WSGI app.

Source: https://peps.python.org/pep-3333/
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Unpack

from crossorigin import _debugger
from crossorigin._answers import answered_headers, log_refusal, preflight_headers
from crossorigin._crashes import crash_answer, may_be_a_page
from crossorigin._guard import Guard, log_refused, refusal_of, with_guard
from crossorigin._layers import Layer, owners_of
from crossorigin._options import PolicyOptions
from crossorigin._policy import Policy, sync_policy
from crossorigin._request import CORSRequest, is_preflight
from crossorigin._responses import PLAIN
from crossorigin._sent import SentRequest, is_handshake, only_reads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from crossorigin._responses import Header
    from crossorigin._rules import Rules

    ExcInfo = (
        tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None
    )

__all__ = ["CORSMiddleware"]

_STATUS_LINES: Final = {HTTPStatus.OK: "200 OK", HTTPStatus.FORBIDDEN: "403 Forbidden"}


def respond(  # noqa: PLR0913, PLR0917 - WSGI's own arguments, and whose they are
    layer: Layer[WSGIEnvironment],
    rules: Rules,
    environ: WSGIEnvironment,
    layers: list[object],
    start_response: StartResponse,
    status: str,
    headers: list[Header],
    exc_info: ExcInfo = None,
) -> Callable[[bytes], object]:
    """Start the response with what *rules* add, unless an inner layer has decided."""
    if not layers:
        layers.append(layer)
    elif not layer.claim(layers):
        return start_response(status, headers, exc_info)
    origin: str | None = environ.get("HTTP_ORIGIN")
    if origin is not None and origin in rules.usual:
        # What `answered_headers` returns, for most of the requests that it is called for.
        for header in headers:
            if header[0] not in PLAIN:
                break
        else:
            own = ("Access-Control-Allow-Origin", origin)
            return start_response(status, [*headers, own, *rules.actual], exc_info)
    answered, replaced = answered_headers(rules, origin, cors_request, environ, headers)
    if replaced:
        layer.warn_replaced(environ, replaced)
    return start_response(status, answered, exc_info)


class CORSMiddleware:
    """
    Enforce a policy in a WSGI app: on every way out, and before the app for a preflight.

    Args:
        app: The WSGI app.
        policy: The policy; or its options by name.
        guard: ``True`` to refuse what pages that the policy does not allow send; or a
            :class:`~crossorigin.Guard`, which trusts some to send.

    Raises:
        PolicyError: If the policy or the guard has problems, or the policy's origin source
            is ``async``.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    __slots__ = ("_app", "_guard", "_layer", "policy")

    def __init__(
        self,
        app: WSGIApplication,
        policy: Policy | None = None,
        *,
        guard: Guard | bool | None = None,
        **options: Unpack[PolicyOptions],
    ) -> None:
        """Wrap *app*."""
        self.policy: Policy
        self.policy, self._guard = with_guard(lambda: sync_policy(policy, options), guard)
        self._layer: Layer[WSGIEnvironment] = Layer(
            f"crossorigin.wsgi.CORSMiddleware({app!r}, {self.policy})", lambda _: "The app"
        )
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a preflight; otherwise call the app and put the headers on its response."""
        if asks_permission(environ) and not _debugger.answers(environ):
            return answer_preflight(self.policy, environ, start_response)
        if self._guard is not None and may_change(environ):
            answer = answer_refused(
                self._guard, environ, lambda: self.policy, start_response, self._layer
            )
            if answer is not None:
                return answer
        layers = owners_of(environ)
        started: StartResponse = partial(
            respond, self._layer, self.policy.rules, environ, layers, start_response
        )
        if _debugger.MODULE in sys.modules:
            started = _debugger.shielded(environ, started, start_response)
        try:
            return self._app(environ, started)
        except Exception:
            __traceback_hide__ = True  # the debugger shows the app's frames, not this one
            answer_crash(self.policy, environ, layers, start_response, self._layer)
            raise


def asks_permission(environ: WSGIEnvironment) -> bool:
    """Tell whether *environ* is a preflight's."""
    method = environ["REQUEST_METHOD"]
    # One comparison for all but OPTIONS: the rule itself stands in `is_preflight`.
    return method == "OPTIONS" and is_preflight(
        method,
        environ.get("HTTP_ORIGIN"),
        environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD"),
    )


def may_change(environ: WSGIEnvironment) -> bool:
    """Tell whether a guard has something to say of *environ*."""
    return not only_reads(environ["REQUEST_METHOD"], environ.get("HTTP_UPGRADE"))


def cors_request(
    environ: WSGIEnvironment, route_methods: frozenset[str] | None = None
) -> CORSRequest:
    """Return what a policy decides on, from *environ*."""
    return CORSRequest(
        environ["REQUEST_METHOD"],
        origin=environ.get("HTTP_ORIGIN"),
        request_method=environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD"),
        request_headers=environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS"),
        host=environ.get("HTTP_HOST"),
        path=environ.get("PATH_INFO"),
        route_methods=route_methods,
    )


def answer_preflight(
    policy: Policy,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    route_methods: frozenset[str] | None = None,
) -> list[bytes]:
    """Answer a preflight by *policy*, without the app."""
    status, headers, body = preflight_answer(policy, environ, route_methods)
    start_response(status, headers)
    return [body] if body else []


def preflight_answer(
    policy: Policy, environ: WSGIEnvironment, route_methods: frozenset[str] | None = None
) -> tuple[str, list[Header], bytes]:
    """Return status line, headers and body of the answer to a preflight."""
    headers = preflight_headers(policy.rules, environ["HTTP_ORIGIN"])
    if headers is not None:
        return "200 OK", headers, b""
    decision = policy.decide(cors_request(environ, route_methods))
    log_refusal(decision)
    status = _STATUS_LINES[HTTPStatus(decision.status or HTTPStatus.OK)]
    return status, decision.answer_headers(), decision.body.encode()


def answer_refused(
    guard: Guard,
    environ: WSGIEnvironment,
    policy_of: Callable[[], Policy | None],
    start_response: StartResponse,
    layer: Layer[WSGIEnvironment],
) -> list[bytes] | None:
    """
    Answer what *guard* refuses, without the app; return ``None`` for what goes to the app.

    Args:
        guard: The guard.
        environ: The request's environ.
        policy_of: What returns the policy in force, if any; called if that matters.
        start_response: What starts the response.
        layer: What answers.
    """
    sent = _sent_request(environ)
    if guard.lets_through(sent):
        return None
    policy = policy_of()
    decision = None if policy is None else policy.decide(cors_request(environ))
    refusal = refusal_of(sent, decision)
    if refusal is None:
        return None
    log_refused(refusal)
    owners_of(environ)[:] = [layer]
    headers = list(refusal.headers)
    status = _STATUS_LINES[HTTPStatus(refusal.status)]
    start_response(status, headers if decision is None else decision.apply(headers))
    return [refusal.body.encode()]


def _sent_request(environ: WSGIEnvironment) -> SentRequest:
    """Return what a guard goes by, from *environ*."""
    return SentRequest(
        environ["REQUEST_METHOD"],
        origin=environ.get("HTTP_ORIGIN"),
        site=environ.get("HTTP_SEC_FETCH_SITE"),
        host=environ.get("HTTP_HOST"),
        scheme=environ.get("wsgi.url_scheme"),
        path=environ.get("PATH_INFO"),
        has_cookie="HTTP_COOKIE" in environ,
        is_websocket=is_handshake(environ.get("HTTP_UPGRADE")),
    )


def answer_crash(  # noqa: PLR0913, PLR0917 - what is known of the crash
    policy: Policy,
    environ: WSGIEnvironment,
    layers: list[object],
    start_response: StartResponse,
    layer: Layer[WSGIEnvironment],
    body: str = "Internal Server Error\n",
) -> None:
    """
    Answer for an app that raised, if a page that may read the answer waits for it.

    Whoever navigates gets what the server, or a debugger outside of this layer, answers:
    the caller raises the exception again in any case, so nothing is swallowed.
    """
    if not layer.claim(layers):
        return  # an inner layer has answered, if anything was to be answered
    if not may_be_a_page(environ.get("HTTP_SEC_FETCH_MODE")):
        return
    # No page reads the answer to a handshake, and on gunicorn, flask-sock raises at the end of
    # each WebSocket: what was written then would follow its last frame.
    if is_handshake(environ.get("HTTP_UPGRADE")):
        return
    if not policy.decide(cors_request(environ)).origin_allowed:
        return
    headers, data = crash_answer(body)
    status = "500 Internal Server Error"
    # A client that has gone, or headers that are sent, must not hide the app's own exception.
    with suppress(Exception):
        write = respond(
            layer, policy.rules, environ, layers, start_response, status, headers, sys.exc_info()
        )
        # WSGI asks for a writer; not every server returns one. Writing nothing sends the headers.
        if callable(write):
            write(b"" if environ["REQUEST_METHOD"] == "HEAD" else data)
