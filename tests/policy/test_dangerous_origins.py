"""Origins that someone else could take: refused when the policy is built, unless a flag says so."""

from __future__ import annotations

import pytest

from crossorigin import Policy, Problem
from crossorigin.errors import ProblemCode
from tests.policy.problems import codes_of, problems_of

INSECURE = (
    "write https://, because anyone on the network can forge an http: page;"
    " or set dangerously_allow_insecure_origins=True"
)


@pytest.mark.parametrize(
    "origin",
    [
        "http://a.example",
        "http://a.example:8080",
        "http://*.a.example",
        "http://a.example:*",
        "http://10.0.0.1",
        "http://[::2]",
        "http://localhost.a.example",
    ],
)
def test_an_insecure_origin(origin: str) -> None:
    """P12: with credentials, an http: origin is a problem unless the flag permits it."""
    problem = Problem(ProblemCode.INSECURE_ORIGIN, "origins[0]", origin, INSECURE)
    assert problems_of(origins=origin, credentials=True) == (problem,)
    assert problems_of(origins=origin) == ()
    flags = {"credentials": True, "dangerously_allow_insecure_origins": True}
    assert problems_of(origins=origin, **flags) == ()


@pytest.mark.parametrize(
    "origin",
    [
        "https://a.example",
        "http://localhost",
        "http://localhost.",
        "http://app.localhost.:3000",
        "http://localhost:*",
        "http://app.localhost:3000",
        "http://*.localhost",
        "http://127.0.0.1:5000",
        "http://127.9.9.9",
        "http://[::1]:*",
        "capacitor://localhost",
        "chrome-extension://abcdef",
    ],
)
def test_a_secure_origin(origin: str) -> None:
    """Nobody on the network speaks for the browser's own machine, or for another scheme."""
    assert problems_of(origins=origin, credentials=True) == ()


WRITTEN = "write True or False, or the list of the very patterns that may"


@pytest.mark.parametrize("value", [None, 1, "yes", "*", b"https://*.a", {"https://*.a": 1}])
def test_what_permits_nothing(value: object) -> None:
    """What is neither a boolean nor a list of patterns is a problem."""
    name = "dangerously_allow_public_suffixes"
    assert problems_of(origins="https://a.example", **{name: value}) == (
        Problem(ProblemCode.NOT_A_BOOLEAN, name, value, WRITTEN),
    )


def test_what_permits_no_pattern() -> None:
    """Each entry that is no pattern is a problem, with the pattern that was meant."""
    name = "dangerously_allow_public_suffixes"
    options = {name: [7, "https://*.github.io/", "https://*.gitlab.io"]}
    assert problems_of(origins="https://a.example", **options) == (
        Problem(ProblemCode.NOT_TEXT, f"{name}[0]", 7, "write it as text"),
        Problem(
            ProblemCode.ORIGIN_HAS_PATH,
            f"{name}[1]",
            "https://*.github.io/",
            'write "https://*.github.io"',
        ),
    )


def test_permitted_patterns_in_one_text() -> None:
    """Several patterns in one text are a problem of the option, with the list that was meant."""
    name = "dangerously_allow_public_suffixes"
    text = "https://*.github.io https://*.gitlab.io"
    assert problems_of(origins="https://a.example", **{name: text}) == (
        Problem(
            ProblemCode.SEVERAL_VALUES_IN_ONE_STRING,
            name,
            text,
            'write a list: ["https://*.github.io", "https://*.gitlab.io"]',
        ),
    )


def test_a_list_of_permitted_patterns_is_kept() -> None:
    """The list is a set of texts, an empty one is the default, and both survive their own text."""
    pattern = "https://*.github.io"
    policy = Policy("https://a.example", dangerously_allow_public_suffixes=[pattern, pattern])
    assert policy.dangerously_allow_public_suffixes == frozenset({pattern})
    assert policy.as_dict().get("dangerously_allow_public_suffixes") == [pattern]
    assert f"dangerously_allow_public_suffixes=['{pattern}']" in repr(policy)
    assert Policy("https://a.example", dangerously_allow_public_suffixes=[]) == Policy(
        "https://a.example"
    )


@pytest.mark.parametrize(
    "origin",
    [
        "https://example.com",
        "https://me.github.io",
        "https://*.example.com",
        "https://pr-*.example.com",
        "https://*.pr-*.example.com",
        "https://*.me.github.io",
        "https://pr-*.city.kawasaki.jp",
        "http://*.localhost",
        "https://*.test",
        "https://pr-*.test",
        "https://pr-*.internal",
        "https://*.proj.pages.dev",
        "https://*.me.workers.dev",
        "https://*.cluster-a.cloudworkstations.dev",
        "https://*.abc.euw.devtunnels.ms",
    ],
)
def test_a_wildcard_below_a_name_that_has_an_owner(origin: str) -> None:
    """A wildcard below a registered name, or one that the list does not know, is fine."""
    assert problems_of(origins=origin, credentials=True) == ()


def test_one_flag_lifts_one_rule() -> None:
    """Each flag permits what it names, and not what the other one does."""
    origin = "http://*.github.io"
    insecure = ("insecure-origin", "origins[0]")
    suffix = ("public-suffix-wildcard", "origins[0]")
    options = {"origins": origin, "credentials": True}
    assert codes_of(**options) == [insecure, suffix]
    assert codes_of(**options, dangerously_allow_insecure_origins=True) == [suffix]
    assert codes_of(**options, dangerously_allow_public_suffixes=True) == [insecure]


@pytest.mark.parametrize("flag", [False, True])
def test_no_flag_permits_a_star_with_credentials(*, flag: bool) -> None:
    """P1: nothing makes a policy that lets everybody's pages in with credentials."""
    assert codes_of(
        origins="*",
        credentials=True,
        dangerously_allow_insecure_origins=flag,
        dangerously_allow_public_suffixes=flag,
    ) == [("wildcard-with-credentials", "credentials")]


def test_a_flag_permits_what_it_says() -> None:
    """What a flag permits is let in, and nothing else is."""
    policy = Policy(
        "http://*.github.io",
        credentials=True,
        dangerously_allow_insecure_origins=True,
        dangerously_allow_public_suffixes=True,
    )
    assert policy.allows("http://a.github.io") is True
    assert policy.allows("http://github.io") is False
    assert policy.allows("https://a.github.io") is False
