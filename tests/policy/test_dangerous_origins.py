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


def suffix_hint(below: str) -> str:
    """Return the hint of a wildcard that reaches the names *below* a public suffix."""
    return (
        f'anyone may register a name below "{below}": list the names that are yours,'
        " or set dangerously_allow_public_suffixes=True"
    )


@pytest.mark.parametrize(
    ("origin", "below"),
    [
        ("https://*.com", "com"),
        ("https://*.co.uk", "co.uk"),
        ("https://*.github.io", "github.io"),
        ("https://*.vercel.app:*", "vercel.app"),
        ("https://*.kawasaki.jp", "kawasaki.jp"),
        ("https://*.x.kawasaki.jp", "x.kawasaki.jp"),
        ("https://*.com.", "com."),
    ],
)
def test_a_whole_label_below_a_public_suffix(origin: str, below: str) -> None:
    """P14: with credentials, a wildcard right below a public suffix is a problem."""
    problem = Problem(ProblemCode.PUBLIC_SUFFIX_WILDCARD, "origins[0]", origin, suffix_hint(below))
    assert problems_of(origins=origin, credentials=True) == (problem,)
    assert problems_of(origins=origin) == ()
    flags = {"credentials": True, "dangerously_allow_public_suffixes": True}
    assert problems_of(origins=origin, **flags) == ()


@pytest.mark.parametrize(
    ("origin", "below"),
    [
        ("https://*example.com", "com"),
        ("https://example*.com", "com"),
        ("https://my-*.vercel.app", "vercel.app"),
        ("https://*-my.vercel.app", "vercel.app"),
        ("https://*.my-*.vercel.app", "vercel.app"),
        ("https://a.my-*.vercel.app", "vercel.app"),
        ("https://a*.co.uk", "co.uk"),
    ],
)
@pytest.mark.parametrize("credentials", [True, False])
def test_a_wildcard_inside_the_registrable_label(
    origin: str, below: str, *, credentials: bool
) -> None:
    """P3: a wildcard inside the label that is registered is a problem, with and without."""
    problem = Problem(ProblemCode.PUBLIC_SUFFIX_WILDCARD, "origins[0]", origin, suffix_hint(below))
    assert problems_of(origins=origin, credentials=credentials) == (problem,)
    flags = {"credentials": credentials, "dangerously_allow_public_suffixes": True}
    assert problems_of(origins=origin, **flags) == ()


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
