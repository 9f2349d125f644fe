"""IPv6 addresses as a browser writes them."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossorigin._web.ipv6 import compressed_ipv6
from crossorigin._web.origins import split_origin


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("[::]", "[::]"),
        ("[0:0:0:0:0:0:0:0]", "[::]"),
        ("[0:0::1]", "[::1]"),
        ("[1::0]", "[1::]"),
        ("[2001:DB8::0001]", "[2001:db8::1]"),
        ("[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
        ("[1:0:0:2:0:0:0:3]", "[1:0:0:2::3]"),
        ("[1:0:0:2:3:0:0:4]", "[1::2:3:0:0:4]"),
        ("[1:0:2:3:4:5:6:7]", "[1:0:2:3:4:5:6:7]"),
        ("[1:2:3:4:5:6:0:0]", "[1:2:3:4:5:6::]"),
        ("[10:20:30:40:50:60:70:100]", "[10:20:30:40:50:60:70:100]"),
        ("[]", None),
        ("[1:2]", None),
        ("[:::]", None),
        ("[::g]", None),
    ],
)
def test_compressed_ipv6(host: str, expected: str | None) -> None:
    """The first longest run of two zeros or more is left out, and so are leading zeros."""
    assert compressed_ipv6(host) == expected


@given(st.ip_addresses(v=6))
def test_a_compressed_address_is_the_same_address(address: ipaddress.IPv6Address) -> None:
    """What is compressed means the same, and is an origin's host."""
    host = compressed_ipv6(f"[{address.exploded}]")
    assert host is not None
    assert ipaddress.IPv6Address(host[1:-1]) == address
    assert split_origin(f"http://{host}") == ("http", host, "")
