"""What a policy computes before a request comes."""

from __future__ import annotations

import pytest

from crossorigin import Policy

APP = "https://app.example.com"
EVIL = "https://evil.example"


def test_a_million_origins_are_held_once() -> None:
    """Origins without a wildcard are looked up in the policy's own set, not in a copy."""
    policy = Policy([APP, EVIL])
    assert policy.compiled.listed_origins is policy.compiled.origins.listed is policy.origins
    mixed = Policy([APP, "https://*.example.com"])
    assert mixed.compiled.listed_origins == {APP}


STAR = ("Access-Control-Allow-Origin", "*")
TRUE = ("Access-Control-Allow-Credentials", "true")
EXPOSED = ("Access-Control-Expose-Headers", "x-a, x-b")
VARY = ("Vary", "Origin")


@pytest.mark.parametrize(
    ("policy", "fixed", "by_origin", "exposes_all"),
    [
        (Policy("*"), (STAR,), (VARY,), False),
        (Policy("*", expose_headers=["X-B", "X-A"], timing=True),
         (STAR, EXPOSED, ("Timing-Allow-Origin", "*")), (EXPOSED, VARY), False),
        (Policy(APP), None, (VARY,), False),
        (Policy(APP, expose_headers="*"), None,
         (("Access-Control-Expose-Headers", "*"), VARY), False),
        (Policy(APP, expose_headers="*", credentials=True), None, (TRUE, VARY), True),
        (Policy(APP, expose_headers=["X-B", "X-A"], credentials=True), None,
         (TRUE, EXPOSED, VARY), False),
    ],
    ids=range(6),
)  # fmt: skip
def test_rules_of_actual_requests(
    policy: Policy, fixed: object, by_origin: object, *, exposes_all: bool
) -> None:
    """What an actual request cannot change is computed when the policy is built."""
    compiled = policy.compiled
    assert (compiled.fixed_headers, compiled.origin_headers) == (fixed, by_origin)
    assert compiled.exposes_all is exposes_all


def test_rules_are_what_the_options_say() -> None:
    """A request is judged by the options, not by their defaults."""
    rules = Policy("*", methods="*").compiled
    assert (rules.any_origin, rules.listed_origins, rules.methods) == (True, frozenset(), "*")
    assert (rules.credentials, rules.insecure_origins, rules.timing) == (False, False, False)
    rules = Policy(
        APP,
        methods=["PUT"],
        credentials=True,
        timing=True,
        dangerously_allow_insecure_origins=True,
    ).compiled
    assert (rules.any_origin, rules.listed_origins) == (False, frozenset({APP}))
    assert rules.methods == frozenset({"PUT"})
    assert (rules.credentials, rules.insecure_origins, rules.timing) == (True, True, True)


@pytest.mark.parametrize(
    ("policy", "fast"),
    [
        (Policy(APP, credentials=True), frozenset({APP})),
        (Policy(APP, expose_headers="*"), frozenset({APP})),
        (Policy(APP, timing=True), frozenset[str]()),
        (Policy(APP, expose_headers="*", credentials=True), frozenset[str]()),
        (Policy("https://*.example.com"), frozenset[str]()),
    ],
    ids=range(5),
)
def test_fast_origins(policy: Policy, fast: frozenset[str]) -> None:
    """An origin is fast if the response to it gets no more than its name and what all get."""
    assert policy.compiled.fast_origins == fast


def test_rules_of_preflights() -> None:
    """What a preflight cannot change is computed when the policy is built."""
    rules = Policy(APP, methods=["PUT"], allow_headers=["X-A"], credentials=True).compiled
    vary = ("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
    rest = (TRUE, ("Access-Control-Max-Age", "600"), vary)
    names = ("Access-Control-Allow-Headers", "content-type, x-a")
    assert rules.preflight_headers == rest
    assert rules.fixed_preflight == (("Access-Control-Allow-Methods", "PUT"), names, *rest)
    assert (rules.any_request_header, rules.request_headers) == (
        False,
        frozenset({"content-type", "x-a"}),
    )
    fixed = Policy(APP, methods=(), max_age=None).compiled.fixed_preflight
    assert fixed == (("Access-Control-Allow-Headers", "content-type"), vary)
    assert Policy(APP, methods="*").compiled.fixed_preflight is None
    rules = Policy(APP, methods=(), allow_headers="*").compiled
    assert (rules.any_request_header, rules.fixed_preflight) == (True, None)
    assert rules.request_headers == frozenset({"content-type"})
