"""The hosts and the ports of origins, as a browser writes them."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossorigin._web.origins import (
    ascii_domain,
    compressed_ipv6,
    ends_in_number,
    is_port,
    split_origin,
)


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("A.Example", "a.example"),
        ("a_b--.-", "a_b--.-"),
        ('a"b', 'a"b'),
        ("b\u00fccher.example", "xn--bcher-kva.example"),
        ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.b\u00fccher", "xn--bcher-kva.xn--bcher-kva"),
        ("stra\u00dfe", "xn--strae-oqa"),
        ("\u2603.net", "xn--n3h.net"),
        ("\u2665", "xn--g6h"),
        ("\u2260", "xn--1ch"),
        ("a\u2020--", "xn--a---kp0a"),
        ("-\u2020", "xn----xhn"),
        ("ab--c.\u00df", "ab--c.xn--zca"),
        ("x..\u00df", "x..xn--zca"),
        ("a\u3002b\uff0ec", "a.b.c"),
        ("a\u00adb", "ab"),
        ("\u0130", "xn--i-9bb"),
        ("\U0001f600" * 70 + ".a", "xn--e28ha" + "a" * 68 + ".a"),
        # A joiner joins, and a label is in one direction, whatever its neighbours are.
        ("\u0dc1\u0dca\u200d\u0dbb\u0dd3", "xn--10cl1a0b660p"),
        ("\u0646\u0627\u0645\u0647\u200c\u0627\u06cc", "xn--mgba3gch31f060k"),
        ("\u064a.", "xn--mhb."),
        ("1.\u064a", "1.xn--mhb"),
    ],
)
def test_domain(text: str, expected: str) -> None:
    """A domain in Unicode is written in punycode, by the rules that browsers have for it."""
    assert ascii_domain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "xn--",
        "xn--a",
        "xn--a-",
        "xn--ls8h=",
        "xn--te\u0161la",
        "xn--a.\u00df",
        "xn--xn---epa",
        "xn--zn7c",
        "\ufffd",
        "a\ud800",
        "\u2488",
        "a.\u0300b",
        "xn--a-ccb",
        "\u200d",
        "a\u200cb",
        "xn--1ug",
        "\u064aa",
        "xn--a-yoc",
        "\u0661\u06f1\u064a",
        "\u2020" * 1025,
    ],
)
def test_no_domain(text: str) -> None:
    """What has no form in punycode, or one of something else, is no domain."""
    assert ascii_domain(text) is None
