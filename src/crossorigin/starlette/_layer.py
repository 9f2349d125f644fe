"""Put an app's scopes into force, around its stack of middlewares."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware

from crossorigin._adapters.asgi_answers import (
    answer_crash,
    answer_preflight,
    answer_refused,
    shield,
)
from crossorigin._adapters.asgi_calls import ORIGIN, asks_permission, raw_value, with_list
from crossorigin._adapters.asgi_headers import encode_headers
from crossorigin._adapters.layers import DEBUGGER, TELEMETRY, owners_of_scope
from crossorigin._policy.headers import merge_headers
from crossorigin._policy.requests import is_safe_method
from crossorigin.starlette._enforcer import Enforcer
from crossorigin.starlette._marks import Record, Scope, registry, running
from crossorigin.starlette._state import Entered, State, asked

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from crossorigin._adapters.asgi_calls import ASGIApp, Message, Receive, Send
    from crossorigin._adapters.asgi_calls import Scope as ASGIScope
    from crossorigin._adapters.asgi_headers import RawHeader
    from crossorigin._policy.guard import Guard
    from crossorigin._policy.policy import Policy
    from crossorigin._policy.requests import FetchMetadata
    from crossorigin.starlette._scopes import ScopeMatch

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


class ScopedApp:
    """
    An app's stack of middlewares, under the scopes of the app.

    Args:
        state: The state of the app.
        stack: The stack.
    """

    __slots__ = ("_enforcers", "_errors", "_layer", "_only", "_seen", "_stack", "_state", "_usual")

    def __init__(self, state: State, stack: ASGIApp) -> None:
        """Wrap *stack*."""
        self._state, self._stack, self._layer = state, stack, state.layer
        # Starlette's outermost middleware does nothing until the app raises, for two coroutines
        # in each request. This layer does as much, and lets it answer where the app has raised.
        self._errors = stack if type(stack) is ServerErrorMiddleware else None
        self._enforcers: dict[int, Enforcer] = {}
        self._usual: dict[tuple[int, object], _Usual] = {}
        # In force for all, while no decorator and no router has a policy.
        self._only: _Usual | None = None
        self._seen = -1

    async def __call__(self, scope: ASGIScope, receive: Receive, send: Send) -> None:
        """Answer a preflight; otherwise call the app and put the headers on its response."""
        if scope.get("type") != "http":
            await self._call_beside_http(scope, receive, send)
            return
        if type(scope.get("headers")) is not list:
            scope = with_list(scope)
        if self._seen != registry.count:
            self._look()
        origin, method = raw_value(scope, ORIGIN), scope.get("method")
        # Only where there are decorators can one of them run.
        record = Record() if self._seen else _NOTHING
        if method == "OPTIONS":
            if origin is not None and await self._answer_preflight(scope, origin, send):
                return
        elif self._state.guard is not None and not is_safe_method(str(method)):
            asking = partial(self._policy_to_send, self._state.guard, scope, record)
            if await answer_refused(self._layer, self._state.guard, scope, send, asking):
                return
        owners = owners_of_scope(scope)
        entered: Entered = scope.get("path"), scope.get("root_path")
        answer: Send = partial(self._answer, scope, entered, record, origin, owners, send)
        if DEBUGGER in _loaded:
            answer = shield(scope, answer, send)
        app = self._stack if self._errors is None else self._errors.app
        token = running.set(record) if self._seen else None
        try:
            await app(scope, receive, answer)
        except Exception as error:
            await self._fail(error, scope, entered, record, origin, owners, receive, answer, send)
            raise
        finally:
            if token is not None:
                running.reset(token)

    def _look(self) -> None:
        """Forget the policies of the routes, since there are decorators or routers more."""
        policy, self._usual, self._seen = self._state.whole.policy, {}, registry.count
        is_only = policy is not None and not self._seen
        self._only = _Usual(self._enforcer(policy)) if policy is not None and is_only else None

    async def _call_beside_http(self, scope: ASGIScope, receive: Receive, send: Send) -> None:
        """Call the app for another scope than an HTTP request, unless the guard refuses it."""
        guard = self._state.guard
        if guard is not None and scope.get("type") != "lifespan":
            if type(scope.get("headers")) is not list:
                scope = with_list(scope)
            asking = partial(self._policy_to_send, guard, scope, Record())
            if await answer_refused(self._layer, guard, scope, send, asking):
                return
        await self._stack(scope, receive, send)

    async def _answer_preflight(self, scope: ASGIScope, origin: bytes, send: Send) -> bool:
        """Answer a preflight if a policy covers the route, and tell whether one does."""
        if not asks_permission(scope):
            return False
        only, methods = self._only, None
        if only is None or only.enforcer.asks_routes:
            match = self._state.find(scope, asked(scope))
            policy, methods = match.scope.policy, match.methods
            if policy is None:
                return False
            self._state.name(scope, match, policy)
            enforcer = self._enforcer(policy)
        else:
            enforcer = only.enforcer
        await answer_preflight(self._layer, enforcer.encoded, scope, origin, send, methods)
        return True

    def _policy_to_send(
        self, guard: Guard, scope: ASGIScope, record: Record, sent: FetchMetadata
    ) -> Policy | None:
        """Return the policy in force for the request *sent*, and note that *guard* asks it."""
        match = self._state.find(scope, str(scope.get("method", "")))
        self._state.name(scope, match, match.scope.policy)
        if self._seen and not guard.report_only:
            record.recheck = partial(self._ask_again, guard, scope, match, sent)
        return match.scope.policy

    # No coroutine: the server's own is awaited.
    def _answer(  # noqa: PLR0913, PLR0917 - what is known of the request
        self,
        scope: ASGIScope,
        entered: Entered,
        record: Record,
        origin: bytes | None,
        owners: list[object],
        send: Send,
        message: Message,
    ) -> Awaitable[None]:
        """Send a *message* of the app, the start of a response with the headers of its scope."""
        try:
            if message["type"] != _START or (owners and not self._layer.claim(owners)):
                return send(message)
            if not owners:
                owners.append(self._layer)
            # The usual way: the router has dispatched this very scope, and the answers of the policy
            # of its route are known.
            found = self._only or self._usual.get((id(scope.get("route")), scope.get("method")))
            if found is None or (record and not record <= found.marks):
                return self._start(message, scope, entered, record, origin, send)
            enforcer = found.enforcer
            headers = enforcer.at_once.get(origin, enforcer.for_others)
            if headers is None or (origin is not None and TELEMETRY in _loaded):
                return self._start(message, scope, entered, record, origin, send)
            merged = [*message.get("headers", ())]
            for name, _ in merged:
                if len(name) in enforcer.lengths:
                    return self._start(message, scope, entered, record, origin, send)
            merged += headers
            return send({**message, "headers": merged})
        except (KeyError, TypeError, ValueError):
            return send(message)  # a message that no server takes is for the server to refuse

    async def _fail(  # noqa: PLR0913, PLR0917 - what is known of the request
        self,
        error: Exception,
        scope: ASGIScope,
        entered: Entered,
        record: Record,
        origin: bytes | None,
        owners: list[object],
        receive: Receive,
        answer: Send,
        send: Send,
    ) -> None:
        """
        Answer for an app that raised *error*.

        Raises:
            Exception: The one that a handler of the app's own raises.
        """
        try:
            if self._errors is not None:
                await _let_answer(self._errors, error, scope, receive, None if owners else answer)
        finally:
            if origin is not None and not owners:
                policy = self._narrowed(self._state.found(scope, entered), record).policy
                if policy is not None:
                    await answer_crash(self._layer, policy, scope, owners, error, send)

    async def _start(  # noqa: PLR0913, PLR0917 - the message, and what is known of the request
        self,
        message: Message,
        scope: ASGIScope,
        entered: Entered,
        record: Record,
        origin: bytes | None,
        send: Send,
    ) -> None:
        """Start a response with the headers of the scope in force."""
        match = self._state.found(scope, entered)
        policy = self._narrowed(match, record).policy
        self._state.name(scope, match, policy)
        theirs: list[RawHeader] = [*message.get("headers", ())]
        try:
            if policy is None:
                merged, tell = self._closed(scope, theirs), None
            else:
                enforcer = self._enforcer(policy)
                self._remember(scope, match, enforcer)
                headers, tell = await enforcer.headers_for(scope, origin)
                merged = enforcer.merge(scope, theirs, headers)
        except (TypeError, ValueError):
            merged, tell = theirs, None  # for the server to refuse
        if tell is not None:
            tell()
        await send({**message, "headers": merged})

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
        route, method = scope.get("route"), scope.get("method")
        is_usual = method != "OPTIONS" and self._state.is_known(route, str(method))
        if is_usual and match.scope.policy is enforcer.policy and len(self._usual) < _MAX_ROUTES:
            self._usual[id(route), method] = _Usual(enforcer, match.marks, route)

    def _narrowed(self, match: ScopeMatch, record: Record) -> Scope:
        """Return the scope of *match*, as the decorators that ran have narrowed it."""
        beside = [mark for mark in record if mark not in match.marks and mark is not match.scope]
        for mark in beside:
            self._warn_beside(mark, match)
        return _narrowed(match.scope, beside) if beside else match.scope

    def _warn_beside(self, mark: Scope, match: ScopeMatch) -> None:
        """Log once that the decorator of *mark* runs where no route has it."""
        key = (mark.name, match.name)
        self._layer.warn_once(key, _RAN_BESIDE, mark.name, match.name, self._state.app)

    def _enforcer(self, policy: Policy) -> Enforcer:
        """Return the enforcer of *policy*."""
        found = self._enforcers.get(id(policy))
        if found is None or found.policy is not policy:
            found = Enforcer(policy, self._layer)
            if len(self._enforcers) < _MAX_POLICIES:
                self._enforcers[id(policy)] = found
        return found

    def _ask_again(
        self, guard: Guard, scope: ASGIScope, match: ScopeMatch, sent: FetchMetadata, mark: Scope
    ) -> None:
        """
        Ask *guard* about the decorator of *mark*, before its endpoint runs.

        Raises:
            HTTPException: If the request is refused by the policy of the decorator.
        """
        policy = mark.policy
        if mark in match.marks or policy == match.scope.policy:
            return
        is_async = policy is not None and policy.compiled.source_is_async
        decision = None if policy is None or is_async else policy.decide(sent.request)
        refusal = self._layer.log.judge_sender(guard, scope, sent, decision)
        if refusal is not None:
            self._warn_beside(mark, match)
            raise HTTPException(refusal.status, refusal.body.strip(), dict(refusal.headers))


async def _let_answer(
    errors: ServerErrorMiddleware,
    error: Exception,
    scope: ASGIScope,
    receive: Receive,
    send: Send | None,
) -> None:
    """
    Have *errors* do as if it had called an app that raised *error*.

    Args:
        errors: Starlette's middleware.
        error: The exception.
        scope: The request.
        receive: The server's.
        send: Sends the answer; ``None`` if a response has started.

    Raises:
        Exception: Another one, of a handler of the app's own.
    """

    async def app(_scope: object, _receive: object, send_on: Send) -> None:
        if send is None:
            await send_on({"type": _START, "status": 500})
        raise error

    covered = ServerErrorMiddleware(app, errors.handler, errors.debug)
    try:
        await covered(scope, receive, send or _send_nothing)
    except Exception as raised:
        if raised is not error:
            raise


async def _send_nothing(_: Message) -> None:
    """Send nothing."""


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


# No decorator of this process can run.
_NOTHING: Final = Record()
