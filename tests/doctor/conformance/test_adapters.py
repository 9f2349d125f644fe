"""Each adapter of this library keeps each policy, to the letter."""

from __future__ import annotations

import pytest

from tests.doctor.conformance.adapters import ADAPTERS, ALSO
from tests.doctor.conformance.comparing import compare_app, shown, target_of
from tests.doctor.conformance.policies import POLICIES


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("adapter", ADAPTERS)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_an_adapter_keeps_a_policy(adapter: str, policy: str) -> None:
    """Of the answers to all requests, none differs, for anybody."""
    with ADAPTERS[adapter](POLICIES[policy]) as app:
        result = compare_app(app, target_of(POLICIES[policy], "https://localhost", "/", *ALSO))
    assert shown(result) == []
    assert result.complaint is result.doubt is None
    assert result.answers.sent >= 60
    assert 304 in {each.response.status for each in result.answers.answered}
    assert 500 in {each.response.status for each in result.answers.answered}
