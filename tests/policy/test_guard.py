"""The guard: who may send, as in its table, in its order."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING, cast

import pytest

from crossorigin import CORSRequest, Guard, Origin, OriginPattern, Policy, PolicyError, Reason
from crossorigin._policy.guard import with_guard
from crossorigin._policy.refusals import Refusal, refusal_of
from crossorigin._policy.requests import FetchMetadata
from crossorigin.errors import Problem, ProblemCode
from tests.cases.sending import APP, EVIL, GUARD, IDP, OWN, READERS, SENT

if TYPE_CHECKING:
    from collections.abc import Callable


def judged(sent: FetchMetadata, policy: Policy | None) -> Refusal | None:
    """Return what an adapter answers to what was *sent* where *policy* is in force."""
    if GUARD.lets_through(sent):
        return None
    return refusal_of(sent, None if policy is None else policy.decide(sent.request))


@pytest.mark.parametrize(("sent", "policy", "reason"), SENT.values(), ids=SENT)
def test_who_may_send(sent: FetchMetadata, policy: Policy | None, reason: Reason | None) -> None:
    """Each request goes to the app, or is refused, for the first reason that applies."""
    assert judged(sent, policy) == (None if reason is None else Refusal(sent, reason))


@pytest.mark.parametrize(("sent", "policy", "reason"), SENT.values(), ids=SENT)
def test_in_a_users_own_tests(
    sent: FetchMetadata, policy: Policy | None, reason: Reason | None
) -> None:
    """The one call that a user's tests make says the same, of a request's headers."""
    found = {
        "Origin": sent.request.origin,
        "Sec-Fetch-Site": sent.site,
        "Host": sent.request.host,
        "Cookie": "a=b" if sent.has_cookie else None,
        "Upgrade": "websocket" if sent.is_websocket else None,
    }
    headers = {name: value for name, value in found.items() if value is not None}
    expected = None if reason is None else Refusal(sent, reason)
    assert GUARD.refusal(sent.request.method, headers, policy) == expected


def test_the_scheme_that_the_server_knows() -> None:
    """Where the server knows that it is asked by https, no http: page is its own."""
    headers = {"Origin": "http://api.example.com", "Host": "api.example.com"}
    assert GUARD.refusal("POST", headers, scheme="http") is None
    refusal = GUARD.refusal("POST", headers, scheme="https")
    assert refusal is not None
    assert refusal.reason is Reason.SENDER_NOT_ALLOWED


def test_the_source_is_not_asked_about_the_app_itself() -> None:
    """A page of the app's own host, or one that is trusted, costs no question."""
    asked: list[tuple[Origin, CORSRequest]] = []

    def source(origin: Origin, request: CORSRequest) -> bool:
        asked.append((origin, request))
        return False

    policy = Policy(source)
    GUARD.refusal("POST", {"Origin": OWN, "Host": "api.example.com"}, policy)
    GUARD.refusal("POST", {"Origin": IDP}, policy)
    GUARD.refusal("POST", {"Origin": APP, "Host": "api.example.com"}, policy)
    request = CORSRequest("POST", origin=APP, host="api.example.com")
    assert asked == [(Origin.parse(APP), request)]


def test_patterns_are_trusted() -> None:
    """What is trusted is written as in a policy, as text or parsed."""
    guard = Guard([Origin.parse(IDP), OriginPattern.parse("https://*.idp.example")])
    assert guard == Guard(["https://*.idp.example", IDP])
    assert guard.trusted == {IDP, "https://*.idp.example"}
    assert guard.refusal("POST", {"Origin": "https://login.idp.example"}) is None
    assert guard.refusal("POST", {"Origin": "https://idp.example.evil.example"}) is not None
    assert guard.refusal("POST", {"Origin": "https://*.idp.example"}) is not None


