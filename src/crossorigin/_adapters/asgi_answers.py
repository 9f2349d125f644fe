"""
The answers of a layer in place of an ASGI app's: to preflights, and for the guard.

Source: https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from crossorigin._adapters.asgi_calls import (
    Scope,
    fetch_metadata,
    read_headers,
    send_whole,
)
from crossorigin._adapters.asgi_headers import EncodedPolicy, encode_headers
from crossorigin._adapters.asgi_watch import decide_scope, quick_answer
from crossorigin._adapters.layers import Layer, owners_of_scope
from crossorigin._policy.decision import decide_async

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._adapters.asgi_calls import Send
    from crossorigin._policy.guard import Guard
    from crossorigin._policy.policy import Policy
    from crossorigin._policy.requests import FetchMetadata

# An app may send this to a WebSocket in place of an acceptance, where the server knows it.
# https://asgi.readthedocs.io/en/latest/extensions.html#websocket-denial-response
_CLOSED_BY_HTTP: Final = "websocket.http.response"
# Before it is accepted, a server answers 403 for this. https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
_POLICY_VIOLATION: Final = 1008
_OK: Final = HTTPStatus.OK.value


async def answer_preflight(  # noqa: PLR0913, PLR0917 - as below
    layer: Layer[Scope],
    encoded: EncodedPolicy,
    scope: Scope,
    origin: bytes,
    asked: str,
    send: Send,
    route_methods: frozenset[str] | None = None,
) -> None:
    """Answer a preflight, which *asked* for a method, without the app."""
    headers = quick_answer(encoded, scope, origin, asked, route_methods)
    status, body = _OK, b""
    if headers:
        layer.observe()
    else:
        decision, tell = await decide_scope(layer, encoded.compiled, scope, route_methods)
        tell()
        headers = list(encode_headers(decision.answer_headers()))
        status, body = decision.status or status, decision.body.encode()
    await send_whole(send, status, headers, body)


async def answer_refused(
    layer: Layer[Scope],
    guard: Guard,
    scope: Scope,
    send: Send,
    policy_in_force: Callable[[FetchMetadata], Policy | None],
) -> bool:
    """
    Answer a request that *guard* refuses, without the app, and tell whether it did.

    Args:
        layer: The layer, which owns the answer.
        guard: The guard.
        scope: The request.
        send: The server's.
        policy_in_force: Returns the policy in force, if any; called if that matters.
    """
    sent = fetch_metadata(scope, read_headers(scope))
    if guard.lets_through(sent):
        return False
    policy = policy_in_force(sent) if guard.is_reached_as(sent.request.host) else None
    decision = None if policy is None else await decide_async(policy.compiled, sent.request)
    refusal = layer.log.judge_sender(guard, scope, sent, decision)
    if refusal is None:
        return False
    owners_of_scope(scope)[:] = [layer]
    kind = scope.get("type")
    if kind != "http" and not (
        sent.is_websocket and _CLOSED_BY_HTTP in (scope.get("extensions") or ())
    ):
        # A WebTransport session ends in the same way, before it is accepted.
        await send({"type": f"{kind}.close", "code": _POLICY_VIOLATION})
        return True
    headers = list(refusal.headers)
    answer = encode_headers(headers if decision is None else decision.apply(headers))
    start = _CLOSED_BY_HTTP if sent.is_websocket else "http.response"
    await send_whole(send, refusal.status, list(answer), refusal.body.encode(), start)
    return True


def shield(scope: Scope, covered: Send, bare: Send) -> Send:
    """Return a ``send`` that sends a debugger's page as *bare* does, all else as *covered*."""
    from crossorigin._adapters.werkzeug_debugger import (  # noqa: PLC0415 - not in production
        shield_send,
    )

    return shield_send(scope, covered, bare)
