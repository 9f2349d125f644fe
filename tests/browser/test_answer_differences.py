"""How the engines differ in what they make of answers: each value is what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from crossorigin._browser import answer_differences as rows

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        ("fetch", "redirect cors status methods header-names method headers"),
        ("chromium", "redirect cors status methods header-names method headers"),
        ("firefox", "cors redirect status methods method header-names headers"),
        ("webkit", "status cors methods header-names method headers"),
    ],
)
def test_checks(engine: Engine, expected: str) -> None:
    """Every engine has its order; to WebKit, a redirect is but a bad status."""
    assert " ".join(rows.CHECKS.of(engine)) == expected


def test_every_check_is_made() -> None:
    """The standard's order has every check once."""
    assert sorted(rows.CHECKS.standard) == sorted(get_args(rows.PreflightCheck))


@pytest.mark.parametrize(
    ("engine", "limit", "largest"),
    [
        pytest.param("fetch", None, None, id="C94-fetch"),
        pytest.param("chromium", 7200, 9223372036854775807, id="C94-chromium"),
        pytest.param("firefox", 86400, None, id="C94-firefox"),
        pytest.param("webkit", 600, 9223372036854775807, id="C94-webkit"),
    ],
)
def test_limits(engine: Engine, limit: int | None, largest: int | None) -> None:
    """Each engine has its own idea of how long is too long, and which number too large."""
    assert rows.MAX_AGE_LIMIT.of(engine) == limit
    assert rows.LARGEST_MAX_AGE.of(engine) == largest
