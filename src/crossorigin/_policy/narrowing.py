"""
Say what a response gets that several policies must permit.

A decorator that runs beside the one in force can only narrow: a page may read what all of
them let it read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from crossorigin._policy.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from crossorigin._policy.origins import Origin
    from crossorigin._policy.requests import CORSRequest


def narrowed(policies: Sequence[Policy]) -> Policy:
    """
    Return a policy for the responses that all of *policies* permit to be read.

    It says nothing of preflights: no method and no request header of *policies* is in it.

    Args:
        policies: At least one; none has an ``async`` origin source.
    """
    first = policies[0]
    if all(policy == first for policy in policies):
        return first

    def all_allow(_: Origin, request: CORSRequest) -> bool:
        return all(policy.decide(request).origin_allowed for policy in policies)

    is_open = all(policy.compiled.any_origin for policy in policies)
    return Policy(
        "*" if is_open else all_allow,
        expose_headers=_exposed_by_all(policies),
        credentials=all(policy.credentials for policy in policies),
        timing=all(policy.timing for policy in policies),
        # Each of the policies has its own say about these, in its own answer.
        dangerously_allow_insecure_origins=True,
    )


def opens_further(policy: Policy, other: Policy) -> bool:
    """
    Tell whether *policy* may let pages read that *other* does not let read.

    Where that cannot be told, as with functions and with patterns that are not the same,
    it may.
    """
    if policy.credentials and not other.credentials:
        return True
    if other.compiled.any_origin or policy.origins == other.origins:
        return False
    if policy.compiled.any_origin or policy.compiled.source or other.compiled.source:
        return True
    listed, others = (cast("frozenset[str]", each.origins) for each in (policy, other))
    # A pattern is no origin, and not allowed: one that the other lacks may reach further than it.
    return not all(map(other.allows, listed - others))


def _exposed_by_all(policies: Sequence[Policy]) -> frozenset[str] | Literal["*"]:
    """Return the response headers that all of *policies* expose."""
    given = [policy.expose_headers for policy in policies if policy.expose_headers != "*"]
    if not given:
        return "*"
    first, *others = given
    return first.intersection(*others)
