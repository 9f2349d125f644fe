"""One of the policies of an app, put into force."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from crossorigin._adapters.asgi_calls import cors_request, read_headers, send_whole
from crossorigin._adapters.asgi_headers import RAW_REFUSED, encode_headers, merge_raw_headers
from crossorigin._policy.decision import decide_async
from crossorigin.asgi import CORSMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin._adapters.asgi_calls import ASGIApp, Send
    from crossorigin._adapters.asgi_calls import Scope as ASGIScope
    from crossorigin._adapters.asgi_headers import RawHeader, RawHeaders
    from crossorigin._adapters.layers import Layer
    from crossorigin._policy.guard import Guard
    from crossorigin._policy.policy import Policy


class Enforcer(CORSMiddleware):
    """
    One of the policies of an app, put into force by the layer of the whole app.

    Args:
        app: The app's stack of middlewares.
        policy: The policy.
        layer: The layer of the whole app.
        methods_at: Returns the methods of the route for which a preflight asks.
        guard: The guard, where this policy is the only one.
    """

    __slots__ = ("_methods_at",)

    def __init__(
        self,
        app: ASGIApp,
        policy: Policy,
        layer: Layer[ASGIScope],
        methods_at: Callable[[ASGIScope], frozenset[str] | None],
        guard: Guard | None = None,
    ) -> None:
        """Enforce *policy* around *app*."""
        super().__init__(app, policy, guard=guard)
        self._layer, self._owned = layer, (layer,)
        self._methods_at = methods_at

    @property
    def known(self) -> Mapping[bytes | None, RawHeaders]:
        """Return the headers of the response to an actual request, by ``Origin``, that are encoded."""
        return self._known

    async def _answer_preflight(self, scope: ASGIScope, origin: bytes, send: Send) -> None:
        """Answer a preflight, by the methods of the route if the policy says so."""
        methods = None
        if self.policy.methods == "route":
            methods = self._methods_at(scope)
        await self.answer_preflight(scope, origin, send, methods)

    async def answer_preflight(
        self, scope: ASGIScope, origin: bytes, send: Send, methods: frozenset[str] | None
    ) -> None:
        """Answer a preflight for a route that takes *methods*."""
        is_fixed = self.policy.methods != "route" and not self._layer.log.has_refusals(scope)
        headers = self._encoded.preflight(origin) if is_fixed else None
        status, body = HTTPStatus.OK.value, b""
        if headers is None:
            request = replace(cors_request(scope, read_headers(scope)), route_methods=methods)
            decision = await decide_async(self.policy.compiled, request)
            self._layer.log.add_decision(scope, decision)
            headers = list(encode_headers(decision.answer_headers()))
            status, body = decision.status or status, decision.body.encode()
        await send_whole(send, status, headers, body)

    def headers_for(self, scope: ASGIScope, origin: bytes | None) -> RawHeaders | None:
        """Return the headers of a response, or ``None`` if that needs a decision."""
        headers = self._known.get(origin, self._encoded.others)
        if headers is None:
            headers = self._encoded.actual(origin)
        is_logged = headers is RAW_REFUSED and origin is not None
        return None if is_logged and self._layer.log.has_refusals(scope) else headers

    async def decide_headers(self, scope: ASGIScope) -> RawHeaders:
        """Return the headers of a response, by a decision."""
        return await self._decide_headers(scope)

    async def answer_refused(self, guard: Guard, scope: ASGIScope, send: Send) -> bool:
        """Answer a request that *guard* refuses, and tell whether it did."""
        return await self._answer_refused(guard, scope, send)

    async def answer_crash(
        self, scope: ASGIScope, owners: list[object], error: Exception, send: Send
    ) -> None:
        """Answer for an app that raised."""
        await self._answer_crash(scope, owners, error, send)

    def merged(
        self, scope: ASGIScope, response_headers: list[RawHeader], headers: RawHeaders
    ) -> list[RawHeader]:
        """Return *response_headers* of the app to *scope* with *headers*."""
        merged, replaced = merge_raw_headers(response_headers, headers, self.policy.compiled)
        if replaced:
            self._layer.warn_replaced(scope, replaced)
        return merged
