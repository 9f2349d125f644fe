"""
Enforce a policy in any ASGI app.

Source: https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Unpack, cast

from crossorigin._answers import log_refusal
from crossorigin._awaiting import decide_async
from crossorigin._crashes import crash_answer, is_meant_for_outside, may_be_a_page
from crossorigin._debugger import may_be_page_in
from crossorigin._encoded import RAW_REFUSED, EncodedRules, answered_raw_headers, encoded
from crossorigin._guard import Guard, log_refused, refusal_of, with_guard
from crossorigin._layers import Layer, owners_of
from crossorigin._options import PolicyOptions
from crossorigin._policy import Policy, given_policy
from crossorigin._request import CORSRequest, is_preflight
from crossorigin._sent import SentRequest, only_reads

if TYPE_CHECKING:
    from crossorigin._encoded import RawHeader, RawHeaders

__all__ = ["CORSMiddleware"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
# Each framework has types of its own for these three.
ASGIApp = Callable[[Any, Any, Any], Awaitable[None]]

_START: Final = "http.response.start"
# What an app may send to a WebSocket in place of an acceptance, where the server knows it.
# https://asgi.readthedocs.io/en/latest/extensions.html#websocket-denial-response
_CLOSED_BY_HTTP: Final = "websocket.http.response"
# Before it is accepted, a server answers 403 for this. https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
_POLICY_VIOLATION: Final = 1008


class CORSMiddleware:
    """
    Enforce a policy in an ASGI app: on every way out, and before the app for a preflight.

    What is no HTTP request, such as the lifespan, is the app's alone; so is a WebSocket,
    unless the guard refuses it.

    Args:
        app: The ASGI app.
        policy: The policy; or its options by name. An origin source may be ``async``.
        guard: ``True`` to refuse what pages that the policy does not allow send; or a
            :class:`~crossorigin.Guard`, which trusts some to send.

    Raises:
        PolicyError: If the policy or the guard has problems.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    __slots__ = ("_answers", "_app", "_decided_by", "_guard", "_layer", "policy")

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
        self.policy, self._guard = with_guard(lambda: given_policy(policy, options), guard)
        self._app = app
        self._answers = EncodedRules(self.policy)
        name = f"crossorigin.asgi.CORSMiddleware({app!r}, {self.policy})"
        self._layer: Layer[None] = Layer(name, lambda _: "The app")
        self._decided_by = (self._layer,)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight; otherwise call the app and put the headers on its response."""
        if scope.get("type") != "http":
            await self._call_beside_http(scope, receive, send)
            return
        if type(scope.get("headers")) is not list:
            scope = _with_list(scope)
        origin = _raw_value(scope, b"origin")
        # One comparison for all but OPTIONS: the rule itself stands in `is_preflight`.
        if origin is not None and scope.get("method") == "OPTIONS" and _is_preflight(scope):
            await self._answer_preflight(scope, origin, send)
            return
        # A server never makes a WebSocket of this kind of scope, so the method says it all.
        if (
            self._guard is not None
            and not only_reads(str(scope.get("method", "")))
            and await self._answer_refused(self._guard, scope, send)
        ):
            return
        headers = self._answers.known.get(origin)
        if headers is None:
            headers = self._answers.actual(origin or b"") or await self._decided(scope)
        layers = owners_of(scope)
        try:
            await self._app(scope, receive, self._answering(scope, headers, layers, send))
        except Exception as error:
            if origin is not None and not layers:
                await self._answer_crash(scope, layers, error, send)
            raise

    async def _call_beside_http(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app for what is no HTTP request, unless the guard refuses it."""
        if self._guard is not None and scope.get("type") == "websocket":
            if type(scope.get("headers")) is not list:
                scope = _with_list(scope)
            if await self._answer_refused(self._guard, scope, send):
                return
        await self._app(scope, receive, send)

    def _answering(
        self, scope: Scope, headers: RawHeaders, layers: list[object], send: Send
    ) -> Send:
        """Return *send* for an app, which puts *headers* on its response."""

        # No coroutine: what is awaited is what the server returns.
        def answer(message: Message) -> Awaitable[None]:
            try:
                if (
                    message["type"] == _START
                    and (not layers or self._layer.claim(layers))
                    and not may_be_page_in(scope, message)
                ):
                    layers[:] = self._decided_by
                    given = message.get("headers", ())
                    answered, replaced = answered_raw_headers(given, headers, self.policy.rules)
                    message = {**message, "headers": answered}
                    if replaced:
                        self._layer.warn_replaced(None, replaced)
            except (KeyError, TypeError, ValueError):
                pass  # what no server takes is for the server to refuse
            return send(message)

        return answer

    async def _decided(self, scope: Scope) -> RawHeaders:
        """Return what the response to an actual request gets, and log what is refused."""
        decision = await decide_async(self.policy.rules, _request_of(scope))
        log_refusal(decision)
        return encoded(decision.headers) if decision.origin_allowed else RAW_REFUSED

    async def _answer_preflight(self, scope: Scope, origin: bytes, send: Send) -> None:
        """Answer a preflight, without the app."""
        headers = self._answers.preflight(origin)
        status, body = HTTPStatus.OK.value, b""
        if headers is None:
            decision = await decide_async(self.policy.rules, _request_of(scope))
            log_refusal(decision)
            headers = list(encoded(decision.answer_headers()))
            status, body = decision.status or status, decision.body.encode()
        await _send_whole(send, status, headers, body)

    async def _answer_refused(self, guard: Guard, scope: Scope, send: Send) -> bool:
        """Answer what *guard* refuses, without the app, and tell whether it did."""
        sent = _sent_request(scope)
        if guard.lets_through(sent):
            return False
        decision = await decide_async(self.policy.rules, _request_of(scope))
        refusal = refusal_of(sent, decision)
        if refusal is None:
            return False
        log_refused(refusal)
        owners_of(scope)[:] = self._decided_by
        if sent.is_websocket and _CLOSED_BY_HTTP not in (scope.get("extensions") or ()):
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return True
        headers = list(encoded(decision.apply(refusal.headers)))
        kind = _CLOSED_BY_HTTP if sent.is_websocket else "http.response"
        await _send_whole(send, refusal.status, headers, refusal.body.encode(), kind)
        return True

    async def _answer_crash(
        self, scope: Scope, layers: list[object], error: Exception, send: Send
    ) -> None:
        """Answer for an app that raised, if a page that may read the answer waits for it."""
        layers[:] = self._decided_by
        if is_meant_for_outside(error) or not may_be_a_page(_value(scope, b"sec-fetch-mode")):
            return
        decision = await decide_async(self.policy.rules, _request_of(scope))
        if not decision.origin_allowed:
            return
        answer, body = crash_answer()
        # A client that has gone must not hide the app's own exception.
        with suppress(Exception):
            await _send_whole(send, 500, list(encoded(decision.apply(answer))), body)


