"""What engines make of lines that are repeated, before a script sees them."""

from __future__ import annotations

import pytest

from crossorigin._browser.responses import basic_headers, cors_headers
from tests.browser.fetches import ENGINES

TYPES = (("Content-Type", "a/b"), ("content-type", "c/d"))
JOINED = ["a/b, c/d", "a/b, c/d", "a/b,c/d", "a/b, c/d"]


def test_media_types() -> None:
    """Firefox joins media types without a space, whoever's response it is."""
    own = [basic_headers(TYPES, engine) for engine in ENGINES]
    shared = [cors_headers(TYPES, engine, has_credentials=False) for engine in ENGINES]
    assert own == shared == [(("content-type", value),) for value in JOINED]


@pytest.mark.parametrize(
    ("lines", "seen", "in_firefox"),
    [
        pytest.param(["", "1"], ", 1", "1", id="first"),
        pytest.param(["1", "\t"], "1, ", "1", id="white-space"),
        pytest.param(["\xa0", "1"], "\xa0, 1", "\xa0, 1", id="no-white-space-of-http"),
        pytest.param(["", "\xa0"], ", \xa0", "\xa0", id="no-white-space-of-http-last"),
        pytest.param(["", ""], ", ", "", id="nothing-but-empty-lines"),
        pytest.param([""], "", "", id="alone"),
    ],
)
def test_empty_lines(lines: list[str], seen: str, in_firefox: str) -> None:
    """Firefox overlooks an empty line of a header that is repeated, however it is spelled."""
    headers = tuple(zip(("X-A", "x-A"), lines, strict=False))
    found = [dict(basic_headers(headers, engine)) for engine in ENGINES]
    assert found == [{"x-a": in_firefox if e == "firefox" else seen} for e in ENGINES]
