"""Origins that are easily let in by a copy of a policy."""

from __future__ import annotations

import pytest
from hypothesis import given

from crossorigin import Policy
from crossorigin.proof import LookAlike, UndecidedError, look_alikes
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
        ("https://app.example.com", {}),
        ("https://*.example.com", {}),
        ("https://pr-*.example.com", {}),
        ("http://localhost:*", {}),
        ("app://x", {"null": "null"}),
    ],
)
def test_a_pattern(pattern: str, expected: dict[str, str]) -> None:
    """Each mistake lets in what a person can see to be wrong."""
    found = look_alikes(Policy(pattern))
    assert {each.mistake.value: each.origin for each in found} == expected


def test_many_patterns() -> None:
    """Of a long list, the first patterns are copied."""
    found = look_alikes(Policy([f"https://a{number}.example.com" for number in range(10, 30)]))
    assert len(found) < 60
    assert LookAlike("null", found[-1].mistake) == found[-1]
