"""Wildcards that reach names that anyone may register, and what the hints write instead."""

from __future__ import annotations

import pytest

from crossorigin import OriginPattern, Policy, Problem
from crossorigin._policy.suffix_hints import preview_separator
from crossorigin.errors import ProblemCode
from tests.policy.problems import codes_of, problems_of


def shared_hint(below: str, pattern: str) -> str:
    """Return the hint of a *pattern* that reaches the names *below* a suffix."""
    return (
        f'anyone may register a name below "{below}", and it reaches them: list the names that'
        " are yours, or permit this very pattern,"
        f' dangerously_allow_public_suffixes=["{pattern}"]'
    )


def check_danger(origin: str, hint: str, *, credentials: bool) -> None:
    """Assert that *origin* is a problem with that *hint*, unless it is permitted."""
    problem = Problem(ProblemCode.PUBLIC_SUFFIX_WILDCARD, "origins[0]", origin, hint)
    options = {"origins": origin, "credentials": credentials}
    assert problems_of(**options) == (problem,)
    for permitted in (True, origin, [origin], [OriginPattern.parse(origin), "https://*.a.b"]):
        assert problems_of(**options, dangerously_allow_public_suffixes=permitted) == ()
    for others in (False, [], ["https://*.github.org"]):
        assert problems_of(**options, dangerously_allow_public_suffixes=others) == (problem,)


@pytest.mark.parametrize(
    ("origin", "below"),
    [
        ("https://*.com", "com"),
        ("https://*.co.uk", "co.uk"),
        ("https://*.github.io", "github.io"),
        ("https://*.vercel.app:*", "vercel.app"),
        ("https://*.kawasaki.jp", "kawasaki.jp"),
        ("https://*.x.kawasaki.jp", "x.kawasaki.jp"),
        ("https://*.com.", "com"),
        # However far down the suffix is.
        ("https://*.amazonaws.com", "s3.amazonaws.com"),
        ("https://*.amazonaws.com.", "s3.amazonaws.com"),
        ("https://*.s3-website-*.amazonaws.com", "s3.amazonaws.com"),
        ("https://bucket.s3-website-*.amazonaws.com", "s3.amazonaws.com"),
        ("https://*.windows.net", "servicebus.windows.net"),
        ("https://*.core.windows.net", "web.core.windows.net"),
        ("https://*.web.core.windows.net", "web.core.windows.net"),
        # A part of a label of everybody's.
        ("https://my-*.vercel.app", "vercel.app"),
        ("https://*-my.vercel.app", "vercel.app"),
        ("https://*.my-*.vercel.app", "vercel.app"),
        ("https://a.my-*.vercel.app", "vercel.app"),
        # Not listed, and shared.
        ("https://*.app.github.dev", "app.github.dev"),
        ("https://*-3000.app.github.dev", "app.github.dev"),
        ("https://*.github.dev", "app.github.dev"),
        ("https://*.gitpod.io", "gitpod.io"),
        ("https://*.ws-eu1.gitpod.io", "ws-eu1.gitpod.io"),
        ("https://*.gradio.live", "gradio.live"),
        ("https://*.webcontainer.io", "webcontainer.io"),
        ("https://*.devtunnels.ms", "devtunnels.ms"),
        ("https://*.loca.lt", "loca.lt"),
        ("https://*.lhr.life", "lhr.life"),
        ("https://*.cloudworkstations.dev", "cloudworkstations.dev"),
        ("https://*.modal.run", "modal.run"),
    ],
)
def test_a_wildcard_that_reaches_what_anyone_may_register(origin: str, below: str) -> None:
    """P14: with credentials, a wildcard above a suffix, or right below one, is a problem."""
    check_danger(origin, shared_hint(below, origin), credentials=True)
    assert problems_of(origins=origin) == ()


@pytest.mark.parametrize(
    ("origin", "meant", "evil"),
    [
        ("https://*example.com", "https://*.example.com", "evilexample.com"),
        ("https://*-example.com:8443", "https://*.example.com:8443", "evil-example.com"),
        ("https://example*.com", "https://*.example.com", "exampleevil.com"),
        ("https://a*b.com", "https://*.b.com", "aevilb.com"),
        ("https://*.my-*.com:*", "https://*.my.com:*", "my-evil.com"),
        ("https://a.*-my.com", "https://*.my.com", "evil-my.com"),
        ("https://a*.co.uk", "https://*.a.co.uk", "aevil.co.uk"),
        ("https://a*.kawasaki.jp", "https://*.a.kawasaki.jp", "aevil.kawasaki.jp"),
    ],
)
@pytest.mark.parametrize("credentials", [True, False])
def test_a_wildcard_inside_the_label_that_is_bought(
    origin: str, meant: str, evil: str, *, credentials: bool
) -> None:
    """P3: a wildcard in a label that a registry sells is a problem, with credentials or not."""
    hint = f'write "{meant}": anyone may register "{evil}", too'
    check_danger(origin, hint, credentials=credentials)


