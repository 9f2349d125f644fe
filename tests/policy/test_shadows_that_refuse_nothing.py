"""A shadow that permits all that the policy in force does is a problem: mostly the two are swapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from crossorigin import CORSRequest, Policy, PolicyError, Problem
from crossorigin._policy.shadows import difference, with_shadow
from crossorigin.errors import ProblemCode

if TYPE_CHECKING:
    from crossorigin import Origin

APP: Final = "https://app.example.com"
HINT: Final = (
    "the other policy is the one in force, and the shadow permits all that it does: give the"
    " looser one as policy and the tighter one as shadow="
)


def asks(_: Origin, __: CORSRequest) -> bool:
    """Let everybody in."""
    return True


def asks_too(_: Origin, __: CORSRequest) -> bool:
    """Let everybody in, too."""
    return True


LISTS: Final = Policy(APP, methods=["PUT"], allow_headers=["X-A"])
USELESS: Final = {
    "any origin": (Policy(APP), Policy("*")),
    "one origin more": (Policy(APP), Policy([APP, "https://b.example"])),
    "a pattern": (Policy(APP), Policy("https://*.example.com")),
    "a method more": (LISTS, LISTS.replace(methods=["PUT", "DELETE"])),
    "safelisted methods": (LISTS.replace(methods=["GET"]), LISTS.replace(methods=["PUT"])),
    "any method": (LISTS, LISTS.replace(methods="*")),
    "a header more": (LISTS, LISTS.replace(allow_headers=["x-a", "X-B"])),
    "any header": (LISTS, LISTS.replace(allow_headers="*")),
    "credentials": (LISTS, LISTS.replace(credentials=True)),
    "what it says beside": (LISTS, LISTS.replace(max_age=5, expose_headers="*", timing=True)),
    "a function": (Policy(asks), Policy(asks, methods="*")),
}
OF_USE: Final = {
    "the same": (LISTS, LISTS.replace()),
    "another origin": (Policy(APP), Policy("https://b.example")),
    "a pattern less": (Policy("https://*.example.com"), Policy(APP)),
    "no method": (LISTS, LISTS.replace(methods=["GET"])),
    "methods of routes": (LISTS, LISTS.replace(methods="route")),
    "methods in place of those of routes": (Policy(APP), Policy(APP, methods=["PUT"])),
    "listed methods": (LISTS.replace(methods="*"), LISTS),
    "no header": (LISTS, LISTS.replace(allow_headers=[])),
    "listed headers": (LISTS.replace(allow_headers="*"), LISTS),
    "authorization": (
        LISTS.replace(allow_headers=["Authorization"]),
        LISTS.replace(allow_headers="*"),
    ),
    "no credentials": (LISTS.replace(credentials=True), LISTS),
    "another function": (Policy(asks), Policy(asks_too)),
    "secure origins": (
        Policy(asks, credentials=True, dangerously_allow_insecure_origins=True),
        Policy(asks, credentials=True),
    ),
}


@pytest.mark.parametrize(("policy", "shadow"), USELESS.values(), ids=USELESS)
def test_of_no_use(policy: Policy, shadow: Policy) -> None:
    """It is one problem, which says how the two are given."""
    with pytest.raises(PolicyError) as caught:
        with_shadow(lambda: policy, shadow, awaits=True)
    expected = Problem(ProblemCode.SHADOW_REFUSES_NOTHING, "shadow", shadow, HINT)
    assert caught.value.problems == (expected,)


@pytest.mark.parametrize(("policy", "shadow"), OF_USE.values(), ids=OF_USE)
def test_of_use(policy: Policy, shadow: Policy) -> None:
    """What may refuse something is a shadow, and so is the policy itself: the tightening is done."""
    assert with_shadow(lambda: policy, shadow, awaits=True).compiled.shadow is shadow.compiled


few: Final = st.builds(
    Policy,
    st.sampled_from([[APP], [APP, "https://b.example"], "https://*.example.com", asks]),
    methods=st.sampled_from(["*", "route", ["GET"], ["PUT"], ["DELETE", "PUT"]]),
    allow_headers=st.sampled_from(["*", [], ["X-A"], ["Authorization"], ["*", "Authorization"]]),
    credentials=st.booleans(),
)
few_requests: Final = st.builds(
    CORSRequest,
    st.sampled_from(["GET", "OPTIONS", "OPTIONS"]),
    origin=st.sampled_from([APP, "https://b.example", "http://c.example", "null"]),
    request_method=st.sampled_from(["GET", "PUT", "DELETE", "PATCH"]),
    request_headers=st.sampled_from([None, "x-a", "authorization", "x-b"]),
    route_methods=st.sampled_from([None, frozenset({"PUT"})]),
)


@given(few, few, few_requests, st.booleans())
def test_it_counts_nothing(
    policy: Policy,
    shadow: Policy,
    request: CORSRequest,
    has_cookie: bool,  # noqa: FBT001 - Hypothesis draws it
) -> None:
    """What is a problem would indeed refuse nothing, with cookies or without, whatever is asked."""
    refused = difference(policy.decide(request), shadow.decide(request), has_cookie=has_cookie)
    event(f"refused: {refused is not None}")
    if refused is not None:
        with_shadow(lambda: policy, shadow, awaits=True)
