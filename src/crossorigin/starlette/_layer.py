"""Put an app's scopes into force, around its stack of middlewares."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from starlette.exceptions import HTTPException

from crossorigin._adapters.asgi_calls import (
    asks_permission,
    fetch_metadata,
    raw_origin,
    read_headers,
    with_list,
)
from crossorigin._adapters.asgi_headers import LENGTHS, RAW_REFUSED, encode_headers
from crossorigin._adapters.layers import DEBUGGER, owners_of
from crossorigin._policy.guard import refusal_of
from crossorigin._policy.headers import merge_headers
from crossorigin._policy.policy import Policy
from crossorigin._policy.requests import is_safe_method
from crossorigin.starlette._enforcer import Enforcer
from crossorigin.starlette._marks import Record, Scope, registry, running
from crossorigin.starlette._state import Entered, State, asked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from crossorigin._adapters.asgi_calls import ASGIApp, Message, Receive, Send
    from crossorigin._adapters.asgi_calls import Scope as ASGIScope
    from crossorigin._adapters.asgi_headers import RawHeader, RawHeaders
    from crossorigin._policy.guard import Guard
    from crossorigin.starlette._scopes import ScopeMatch

_START: Final = "http.response.start"
_MAX_POLICIES: Final = 1000
_MAX_ROUTES: Final = 10_000
_RAN_BESIDE: Final = (
    "%s runs in the endpoint %r of %s, but no route has it. It is hidden, so it opens nothing; a"
    " page may read the response only where it and the policy in force both permit that. Register"
    " what the decorator returns: below @app.get, on the method of an HTTPEndpoint, or inside of"
    " wrappers that use functools.wraps."
)


@dataclass(frozen=True, slots=True)
class _Quick:
    """
    The answers for a route.

    Attributes:
        route: The route.
        marks: The decorators that are registered for it.
        known: The headers of a response, by ``Origin``.
    """

    route: object
    marks: frozenset[Scope]
    known: Mapping[bytes | None, RawHeaders]


class ScopedApp:
    """
    An app's stack of middlewares, under the scopes of the app.

    Args:
        state: The state of the app.
        stack: The stack.
    """

    def __init__(self, state: State, stack: ASGIApp) -> None:
        """Wrap *stack*."""
        self._state, self._stack = state, stack
        policy = state.whole.policy
        # While no decorator and no router has a policy, there is one for all.
        self._whole = None if policy is None else self._make(policy, state.guard)
        self._enforcers: dict[int, Enforcer] = {}
        self._quick: dict[tuple[int, object], _Quick] = {}
        self._seen = -1

    async def __call__(self, scope: ASGIScope, receive: Receive, send: Send) -> None:
        """Answer a preflight; otherwise call the app and put the headers on its response."""
        if self._whole is not None and not registry.count:
            await self._whole(scope, receive, send)
            return
        if type(scope.get("headers")) is not list and "headers" in scope:
            scope = with_list(scope)
        if scope.get("type") != "http":
            await self._call_beside_http(scope, receive, send)
            return
        origin = raw_origin(scope)
        if origin is not None and scope.get("method") == "OPTIONS" and asks_permission(scope):
            match = self._state.find(scope, asked(scope))
            if match.scope.policy is not None:
                enforcer = self._enforcer(match.scope.policy)
                await enforcer.answer_preflight(scope, origin, send, match.methods)
                return
        record = Record()
        guard = self._state.guard
        if guard is not None and not is_safe_method(str(scope.get("method", ""))):
            match = self._state.find(scope, str(scope.get("method", "")))
            enforcer = self._enforcer(match.scope.policy or _NOBODY)
            if await enforcer.answer_refused(guard, scope, send):
                return
            record.recheck = self._recheck(guard, scope, match)
        await self._call(scope, receive, send, origin, record)

    async def _call_beside_http(self, scope: ASGIScope, receive: Receive, send: Send) -> None:
        """Call the app for another scope than an HTTP request, unless the guard refuses it."""
        guard = self._state.guard
        if guard is not None and scope.get("type") != "lifespan":
            policy = self._state.policy_in_force(scope) or _NOBODY
            if await self._enforcer(policy).answer_refused(guard, scope, send):
                return
        await self._stack(scope, receive, send)

    async def _call(  # noqa: C901 - on a hot path, written out
        self,
        scope: ASGIScope,
        receive: Receive,
        send: Send,
        origin: bytes | None,
        record: Record,
    ) -> None:
        """Call the app, and put the headers of the scope in force on its response."""
        entered: Entered = scope.get("path"), scope.get("root_path")
        owners = owners_of(scope, "scheme")
        layer, method = self._state.layer, scope.get("method")
        if self._seen != registry.count:
            self._quick, self._seen = {}, registry.count
        quick = self._quick

        # No coroutine: the server's own is awaited.
        def answer(message: Message) -> Awaitable[None]:
            try:
                if message["type"] == _START and (not owners or layer.claim(owners)):
                    if not owners:
                        owners.append(layer)
                    # The usual way: the router has dispatched this very scope, and the answers
                    # of the policy of its route are known.
                    route = scope.get("route")
                    found = quick.get((id(route), method))
                    if found is not None and found.route is route and record <= found.marks:
                        headers = found.known.get(origin, RAW_REFUSED)
                        merged = [*message.get("headers", ())]
                        if (headers is not RAW_REFUSED or origin is None) and LENGTHS.isdisjoint(
                            [len(name) for name, _ in merged]
                        ):
                            merged += headers
                            return send({**message, "headers": merged})
                    return self._start(message, scope, entered, record, origin, send)
            except (KeyError, TypeError, ValueError):
                pass  # a message that no server takes is for the server to refuse
            return send(message)

        covered = cast("Send", answer)
        if DEBUGGER in sys.modules:
            from crossorigin._adapters.werkzeug_debugger import (  # noqa: PLC0415 - not in production
                shield_send,
            )

            covered = shield_send(scope, covered, send)
        token = running.set(record)
        try:
            await self._stack(scope, receive, covered)
        except Exception as error:
            if origin is not None and not owners:
                policy = self._narrowed(self._state.found(scope, entered), record).policy
                if policy is not None:
                    await self._enforcer(policy).answer_crash(scope, owners, error, send)
            raise
        finally:
            running.reset(token)

    def _start(  # noqa: PLR0913, PLR0917 - the message, and what is known of the request
        self,
        message: Message,
        scope: ASGIScope,
        entered: Entered,
        record: Record,
        origin: bytes | None,
        send: Send,
    ) -> Awaitable[None]:
        """Start a response with the headers of the scope in force."""
        match = self._state.found(scope, entered)
        policy = self._narrowed(match, record).policy
        theirs = [*message.get("headers", ())]
        if policy is None:
            return send({**message, "headers": self._closed(scope, theirs)})
        enforcer = self._enforcer(policy)
        self._remember(scope, match, enforcer)
        headers = enforcer.headers_for(scope, origin)
        if headers is None:
            return self._start_decided(enforcer, message, theirs, scope, send)
        return send({**message, "headers": enforcer.merged(scope, theirs, headers)})

    async def _start_decided(
        self,
        enforcer: Enforcer,
        message: Message,
        theirs: list[RawHeader],
        scope: ASGIScope,
        send: Send,
    ) -> None:
        """Start a response whose headers need a decision."""
        headers = await enforcer.decide_headers(scope)
        await send({**message, "headers": enforcer.merged(scope, theirs, headers)})

    def _closed(self, scope: ASGIScope, theirs: list[RawHeader]) -> list[RawHeader]:
        """Return the headers of the app without access: no access is none, whatever it sets."""
        text = [(str(name, "latin-1"), str(value, "latin-1")) for name, value in theirs]
        merged, replaced = merge_headers(text, (), False, False)  # noqa: FBT003
        if not replaced:
            return theirs
        self._state.layer.warn_replaced(scope, replaced)
        return list(encode_headers(merged))

    def _remember(self, scope: ASGIScope, match: ScopeMatch, enforcer: Enforcer) -> None:
        """Remember the answers for the route of *scope*, if these do not depend on more than that."""
        route, method = scope.get("route"), scope.get("method")
        is_plain = (
            match.scope.policy is enforcer.policy and not enforcer.policy.compiled.exposes_all
        )
        is_usual = method != "OPTIONS" and self._state.is_known(route, str(method))
        if is_plain and is_usual and len(self._quick) < _MAX_ROUTES:
            self._quick[id(route), method] = _Quick(route, match.marks, enforcer.known)

    def _narrowed(self, match: ScopeMatch, record: Record) -> Scope:
        """Return the scope of *match*, as the decorators that ran have narrowed it."""
        beside = [mark for mark in record if mark not in match.marks and mark is not match.scope]
        for mark in beside:
            self._warn_beside(mark, match)
        return _narrowed(match.scope, beside) if beside else match.scope

    def _warn_beside(self, mark: Scope, match: ScopeMatch) -> None:
        """Log once that the decorator of *mark* runs where no route has it."""
        key = (mark.name, match.name)
        self._state.layer.warn_once(key, _RAN_BESIDE, mark.name, match.name, self._state.app)

    def _enforcer(self, policy: Policy) -> Enforcer:
        """Return the enforcer of *policy*."""
        found = self._enforcers.get(id(policy))
        if found is None or found.policy is not policy:
            found = self._make(policy)
            if len(self._enforcers) < _MAX_POLICIES:
                self._enforcers[id(policy)] = found
        return found

    def _make(self, policy: Policy, guard: Guard | None = None) -> Enforcer:
        """Return a new enforcer of *policy*."""
        return Enforcer(self._stack, policy, self._state.layer, self._state.methods_at, guard)

    def _recheck(self, guard: Guard, scope: ASGIScope, match: ScopeMatch) -> Any:  # noqa: ANN401
        """Return a function that asks *guard* again, by a decorator that runs."""
        sent = fetch_metadata(scope, read_headers(scope))

        def ask_again(mark: Scope) -> None:
            if mark in match.marks or mark.policy == match.scope.policy or guard.lets_through(sent):
                return
            policy = mark.policy
            is_async = policy is not None and policy.compiled.source_is_async
            decision = None if policy is None or is_async else policy.decide(sent.request)
            refusal = refusal_of(sent, decision)
            if refusal is not None:
                self._warn_beside(mark, match)
                self._state.layer.log.add_refusal(scope, refusal)
                raise HTTPException(refusal.status, refusal.body.strip(), dict(refusal.headers))

        return ask_again


def _narrowed(scope: Scope, beside: list[Scope]) -> Scope:
    """Return *scope*, narrowed by the decorators that ran *beside* it."""
    policies = [each.policy for each in (scope, *beside)]
    permitting = [each for each in policies if each is not None]
    differ = any(each != permitting[0] for each in permitting)
    # An async source cannot be asked along with others.
    awaits = differ and any(each.compiled.source_is_async for each in permitting)
    if awaits or len(permitting) < len(policies):
        return Scope(None)
    from crossorigin._policy.narrowing import narrowed  # noqa: PLC0415 - a hidden decorator ran

    return Scope(narrowed(permitting))


# The policy of a scope that is closed, as the guard asks it.
_NOBODY: Final = Policy(lambda _origin, _request: False)
