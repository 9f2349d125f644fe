"""The policy of an app, of a router, or of what is mounted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack

from starlette.applications import Starlette
from starlette.routing import Host, Mount, Router

from crossorigin._adapters.declarations import declaration
from crossorigin._policy.guard import Guard, with_guard
from crossorigin._policy.options import PolicyOptions
from crossorigin._policy.policy import Policy, given_policy
from crossorigin.errors import PolicyError, Problem, ProblemCode
from crossorigin.starlette._decorators import same_origin
from crossorigin.starlette._layer import ScopedApp
from crossorigin.starlette._marks import MARK, Scope, registry
from crossorigin.starlette._scopes import own_state
from crossorigin.starlette._state import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._adapters.asgi_calls import ASGIApp

_NO_TARGET: Final = (
    "give an app of Starlette or FastAPI, a Router, an APIRouter, a Mount or a Host: CORS(app,"
    " origins=…). Any other ASGI app is wrapped: app = CORSMiddleware(app, POLICY), from"
    " crossorigin.asgi"
)
_COPYING: Final = (
    "this FastAPI copies the routes of a router into the app, without its policy: update FastAPI,"
    " or decorate the endpoints"
)


class CORS:
    """
    Cover an app of Starlette or FastAPI, a router, a ``Mount`` or a ``Host`` with a policy.

    The app stays what it is: what serves ``app`` serves it with its policy.

    Args:
        target: The app; or a ``Router``, an ``APIRouter``, a ``Mount`` or a ``Host`` in an app
            that is covered itself.
        policy: The policy; or its options by name. :func:`same_origin` in its place says that
            there is no access, but for what has a policy of its own further inside.
        guard: ``True`` to refuse requests that pages send which the policy in force does not
            allow; or a :class:`~crossorigin.Guard`, which trusts some to send. It is for the
            whole app.
        shadow: A policy beside it: the requests that it would refuse are logged and counted, in
            ``app.state.crossorigin.stats``.

    Raises:
        PolicyError: If the policy, the guard or the shadow has problems, if the target is none of
            these or has a policy already, or if a router is given a guard.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    def __init__(
        self,
        target: Starlette | Router | Mount | Host,
        policy: Policy | Callable[..., object] | None = None,
        *,
        guard: Guard | bool | None = None,
        shadow: Policy | None = None,
        **options: Unpack[PolicyOptions],
    ) -> None:
        """Cover *target*."""
        given, checked = _given(target, policy, guard, shadow, options)
        if isinstance(target, Starlette):
            _cover_app(target, Scope(given, declaration(), is_layers=True), checked)
        else:
            _cover_router(target, Scope(given, declaration()))


def _given(
    target: object, policy: object, guard: object, shadow: object, options: PolicyOptions
) -> tuple[Policy | None, Guard | None]:
    """
    Return the policy and the guard that were given.

    Raises:
        PolicyError: With all problems, that of the target first.
    """
    problems = [*_problems_of(target, guard)]
    try:
        if policy is same_origin and not options:
            given, checked = _closed(guard, shadow)
        else:
            given, checked = with_guard(
                lambda: given_policy(policy, options), guard, shadow, awaits=True
            )
    except PolicyError as error:
        raise PolicyError([*problems, *error.problems]) from None
    if problems:
        raise PolicyError(problems)
    return given, checked


def _closed(guard: object, shadow: object) -> tuple[None, Guard | None]:
    """
    Return no policy, and the guard that the option *guard* means.

    Raises:
        PolicyError: If there is a *shadow*, or the guard has problems.
    """
    if shadow is not None:
        hint = "same_origin permits nothing that a shadow could refuse: leave shadow= out"
        raise PolicyError([Problem(ProblemCode.SHADOW_REFUSES_NOTHING, "shadow", shadow, hint)])
    return None, Guard.of(guard)


def _problems_of(target: object, guard: object) -> list[Problem]:
    """Return the problems of a *target*, and of a *guard* on it."""
    if isinstance(target, Starlette):
        return [_second("app", target)] if own_state(target) is not None else []
    if not isinstance(target, (Router, Mount, Host)):
        return [Problem(ProblemCode.NOT_AN_APP, "target", target, _NO_TARGET)]
    problems: list[Problem] = []
    if hasattr(target, "include_router") and not _keeps_routers():
        problems.append(Problem(ProblemCode.NOT_AN_APP, "target", target, _COPYING))
    if MARK in vars(target):
        problems.append(_second(type(target).__name__, target))
    if guard is not None:
        hint = "the guard is for the whole app: CORS(app, …, guard=True)"
        problems.append(Problem(ProblemCode.GUARD_ON_A_BLUEPRINT, "guard", guard, hint))
    return problems


def _second(kind: str, target: object) -> Problem:
    """Return the problem that a second policy for one *target* is."""
    hint = f"the {kind} has a policy already: keep one of the two"
    return Problem(ProblemCode.TWO_POLICIES, "target", target, hint)


def _keeps_routers() -> bool:
    """Tell whether FastAPI keeps a router that it includes, and does not copy its routes."""
    from fastapi import routing  # noqa: PLC0415 - the target is FastAPI's

    return hasattr(routing, "_IncludedRouter")


def _cover_app(app: Starlette, scope: Scope, guard: Guard | None) -> None:
    """Wrap the stack of *app* that the first event of the server builds, or that it has built."""
    state = State(app, scope, guard)
    vars(app)[MARK] = app.state.crossorigin = state
    build = app.build_middleware_stack

    def build_covered() -> ASGIApp:
        return ScopedApp(state, build())

    app.build_middleware_stack = build_covered  # type: ignore[method-assign] # of this app alone
    if app.middleware_stack is not None:
        app.middleware_stack = ScopedApp(state, app.middleware_stack)


def _cover_router(target: Router | Mount | Host, scope: Scope) -> None:
    """Remember the scope of *target*, which the app that it is in puts into force."""
    vars(target)[MARK] = scope
    registry.add()
