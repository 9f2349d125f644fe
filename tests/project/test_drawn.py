"""``make test`` is the same every time: a seed that is written down draws whatever is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[2]
# These draw anew for `make explore` and `make fuzz`, unless a seed is given; `make test` gives it.
DRAWING_ANEW = {"fuzz/__main__.py", "tools/explore.py"}
SOURCES = sorted(
    path
    for folder in ("fuzz", "soak", "tests", "tools")
    for path in (ROOT / folder).rglob("*.py")
    if path != Path(__file__)
)
UNSEEDED = re.compile(r"\bSystemRandom\b|\bRandom\(\)|\bimport (?:uuid|secrets|random)\b|\burandom\b"
                      r"|\bfrom (?:uuid|secrets) import\b")  # fmt: skip


def test_nothing_is_drawn_without_a_seed() -> None:
    """Nothing that runs in the tests draws what differs from run to run."""
    names = {
        path.relative_to(ROOT).as_posix() for path in SOURCES if UNSEEDED.search(path.read_text())
    }
    assert names == DRAWING_ANEW


@pytest.mark.parametrize("name", ["test", "coverage"])
def test_examples_are_the_same(name: str) -> None:
    """Hypothesis derives its examples from the test, and remembers none."""
    profile = settings.get_profile(name)
    assert (profile.derandomize, profile.database) == (True, None)


def test_the_order_is_the_same(request: pytest.FixtureRequest) -> None:
    """The order of the tests has a seed, which is a number."""
    seed = request.config.getoption("randomly_seed", 0)
    assert isinstance(seed, int)
