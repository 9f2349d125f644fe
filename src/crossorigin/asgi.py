"""
Enforce a policy in any ASGI app.

Source: https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Final, Unpack

from crossorigin._adapters.asgi_answers import (
    answer_preflight,
    answer_refused,
    shield,
)
from crossorigin._adapters.asgi_calls import (
    ORIGIN,
    ASGIApp,
    Message,
    Receive,
    Scope,
    Send,
    asked_method,
    look,
    raw_value,
    with_list,
)
from crossorigin._adapters.asgi_headers import (
    RAW_REFUSED,
    EncodedPolicy,
    merge_raw_headers,
)
from crossorigin._adapters.asgi_watch import (
    agreed_origins,
    tell_of_refusal,
    watched,
)
from crossorigin._adapters.declarations import Declaration, declaration
from crossorigin._adapters.layers import DEBUGGER, TELEMETRY, Layer, owners_of_scope
from crossorigin._adapters.log import is_in_debug_mode
from crossorigin._policy.guard import Guard, with_guard
from crossorigin._policy.options import PolicyOptions
from crossorigin._policy.policy import Policy, given_policy
from crossorigin.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from crossorigin._adapters.asgi_headers import RawHeader, RawHeaders
    from crossorigin._adapters.stats import Stats

__all__ = ["CORSMiddleware", "policy_for"]

_loaded: Final = sys.modules
_START: Final = "http.response.start"
# A scope with one of these is a request, and a page may have sent it: a WebSocket's handshake, a
# WebTransport session, and whatever servers will know next. That of the lifespan has none.
_OF_REQUESTS: Final = frozenset({"headers", "method", "path"})


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
        shadow: A policy beside it: the requests that it would refuse are logged and counted.

    Raises:
        PolicyError: If the policy, the guard or the shadow has problems. From ``add_middleware`` of
            Starlette and FastAPI, which build their middlewares when the server has started,
            they fail the start.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    __slots__ = (
        "_agreed",
        "_app",
        "_encoded",
        "_guard",
        "_known",
        "_layer",
        "_lengths",
        "_others",
        "declared",
        "policy",
    )

    def __init__(
        self,
        app: ASGIApp,
        policy: Policy | None = None,
        *,
        guard: Guard | bool | None = None,
        shadow: Policy | None = None,
        **options: Unpack[PolicyOptions],
    ) -> None:
        """Wrap *app*."""
        self.declared: Declaration | None = declaration()
        self.policy: Policy
        try:
            self.policy, self._guard = with_guard(
                lambda: given_policy(policy, options), guard, shadow, awaits=True
            )
        except PolicyError as error:
            from crossorigin._adapters import asgi_start  # noqa: PLC0415 - where there is one

            if not asgi_start.is_built_by_a_running_app():
                raise
            self.policy = asgi_start.unanswerable(error)
            self._guard, app = None, asgi_start.unstartable(error)
        self._app = app
        self._encoded = EncodedPolicy(self.policy.compiled)
        self._known, self._others = self._encoded.known, self._encoded.others
        self._lengths = self._encoded.lengths
        self._agreed = agreed_origins(self.policy.compiled)
        name = f"crossorigin.asgi.CORSMiddleware({app!r}, {self.policy})"
        self._layer: Layer[Scope] = Layer(
            name,
            lambda _: "",
            lambda scope: is_in_debug_mode(scope.get("app", app)),
            policy_of=self._policy_of,
        )

    @property
    def stats(self) -> Stats:
        """Return the refusals of this middleware, counted in this process."""
        return self._layer.stats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight; otherwise call the app and put the headers on its response."""
        if scope.get("type") != "http":
            await self._call_beside_http(scope, receive, send)
            return
        if type(scope.get("headers")) is not list:
            scope = with_list(scope)
        guard = self._guard
        origin, guard = (raw_value(scope, ORIGIN), None) if guard is None else look(guard, scope)
        if guard and await answer_refused(self._layer, guard, scope, send, self._policy_of):
            return
        asked = None if origin is None or scope.get("method") != "OPTIONS" else asked_method(scope)
        if asked is not None and origin is not None:
            await answer_preflight(self._layer, self._encoded, scope, origin, asked, send)
            return
        headers = self._known.get(origin, self._others) or self._encoded.actual(origin)
        agreed, compiled = self._agreed, self.policy.compiled
        tell: Callable[[], object] | None = None
        if headers is None or (
            origin is not None
            and headers is not RAW_REFUSED
            and (TELEMETRY in _loaded or not (agreed is None or origin in agreed))
        ):
            headers, tell = await watched(self._layer, compiled, scope, origin or b"", headers)
        elif origin is not None and headers is RAW_REFUSED:
            tell = partial(tell_of_refusal, self._layer, compiled, scope, origin)
        owners = owners_of_scope(scope)
        answer = self._answering(headers, owners, send, tell)
        # A bridge may bring the pages of Werkzeug's debugger; in production, none is imported.
        if DEBUGGER in _loaded:
            answer = shield(scope, answer, send)
        try:
            await self._app(scope, receive, answer)
        except Exception as error:
            if origin is not None and not owners:
                from crossorigin._adapters.asgi_crash import answer_crash  # noqa: PLC0415 - it is rare

                await answer_crash(self._layer, self.policy, scope, owners, error, send)
            raise

    def _policy_of(self, _: object) -> Policy:
        """Return the policy, which is in force for every request."""
        return self.policy

    async def _call_beside_http(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app for another scope than an HTTP request, unless the guard refuses it."""
        if self._guard is not None and (
            scope.get("type") == "websocket" or not _OF_REQUESTS.isdisjoint(scope)
        ):
            if type(scope.get("headers")) is not list:
                scope = with_list(scope)
            if await answer_refused(self._layer, self._guard, scope, send, self._policy_of):
                return
        await self._app(scope, receive, send)

    def _answering(
        self,
        headers: RawHeaders,
        owners: list[object],
        send: Send,
        tell: Callable[[], object] | None,
    ) -> Send:
        """Return *send* for an app, which puts *headers* on its response, and has *tell* called."""
        layer, lengths = self._layer, self._lengths

        # No coroutine: the server's own is awaited.
        def answer(message: Message) -> Awaitable[None]:
            try:
                if message["type"] == _START and (not owners or layer.claim(owners)):
                    if not owners:
                        owners.append(layer)
                    theirs = [*message.get("headers", ())]
                    for name, _ in theirs:
                        if len(name) in lengths:
                            theirs = self._merged(theirs, headers)
                            break
                    else:
                        theirs += headers
                    message = dict(message)
                    message["headers"] = theirs
                    if tell is not None:
                        tell()
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


def policy_for(app: ASGIApp, path: str, method: str) -> Policy | None:
    """
    Return the policy in force for *method* at *path*, ``None`` if other origins have no access.

    Args:
        app: The ASGI app: a :class:`CORSMiddleware`, or an app with one inside. The innermost
            one that covers the path is asked.
        path: The path of the request, such as ``/orders/7``.
        method: The method, in any case.
    """
    from crossorigin._adapters.coverage import cover_of  # noqa: PLC0415 - nobody asks in a request

    cover = cover_of(app, path, method.upper())
    return None if cover is None else cover.policy
