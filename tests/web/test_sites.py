"""Sites and trust: how near two origins are, and for which of them others can speak."""

from __future__ import annotations

import pytest

from crossorigin._web.sites import (
    Nearness,
    is_loopback,
    is_trustworthy,
    nearness,
    site_of,
)


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
