"""The matrix of features and adapters: each cell is a test."""

from __future__ import annotations

import pytest

from tests.frameworks.features import ADAPTERS, FEATURES, Feature
from tools.features_page import PAGE, with_matrix


@pytest.mark.parametrize("adapter", ADAPTERS)
@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_a_feature(feature: Feature, adapter: str) -> None:
    """Where the matrix says that an adapter can do it, a page sees that it does."""
    build = ADAPTERS[adapter].get(feature.app)
    if build is None:
        assert feature.app in {
            *("group", "view", "closed", "routes", "policy_for_view", "stats_by_view")
        }
    else:
        with build() as built:
            feature.check(built)


def test_the_page() -> None:
    """Nobody has changed the tables and forgotten the page: tools/features_page.py writes it."""
    page = PAGE.read_text()
    assert with_matrix(page) == page
