"""Say on a view who may call it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar, Unpack

from crossorigin._options import PolicyOptions
from crossorigin._policy import Policy, sync_policy
from crossorigin.errors import PolicyError, Problem, ProblemCode
from crossorigin.flask import _signals
from crossorigin.flask._marks import marked
from crossorigin.flask._scopes import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

P = ParamSpec("P")
R = TypeVar("R")

_SIX_HOURS: Final = 21600


def cross_origin(
    policy: Policy | None = None, /, **options: Unpack[PolicyOptions]
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """
    Cover a view with a policy; it stands below ``@app.route``.

    It works in an app that has no :class:`CORS`, too. Then ``405``, ``308``, an
    ``after_request`` that raises and a crash in debug mode are out of its reach.

    Args:
        policy: The policy; or its options by name.

    Raises:
        PolicyError: If the policy has problems, or its origin source is ``async``.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """
    if callable(policy):
        hint = 'write @cross_origin(origins="https://app.example.com")'
        problem = Problem(ProblemCode.DECORATOR_NOT_CALLED, "cross_origin", policy, hint)
        raise PolicyError([problem])
    return _decorator(Scope(sync_policy(policy, options)), "cross_origin(…)")


def same_origin(view: Callable[P, R]) -> Callable[P, R]:
    """
    Take a view out: it has no cross-origin access, whatever its blueprint and its app say.

    Raises:
        PolicyError: If *view* is no function.
    """
    _signals.connect()
    return marked(view, Scope(None), "same_origin")


def crossdomain(  # noqa: PLR0913, PLR0917 - the historical signature
    origin: str | Iterable[str] | None = None,
    methods: Iterable[str] | None = None,
    headers: str | Iterable[str] | None = None,
    max_age: int | timedelta = _SIX_HOURS,
    attach_to_all: bool = True,  # noqa: FBT001, FBT002 - the historical signature
    automatic_options: bool = True,  # noqa: FBT001, FBT002 - the historical signature
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """
    Cover a view, with the parameters of the decorator that went from project to project.

    Args:
        origin: ``"*"``, an origin, or a list of them, of which the right one is answered.
        methods: Methods in any case; otherwise those of the route.
        headers: Request headers, as a list or one string with commas; otherwise none.
        max_age: How long a browser may keep a preflight's answer, in seconds or as a
            ``timedelta``.
        attach_to_all: Whether other responses than those to ``OPTIONS`` are covered.
        automatic_options: Whether a preflight is answered; otherwise the view must do it,
            and its answer gets the headers.

    Raises:
        PolicyError: If anything is wrong, with every problem and a hint each.
    """
    options: dict[str, object] = {"origins": origin, "max_age": max_age}
    if methods is not None:
        names = [methods] if isinstance(methods, str) else list(methods)
        options["methods"] = [name.upper() for name in names]
    if headers is not None:
        options["allow_headers"] = _names(headers)
    scope = Scope(
        Policy.from_mapping(options),
        answers_preflight=automatic_options,
        covers_actual=attach_to_all,
    )
    return _decorator(scope, "crossdomain(…)")


def _names(headers: str | Iterable[str]) -> list[str]:
    """Return the names that *headers* lists."""
    if not isinstance(headers, str):
        return list(headers)
    return [name.strip() for name in headers.split(",") if name.strip()]


def _decorator(scope: Scope, name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return the decorator that covers a view with *scope*."""
    _signals.connect()

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        return marked(view, scope, name)

    return decorate
