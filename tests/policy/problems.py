"""Build policies that have mistakes, of types that no annotation permits."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from crossorigin import Policy, PolicyError

if TYPE_CHECKING:
    from crossorigin import Problem
    from crossorigin._policy.options import PolicyOptions


def policy_of(**options: object) -> Policy:
    """Return the policy that *options* make, whatever their types."""
    return Policy(**cast("PolicyOptions", options))


def problems_of(**options: object) -> tuple[Problem, ...]:
    """Return the problems of the policy that *options* make, none if it has none."""
    try:
        policy_of(**options)
    except PolicyError as error:
        return error.problems
    return ()


def codes_of(**options: object) -> list[tuple[str, str]]:
    """Return the code and the field of each problem of the policy that *options* make."""
    return [(problem.code.value, problem.field) for problem in problems_of(**options)]
