"""A policy beside the one in force: what it would refuse that the other permits."""

from __future__ import annotations

from typing import Final

import pytest

from crossorigin import CORSRequest, Guard, Origin, Policy, PolicyError, Reason
from crossorigin._policy.guard import with_guard
from crossorigin._policy.refusals import Refusal
from crossorigin._policy.requests import FetchMetadata
from crossorigin._policy.shadows import difference, with_shadow
from crossorigin.errors import ProblemCode

APP: Final = "https://app.example.com"
EVIL: Final = "https://evil.example"
WITH: Final = Policy([APP, EVIL], credentials=True)
WITHOUT: Final = Policy(APP)


async def awaited(_origin: Origin, _request: CORSRequest) -> bool:
    """Let nobody in."""
    return False


@pytest.mark.parametrize(
    ("request_", "has_cookie", "reason"),
    [
        (CORSRequest("GET", origin=APP), False, None),
        (CORSRequest("GET", origin=APP), True, Reason.COOKIES_NOT_ALLOWED),
        (CORSRequest("GET", origin=EVIL), False, Reason.ORIGIN_NOT_ALLOWED),
        (CORSRequest("GET", origin=EVIL, host="evil.example"), True, None),
        (CORSRequest("GET", origin="https://other.example"), True, None),
        (CORSRequest("GET"), True, None),
    ],
)
def test_the_difference(
    request_: CORSRequest,
    reason: Reason | None,
    *,
    has_cookie: bool,
) -> None:
    """It is the shadow's own refusal, or that of the cookies; what is refused is none."""
    refused = difference(WITH.decide(request_), WITHOUT.decide(request_), has_cookie=has_cookie)
    assert (None if refused is None else refused.reason) is reason
    assert refused is None or not refused.allowed


def test_a_policy_with_a_shadow() -> None:
    """It is equal to that without, which has none still."""
    shadowed = with_shadow(lambda: WITH, WITHOUT, awaits=False)
    assert shadowed == WITH
    assert shadowed.compiled.shadow is WITHOUT.compiled
    assert WITH.compiled.shadow is None
    assert shadowed.compiled.agrees_with_shadow(APP, has_cookie=False)
    assert not shadowed.compiled.agrees_with_shadow(APP, has_cookie=True)
    assert not shadowed.compiled.agrees_with_shadow(EVIL, has_cookie=False)
    assert WITH.compiled.agrees_with_shadow(EVIL, has_cookie=True)


def test_its_problems() -> None:
    """Those of the policy come first."""
    with pytest.raises(PolicyError) as caught:
        with_shadow(lambda: Policy("junk"), "strict", awaits=False)
    assert [problem.field for problem in caught.value.problems] == ["origins[0]", "shadow"]
    with pytest.raises(PolicyError) as caught:
        with_shadow(lambda: WITH, Policy(awaited), awaits=False)
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.SOURCE_IS_ASYNC]
    assert with_shadow(lambda: WITH, Policy(awaited), awaits=True) == WITH


def test_the_request_of_a_refusal() -> None:
    """A refusal of the guard has the request in the same place as a decision."""
    sent = FetchMetadata(CORSRequest("POST", origin=EVIL))
    assert Refusal(sent, Reason.SENDER_NOT_ALLOWED).request is sent.request


def test_beside_a_guard() -> None:
    """An adapter gets the policy with its shadow, and the guard; or the problems of all three."""
    policy, guard = with_guard(lambda: WITH, None, WITHOUT)
    assert policy.compiled.shadow is WITHOUT.compiled
    assert guard == Guard(report_only=True)
    with pytest.raises(PolicyError) as caught:
        with_guard(lambda: Policy("junk"), "junk", "junk", awaits=True)
    fields = [problem.field for problem in caught.value.problems]
    assert fields == ["origins[0]", "shadow", "guard"]


@pytest.mark.parametrize("guard", [None, False, True])
def test_a_mistake_beside_a_guard_without_one(guard: object) -> None:
    """The policy's problems are all that there are."""
    with pytest.raises(PolicyError) as caught:
        with_guard(lambda: Policy("junk"), guard)
    assert [problem.field for problem in caught.value.problems] == ["origins[0]"]
