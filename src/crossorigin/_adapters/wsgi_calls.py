"""
The parts of a WSGI call that the adapters share: requests, preflights, responses, crashes.

Source: https://peps.python.org/pep-3333/
"""

from __future__ import annotations

import sys
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from crossorigin._adapters.layers import DEBUGGER, TELEMETRY, Layer, owners_of
from crossorigin._policy.compiled import REFUSED, CompiledPolicy
from crossorigin._policy.decision import Decision, decide
from crossorigin._policy.guard import Guard
from crossorigin._policy.headers import merge_headers
from crossorigin._policy.policy import Policy
from crossorigin._policy.preflights import asks_for_listed, quick_preflight
from crossorigin._policy.requests import (
    CORSRequest,
    FetchMetadata,
    is_handshake,
    is_preflight,
    is_safe_method,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from wsgiref.types import StartResponse, WSGIEnvironment

    from crossorigin._policy.headers import Header

    ExcInfo = (
        tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None
    )

_STATUS_LINES: Final = {
    HTTPStatus.OK: "200 OK",
    HTTPStatus.FORBIDDEN: "403 Forbidden",
    HTTPStatus.MISDIRECTED_REQUEST: "421 Misdirected Request",
}
_NO_BODY: Final = ("Content-Length", "0")


def is_preflight_call(environ: WSGIEnvironment) -> bool:
    """Tell whether *environ* is a preflight's."""
    method = environ["REQUEST_METHOD"]
    # One comparison for all but OPTIONS: the rule itself stands in `is_preflight`.
    return method == "OPTIONS" and is_preflight(
        method,
        environ.get("HTTP_ORIGIN"),
        environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD"),
    )


def is_safe_call(environ: WSGIEnvironment) -> bool:
    """Tell whether no app should change anything for *environ*."""
    return is_safe_method(environ["REQUEST_METHOD"]) and not (
        "HTTP_UPGRADE" in environ and is_handshake(environ["HTTP_UPGRADE"])
    )


def may_refuse(guard: Guard, environ: WSGIEnvironment) -> bool:
    """Tell whether *guard* must be asked about *environ*: most are let through at a glance."""
    if not is_safe_call(environ):
        return True
    return guard.asks_all and not guard.lets_read(
        environ.get("HTTP_HOST"), environ.get("HTTP_ORIGIN"), environ.get("HTTP_SEC_FETCH_SITE")
    )


def cors_request(
    environ: WSGIEnvironment, route_methods: frozenset[str] | None = None
) -> CORSRequest:
    """Return the request of *environ*, as a policy decides on it."""
    return CORSRequest(
        environ["REQUEST_METHOD"],
        origin=environ.get("HTTP_ORIGIN"),
        request_method=environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD"),
        request_headers=environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS"),
        host=environ.get("HTTP_HOST"),
        path=environ.get("PATH_INFO"),
        route_methods=route_methods,
    )


def decide_call(
    layer: Layer[WSGIEnvironment],
    compiled: CompiledPolicy,
    environ: WSGIEnvironment,
    route_methods: frozenset[str] | None = None,
) -> Decision:
    """Return the decision of a policy on *environ*, and log it."""
    request = cors_request(environ, route_methods)
    decision = decide(compiled, request)
    shadow = None if compiled.shadow is None else decide(compiled.shadow, request)
    has_cookie = "HTTP_COOKIE" in environ
    layer.log.add_decision(environ, decision, shadow, has_cookie=has_cookie)
    return decision


def add_headers(
    layer: Layer[WSGIEnvironment],
    compiled: CompiledPolicy,
    environ: WSGIEnvironment,
    response_headers: list[Header],
) -> list[Header]:
    """
    Return *response_headers* with those of a policy; what that replaces is logged.

    Args:
        layer: The layer that owns the response.
        compiled: The policy in force.
        environ: The request's environ.
        response_headers: The headers of the app; not changed.
    """
    origin: str | None = environ.get("HTTP_ORIGIN")
    headers = compiled.actual(origin)
    if headers is None or (
        headers is not REFUSED
        and origin is not None
        and (compiled.shadow is not None or TELEMETRY in sys.modules)
    ):
        headers = _watched(layer, compiled, environ, origin or "", headers)
    elif (
        headers is REFUSED
        and origin is not None
        and layer.log.has_refusals(environ, origin, environ.get("HTTP_HOST"))
    ):
        decide_call(layer, compiled, environ)
    exposes_all = compiled.exposes_all and headers is not REFUSED
    merged, replaced = merge_headers(response_headers, headers, compiled.timing, exposes_all)
    if replaced:
        layer.warn_replaced(environ, replaced)
    return merged


def _watched(
    layer: Layer[WSGIEnvironment],
    compiled: CompiledPolicy,
    environ: WSGIEnvironment,
    origin: str,
    headers: tuple[Header, ...] | None,
) -> tuple[Header, ...]:
    """Return the *headers* of a policy, by a decision if they are not known or it is told of."""
    has_cookie = "HTTP_COOKIE" in environ
    if headers is None or not compiled.agrees_with_shadow(origin, has_cookie=has_cookie):
        return decide_call(layer, compiled, environ).headers
    layer.observe()
    return headers


def respond(  # noqa: PLR0913, PLR0917 - WSGI's own arguments, and the layer that answers
    layer: Layer[WSGIEnvironment],
    compiled: CompiledPolicy,
    environ: WSGIEnvironment,
    owners: list[object],
    start_response: StartResponse,
    status: str,
    headers: list[Header],
    exc_info: ExcInfo = None,
) -> Callable[[bytes], object]:
    """Start the response with the headers of a policy, unless an inner layer owns it."""
    if not owners:
        owners.append(layer)
    elif not layer.claim(owners):
        return start_response(status, headers, exc_info)
    return start_response(status, add_headers(layer, compiled, environ, headers), exc_info)


def may_be_debuggers(environ: WSGIEnvironment, has_route: Callable[[], bool] = bool) -> bool:
    """
    Tell whether a debugger may answer the request of *environ* without the app.

    Args:
        environ: The request's environ.
        has_route: Tells whether the app itself has something at the path of the console.
    """
    if DEBUGGER not in sys.modules:
        return False
    from crossorigin._adapters.werkzeug_debugger import answers  # noqa: PLC0415 - not in production

    return answers(environ, has_route)


def shield(environ: WSGIEnvironment, covered: StartResponse, bare: StartResponse) -> StartResponse:
    """Return what starts a response as *covered* does, and a debugger's as *bare* does."""
    from crossorigin._adapters.werkzeug_debugger import shielded  # noqa: PLC0415 - not in production

    return shielded(environ, covered, bare)


def answer_preflight(
    layer: Layer[WSGIEnvironment],
    policy: Policy,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    route_methods: frozenset[str] | None = None,
) -> list[bytes]:
    """Answer a preflight by *policy*, without the app."""
    status, headers, body = preflight_answer(layer, policy, environ, route_methods)
    start_response(status, headers)
    return [body] if body else []


def preflight_answer(
    layer: Layer[WSGIEnvironment],
    policy: Policy,
    environ: WSGIEnvironment,
    route_methods: frozenset[str] | None = None,
) -> tuple[str, list[Header], bytes]:
    """Return status line, headers and body of the answer to a preflight."""
    compiled = policy.compiled
    headers = quick_answer(layer, compiled, environ, route_methods)
    if headers is not None:
        return "200 OK", headers, b""
    decision = decide_call(layer, compiled, environ, route_methods)
    status = _STATUS_LINES[HTTPStatus(decision.status or HTTPStatus.OK)]
    return status, decision.answer_headers(), decision.body.encode()


def quick_answer(
    layer: Layer[WSGIEnvironment],
    compiled: CompiledPolicy,
    environ: WSGIEnvironment,
    route_methods: frozenset[str] | None,
) -> list[Header] | None:
    """Return the headers of a preflight that at a glance is permitted, by a shadow, too."""
    headers = _quick(compiled, environ, route_methods)
    if headers is None or not (
        compiled.shadow is None or _quick(compiled.shadow, environ, route_methods)
    ):
        return None
    layer.observe()
    return [*headers, _NO_BODY]


def _quick(
    compiled: CompiledPolicy, environ: WSGIEnvironment, route_methods: frozenset[str] | None
) -> tuple[Header, ...] | None:
    """Return the headers of a permitted preflight, if that is seen without a decision."""
    asked = environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"]
    names = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS")
    # What is refused is counted, so it must be decided on.
    if not asks_for_listed(compiled, asked, names, route_methods):
        return None
    return quick_preflight(compiled, environ["HTTP_ORIGIN"], asked, route_methods)


def answer_refused(
    guard: Guard,
    environ: WSGIEnvironment,
    policy_of: Callable[[], Policy | None],
    start_response: StartResponse,
    layer: Layer[WSGIEnvironment],
) -> list[bytes] | None:
    """
    Answer a request that *guard* refuses; return ``None`` if it goes to the app.

    Args:
        guard: The guard.
        environ: The request's environ.
        policy_of: Returns the policy in force, if any; called if that matters.
        start_response: Starts the response.
        layer: The layer that answers.
    """
    sent = fetch_metadata(environ)
    if guard.lets_through(sent):
        return None
    policy = policy_of() if guard.is_reached_as(sent.request.host) else None
    decision = None if policy is None else policy.decide(sent.request)
    refusal = layer.log.judge_sender(guard, environ, sent, decision)
    if refusal is None:
        return None
    owners_of(environ)[:] = [layer]
    headers = list(refusal.headers)
    status = _STATUS_LINES[HTTPStatus(refusal.status)]
    start_response(status, headers if decision is None else decision.apply(headers))
    return [refusal.body.encode()]


def fetch_metadata(environ: WSGIEnvironment, scheme: str | None = None) -> FetchMetadata:
    """Return the request of *environ*, as a guard judges it; its *scheme*, if it is known better."""
    return FetchMetadata(
        cors_request(environ),
        site=environ.get("HTTP_SEC_FETCH_SITE"),
        mode=environ.get("HTTP_SEC_FETCH_MODE"),
        destination=environ.get("HTTP_SEC_FETCH_DEST"),
        scheme=scheme or environ.get("wsgi.url_scheme"),
        has_cookie="HTTP_COOKIE" in environ,
        is_websocket=is_handshake(environ.get("HTTP_UPGRADE")),
    )
