"""The names that anyone may register, and those that have an owner."""

from __future__ import annotations

import pytest

from crossorigin._web.suffixes import (
    anyone_may_register_below,
    is_public_suffix,
    listed_domain,
    registrable_domain,
    registry_sells_below,
    suffix_from,
)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("a.b.example.com", "example.com"),
        ("a.github.io", "a.github.io"),
        ("b.a.test", "a.test"),
        ("github.io", None),
        ("test", None),
    ],
)
def test_a_registrable_domain(host: str, expected: str | None) -> None:
    """A registrable domain is a suffix and one label; a suffix has none."""
    assert registrable_domain(host) == expected


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
        # Hosts of everybody's pages that the list does not name.
        "app.github.dev",
        "gitpod.io",
        "ws-eu1.gitpod.io",
        "gradio.live",
        "local.webcontainer.io",
        "euw.devtunnels.ms",
        "loca.lt",
        "lhr.life",
        "cloudworkstations.dev",
        "modal.run",
        "local.webcontainer-api.io",
        "westeurope.cloudapp.azure.com",
        "nip.io",
        "sslip.io",
        "koyeb.app",
    ],
)
def test_a_listed_suffix(domain: str) -> None:
    """Anyone may register below what the list names, a registry's or a company's."""
    assert anyone_may_register_below(domain) is True
    assert suffix_from(domain) == domain.removesuffix(".")


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
        "cluster-a.cloudworkstations.dev",
        "proj.pages.dev",
    ],
)
def test_what_the_list_does_not_name(domain: str) -> None:
    """A name below a suffix has an owner, and a name that is not listed counts as owned."""
    assert anyone_may_register_below(domain) is False
    assert suffix_from(domain) is None


@pytest.mark.parametrize(
    ("domain", "suffix"),
    [
        ("amazonaws.com", "s3.amazonaws.com"),
        ("amazonaws.com.", "s3.amazonaws.com"),
        ("windows.net", "servicebus.windows.net"),
        ("core.windows.net", "web.core.windows.net"),
        ("compute.amazonaws.com", "compute.amazonaws.com"),
        ("github.dev", "app.github.dev"),
        ("runpod.net", "proxy.runpod.net"),
        ("city.kawasaki.jp", None),
        ("www.ck", None),
    ],
)
def test_a_suffix_further_down(domain: str, suffix: str | None) -> None:
    """A domain below which no name is anyone's may have one that is, however far down."""
    assert suffix_from(domain) == suffix


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("com", True),
        ("co.uk", True),
        ("com.", True),
        ("kawasaki.jp", True),
        ("github.io", False),
        ("app.github.dev", False),
        ("example.com", False),
        ("test", False),
    ],
)
def test_a_suffix_of_a_registry(domain: str, *, expected: bool) -> None:
    """A registry sells names below its suffixes; those of companies are others."""
    assert registry_sells_below(domain) is expected


@pytest.mark.parametrize(
    ("domain", "expected"),
    [("com", True), ("github.io", True), ("example.com", False), ("test", True), ("a.test", False)],
)
def test_a_suffix_of_cookies(domain: str, expected: bool) -> None:  # noqa: FBT001
    """A cookie's domain is no suffix; of a name that the list has not, that is the last label."""
    assert is_public_suffix(domain) is expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("a.b.example.com", "example.com"),
        ("example.com.", "example.com"),
        ("a.github.io", "a.github.io"),
        ("a.b.x.kawasaki.jp", "b.x.kawasaki.jp"),
        ("a.city.kawasaki.jp", "city.kawasaki.jp"),
        ("a-3000.app.github.dev", "a-3000.app.github.dev"),
        ("github.io", None),
        ("x.kawasaki.jp", None),
        ("a.test", None),
        ("localhost", None),
        ("127.0.0.1", None),
    ],
)
def test_a_listed_domain(host: str, expected: str | None) -> None:
    """A listed domain is right below a suffix of the list, or of the hosts that it lacks."""
    assert listed_domain(host) == expected
