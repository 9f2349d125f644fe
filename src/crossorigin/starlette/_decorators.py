"""The policy of an endpoint, given by a decorator."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar, Unpack

from crossorigin._adapters.declarations import declaration
from crossorigin._policy.options import PolicyOptions
from crossorigin._policy.policy import Policy, given_policy
from crossorigin.errors import PolicyError, Problem, ProblemCode
from crossorigin.starlette._marks import marked

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def cross_origin(
    policy: Policy | None = None, /, **options: Unpack[PolicyOptions]
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """
    Cover an endpoint with a policy; it stands below ``@app.get``.

    The app needs :class:`CORS`, which answers the preflight.

    Args:
        policy: The policy; or its options by name. An origin source may be ``async``.

    Raises:
        PolicyError: If the policy has problems.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol
    """
    if callable(policy):
        hint = 'write @cross_origin(origins="https://app.example.com")'
        raise PolicyError([Problem(ProblemCode.DECORATOR_NOT_CALLED, "cross_origin", policy, hint)])
    given, declared = given_policy(policy, options), declaration()

    def decorate(endpoint: Callable[P, R]) -> Callable[P, R]:
        return marked(endpoint, given, declared, "cross_origin(…)")

    return decorate


def same_origin(endpoint: Callable[P, R]) -> Callable[P, R]:
    """
    Take an endpoint out: it has no cross-origin access, even if its router and its app permit it.

    In place of a policy, ``CORS(app, same_origin)`` says the same of all that has none of its own.

    Raises:
        PolicyError: If *endpoint* is no function.
    """
    return marked(endpoint, None, declaration(), "same_origin")
