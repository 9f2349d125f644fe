"""
Enforce a policy in any ASGI app.

Source: https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from __future__ import annotations

import sys
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Unpack

from crossorigin._adapters.asgi_calls import (
    ASGIApp,
    Message,
    Receive,
    Scope,
    Send,
    asks_permission,
    cors_request,
    fetch_metadata,
    raw_origin,
    read_headers,
    send_whole,
    with_list,
)
from crossorigin._adapters.asgi_headers import (
    LENGTHS,
    RAW_REFUSED,
    EncodedPolicy,
    encode_headers,
    merge_raw_headers,
)
from crossorigin._adapters.crashes import crash_answer, is_meant_for_outside, may_be_fetch
from crossorigin._adapters.layers import DEBUGGER, Layer, owners_of
from crossorigin._adapters.log import is_in_debug_mode
from crossorigin._policy.decision import Decision, decide_async
from crossorigin._policy.guard import Guard, refusal_of, with_guard
from crossorigin._policy.options import PolicyOptions
from crossorigin._policy.policy import Policy, given_policy
from crossorigin._policy.requests import is_safe_method
from crossorigin.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from crossorigin._adapters.asgi_headers import RawHeader, RawHeaders

__all__ = ["CORSMiddleware"]

_START: Final = "http.response.start"
# An app may send this to a WebSocket in place of an acceptance, where the server knows it.
# https://asgi.readthedocs.io/en/latest/extensions.html#websocket-denial-response
_CLOSED_BY_HTTP: Final = "websocket.http.response"
# A scope with one of these is a request, and a page may have sent it: a WebSocket's handshake, a
# WebTransport session, and whatever servers will know next. That of the lifespan has none.
_OF_REQUESTS: Final = frozenset({"headers", "method", "path"})
# Before it is accepted, a server answers 403 for this. https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
_POLICY_VIOLATION: Final = 1008


class CORSMiddleware:
    """
    An ASGI app under a policy: on every way out, and before the app for a preflight.

    Other scopes than HTTP requests, such as the lifespan, are the app's alone; so is a
    WebSocket, unless the guard refuses it.

    Args:
        app: The ASGI app.
        policy: The policy; or its options by name. An origin source may be ``async``.
        guard: ``True`` to refuse requests that pages send which the policy does not allow;
            or a :class:`~crossorigin.Guard`, which trusts some to send.

    Raises:
        PolicyError: If the policy or the guard has problems. From ``add_middleware`` of
            Starlette and FastAPI, which build their middlewares when the server has started,
            they fail the start.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    __slots__ = (
        "_app",
        "_encoded",
        "_guard",
        "_known",
        "_layer",
        "_owned",
        "policy",
    )

    def __init__(
        self,
        app: ASGIApp,
        policy: Policy | None = None,
        *,
        guard: Guard | bool | None = None,
        **options: Unpack[PolicyOptions],
    ) -> None:
        """Wrap *app*."""
        self.policy: Policy
        try:
            self.policy, self._guard = with_guard(lambda: given_policy(policy, options), guard)
        except PolicyError as error:
            from crossorigin._adapters import asgi_start  # noqa: PLC0415 - where there is one

            if not asgi_start.is_built_by_a_running_app():
                raise
            self.policy = asgi_start.unanswerable(error)
            self._guard, app = None, asgi_start.unstartable(error)
        self._app = app
        self._encoded = EncodedPolicy(self.policy.compiled)
        self._known = self._encoded.known
        name = f"crossorigin.asgi.CORSMiddleware({app!r}, {self.policy})"
        self._layer: Layer[Scope] = Layer(
            name,
            lambda _: "The app",
            lambda scope: is_in_debug_mode(scope.get("app", app)),
            policy_of=lambda _: self.policy,
        )
        self._owned = (self._layer,)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight; otherwise call the app and put the headers on its response."""
        if scope.get("type") != "http":
            await self._call_beside_http(scope, receive, send)
            return
        if type(scope.get("headers")) is not list:
            scope = with_list(scope)
        origin = raw_origin(scope)
        # One comparison for all but OPTIONS: the rule itself stands in `is_preflight`.
        if origin is not None and scope.get("method") == "OPTIONS" and asks_permission(scope):
            await self._answer_preflight(scope, origin, send)
            return
        # A server never makes a WebSocket of this kind of scope, so the method says it all.
        if (
            self._guard is not None
            and not is_safe_method(str(scope.get("method", "")))
            and await self._answer_refused(self._guard, scope, send)
        ):
            return
        headers = self._known.get(origin, self._encoded.others)
        if headers is None:
            headers = self._encoded.actual(origin)
        if headers is None or (
            headers is RAW_REFUSED and origin is not None and self._layer.log.has_refusals(scope)
        ):
            headers = await self._decide_headers(scope)
        owners = owners_of(scope, "scheme")
        answer = self._answering(headers, owners, send)
        # A bridge may bring the pages of Werkzeug's debugger; in production, none is imported.
        if DEBUGGER in sys.modules:
            answer = _shield(scope, answer, send)
        try:
            await self._app(scope, receive, answer)
        except Exception as error:
            if origin is not None and not owners:
                await self._answer_crash(scope, owners, error, send)
            raise

    async def _call_beside_http(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app for another scope than an HTTP request, unless the guard refuses it."""
        if self._guard is not None and (
            scope.get("type") == "websocket" or not _OF_REQUESTS.isdisjoint(scope)
        ):
            if type(scope.get("headers")) is not list:
                scope = with_list(scope)
            if await self._answer_refused(self._guard, scope, send):
                return
        await self._app(scope, receive, send)

    async def _decide_headers(self, scope: Scope) -> RawHeaders:
        """Return the headers of the response to an actual request, by a decision."""
        decision = await self._decide(scope)
        return encode_headers(decision.headers) if decision.origin_allowed else RAW_REFUSED

    async def _decide(self, scope: Scope) -> Decision:
        """Return the decision of the policy on *scope*, and log it."""
        request = cors_request(scope, read_headers(scope))
        decision = await decide_async(self.policy.compiled, request)
        self._layer.log.add_decision(scope, decision)
        return decision

    def _answering(self, headers: RawHeaders, owners: list[object], send: Send) -> Send:
        """Return *send* for an app, which puts *headers* on its response."""
        layer, exposes_all = self._layer, self.policy.compiled.exposes_all

        # No coroutine: the server's own is awaited.
        def answer(message: Message) -> Awaitable[None]:
            try:
                if message["type"] == _START and (not owners or layer.claim(owners)):
                    if not owners:
                        owners.append(layer)
                    merged = [*message.get("headers", ())]
                    for name, _ in merged:
                        if len(name) in LENGTHS or exposes_all:
                            merged = self._merged(merged, headers)
                            break
                    else:
                        merged += headers
                    message = {**message, "headers": merged}
            except (KeyError, TypeError, ValueError):
                pass  # a message that no server takes is for the server to refuse
            return send(message)

        return answer

    def _merged(self, response_headers: list[RawHeader], headers: RawHeaders) -> list[RawHeader]:
        """Return *response_headers* of the app, some of them the policy's, with *headers*."""
        merged, replaced = merge_raw_headers(response_headers, headers, self.policy.compiled)
        if replaced:
            self._layer.warn_replaced({}, replaced)
        return merged

    async def _answer_preflight(self, scope: Scope, origin: bytes, send: Send) -> None:
        """Answer a preflight, without the app."""
        # A refused method is logged, so it must be decided on.
        is_logged = self._layer.log.has_refusals(scope)
        headers = None if is_logged else self._encoded.preflight(origin)
        status, body = HTTPStatus.OK.value, b""
        if headers is None:
            decision = await self._decide(scope)
            headers = list(encode_headers(decision.answer_headers()))
            status, body = decision.status or status, decision.body.encode()
        await send_whole(send, status, headers, body)

    async def _answer_refused(self, guard: Guard, scope: Scope, send: Send) -> bool:
        """Answer a request that *guard* refuses, without the app, and tell whether it did."""
        sent = fetch_metadata(scope, read_headers(scope))
        if guard.lets_through(sent):
            return False
        decision = await decide_async(self.policy.compiled, sent.request)
        refusal = refusal_of(sent, decision)
        if refusal is None:
            return False
        self._layer.log.add_failure(decision)
        self._layer.log.add_refusal(scope, refusal)
        owners_of(scope, "scheme")[:] = self._owned
        kind = scope.get("type")
        if kind != "http" and not (
            sent.is_websocket and _CLOSED_BY_HTTP in (scope.get("extensions") or ())
        ):
            # A WebTransport session ends in the same way, before it is accepted.
            await send({"type": f"{kind}.close", "code": _POLICY_VIOLATION})
            return True
        headers = list(encode_headers(decision.apply(refusal.headers)))
        start = _CLOSED_BY_HTTP if sent.is_websocket else "http.response"
        await send_whole(send, refusal.status, headers, refusal.body.encode(), start)
        return True

    async def _answer_crash(
        self, scope: Scope, owners: list[object], error: Exception, send: Send
    ) -> None:
        """Answer for an app that raised, if a page that may read the answer waits for it."""
        owners[:] = self._owned
        request_headers = read_headers(scope)
        mode = (request_headers or {}).get(b"sec-fetch-mode")
        if is_meant_for_outside(error) or not may_be_fetch(mode):
            return
        request = cors_request(scope, request_headers)
        decision = await decide_async(self.policy.compiled, request)
        self._layer.log.add_failure(decision)
        if not decision.origin_allowed:
            return
        answer, body = crash_answer()
        # A client that has gone must not hide the app's own exception.
        with suppress(Exception):
            await send_whole(send, 500, list(encode_headers(decision.apply(answer))), body)


def _shield(scope: Scope, covered: Send, bare: Send) -> Send:
    """Return a ``send`` that sends a debugger's page as *bare* does, all else as *covered*."""
    from crossorigin._adapters.werkzeug_debugger import (  # noqa: PLC0415 - not in production
        shield_send,
    )

    return shield_send(scope, covered, bare)