async def _send_whole(
    send: Send, status: int, headers: list[RawHeader], body: bytes, kind: str = "http.response"
) -> None:
    """Send a whole response."""
    await send({"type": f"{kind}.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.body", "body": body})


def _with_list(scope: Scope) -> Scope:
    """Return *scope* with headers that can be read twice: here, and in the app."""
    given: object = scope.get("headers")
    if not isinstance(given, Iterable):
        return scope
    return {**scope, "headers": list(cast("Iterable[object]", given))}


def _raw_value(scope: Scope, name: bytes) -> bytes | None:
    """
    Return the value of a request header; of several lines, a list, as HTTP has it.

    ``None`` if there is none, or if the headers are such as no server makes of a request.
    """
    length, found = len(name), None
    try:
        for key, value in scope["headers"]:
            # Most names have another length: no case need be folded to see that.
            if len(key) == length and bytes.lower(key) == name:
                found = value if found is None else b"%b, %b" % (found, value)
    except (KeyError, TypeError, ValueError):
        return None
    return found if isinstance(found, bytes) else None


def _value(scope: Scope, name: bytes) -> str | None:
    """Return the value of a request header as text, each byte as one character."""
    value = _raw_value(scope, name)
    return None if value is None else value.decode("latin-1")


def _is_preflight(scope: Scope) -> bool:
    """Tell whether *scope* is a preflight's."""
    asked = _value(scope, b"access-control-request-method")
    return is_preflight(scope["method"], _value(scope, b"origin"), asked)


def _request_of(scope: Scope) -> CORSRequest:
    """Return what a policy decides on, from *scope*."""
    return CORSRequest(
        str(scope.get("method", "")),
        origin=_value(scope, b"origin"),
        request_method=_value(scope, b"access-control-request-method"),
        request_headers=_value(scope, b"access-control-request-headers"),
        host=_value(scope, b"host"),
        path=scope.get("path"),
    )


def _sent_request(scope: Scope) -> SentRequest:
    """Return what a guard goes by, from *scope*."""
    is_websocket = scope.get("type") == "websocket"
    return SentRequest(
        "GET" if is_websocket else str(scope.get("method", "")),
        origin=_value(scope, b"origin"),
        site=_value(scope, b"sec-fetch-site"),
        host=_value(scope, b"host"),
        scheme=str(scope.get("scheme", "")),
        path=scope.get("path"),
        has_cookie=_raw_value(scope, b"cookie") is not None,
        is_websocket=is_websocket,
    )
