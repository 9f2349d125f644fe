"""Put an app's scopes into force, around its stack of middlewares."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware

from crossorigin._adapters.asgi_answers import (
    answer_preflight,
    answer_refused,
    shield,
)
from crossorigin._adapters.asgi_calls import ORIGIN, asked_method, look, raw_value, with_list
from crossorigin._adapters.layers import DEBUGGER, owners_of_scope
from crossorigin.starlette._errors import let_answer
from crossorigin.starlette._marks import Record, Scope, registry, running
from crossorigin.starlette._responses import Responses
from crossorigin.starlette._state import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._adapters.asgi_calls import ASGIApp, Receive, Send
    from crossorigin._adapters.asgi_calls import Scope as ASGIScope
    from crossorigin._policy.guard import Guard
    from crossorigin._policy.policy import Policy
    from crossorigin._policy.requests import FetchMetadata
    from crossorigin.starlette._scopes import ScopeMatch

    # Raises if the guard refuses a request by the policy of a decorator that runs.
    Check = Callable[[Scope], None]

_loaded: Final = sys.modules
# No decorator of this process can run.
_NOTHING: Final[Record] = set()


class ScopedApp:
    """
    An app's stack of middlewares, under the scopes of the app.

    Args:
        state: The state of the app.
        stack: The stack.
    """

    __slots__ = ("_errors", "_guard", "_layer", "_responses", "_stack", "_state")

    def __init__(self, state: State, stack: ASGIApp) -> None:
        """Wrap *stack*."""
        self._state, self._stack, self._layer = state, stack, state.layer
        self._guard, self._responses = state.guard, Responses(state)
        # Starlette's outermost middleware does nothing until the app raises, for two coroutines
        # in each request. This layer does as much, and lets it answer where the app has raised.
        outermost = cast("object", stack)
        self._errors = outermost if type(outermost) is ServerErrorMiddleware else None

    async def __call__(self, scope: ASGIScope, receive: Receive, send: Send) -> None:
        """Answer a preflight; otherwise call the app and put the headers on its response."""
        if scope.get("type") != "http":
            await self._call_beside_http(scope, receive, send)
            return
        if type(scope.get("headers")) is not list:
            scope = with_list(scope)
        responses = self._responses
        if responses.seen != registry.count:
            responses.look()
        guard = self._guard
        origin, guard = (raw_value(scope, ORIGIN), None) if guard is None else look(guard, scope)
        checks: list[Check] = []
        if (guard or scope.get("method") == "OPTIONS") and await self._answer_without_app(
            guard, scope, origin, checks, send
        ):
            return
        owners, root_path = owners_of_scope(scope), scope.get("root_path")
        record: Record = _NOTHING if responses.only else set()
        answer = responses.answering(scope, root_path, record, origin, owners, send)
        if DEBUGGER in _loaded:
            answer = shield(scope, answer, send)
        app = self._stack if self._errors is None else self._errors.app
        # Where there are no decorators, none of them can run.
        note = _checking(record, checks) if checks else record.add
        token = running.set(note) if responses.seen else None
        try:
            await app(scope, receive, answer)
        except Exception as error:
            raised = await let_answer(self._errors, error, scope, receive, answer, owners)
            if origin is not None and not owners:
                await responses.answer_crash(scope, root_path, record, owners, error, send)
            if raised is error:
                raise
            raise raised  # noqa: B904 - it has its context already
        finally:
            if token is not None:
                running.reset(token)

    async def _answer_without_app(
        self,
        guard: Guard | None,
        scope: ASGIScope,
        origin: bytes | None,
        checks: list[Check],
        send: Send,
    ) -> bool:
        """Answer a request that *guard* refuses, or a preflight, and tell whether it was one."""
        if guard is not None:
            asking = partial(self._policy_to_send, guard, scope, checks)
            if await answer_refused(self._layer, guard, scope, send, asking):
                return True
        if origin is None or scope.get("method") != "OPTIONS":
            return False
        return await self._answer_preflight(scope, origin, send)

    async def _call_beside_http(self, scope: ASGIScope, receive: Receive, send: Send) -> None:
        """Call the app for another scope than an HTTP request, unless the guard refuses it."""
        guard = self._guard
        if guard is not None and scope.get("type") != "lifespan":
            if type(scope.get("headers")) is not list:
                scope = with_list(scope)
            asking = partial(self._policy_to_send, guard, scope, [])
            if await answer_refused(self._layer, guard, scope, send, asking):
                return
        await self._stack(scope, receive, send)

    async def _answer_preflight(self, scope: ASGIScope, origin: bytes, send: Send) -> bool:
        """Answer a preflight if a policy covers the route, and tell whether one does."""
        asked = asked_method(scope)
        if asked is None:
            return False
        only, methods = self._responses.only, None
        if only is None or only.enforcer.asks_routes:
            match = self._state.find(scope, asked, scope.get("root_path"))
            policy, methods = match.scope.policy, match.methods
            if policy is None:
                return False
            self._state.name(scope, match, policy)
            enforcer = self._responses.enforcer(policy)
        else:
            enforcer = only.enforcer
        await answer_preflight(self._layer, enforcer.encoded, scope, origin, asked, send, methods)
        return True

    def _policy_to_send(
        self, guard: Guard, scope: ASGIScope, checks: list[Check], sent: FetchMetadata
    ) -> Policy | None:
        """Return the policy in force for the request *sent*; another one is asked in a check."""
        match = self._state.find(scope, str(scope.get("method", "")), scope.get("root_path"))
        self._state.name(scope, match, match.scope.policy)
        if self._responses.seen and not guard.report_only:
            checks.append(partial(self._ask_again, guard, scope, match, sent))
        return match.scope.policy

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
            self._responses.warn_beside(mark, match)
            raise HTTPException(refusal.status, refusal.body.strip(), dict(refusal.headers))


def _checking(record: Record, checks: list[Check]) -> Check:
    """Return a function that notes in *record* that a decorator runs, and makes the *checks*."""

    def note(mark: Scope) -> None:
        record.add(mark)
        for check in checks:
            check(mark)

    return note
