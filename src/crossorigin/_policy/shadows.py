"""A shadow: a policy beside the one in force, which refuses nothing; loaded where there is one."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._policy.narrowing import opens_further
from crossorigin._policy.policy import Policy
from crossorigin._policy.reasons import Reason
from crossorigin._web.fetch import NON_WILDCARD_REQUEST_HEADER, SAFELISTED_METHODS
from crossorigin.errors import PolicyError, Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._policy.decision import Decision

_NO_POLICY: Final = (
    'write shadow=Policy(origins=["https://app.example.com"]), with Policy from crossorigin'
)
_ASYNC: Final = "write a plain def: a WSGI server cannot wait for an async one"
_SWAPPED: Final = (
    "the other policy is the one in force, and the shadow permits all that it does: give the"
    " looser one as policy and the tighter one as shadow="
)


def with_shadow(given_policy: Callable[[], Policy], shadow: object, *, awaits: bool) -> Policy:
    """
    Return the policy that *given_policy* returns, with a *shadow*.

    It is equal to that, and no other scope with the same policy has the shadow.

    Args:
        given_policy: Returns the policy in force.
        shadow: The option of an adapter.
        awaits: Whether the adapter can wait for the answer of an origin source.

    Raises:
        PolicyError: If either has problems, with those of both.
    """
    problems = _problems_of(shadow, awaits=awaits)
    try:
        policy = copy(given_policy())
    except PolicyError as error:
        raise PolicyError([*error.problems, *problems]) from None
    if not isinstance(shadow, Policy) or problems:
        raise PolicyError(problems)
    if policy != shadow and not _may_refuse(shadow, policy):
        problem = Problem(ProblemCode.SHADOW_REFUSES_NOTHING, "shadow", shadow, _SWAPPED)
        raise PolicyError([problem])
    compiled = replace(policy.compiled, shadow=shadow.compiled)
    object.__setattr__(policy, "compiled", compiled)
    return policy


def _problems_of(shadow: object, *, awaits: bool) -> list[Problem]:
    """Return the problems of the option *shadow*."""
    if not isinstance(shadow, Policy):
        return [Problem(ProblemCode.NOT_A_POLICY, "shadow", shadow, _NO_POLICY)]
    if shadow.compiled.source_is_async and not awaits:
        return [Problem(ProblemCode.SOURCE_IS_ASYNC, "shadow", shadow.origins, _ASYNC)]
    return []


def _may_refuse(shadow: Policy, policy: Policy) -> bool:
    """
    Tell whether *shadow* may refuse a request that *policy* permits.

    Where that cannot be told, as with two functions, it may.
    """
    asked, known = policy.compiled, shadow.compiled
    loses_origins = policy.dangerously_allow_insecure_origins and not known.insecure_origins
    if opens_further(policy, shadow) or (loses_origins and asked.source is not None):
        return True
    return not (_lists_methods(shadow, policy) and _lists_headers(shadow, policy))


def _lists_methods(shadow: Policy, policy: Policy) -> bool:
    """Tell whether *shadow* lists the methods of *policy*; it does not know those of routes."""
    if shadow.methods in {"*", policy.methods}:
        return True
    if isinstance(policy.methods, str) or isinstance(shadow.methods, str):
        return False
    return not policy.methods - shadow.methods - SAFELISTED_METHODS


def _lists_headers(shadow: Policy, policy: Policy) -> bool:
    """Tell whether *shadow* lists the request headers of *policy*."""
    asked, known = policy.compiled, shadow.compiled
    missing = asked.request_headers - known.request_headers
    if known.any_request_header:
        missing &= {NON_WILDCARD_REQUEST_HEADER}
    return not missing and (known.any_request_header or not asked.any_request_header)


def difference(decision: Decision, shadow: Decision, *, has_cookie: bool) -> Decision | None:
    """
    Return the refusal of a request that *decision* permits and that of a *shadow* does not.

    Args:
        decision: The decision of the policy in force.
        shadow: The decision of its shadow.
        has_cookie: Whether the request has a header ``Cookie``.
    """
    if not decision.allowed:
        return None
    if not shadow.allowed:
        return shadow
    loses_credentials = decision.compiled.credentials and not shadow.compiled.credentials
    if has_cookie and loses_credentials and shadow.reason is Reason.ALLOWED:
        return replace(shadow, allowed=False, reason=Reason.COOKIES_NOT_ALLOWED)
    return None
