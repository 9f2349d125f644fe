"""The headers of an app's responses: those of the scope in force for each."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._adapters.asgi_headers import RAW_REFUSED, encode_headers
from crossorigin._adapters.layers import TELEMETRY
from crossorigin._policy.headers import merge_headers
from crossorigin.starlette._enforcer import Enforcer
from crossorigin.starlette._marks import Record, Scope, registry

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from crossorigin._adapters.asgi_calls import Message, Send
    from crossorigin._adapters.asgi_calls import Scope as ASGIScope
    from crossorigin._adapters.asgi_headers import RawHeader
    from crossorigin._policy.policy import Policy
    from crossorigin.starlette._scopes import ScopeMatch
    from crossorigin.starlette._state import State

_loaded: Final = sys.modules
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
class _Usual:
    """
    The policy of a method of a route.

    Attributes:
        enforcer: The policy.
        marks: The decorators that are registered for the method.
        route: The route, so that no other one gets its identity.
    """

    enforcer: Enforcer
    marks: frozenset[Scope] = frozenset()
    route: object = None

    def merged(
        self, message: Message, scope: ASGIScope, origin: bytes | None
    ) -> list[RawHeader] | None:
        """
        Return the headers of the response that *message* starts, and count a refusal.

        ``None`` if more has to be asked.
        """
        enforcer = self.enforcer
        headers = enforcer.at_once.get(origin, enforcer.for_others)
        if headers is None or (origin is not None and TELEMETRY in _loaded):
            return None
        merged: list[RawHeader] = [*message.get("headers", ())]
        for name, _ in merged:
            if len(name) in enforcer.lengths:
                return None
        merged += headers
        if headers is RAW_REFUSED and origin is not None:
            enforcer.tell_of_refusal(scope, origin)
        return merged


class Responses:
    """
    The responses of an app, and the policies that are known for its routes.

    Args:
        state: The state of the app.

    Attributes:
        only: The policy for every response, while no decorator and no router has one.
        seen: How many decorators and routers had a policy at the last look.
    """

    __slots__ = ("_enforcers", "_layer", "_state", "_usual", "only", "seen")

    def __init__(self, state: State) -> None:
        """Know no route yet."""
        self._state, self._layer = state, state.layer
        self._enforcers: dict[int, Enforcer] = {}
        self._usual: dict[int, _Usual] = {}
        self.only: _Usual | None = None
        self.seen = -1

    def look(self) -> None:
        """Forget the policies of the routes, since there are decorators or routers more."""
        policy, self._usual, self.seen = self._state.whole.policy, {}, registry.count
        is_only = policy is not None and not self.seen
        self.only = _Usual(self.enforcer(policy)) if policy is not None and is_only else None

    def answering(  # noqa: PLR0913, PLR0917 - what is known of the request
        self,
        scope: ASGIScope,
        root_path: object,
        record: Record,
        origin: bytes | None,
        owners: list[object],
        send: Send,
    ) -> Send:
        """Return *send* for the app, which puts the headers of the scope in force on its response."""

        # No coroutine: the server's own is awaited. Values by default cost a third less than cells.
        def answer(  # noqa: PLR0913, PLR0917 - as above
            message: Message,
            self: Responses = self,
            scope: ASGIScope = scope,
            root_path: object = root_path,
            record: Record = record,
            origin: bytes | None = origin,
            owners: list[object] = owners,
            send: Send = send,
        ) -> Awaitable[None]:
            try:
                if message["type"] != _START or (owners and not self._layer.claim(owners)):
                    return send(message)
                if not owners:
                    owners.append(self._layer)
                # The usual way: the router has dispatched this very scope, and the answers of the
                # policy of its route are known.
                found = self.only or self._usual.get(id(scope.get("route")))
                if (
                    found is not None
                    and (found is self.only or scope["method"] != "OPTIONS")
                    and (not record or record <= found.marks)
                ):
                    merged = found.merged(message, scope, origin)
                    if merged is not None:
                        message = dict(message)
                        message["headers"] = merged
                        return send(message)
            except (KeyError, TypeError, ValueError):
                return send(message)  # that no server takes, so it is for the server to refuse
            return self._start(message, scope, root_path, record, origin, send)

        return answer

    async def answer_crash(  # noqa: PLR0913, PLR0917 - what is known of the request
        self,
        scope: ASGIScope,
        root_path: object,
        record: Record,
        owners: list[object],
        error: Exception,
        send: Send,
    ) -> None:
        """Answer for an app that raised *error* before its response had started."""
        policy = self._narrowed(self._state.found(scope, root_path), record).policy
        if policy is not None:
            from crossorigin._adapters.asgi_crash import answer_crash  # noqa: PLC0415 - it is rare

            await answer_crash(self._layer, policy, scope, owners, error, send)

    async def _start(  # noqa: PLR0913, PLR0917 - the message, and what is known of the request
        self,
        message: Message,
        scope: ASGIScope,
        root_path: object,
        record: Record,
        origin: bytes | None,
        send: Send,
    ) -> None:
        """Start a response with the headers of the scope in force."""
        match = self._state.found(scope, root_path)
        policy = self._narrowed(match, record).policy
        self._state.name(scope, match, policy)
        tell: Callable[[], object] | None = None
        try:
            theirs: list[RawHeader] = [*message.get("headers", ())]
            if policy is None:
                merged = self._closed(scope, theirs)
            else:
                enforcer = self.enforcer(policy)
                self._remember(scope, match, enforcer)
                headers, tell = await enforcer.headers_for(scope, origin)
                merged = enforcer.merge(scope, theirs, headers)
            message = {**message, "headers": merged}
        except (TypeError, ValueError):
            pass  # for the server to refuse
        if tell is not None:
            tell()
        await send(message)

    def _closed(self, scope: ASGIScope, theirs: list[RawHeader]) -> list[RawHeader]:
        """Return the headers of the app without access: no access is none, whatever it sets."""
        text = [(str(name, "latin-1"), str(value, "latin-1")) for name, value in theirs]
        merged, replaced = merge_headers(text, (), False, False)  # noqa: FBT003
        if not replaced:
            return theirs
        self._layer.warn_replaced(scope, replaced)
        return list(encode_headers(merged))

    def _remember(self, scope: ASGIScope, match: ScopeMatch, enforcer: Enforcer) -> None:
        """Remember the policy of the route of *scope*, if it does not depend on more than that."""
        route, method = scope.get("route"), str(scope.get("method"))
        # The methods of a class may differ.
        if (
            method != "OPTIONS"
            and not isinstance(getattr(route, "endpoint", None), type)
            and match.scope.policy is enforcer.policy
            and self._state.is_known(route, method)
            and len(self._usual) < _MAX_ROUTES
        ):
            self._usual[id(route)] = _Usual(enforcer, match.marks, route)

    def _narrowed(self, match: ScopeMatch, record: Record) -> Scope:
        """Return the scope of *match*, as the decorators that ran have narrowed it."""
        beside = [mark for mark in record if mark not in match.marks and mark is not match.scope]
        for mark in beside:
            self.warn_beside(mark, match)
        return _narrowed(match.scope, beside) if beside else match.scope

    def warn_beside(self, mark: Scope, match: ScopeMatch) -> None:
        """Log once that the decorator of *mark* runs where no route has it."""
        key = (mark.name, match.name)
        self._layer.warn_once(key, _RAN_BESIDE, mark.name, match.name, self._state.app)

    def enforcer(self, policy: Policy) -> Enforcer:
        """Return the enforcer of *policy*."""
        found = self._enforcers.get(id(policy))
        if found is None or found.policy is not policy:
            found = Enforcer(policy, self._layer)
            if len(self._enforcers) < _MAX_POLICIES:
                self._enforcers[id(policy)] = found
        return found


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