def test_a_guard_permits_one_wildcard() -> None:
    """What reaches names of anyone's is permitted pattern by pattern, as in a policy."""
    patterns = ["https://*.github.io", "https://*.amazonaws.com"]
    found = problems_of(lambda: Guard(patterns, dangerously_allow_public_suffixes=patterns[:1]))
    assert [(problem.code, problem.field) for problem in found] == [
        (ProblemCode.PUBLIC_SUFFIX_WILDCARD, "trusted[1]")
    ]
    mistakes = problems_of(lambda: Guard(dangerously_allow_public_suffixes="yes"))
    assert [problem.code for problem in mistakes] == [ProblemCode.NOT_A_BOOLEAN]
    guard = Guard(patterns, dangerously_allow_public_suffixes=patterns)
    assert guard.refusal("POST", {"Origin": "https://a.github.io"}) is None


def test_a_guard_is_a_value() -> None:
    """Guards that trust the same are equal, hash alike, and cannot be changed."""
    guard = Guard(IDP)
    assert guard == GUARD
    assert {guard, GUARD} == {GUARD}
    assert guard != Guard()
    assert guard != Guard(IDP, dangerously_allow_insecure_origins=True)
    with pytest.raises(FrozenInstanceError):
        guard.trusted = frozenset({EVIL})  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue] # what is tested


@pytest.mark.parametrize(
    ("guard", "text"),
    [
        (Guard(), "Guard([])"),
        (Guard([IDP, APP]), f"Guard(['{APP}', '{IDP}'])"),
        (
            Guard("http://idp.example", dangerously_allow_insecure_origins=True),
            "Guard(['http://idp.example'], dangerously_allow_insecure_origins=True)",
        ),
        (
            Guard(dangerously_allow_insecure_origins=True, dangerously_allow_public_suffixes=True),
            (
                "Guard([], dangerously_allow_insecure_origins=True,"
                " dangerously_allow_public_suffixes=True)"
            ),
        ),
        (
            Guard("https://*.github.io", dangerously_allow_public_suffixes=["https://*.github.io"]),
            (
                "Guard(['https://*.github.io'],"
                " dangerously_allow_public_suffixes=['https://*.github.io'])"
            ),
        ),
    ],
    ids=range(5),
)
def test_a_guard_prints_as_its_call(guard: Guard, text: str) -> None:
    """A guard prints as the call that makes it."""
    assert repr(guard) == text


def test_a_long_guard_prints_short() -> None:
    """A long list is shortened, as the log has it."""
    guard = Guard([f"https://a{number}.example" for number in range(1000)])
    assert len(repr(guard)) < 150


def problems_of(build: Callable[[], object]) -> tuple[Problem, ...]:
    """Return the problems that *build* raises."""
    with pytest.raises(PolicyError) as raised:
        build()
    return raised.value.problems


def guard_of(*trusted: object, **flags: object) -> Guard:
    """Return the guard of options of whatever types."""
    return cast("Callable[..., Guard]", Guard)(*trusted, **flags)


def test_every_mistake_at_once() -> None:
    """All mistakes of a guard are reported at once, those of the origins first."""
    problems = problems_of(
        lambda: guard_of(
            ["https://idp.example/", "*", "null", 3, "http://idp.example", "https://*.github.io"],
            dangerously_allow_insecure_origins="no",
            dangerously_allow_public_suffixes=1,
        )
    )
    assert [(problem.code.value, problem.field, problem.value) for problem in problems] == [
        ("origin-has-path", "trusted[0]", "https://idp.example/"),
        ("guard-trusts-everyone", "trusted", "*"),
        ("origin-null", "trusted[2]", "null"),
        ("not-text", "trusted[3]", 3),
        ("insecure-origin", "trusted[4]", "http://idp.example"),
        ("public-suffix-wildcard", "trusted[5]", "https://*.github.io"),
        ("not-a-boolean", "dangerously_allow_insecure_origins", "no"),
        ("not-a-boolean", "dangerously_allow_public_suffixes", 1),
    ]


