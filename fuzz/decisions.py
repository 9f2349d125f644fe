"""Decide on whatever request, by every kind of policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin import CORSRequest
from crossorigin._policy.compiled import REFUSED
from crossorigin._policy.headers import merge_headers
from crossorigin._policy.preflights import quick_preflight
from fuzz.fields import fields_of, headers_of, optional
from fuzz.laws import CORS_NAMES, check_decision
from fuzz.policies import chosen

if TYPE_CHECKING:
    from crossorigin import Decision, Policy
    from fuzz.laws import Header

_REPLACED: Final = frozenset(name.lower() for name in CORS_NAMES - {"Timing-Allow-Origin"})


def fuzz_decide(data: bytes) -> None:
    """Every decision is sound, puts its headers on any response, and is the quick answer, too."""
    fields, others = fields_of(data, 8)
    which, method, origin, request_method, request_headers, host, path, route = fields
    request = CORSRequest(
        method,
        origin=optional(origin),
        request_method=optional(request_method),
        request_headers=optional(request_headers),
        host=optional(host),
        path=optional(path),
        route_methods=frozenset(re.findall("[A-Za-z]+", route)) or None,
    )
    policy = chosen(which)
    decision = policy.decide(request)
    check_decision(policy, decision)
    _check_apply(policy, decision, headers_of(others))
    _check_quick(policy, decision, headers_of(others))


def _check_apply(policy: Policy, decision: Decision, headers: list[Header]) -> None:
    """Assert that the response has the app's headers, then those of *decision*, each once."""
    given = list(headers)
    applied = decision.apply(headers)
    assert headers == given
    assert decision.apply(applied) == applied
    replaced = _REPLACED | {"timing-allow-origin"} if policy.timing else _REPLACED
    kept = [header for header in given if header[0].lower() not in replaced]
    assert applied[: len(kept)] == kept
    added = applied[len(kept) :]
    names = [name for name, _ in added]
    assert len(names) == len(set(names))
    own = {"Vary", "Access-Control-Expose-Headers"}
    assert {header for header in added if header[0] not in own} <= set(decision.headers)
    assert {name for name, _ in decision.headers} <= set(names) <= CORS_NAMES


def _check_quick(policy: Policy, decision: Decision, headers: list[Header]) -> None:
    """Assert that the adapters, which do not ask for a decision, answer the same."""
    request = decision.request
    compiled = policy.compiled
    if decision.is_preflight:
        asked = request.request_method or ""
        quick = quick_preflight(compiled, request.origin or "", asked, request.route_methods)
        assert quick is None or quick == decision.headers
        return
    answer = compiled.actual(request.origin)
    if answer is not None:
        exposes_all = compiled.exposes_all and answer is not REFUSED
        answered, _ = merge_headers(headers, answer, compiled.timing, exposes_all)
        assert answered == decision.apply(headers)
