"""Merging the names of ``Vary``."""

from __future__ import annotations

import pytest

from crossorigin._policy.vary import merged


@pytest.mark.parametrize(
    ("values", "names", "expected"),
    [
        pytest.param([], "Origin", "Origin", id="nothing-there"),
        pytest.param(["Accept-Encoding"], "Origin", "Accept-Encoding, Origin", id="C115"),
        pytest.param(
            ["Accept-Encoding", "Cookie"],
            "Origin",
            "Accept-Encoding, Cookie, Origin",
            id="C115-several-lines",
        ),
        pytest.param(["origin"], "Origin", "origin", id="C116"),
        pytest.param(["ORIGIN", "Cookie, origin"], "Origin", "ORIGIN, Cookie", id="C116-doubled"),
        pytest.param(["*"], "Origin", "*", id="C117"),
        pytest.param(["Cookie, *"], "Origin", "*", id="C117-among-others"),
        pytest.param(["Cookie", " * "], "Origin", "*", id="C117-on-a-line-of-its-own"),
        pytest.param(["Cookie"], "*", "*", id="a-star-is-added"),
        pytest.param([""], "Origin", "Origin", id="an-empty-line"),
        pytest.param([" Cookie ,\t, Accept\t"], "Origin", "Cookie, Accept, Origin", id="spaces"),
        pytest.param(
            ["Origin"],
            "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            id="C118",
        ),
        pytest.param(["*\xa0"], "Origin", "*\xa0, Origin", id="no-white-space-of-http"),
        pytest.param(["x-ß"], "X-SS", "x-ß, X-SS", id="no-letter-of-ascii"),
        pytest.param(["Cookie"], "", "Cookie", id="nothing-to-add"),
        pytest.param([], "", "", id="nothing-at-all"),
    ],
)
def test_merged(values: list[str], names: str, expected: str) -> None:
    """One line says all: order and spelling stay, nothing stands twice, a star stands alone."""
    assert merged(values, names) == expected


def test_what_is_merged_is_merged() -> None:
    """Merging again changes nothing."""
    once = merged(["Accept-Encoding", "cookie"], "Origin")
    assert merged([once], "Origin") == once