@pytest.mark.parametrize("credentials", [True, False])
def test_a_wildcard_in_a_label_of_nothing_else(*, credentials: bool) -> None:
    """Where the label has no name beside the wildcard, no hint can say which was meant."""
    origin = "https://-*-.com"
    check_danger(origin, shared_hint("com", origin), credentials=credentials)


@pytest.mark.parametrize(
    ("origin", "form", "name"),
    [
        ("https://*.pages.dev", "https://*.proj.pages.dev", "proj"),
        ("https://my-*.pages.dev", "https://*.proj.pages.dev", "proj"),
        ("https://*.pages.dev:*", "https://*.proj.pages.dev:*", "proj"),
        ("https://*.workers.dev", "https://*.account.workers.dev", "account"),
        ("https://*.amplifyapp.com", "https://*.app-id.amplifyapp.com", "app-id"),
    ],
)
def test_previews_below_a_name_that_has_an_owner(origin: str, form: str, name: str) -> None:
    """The hint for a preview host names the narrowest form that only its owner can create."""
    hint = f'write "{form}", with your own name for "{name}": nobody else can create such names'
    check_danger(origin, hint, credentials=True)
    assert problems_of(origins=form, credentials=True) == ()


@pytest.mark.parametrize(
    ("origin", "form", "name"),
    [
        ("https://*.netlify.app", "https://*--site.netlify.app", "site"),
        ("https://*-mine.netlify.app", "https://*--site.netlify.app", "site"),
        ("https://pr-*--mine.netlify.app", "https://*--site.netlify.app", "site"),
        ("https://*--.netlify.app", "https://*--site.netlify.app", "site"),
        ("https://*.run.app", "https://*---service-id.us-central1.run.app", "service-id"),
        ("https://*.a.run.app", "https://*---service-id.a.run.app", "service-id"),
        ("https://*.x.run.app", "https://*---service-id.x.run.app", "service-id"),
        ("https://*.appspot.com", "https://*-dot-proj.appspot.com", "proj"),
        ("https://*.r.appspot.com", "https://*-dot-proj.uc.r.appspot.com", "proj"),
        ("https://*.ew.r.appspot.com", "https://*-dot-proj.ew.r.appspot.com", "proj"),
    ],
)
def test_previews_in_a_label_of_everybodys(origin: str, form: str, name: str) -> None:
    """Where the narrowest form stands right below a suffix, the hint permits it, too."""
    hint = (
        f'write "{form}", with your own name for "{name}": nobody else can create such names;'
        f' and permit it, dangerously_allow_public_suffixes=["{form}"]'
    )
    check_danger(origin, hint, credentials=True)


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ("https://*--mine.netlify.app", "mine"),
        ("https://*.*--mine.netlify.app", "mine"),
        ("https://*---mine-uc.a.run.app", "mine-uc"),
        ("https://*-dot-mine.appspot.com", "mine"),
        ("https://*-dot-mine.uc.r.appspot.com:*", "mine"),
    ],
)
def test_previews_that_are_narrow_already(origin: str, name: str) -> None:
    """The narrowest form needs to be permitted, and the hint says why that is right."""
    hint = (
        f'only the owner of "{name}" can create such names: permit this very pattern,'
        f' dangerously_allow_public_suffixes=["{origin}"]'
    )
    check_danger(origin, hint, credentials=True)


def test_one_pattern_is_permitted_at_a_time() -> None:
    """What is permitted for one pattern is not permitted for another, nor for a wider one."""
    narrow, wide, other = "https://*--a.netlify.app", "https://*.netlify.app", "https://*.github.io"
    options = {"origins": [narrow, wide, other], "credentials": True}
    assert codes_of(**options, dangerously_allow_public_suffixes=[narrow]) == [
        ("public-suffix-wildcard", "origins[1]"),
        ("public-suffix-wildcard", "origins[2]"),
    ]
    assert codes_of(**options, dangerously_allow_public_suffixes=[other, narrow, wide]) == []
    policy = Policy([narrow], credentials=True, dangerously_allow_public_suffixes=narrow)
    assert policy.allows("https://pr-1--a.netlify.app") is True
    assert policy.allows("https://pr-1--b.netlify.app") is False


@pytest.mark.parametrize(
    ("parent", "expected"),
    [
        ("netlify.app", "--"),
        ("pages.dev", "."),
        ("us-central1.run.app", "---"),
        ("uc.r.appspot.com", "-dot-"),
        ("vercel.app", ""),
    ],
)
def test_a_separator_of_previews(parent: str, expected: str) -> None:
    """Before the name of a project, its previews have what nobody else can have there."""
    assert preview_separator(parent) == expected
