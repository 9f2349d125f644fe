"""The hosts and the ports of origins, as a browser writes them."""

from __future__ import annotations

import pytest

from crossorigin._web.origins import (
    ends_in_number,
    is_port,
)


@pytest.mark.parametrize(
    ("scheme", "port", "expected"),
    [
        ("https", "1", True),
        ("https", "65535", True),
        ("https", "80", True),
        ("capacitor", "443", True),
        ("https", "443", False),
        ("http", "80", False),
        ("https", "65536", False),
        ("https", "0", False),
        ("https", "080", False),
        ("https", "", False),
        ("https", "x", False),
        ("https", "1000000", False),
    ],
)
def test_ports(scheme: str, port: str, *, expected: bool) -> None:
    """A port is one to 65535, without leading zeros, and not the scheme's default."""
    assert is_port(scheme, port) is expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.1", True),
        ("1", True),
        ("1.", True),
        ("a.1", True),
        ("a.9", True),
        ("a.99", True),
        ("a.0x", True),
        ("a.0x7f", True),
        ("a.0x7g", False),
        ("1.a", False),
        ("a1", False),
        ("a.1a", False),
    ],
)
def test_ends_in_number(host: str, *, expected: bool) -> None:
    """A host whose last label is a number, perhaps hexadecimal, is an IPv4 address or nothing."""
    assert ends_in_number(host) is expected
