"""The engines, and what a row of the table of their differences says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.engines import VERSIONS, Difference

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

ROW = Difference("What it is.", "#clause", standard=1, engines={"firefox": 2})


@pytest.mark.parametrize(
    ("engine", "expected"), [("fetch", 1), ("chromium", 1), ("firefox", 2), ("webkit", 1)]
)
def test_of(engine: Engine, expected: int) -> None:
    """An engine behaves as its column says, otherwise as the standard does."""
    assert ROW.of(engine) == expected


def test_versions() -> None:
    """The versions in which the differences were seen are known, of engines only."""
    assert list(VERSIONS) == ["chromium", "firefox", "webkit"]
