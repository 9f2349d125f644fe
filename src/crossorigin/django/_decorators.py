"""The policy of a view, or of an ``include()``, given by a decorator."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, Unpack

from crossorigin._adapters.declarations import declaration
from crossorigin._policy.options import PolicyOptions
from crossorigin._policy.policy import Policy, given_policy
from crossorigin.django._marks import Scope, marked
from crossorigin.errors import PolicyError, Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Callable

# A view, or what `include()` returns.
Covered = TypeVar("Covered")


def cross_origin(
    policy: Policy | None = None, /, **options: Unpack[PolicyOptions]
) -> Callable[[Covered], Covered]:
    """
    Cover a view with a policy, or all that an ``include()`` brings.

    It needs the middleware. The innermost policy wins whole.

    Args:
        policy: The policy; or its options by name.

    Raises:
        PolicyError: If the policy has problems.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """
    if callable(policy):
        hint = 'write @cross_origin(origins="https://app.example.com")'
        raise PolicyError([Problem(ProblemCode.DECORATOR_NOT_CALLED, "cross_origin", policy, hint)])
    scope = Scope(given_policy(policy, options), declaration())

    def decorate(view: Covered) -> Covered:
        return marked(view, scope, "cross_origin(…)")

    return decorate


def same_origin(view: Covered) -> Covered:
    """
    Take a view, or what an ``include()`` brings, out: it has no cross-origin access at all.

    Raises:
        PolicyError: If it is neither.
    """
    return marked(view, Scope(None, declaration()), "same_origin")
