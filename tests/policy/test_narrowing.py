"""What several policies permit together, and whether one permits more than another."""

from __future__ import annotations

import pytest

from crossorigin import CORSRequest, Policy
from crossorigin._policy.narrowing import narrowed, opens_further
from tests.cases.case import ELSEWHERE, HERE

ORIGINS = [HERE, ELSEWHERE, "https://a.example.com", "http://a.example.com", "app://x", "null"]


def is_customer(origin: object, _: CORSRequest) -> bool:
    """Let one origin in."""
    return str(origin) == HERE


POLICIES = [
    Policy("*"),
    Policy("*", expose_headers="*", timing=True),
    Policy([HERE]),
    Policy([HERE], credentials=True, expose_headers=["x-a"]),
    Policy([HERE, ELSEWHERE], expose_headers="*"),
    Policy(["https://*.example.com", "app://x"]),
    Policy(
        [HERE, "http://a.example.com"],
        credentials=True,
        expose_headers="*",
        dangerously_allow_insecure_origins=True,
    ),
    Policy(["http://a.example.com"], credentials=True, dangerously_allow_insecure_origins=True),
    Policy(is_customer, credentials=True, timing=True),
]
every_pair = pytest.mark.parametrize(
    ("first", "second"), [(first, second) for first in POLICIES for second in POLICIES]
)


@every_pair
def test_what_both_permit(first: Policy, second: Policy) -> None:
    """A page may read what both let it read, with credentials only where both have them."""
    both = narrowed([first, second])
    for origin in ORIGINS:
        request = CORSRequest("GET", origin=origin)
        decisions = [policy.decide(request) for policy in (first, second, both)]
        allowed = [decision.origin_allowed for decision in decisions]
        assert allowed[2] <= (allowed[0] and allowed[1])
        # The one origin that no function is ever asked about.
        if origin != "null":
            assert allowed[2] == (allowed[0] and allowed[1])
    assert both.credentials == (first.credentials and second.credentials)
    assert both.timing == (first.timing and second.timing)


@every_pair
def test_which_response_headers_both_expose(first: Policy, second: Policy) -> None:
    """Each response header is exposed where both expose it."""
    both = narrowed([first, second]).expose_headers
    for name in ("x-a", "x-b"):
        exposed = [
            given == "*" or name in given
            for given in (first.expose_headers, second.expose_headers, both)
        ]
        assert exposed[2] == (exposed[0] and exposed[1])


def test_what_everyone_may_read_is_still_for_everyone() -> None:
    """Two policies for everyone make one for everyone: no origin is named, and none is varied by."""
    both = narrowed([Policy("*"), Policy("*", expose_headers=["x-a"])])
    decision = both.decide(CORSRequest("GET", origin="null"))
    assert decision.headers == (("Access-Control-Allow-Origin", "*"),)


def test_the_same_policy_is_itself() -> None:
    """Nothing is made where nothing differs."""
    policy = Policy([HERE])
    assert narrowed([policy, Policy([HERE])]) is policy


@every_pair
def test_no_policy_opens_further_without_being_told(first: Policy, second: Policy) -> None:
    """Whatever one lets read beyond the other, with credentials or without, is told."""
    if opens_further(first, second):
        return
    assert second.credentials or not first.credentials
    for origin in ORIGINS:
        assert second.allows(origin) or not first.allows(origin)


@pytest.mark.parametrize(
    ("policy", "other", "expected"),
    [
        (Policy([HERE]), Policy("*"), False),
        (Policy("*"), Policy([HERE]), True),
        (Policy([HERE]), Policy([HERE, ELSEWHERE]), False),
        (Policy([HERE, ELSEWHERE]), Policy([HERE]), True),
        (Policy([HERE]), Policy([HERE], credentials=True), False),
        (Policy([HERE], credentials=True), Policy([HERE]), True),
        (Policy(["https://a.example.com"]), Policy(["https://*.example.com"]), False),
        (Policy(["https://*.example.com"]), Policy(["https://*.example.com", HERE]), False),
        (Policy(["https://*.example.com"]), Policy(["https://*.example.com:*"]), True),
        (Policy([HERE]), Policy(is_customer), True),
        (Policy(is_customer), Policy(is_customer), False),
        (Policy(is_customer), Policy([HERE]), True),
    ],
)
def test_what_opens_further(policy: Policy, other: Policy, *, expected: bool) -> None:
    """What cannot be told counts as more."""
    assert opens_further(policy, other) is expected
