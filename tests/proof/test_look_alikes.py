"""Origins that are easily let in by a copy of a policy."""

from __future__ import annotations

import pytest
from hypothesis import given

from crossorigin import Policy
from crossorigin.proof import LookAlike, Mistake, UndecidedError, look_alikes
from tests.property.policies import Listed, policies


@given(policies())
def test_any_policy(policy: Policy) -> None:
    """No look-alike is let in by the policy itself, and each has a mistake of its own."""
    if isinstance(policy.origins, Listed):
        with pytest.raises(UndecidedError):
            look_alikes(policy)
        return
    found = look_alikes(policy)
    assert not any(policy.allows(each.origin) for each in found)
    assert bool(found) is (policy.origins != "*")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (
            "https://app.example.com",
            {
                "other-scheme": "http://app.example.com",
                "substring": "https://app.example.com.evil.com",
                "suffix": "https://xapp.example.com",
                "unescaped-dot": "https://appxexamplexcom",
                "any-port": "https://app.example.com:1",
                "trailing-dot": "https://app.example.com.",
                "subdomain": "https://x.app.example.com",
                "parent": "https://example.com",
                "null": "null",
            },
        ),
        (
            "https://*.example.com",
            {
                "other-scheme": "http://x.example.com",
                "substring": "https://x.example.com.evil.com",
                "unescaped-dot": "https://x.examplexcom",
                "any-port": "https://x.example.com:1",
                "trailing-dot": "https://x.example.com.",
                "no-dot-boundary": "https://evilexample.com",
                "apex": "https://example.com",
                "null": "null",
            },
        ),
        (
            "https://*.example.org:*",
            {
                "other-scheme": "http://x.example.org",
                "substring": "https://x.example.org.evil.com",
                "unescaped-dot": "https://x.examplexorg",
                "trailing-dot": "https://x.example.org.",
                "no-dot-boundary": "https://evilexample.org",
                "apex": "https://example.org",
                "null": "null",
            },
        ),
        (
            "https://pr-*.example.com",
            {
                "other-scheme": "http://pr-x.example.com",
                "substring": "https://pr-x.example.com.evil.com",
                "suffix": "https://xpr-x.example.com",
                "unescaped-dot": "https://pr-xxexamplexcom",
                "any-port": "https://pr-x.example.com:1",
                "trailing-dot": "https://pr-x.example.com.",
                "subdomain": "https://x.pr-x.example.com",
                "star-crosses-dots": "https://pr-x.x.example.com",
                "null": "null",
            },
        ),
        (
            "http://localhost:*",
            {
                "other-scheme": "https://localhost",
                "substring": "https://evilocalhost.com",
                "prefix": "http://localhostx",
                "trailing-dot": "http://localhost.",
                "subdomain": "http://x.localhost",
                "null": "null",
            },
        ),
        ("app://x", {"null": "null"}),
    ],
)
def test_a_pattern(pattern: str, expected: dict[str, str]) -> None:
    """Each mistake lets in what a person can see to be wrong."""
    found = look_alikes(Policy(pattern))
    assert {each.mistake.value: each.origin for each in found} == expected


def test_a_joined_name_that_is_permitted() -> None:
    """Another one is found."""
    found = look_alikes(Policy(["https://*.example.org", "https://evilexample.org"]))
    assert LookAlike("https://evilxexample.org", Mistake.NO_DOT_BOUNDARY) in found


def test_many_patterns() -> None:
    """Of a long list, the first patterns are copied."""
    found = look_alikes(Policy([f"https://a{number}.example.com" for number in range(10, 30)]))
    assert len(found) < 60
    assert LookAlike("null", found[-1].mistake) == found[-1]


def test_what_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that takes too many steps is left out."""
    monkeypatch.setattr("crossorigin.proof._mistakes.STEPS", -1_000_000)
    found = look_alikes(Policy("https://a.example.com"))
    assert [each.origin for each in found] == ["null"]
