"""The policy of a view, given by a decorator."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar, Unpack

from crossorigin._adapters.declarations import declaration
from crossorigin._policy.options import PolicyOptions
from crossorigin._policy.policy import Policy, sync_policy
from crossorigin.errors import PolicyError, Problem, ProblemCode
from crossorigin.flask import _first_request
from crossorigin.flask._ledger import Scope
from crossorigin.flask._marks import marked

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def cross_origin(
    policy: Policy | None = None, /, **options: Unpack[PolicyOptions]
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """
    Cover a view with a policy; it stands below ``@app.route``.

    It works in an app that has no :class:`CORS`, too: the first request wraps the app as
    :class:`CORS` does. A request for no decorated view, such as a ``404``, is not covered
    then.

    Args:
        policy: The policy; or its options by name.

    Raises:
        PolicyError: If the policy has problems, or its origin source is ``async``.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """
    if callable(policy):
        raise not_called("cross_origin", policy, 'origins="https://app.example.com"')
    return decorator_of(
        Scope(sync_policy(policy, options), declared=declaration()), "cross_origin(…)"
    )


def same_origin(view: Callable[P, R]) -> Callable[P, R]:
    """
    Take a view out: it has no cross-origin access, even if its blueprint and its app permit it.

    Raises:
        PolicyError: If *view* is no function.
    """
    _first_request.connect()
    return marked(view, Scope(None, declared=declaration()), "same_origin")


def not_called(decorator: str, view: object, argument: str) -> PolicyError:
    """Return the error that a *decorator* without parentheses is."""
    hint = f"write @{decorator}({argument})"
    return PolicyError([Problem(ProblemCode.DECORATOR_NOT_CALLED, decorator, view, hint)])


def decorator_of(scope: Scope, name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return the decorator that covers a view with *scope*."""
    _first_request.connect()

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        return marked(view, scope, name)

    return decorate
