"""The page about the engines says what the tables say."""

from __future__ import annotations

import pytest

from crossorigin._browser.differences import DIFFERENCES
from tests.engines.tables.loads import DEVIATIONS
from tools.engines_page import PAGE, page, written


def test_the_page_is_fresh() -> None:
    """Nobody has changed a table and forgotten the page: tools/engines_page.py writes it."""
    assert PAGE.read_text() == page()


def test_every_difference_has_its_section() -> None:
    """Each row of the tables can be linked to."""
    headings = [line for line in page().splitlines() if line.startswith("## ")]
    assert headings == [
        *(f"## {name}" for name in sorted(DIFFERENCES)),
        "## What a page is made of",
        "## What is not compared",
        "## What consoles say",
    ]


def test_every_deviation_is_told() -> None:
    """Each case of the tables that an engine does not take by the standard has its line."""
    named = [line.split("`")[1] for line in page().splitlines() if line.startswith("| `C")]
    assert sorted(named) == sorted(DEVIATIONS)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "yes"),
        (False, "no"),
        (None, "no limit"),
        (600, "600"),
        ("as text", "`as text`"),
        (frozenset({"b", "a"}), "`a`, `b`"),
        (("cors", "status"), "`cors`, then `status`"),
        (frozenset[str](), "none"),
    ],
)
def test_values(value: object, expected: str) -> None:
    """A value is written for people."""
    assert written(value) == expected
