"""What is written out reads back as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from hypothesis import given
from hypothesis import strategies as st

from crossorigin import Origin, OriginPattern, Policy
from tests.property.origins import origins, origins_near, patterns
from tests.property.policies import Listed, policies

if TYPE_CHECKING:
    from crossorigin._policy.options import PolicyOptions


@given(policies())
def test_policy(policy: Policy) -> None:
    """A policy is built again from its own options, and hashes as it did."""
    again = Policy(**policy.as_dict())
    assert again == policy
    assert hash(again) == hash(policy)
    assert policy.replace() == policy


@given(policies())
def test_policy_as_text(policy: Policy) -> None:
    """A policy without a function survives JSON, and an environment of nothing but text."""
    if isinstance(policy.origins, Listed):
        return
    options = policy.as_dict()
    assert Policy(**cast("PolicyOptions", json.loads(json.dumps(options)))) == policy
    text = {
        f"X_{name.upper()}": ", ".join(cast("list[str]", value))
        if isinstance(value, list)
        else str(value)
        for name, value in options.items()
    }
    assert Policy.from_mapping(text, "X_") == policy


@given(patterns() | st.just("*"))
def test_pattern(text: str) -> None:
    """A pattern prints as the text that it parses from."""
    pattern = OriginPattern.parse(text)
    assert str(pattern) == text
    assert OriginPattern.parse(str(pattern)) == pattern


@given(origins())
def test_origin(text: str) -> None:
    """An origin prints as the text that it parses from, and is a pattern, too."""
    assert str(Origin.parse(text)) == text
    assert str(OriginPattern.parse(text)) == text


@given(st.data(), origins())
def test_a_pattern_without_a_wildcard(data: st.DataObject, text: str) -> None:
    """A pattern without a wildcard matches exactly itself."""
    policy = Policy(origins=[text])
    assert policy.allows(text)
    other = data.draw(origins_near(text))
    assert policy.allows(other) is (other == text)
