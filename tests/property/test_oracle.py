"""The set that matches in constant time covers what a list of regular expressions covers."""

from __future__ import annotations

from functools import cache
from itertools import product
from random import Random
from typing import Final

from hypothesis import event, given
from hypothesis import strategies as st

from crossorigin import OriginPattern, Policy
from tests.property.origins import JUNK, is_origin, origins, origins_near, patterns
from tests.property.permission import covers

# Every combination of a few parts: near misses are the rule among them.
_HOSTS: Final = [
    f"{below}{label}.{parent}{dot}"
    for below in ("", "*.", "a.", "a.b.", "*.a.", "b-.")
    for label in ("a", "b", "ab", "a*", "*a", "a*b", "b*a", "*", "x-*-y", "aa*bb")
    for parent in ("a", "b", "a.b", "b.a", "example.com", "a.example.com", "co.uk")
    for dot in ("", ".")
]
_WRITTEN: Final = [
    f"{scheme}://{host}{port}"
    for scheme, host, port in product(
        ("https", "http", "web+x", "capacitor"),
        [*_HOSTS, "localhost", "127.0.0.1", "[::1]"],
        ("", ":*", ":8443", ":1", ":81", ":65535"),
    )
]


def is_pattern(text: str) -> bool:
    """Tell whether *text* is a pattern of origins."""
    try:
        OriginPattern.parse(text)
    except ValueError:
        return False
    return True


# A crowd of patterns of all forms, and of the pages that they cover, or almost.
_PATTERNS: Final = [text for text in _WRITTEN if is_pattern(text)]
_PAGES: Final = [
    page
    for page in (text.replace("*", "a-b") for text in _WRITTEN if not text.endswith(":*"))
    if is_origin(page)
]
_LARGEST: Final = min(10_000, len(_PATTERNS))


@cache
def covering(page: str) -> frozenset[str]:
    """Return which of the crowd cover *page*: one regular expression after the other."""
    return frozenset(pattern for pattern in _PATTERNS if covers(pattern, page))


def allowing(listed: list[str]) -> Policy:
    """Return a policy of nothing but the patterns *listed*."""
    return Policy(origins=listed, dangerously_allow_public_suffixes=True)


@given(
    st.integers(0, 4).flatmap(lambda power: st.integers(1, min(10**power, _LARGEST))),
    st.integers(),
    st.lists(st.sampled_from(_PAGES), min_size=1, max_size=8),
)
def test_crowds(size: int, seed: int, pages: list[str]) -> None:
    """Any 1 to 10,000 patterns cover what the regular expressions of each of them cover."""
    listed = Random(seed).sample(_PATTERNS, size)  # noqa: S311 - a test, not a secret
    event(f"a crowd of {len(str(size))} digits")
    policy = allowing(listed)
    for page in pages:
        assert policy.allows(page) is not covering(page).isdisjoint(listed)


def test_the_crowd_is_large_enough() -> None:
    """The crowd has 10,000 patterns."""
    assert _LARGEST == 10_000


@given(st.data(), st.lists(patterns(), min_size=1, max_size=8))
def test_any_patterns(data: st.DataObject, listed: list[str]) -> None:
    """Patterns cover what the regular expressions of each of them cover."""
    near = st.sampled_from(listed).flatmap(origins_near)
    page = data.draw(near | origins() | st.sampled_from(JUNK))
    covered = any(covers(pattern, page) for pattern in listed)
    event(f"covered: {covered}")
    assert allowing(listed).allows(page) is covered