@pytest.mark.parametrize("value", [None, 3, True, b"https://a.example", READERS, lambda: APP])
def test_what_is_no_list(value: object) -> None:
    """What is no list of origins is a problem; so is a function, which a guard does not ask."""
    hint = "write a list of strings"
    expected = Problem(ProblemCode.NOT_A_LIST, "trusted", value, hint)
    assert problems_of(lambda: guard_of(value)) == (expected,)


def test_two_origins_in_one_string() -> None:
    """One string stands for one origin."""
    assert problems_of(lambda: Guard(f"{IDP},{APP}")) == (
        Problem(
            ProblemCode.SEVERAL_VALUES_IN_ONE_STRING,
            "trusted",
            f"{IDP},{APP}",
            f'write a list: ["{IDP}", "{APP}"]',
        ),
    )


def test_everyone_is_no_one_to_trust() -> None:
    """A guard that trusts everyone would guard nothing."""
    hint = "list the origins you trust, or leave the guard off"
    expected = Problem(ProblemCode.GUARD_TRUSTS_EVERYONE, "trusted", "*", hint)
    assert problems_of(lambda: Guard("*")) == (expected,)
    (problem,) = problems_of(lambda: Guard(".*"))
    assert (problem.field, problem.hint.partition(",")[0]) == (
        "trusted[0]",
        'write "https://*.example.com"',
    )


def test_dangers_on_purpose() -> None:
    """What is dangerous to trust must be asked for by its name."""
    guard = Guard(
        ["http://idp.example", "https://*.github.io", "http://localhost:*"],
        dangerously_allow_insecure_origins=True,
        dangerously_allow_public_suffixes=True,
    )
    assert guard.refusal("POST", {"Origin": "http://idp.example"}) is None
    assert guard.refusal("POST", {"Origin": "https://anyone.github.io"}) is None


@pytest.mark.parametrize(
    ("option", "guard"),
    [(True, Guard()), (False, None), (None, None), (GUARD, GUARD)],
    ids=repr,
)
def test_the_option(option: object, guard: Guard | None) -> None:
    """``True`` is a guard that trusts no one; ``False`` and ``None`` are none."""
    assert Guard.of(option) == guard


@pytest.mark.parametrize("option", [1, 0, "", "true", [IDP], IDP, Guard], ids=repr)
def test_what_is_no_guard(option: object) -> None:
    """Anything else is a problem, even if Python takes it for true or false."""
    assert problems_of(lambda: Guard.of(option)) == (no_guard(option),)


def no_guard(option: object) -> Problem:
    """Return the problem that *option* is."""
    hint = 'write guard=True, or guard=Guard(trusted=["https://idp.example"])'
    return Problem(ProblemCode.NOT_A_GUARD, "guard", option, hint)


def test_a_policy_with_a_guard() -> None:
    """A policy and a guard are read together, and the mistakes of both reported together."""
    assert with_guard(lambda: READERS, guard=GUARD) == (READERS, GUARD)
    assert with_guard(lambda: READERS, guard=False) == (READERS, None)
    bad = problems_of(lambda: Policy("null"))
    assert problems_of(lambda: with_guard(lambda: Policy("null"), guard=True)) == bad
    assert problems_of(lambda: with_guard(lambda: Policy("null"), 1)) == (*bad, no_guard(1))
    assert problems_of(lambda: with_guard(lambda: READERS, "on")) == (no_guard("on"),)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("policy", [Policy("*"), None])
def test_a_request_that_cannot_be_read(policy: Policy | None, method: str) -> None:
    """It is refused whatever it seems to say, since it may hide its sender."""
    sent = FetchMetadata(CORSRequest(method, origin=APP), site="same-origin", is_readable=False)
    assert not Guard(trusted=APP).lets_through(sent)
    refusal = refusal_of(sent, None if policy is None else policy.decide(sent.request))
    assert refusal is not None
    assert refusal.reason is Reason.REQUEST_UNREADABLE
