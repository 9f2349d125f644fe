"""The host and the port in a value of ``Host``, as a browser would have written them."""

from __future__ import annotations

import pytest

from crossorigin._web.hosts import split_host
from tests.cases.reaching import HOSTS

READ = {
    "example.com": ("example.com", None),
    "EXAMPLE.com:8000": ("example.com", 8000),
    "example.com.:8000": ("example.com", 8000),
    "example.com:": ("example.com", None),
    "example.com:80": ("example.com", 80),
    "example.com:00080": ("example.com", 80),
    "example.com:65535": ("example.com", 65535),
    "a_b.example": ("a_b.example", None),
    "xn--bcher-kva.example": ("xn--bcher-kva.example", None),
    "127.0.0.1": ("127.0.0.1", None),
    "[::1]:8000": ("[::1]", 8000),
    "[0:0:0:0:0:0:0:1]": ("[::1]", None),
    "[::FFFF:127.0.0.1]": ("[::ffff:7f00:1]", None),
    "[2001:DB8::00:1]": ("[2001:db8::1]", None),
}


@pytest.mark.parametrize(("text", "expected"), READ.items(), ids=READ)
def test_what_a_client_asks_for(text: str, expected: tuple[str, int | None]) -> None:
    """Whatever way a host is written in, it is read as a browser writes it."""
    assert split_host(text) == expected


# The tests of the URL standard for hosts, but for those that a parser of URLs mends.
# https://github.com/web-platform-tests/wpt/blob/master/url/resources/urltestdata.json
JUNK = [
    *["", ":", ":80", ".", "..", "a..b", ".a", "a b", "a%b", "a/b", "a?b", "a#b", "a\\b", "a@b"],
    *[
        "a:b",
        "a:-1",
        "a:65536",
        "a:999999",
        "a:0",
        "a:1:2",
        "[::1",
        "::1]",
        "[]",
        "[:]",
        "[1::2::3]",
    ],
    *["[::1]a", "[::1]:x", "[::1%eth0]", "[::127.0.0]", "[::127.0.0.0.1]", "[0:1:2:3:4:5:6:7:8]"],
    *[
        "[google.com]",
        "256.0.0.1",
        "1.2.3.4.5",
        "1.2.3.08",
        "0x7f.1",
        "127.1",
        "2130706433",
        "1.2.3.",
    ],
    *[
        "a.0x",
        "a.1",
        "0xffffffff",
        "ex\u00e4mple.com",
        "\u212aelvin.example",
        "a\ud800",
        "a\x00",
        "a\n",
    ],
    *["\ta", "a,b", "a, a", "*", "*.example.com", f"{'a' * 64}.example", f"{'a.' * 130}example"],
    *["a" * 1_000_000, "1." * 500_000, f"[{':' * 1_000_000}]", f"a:{'0' * 1_000_000}"],
]


@pytest.mark.parametrize("text", JUNK, ids=range(len(JUNK)))
def test_junk(text: str) -> None:
    """What no browser sends is no host."""
    assert split_host(text) is None


@pytest.mark.parametrize("name", [name for name, (_, listed) in HOSTS.items() if listed])
def test_what_is_listed_can_be_read(name: str) -> None:
    """Whatever a guard lets in has been read."""
    text, _ = HOSTS[name]
    assert text is not None
    assert split_host(text) is not None
