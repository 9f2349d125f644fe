"""Regular expressions of origins, said as patterns where patterns say them."""

from __future__ import annotations

import re

import pytest

from crossorigin._policy.expressions import expression_of, is_wider, patterns_of
from crossorigin._web.origins import split_pattern

SAID = {
    r"https://app\.example\.com": ["https://app.example.com"],
    r"^https://app.example.com$": ["https://app.example.com"],
    r"\Ahttps:\/\/app\.example\.com\Z": ["https://app.example.com"],
    r"https://.*\.example\.com": ["https://*.example.com"],
    r"https://.+\.example\.com": ["https://*.example.com"],
    r"https://.*?\.example\.com": ["https://*.example.com"],
    r"https://[^.]+\.example\.com": ["https://*.example.com"],
    r"https://[\w-]+\.example\.com": ["https://*.example.com"],
    r"https://\w{3,}\.example\.com": ["https://*.example.com"],
    r"https://*\.example\.com": ["https://*.example.com"],
    r"(?i)https://.*\.example\.com": ["https://*.example.com"],
    r"https://([a-z0-9]+\.)+example\.com": ["https://*.example.com"],
    r"https://([a-z0-9]+\.)*example\.com": ["https://example.com", "https://*.example.com"],
    r"https://(.*\.)?example\.com": ["https://example.com", "https://*.example.com"],
    r"https://.*example\.com": ["https://example.com", "https://*.example.com"],
    r"https://(?:www\.)?example\.com": ["https://example.com", "https://www.example.com"],
    r"https://(?P<who>a|b)\.example": ["https://a.example", "https://b.example"],
    r"https://a\.example|https://b\.example": ["https://a.example", "https://b.example"],
    r"https?://a\.example": ["http://a.example", "https://a.example"],
    r"http://localhost:\d+": ["http://localhost:*"],
    r"http://localhost(:\d+)?": ["http://localhost:*"],
    r"http://localhost:[0-9]{4}/?": ["http://localhost:*", "http://localhost:*/"],
    r"https://pr-.*\.example\.com": ["https://pr-*.example.com"],
    r"https://pr-*\.example\.com": ["https://pr-*.example.com"],
    r"https://.*-preview\.example\.com": ["https://*-preview.example.com"],
    r"https://app[12]\.example": ["https://app1.example", "https://app2.example"],
    r"https://app[1-2]\.example": ["https://app1.example", "https://app2.example"],
    r"https://a[.]example": ["https://a.example"],
    r"https://a[\.]example": ["https://a.example"],
    r"https://a.?example": ["https://aexample", "https://a.example"],
    r"https://[abc]+\.example\.com": ["https://*.example.com"],
    r"https://{tenant}.example.com": ["https://*.example.com"],
    r"https://app\.example\.com.*": ["https://app.example.com"],
    r"https://app\.example\.com/.*": ["https://app.example.com/*"],
    r"https.*\.example\.com": ["https://*.example.com"],
    r".*://app\.example\.com": ["https://app.example.com"],
    r".*https://app\.example\.com": ["https://app.example.com"],
    r".*\.example\.com": ["*.example.com"],
    r"https://{Tenant}\.example\.com": ["https://*.example.com"],
    r"https://(*\.)?example\.com": ["https://example.com", "https://*.example.com"],
    r"https://X\.example": ["https://X.example"],
    r"https?://(a|b|c|d)\.example(:\d+)?": [
        f"{scheme}://{host}.example:*" for scheme in ("http", "https") for host in "abcd"
    ],
    r"https://a[^.]\.example": ["https://a*.example"],
    r"https://a[\w-]\.example": ["https://a*.example"],
    r"https://a[a-z]\.example": ["https://a*.example"],
    r"https://a[a-j]\.example": ["https://a*.example"],
    r"https://[0-9]+example\.com": ["https://*example.com"],
    r"https://[\d]example\.com": ["https://*example.com"],
    r"https:[\/][\/]a[\-]b\.example": ["https://a-b.example"],
    ".*": ["*"],
    "*": ["*"],
}
UNSAID = [
    r"https://(?!evil)\w+\.example",
    r"https://(a|b\.example",
    r"https://[a-z\.example",
    r"(https?)://a\.example\1",
    r"https://a\.example\s",
    r"https://a+\.example",
    r"https://aX+\.example",
    r"https://a[]\.example",
    r"https://a[z-a]\.example",
    r"https://a\.example)",
    "https://a\\",
    f"https://({'|'.join('abcdefghi')})\\.example",
    f"https://{'(a|b)' * 40}\\.example",
]


@pytest.mark.parametrize("expression", SAID)
def test_what_patterns_say(expression: str) -> None:
    """The patterns of an expression mean what it was written to mean."""
    assert patterns_of(expression) == SAID[expression]


@pytest.mark.parametrize("expression", UNSAID)
def test_what_no_pattern_says(expression: str) -> None:
    """Where no pattern says an expression, or too many do, there are none."""
    assert patterns_of(expression) == []


def test_what_is_an_expression() -> None:
    """A compiled expression of text is one; one of bytes is none, and a text is none yet."""
    values = (re.compile("a"), re.compile(b"a"), "a")
    assert [expression_of(value) for value in values] == ["a", None, None]


def test_patterns_are_patterns() -> None:
    """Most of what is said can be listed as it is."""
    said = [pattern for patterns in SAID.values() for pattern in patterns]
    unlisted = {pattern for pattern in said if split_pattern(pattern) is None}
    assert unlisted == {
        "*",
        "*.example.com",
        "http://localhost:*/",
        "https://app.example.com/*",
        "https://X.example",
    }


@pytest.mark.parametrize(
    ("expression", "wider"),
    [
        (r"https://pr-\d+\.example\.com", True),
        (r"https://pr-[0-9]+\.example\.com", True),
        (r"https://[a-z]{8}\.example\.com", True),
        (r"https://[a-z0-9-]+\.example\.com", False),
        (r"https://.*\.example\.com:\d+", False),
        (r"http://localhost:[0-9]{4}", False),
    ],
)
def test_a_wider_pattern(expression: str, *, wider: bool) -> None:
    """A wildcard may stand for more than digits, or a number of letters."""
    assert is_wider(expression) is wider
