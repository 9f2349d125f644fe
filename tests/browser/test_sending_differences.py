"""How the engines differ in what they send and follow: each value is what was seen."""

from __future__ import annotations

import pytest

from crossorigin._browser import sending_differences as rows


@pytest.mark.parametrize(
    ("name", "safe", "unsafe"),
    [
        pytest.param("dpr", ["2", "1.5", "0"], ["", "x", "-1", "+1", ".5", "1.", "1e3"], id="dpr"),
        pytest.param("device-memory", ["0.25"], ["a"], id="device-memory"),
        pytest.param("downlink", ["1.5"], ["1e2"], id="downlink"),
        pytest.param("ect", ["slow-2g", "2g", "3g", "4g"], ["5g", "4G", "slow-3g", ""], id="ect"),
        pytest.param("rtt", ["5"], ["1.5", "-1", ""], id="rtt"),
        pytest.param("save-data", ["on", "ON"], ["off", "1", ""], id="save-data"),
        pytest.param("viewport-width", ["5"], ["1.5", "a"], id="viewport-width"),
        pytest.param("width", ["5"], ["1.5", "a"], id="width"),
    ],
)
def test_client_hints(name: str, safe: list[str], unsafe: list[str]) -> None:
    """A client hint is safelisted in Chromium if its value is what Chromium itself would send."""
    pattern = rows.SAFE_HINTS.of("chromium")[name]
    matched = [value for value in [*safe, *unsafe] if pattern.fullmatch(value)]
    assert matched == safe


def test_all_client_hints() -> None:
    """There are eight client hints; a redirect elsewhere drops all but one."""
    hints = set(rows.SAFE_HINTS.of("chromium"))
    assert len(hints) == 8
    assert hints - rows.REDIRECT_DROPS_HEADERS.of("chromium") == {"save-data"}


@pytest.mark.parametrize(
    ("name", "unsafe", "safe"),
    [
        pytest.param("accept", ["a\u00e9", "\x80"], ["a\x7f", "text/html"], id="accept"),
        pytest.param(
            "content-type",
            ["text/plain;;", "text/plain;x=y;", "text/plain;x=a,b", "text/plain; a=\u00e9"],
            ["text/plain", "text/plain;", "text/plain; ;x=y", "text/plain;a=b=c"],
            id="content-type",
        ),
    ],
)
def test_unsafe_values(name: str, unsafe: list[str], safe: list[str]) -> None:
    """Firefox finds more values unsafe than the standard does."""
    pattern = rows.UNSAFE_VALUES.of("firefox")[name]
    assert [value for value in [*unsafe, *safe] if pattern.search(value)] == unsafe


def test_largest_numbers() -> None:
    """The largest number of a range is that of a type of integer."""
    assert rows.MAX_RANGE.of("chromium") == 9223372036854775806
    assert rows.MAX_RANGE.of("firefox") == rows.MAX_RANGE.of("webkit") == 18446744073709551615
