"""Which names anyone may register, by the Public Suffix List."""

from __future__ import annotations

import pytest

from crossorigin._web.sites import anyone_may_register_below


@pytest.mark.parametrize(
    "domain",
    [
        "com",
        "co.uk",
        "github.io",
        "vercel.app",
        "com.",
        "kawasaki.jp",
        "x.kawasaki.jp",
        "xn--p1ai",
    ],
)
def test_a_listed_suffix(domain: str) -> None:
    """Anyone may register below what the list names, a registry's or a company's."""
    assert anyone_may_register_below(domain) is True


@pytest.mark.parametrize(
    "domain",
    [
        "example.com",
        "example.co.uk",
        "me.github.io",
        "city.kawasaki.jp",
        "localhost",
        "test",
        "example",
        "internal",
        "example.com.",
    ],
)
def test_what_the_list_does_not_name(domain: str) -> None:
    """A name below a suffix has an owner, and a name that is not listed counts as owned."""
    assert anyone_may_register_below(domain) is False
