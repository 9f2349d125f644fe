"""The option that says who may call: every mistake in it, and every danger."""

from __future__ import annotations

import pytest

from crossorigin import Origin, OriginPattern, Problem
from crossorigin._policy.collector import ProblemCollector
from crossorigin._policy.options import read
from crossorigin.errors import ProblemCode
from tests.policy.problems import codes_of, problems_of

APP = "https://app.example.com"


def test_patterns_are_told_apart() -> None:
    """The origins that have a wildcard are known apart from the others."""
    reading = ProblemCollector()
    read(reading, {"origins": [APP, "http://localhost:*"]})
    assert reading.patterns == {"http://localhost:*": OriginPattern("http", "localhost", "*")}


MISSING = 'say who may call: origins=["https://app.example.com"]'
EMPTY = 'list at least one, origins=["https://app.example.com"], or have no policy'


@pytest.mark.parametrize(
    ("value", "hint"), [(None, MISSING), ("", MISSING), ([], EMPTY), (frozenset[str](), EMPTY)]
)
def test_no_origins(value: object, hint: str) -> None:
    """A policy without origins is a problem, whether they are unset or an empty list."""
    problem = Problem(ProblemCode.ORIGINS_MISSING, "origins", value, hint)
    assert problems_of(origins=value) == (problem,)
    assert problems_of(origins=value, credentials=True) == (problem,)
    assert codes_of(origins=value, credentials="yes") == [
        ("origins-missing", "origins"),
        ("not-a-boolean", "credentials"),
    ]


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        (1, [("not-a-list", "origins")]),
        (b"https://a.example", [("not-a-list", "origins")]),
        (Origin.parse(APP), [("not-a-list", "origins")]),
        (f"{APP}, {APP}", [("several-values-in-one-string", "origins")]),
        ([APP, 1], [("not-text", "origins[1]")]),
        ([None], [("not-text", "origins[0]")]),
        ([APP, "*"], [("keyword-not-alone", "origins[1]")]),
        ([f"{APP}/", APP, "null"], [("origin-has-path", "origins[0]"),
                                    ("origin-null", "origins[2]")]),
    ],
    ids=range(8),
)  # fmt: skip
def test_what_no_origins_are(value: object, codes: list[tuple[str, str]]) -> None:
    """Every entry that is no origin is a problem in its own place."""
    assert codes_of(origins=value) == codes


@pytest.mark.parametrize(
    ("value", "code", "hint"),
    [
        (7, "not-text", "write it as text"),
        ("*", "keyword-not-alone", 'write origins="*" alone, or leave it out of the list'),
    ],
)
def test_what_no_origin_is(value: object, code: str, hint: str) -> None:
    """An entry that is no origin is shown, with what to write instead."""
    assert problems_of(origins=[APP, value]) == (
        Problem(ProblemCode(code), "origins[1]", value, hint),
    )


INSECURE = (
    "write https://, because anyone on the network can forge an http: page;"
    " or set dangerously_allow_insecure_origins=True"
)
SUFFIX = (
    'anyone may register a name below "github.io", and it reaches them: list the names that are'
    " yours, or permit this very pattern,"
    ' dangerously_allow_public_suffixes=["https://*.github.io"]'
)


@pytest.mark.parametrize(
    ("origin", "code", "hint", "flag"),
    [
        ("http://a.example", "insecure-origin", INSECURE, "dangerously_allow_insecure_origins"),
        (
            "https://*.github.io",
            "public-suffix-wildcard",
            SUFFIX,
            "dangerously_allow_public_suffixes",
        ),
    ],
)
def test_a_dangerous_origin(origin: str, code: str, hint: str, flag: str) -> None:
    """With credentials, an origin that others can take is a problem unless a flag permits it."""
    assert problems_of(origins=[APP, origin], credentials=True) == (
        Problem(ProblemCode(code), "origins[1]", origin, hint),
    )
    assert problems_of(origins=[APP, origin], credentials=True, **{flag: True}) == ()
    assert problems_of(origins=[APP, origin]) == ()


@pytest.mark.parametrize(
    "origin",
    [
        "https://pr-*.github.io",
        "https://*-pr.github.io",
        "https://*.pr-*.github.io",
        "https://a.*-pr.github.io",
        "https://*.github.io",
    ],
)
def test_a_part_of_a_name_that_anyone_may_register(origin: str) -> None:
    """Without credentials, a narrow wildcard below a company's suffix passes as a wide one does."""
    codes = [("public-suffix-wildcard", "origins[0]")]
    assert codes_of(origins=origin) == []
    assert codes_of(origins=origin, credentials=True) == codes
    assert codes_of(origins=origin, credentials=True, dangerously_allow_public_suffixes=True) == []


@pytest.mark.parametrize("value", ["*", ["*"], ["*", APP], [APP, OriginPattern.parse("*")]])
def test_a_star_with_credentials(value: object) -> None:
    """A star and credentials is one problem, however the star is written."""
    assert problems_of(origins=value, credentials=True) == (
        Problem(
            ProblemCode.WILDCARD_WITH_CREDENTIALS,
            field="credentials",
            value=True,
            hint="list the origins you trust",
        ),
    )
