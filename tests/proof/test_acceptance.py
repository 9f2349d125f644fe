"""Sets of origins: what they accept, and how they are made of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossorigin import CORSRequest, Origin, OriginPattern, Policy
from crossorigin.proof import (
    ANYONE,
    NOBODY,
    UndecidedError,
    Verdict,
    accept_origins,
    accept_patterns,
    accept_policy,
    accept_term,
    compare,
    examine,
)
from tests.proof.expressions import expression, matches
from tests.proof.terms import terms

if TYPE_CHECKING:
    from crossorigin.proof._syntax import Term
from tests.property.origins import origins, origins_near, patterns
from tests.property.permission import covers
from tests.property.policies import Listed, policies


@given(st.data(), st.lists(patterns(), min_size=1, max_size=4))
def test_patterns(data: st.DataObject, listed: list[str]) -> None:
    """Patterns accept what the regular expression of each of them covers."""
    accepted = accept_patterns(map(OriginPattern.parse, listed))
    page = data.draw(st.sampled_from(listed).flatmap(origins_near) | origins())
    assert accepted.accepts(page) is any(covers(pattern, page) for pattern in listed)


@given(policies())
def test_a_policy_and_itself(policy: Policy) -> None:
    """A policy is equal to its round trip, and every witness is let in by the policy itself."""
    if isinstance(policy.origins, Listed):
        return
    accepted, again = accept_policy(policy), accept_policy(Policy(**policy.as_dict()))
    assert compare(accepted, again).verdict is Verdict.EQUAL
    proof = examine(accepted, credentials=policy.credentials)
    assert proof.verdict in {Verdict.HARMLESS, Verdict.DANGEROUS}
    assert all(policy.allows(witness.origin) for witness in proof.opens)


@given(policies(), policies())
def test_two_policies(one: Policy, other: Policy) -> None:
    """A difference is empty exactly if it has no witness, and each witness is one of the two."""
    if isinstance(one.origins, Listed) or isinstance(other.origins, Listed):
        return
    a, b = accept_policy(one), accept_policy(other)
    proof = compare(a, b)
    assert (a - b).is_empty is not bool(proof.closes)
    assert (b - a).is_empty is not bool(proof.opens)
    for witness in proof.closes:
        assert one.allows(witness.origin)
        assert other.origins == "*" or not other.allows(witness.origin)
    for witness in proof.opens:
        assert other.allows(witness.origin)
        assert one.origins == "*" or not one.allows(witness.origin)


@given(terms, terms)
def test_two_terms(one: Term, other: Term) -> None:
    """A witness of a difference is accepted by the one, and not by the other."""
    witness = (accept_term(one) - accept_term(other)).witness()
    if witness is not None:
        assert matches(one, witness.origin)
        assert not matches(other, witness.origin)


def test_operators() -> None:
    """Union, intersection and difference are those of sets."""
    a, b = accept_origins(["https://a", "https://b"]), accept_origins(["https://b", "https://c"])
    pages = [f"https://{name}" for name in "abcd"]
    assert [(a | b).accepts(page) for page in pages] == [True, True, True, False]
    assert [((a - b) | b).accepts(page) for page in pages] == [True, True, True, False]
    assert [(a & b).accepts(page) for page in pages] == [False, True, False, False]
    assert [(a - b).accepts(page) for page in pages] == [True, False, False, False]
    assert ((a - a).is_empty, (a & b).is_empty, NOBODY.is_empty) == (True, False, True)
    assert NOBODY.witness() is None
    assert (a | ANYONE) is ANYONE
    assert (ANYONE | a) is ANYONE
    assert not (ANYONE & a).is_literal_star
    assert not (a - ANYONE).accepts("https://a")


def test_a_union_of_many() -> None:
    """A union is made of as many sets as there are."""
    union = NOBODY
    for number in range(2000):
        union |= accept_origins([f"https://a{number}"])
    assert union.accepts("https://a1999")
    assert not union.accepts("https://a2000")


def test_bytes() -> None:
    """A list is compared byte for byte; an origin is ASCII."""
    accepted = accept_origins(["https://a.example", "HTTPS://b.example", "https://b\u00fc", "null"])
    assert accepted.accepts("https://a.example")
    assert not accepted.accepts("https://A.example")
    assert not accepted.accepts("https://b\u00fc")
    assert accepted.accepts("null")


def test_a_star_among_patterns() -> None:
    """A pattern that stands alone is anyone."""
    assert accept_patterns([OriginPattern.parse("*")]) is ANYONE
    assert accept_policy(Policy("*")) is ANYONE


class Source:
    """An origin source that is an object."""

    def __call__(self, origin: Origin, request: CORSRequest) -> bool:
        """Let an origin in, as an object does."""
        return decide(origin, request)


def decide(origin: Origin, request: CORSRequest) -> bool:
    """Let an origin in, as a function does."""
    return origin.scheme == request.method


@pytest.mark.parametrize(
    ("policy", "part"),
    [
        pytest.param(Policy(Source()), "origins=Source", id="object"),
        pytest.param(Policy(decide), "origins=decide", id="function"),
    ],
)
def test_a_function(policy: Policy, part: str) -> None:
    """What a function decides is not decided."""
    with pytest.raises(UndecidedError) as caught:
        accept_policy(policy)
    assert (caught.value.part, caught.value.why) == (part, "a function decides")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The last label is a number, or a label is too long, in what needs the fewest states.
        ("https://[0-9.]+", None),
        ("https://1@*", "https://1x"),
        ("https://1\\.1\\.1\\.@", "https://1.1.1.x"),
        ("https://" + "a" * 64 + "\\.com", None),
        ("https://" + "a\\." * 126 + "com", None),
        ("https://" + "a\\." * 124 + "com", "https://" + "a." * 124 + "com"),
        ("https://a:443", None),
        ("http://a:70000", None),
    ],
)
def test_only_what_browsers_send(text: str, expected: str | None) -> None:
    """A witness is an origin as a browser serialises it."""
    witness = accept_term(expression(text)).witness()
    assert (witness and witness.origin) == expected


_EXPRESSIONS = [
    "https://.*example\\.com",
    "https?://@+\\.example\\.com",
    "https://example\\.com.*",
    "https://www.example.com",
    "https://@*example@*\\.com|null",
    "http://localhost:@+",
]


@pytest.mark.parametrize("text", _EXPRESSIONS)
@pytest.mark.parametrize("other", _EXPRESSIONS)
def test_witnesses_and_the_engine(text: str, other: str) -> None:
    """Python's own engine agrees with each witness of a difference."""
    one, two = (re.compile(each.replace("@", "[a-z0-9-]")) for each in (text, other))
    proof = compare(accept_term(expression(other)), accept_term(expression(text)))
    for witness in proof.opens:
        assert one.fullmatch(witness.origin)
        assert not two.fullmatch(witness.origin)
    for witness in proof.closes:
        assert two.fullmatch(witness.origin)
        assert not one.fullmatch(witness.origin)
    assert (proof.verdict is Verdict.EQUAL) is (text == other)
