"""Sites and trust: how near two origins are, and which names anyone may register."""

from __future__ import annotations

import pytest

from crossorigin._web.sites import (
    Nearness,
    anyone_may_register_below,
    is_loopback,
    is_public_suffix,
    is_trustworthy,
    nearness,
    registry_sells_below,
    site_of,
    suffix_from,
)


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
        ("localhost", True),
        ("app.localhost", True),
        ("*.localhost", True),
        ("localhost.", True),
        ("app.localhost.", True),
        ("localhost..", False),
        ("localhost.evil.com.", False),
        ("[::1]", True),
        ("127.0.0.1", True),
        ("127.255.255.255", True),
        ("127.0.0.256", False),
        ("127.0.0", False),
        ("127.0.0.1.evil.com", False),
        ("1127.0.0.1", False),
        ("128.0.0.1", False),
        ("[::2]", False),
        ("localhost.evil.com", False),
        ("evillocalhost", False),
        ("example.com", False),
    ],
)
def test_loopback(host: str, *, expected: bool) -> None:
    """Only these hosts are always the browser's own machine."""
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    ("scheme", "host", "expected"),
    [
        ("http", "a.example", False),
        ("http", "*.a.example", False),
        ("ws", "a.example", False),
        ("http", "localhost", True),
        ("http", "localhost.", True),
        ("http", "127.0.0.1", True),
        ("https", "a.example", True),
        ("wss", "a.example", True),
        ("capacitor", "localhost", True),
        ("app", "a.example", True),
    ],
)
def test_trust(scheme: str, host: str, *, expected: bool) -> None:
    """Only an http: origin that is not the browser's own machine is anyone's to forge."""
    assert is_trustworthy(scheme, host) is expected


@pytest.mark.parametrize(
    ("scheme", "host", "expected"),
    [
        ("https", "a.b.example.com", "https://example.com"),
        ("https", "a.github.io", "https://a.github.io"),
        ("http", "127.0.0.1", "http://127.0.0.1"),
        ("http", "[::1]", "http://[::1]"),
        ("http", "localhost", "http://localhost"),
        ("http", "a.b.localhost", "http://b.localhost"),
    ],
)
def test_sites(scheme: str, host: str, expected: str) -> None:
    """A site is a scheme and a registrable domain; an address, or a suffix, is itself."""
    assert site_of(scheme, host) == expected


HERE = "https://app.example.com"


@pytest.mark.parametrize(
    ("page", "targets", "expected"),
    [
        (HERE, [HERE], "same-origin"),
        (HERE, ["https://app.example.com:8443"], "same-site"),
        (HERE, ["https://api.example.com"], "same-site"),
        (HERE, ["https://api.example.com:8443"], "same-site"),
        (HERE, ["http://api.example.com"], "cross-site"),
        (HERE, ["http://app.example.com"], "cross-site"),
        (HERE, ["https://app.example.org"], "cross-site"),
        (HERE, [HERE, "https://evil.example", HERE], "cross-site"),
        (HERE, [HERE, "https://api.example.com"], "same-site"),
        ("null", ["null"], "cross-site"),
        ("null", [HERE], "cross-site"),
        (HERE, ["null"], "cross-site"),
        ("https://a.github.io", ["https://b.github.io"], "cross-site"),
        ("http://127.0.0.1:1", ["http://127.0.0.1:2"], "same-site"),
        ("http://127.0.0.1", ["http://127.0.0.2"], "cross-site"),
        ("http://[::1]:1", ["http://[::1]:2"], "same-site"),
        ("http://[::1]", ["http://[::1]:2"], "same-site"),
        ("http://[::1]", ["http://[::2]"], "cross-site"),
    ],
)
def test_nearness(page: str, targets: list[str], expected: Nearness) -> None:
    """A request is as far away as the farthest origin that it went to."""
    assert nearness(page, targets) == expected
