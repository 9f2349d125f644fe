"""How a paste is read, and how what others wrote is made safe to print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossorigin.doctor._sanitize import escape, mask_header, mask_url
from crossorigin.doctor.explain._pasted import Pasted, decode


@pytest.mark.parametrize(
    "data",
    [
        "caf\u00e9".encode(),
        "caf\u00e9".encode("utf-8-sig"),
        "caf\u00e9".encode("utf-16"),
        b"\xfe\xff" + "caf\u00e9".encode("utf-16-be"),
        "caf\u00e9".encode("cp1252"),
    ],
)
def test_encodings(data: bytes) -> None:
    """Text is read in the encodings that terminals and PowerShell write."""
    assert decode(data) == "caf\u00e9"


def test_places() -> None:
    """What was wrapped is given back with one space for each break."""
    pasted = Pasted.of("> a\n> \u2018b\u2019\x1b[1m  c\n")
    assert pasted.dense == "a'b'c"
    assert pasted.original(0, 5) == "a 'b' c"
    assert pasted.original(2, 2) == ""
    assert (pasted.rest_of_line(1), pasted.rest_of_line(9)) == ("'b'  c", "")
    assert (pasted.before(0), pasted.before(2)) == ("", "'")
    assert pasted.after(4) == "  c"


@given(st.text())
def test_escaped(text: str) -> None:
    """What is escaped is printable ASCII on one line."""
    shown = escape(text)
    assert shown.isascii()
    assert shown == "" or shown.isprintable()


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("a\x1b[0m\n\u202e\x7f", 99, "a\\x1b[0m\\x0a\\u202e\\x7f"),
        ("abcdefgh", 8, "abcdefgh"),
        ("abcdefghi", 8, "abcde..."),
        ("abcdefghi", 2, "..."),
    ],
)
def test_escaped_examples(text: str, limit: int, shown: str) -> None:
    """Control characters are written out, and a cut is marked."""
    assert escape(text, limit) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/x?q=1#top", "https://a.example/x?q=1#top"),
        ("https://ada@a.example/", "https://***@a.example/"),
        ("https://ada:pass@a.example/ and http://b@c", "https://***@a.example/ and http://***@c"),
        ("/x?X-Amz-Signature=abc&size=2", "/x?X-Amz-Signature=***&size=2"),
        ("/x#access_token=abc;api-key=d", "/x#access_token=***;api-key=***"),
    ],
)
def test_masked_url(url: str, shown: str) -> None:
    """User information, tokens and signatures are masked; the rest is kept."""
    assert mask_url(url) == shown


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Authorization", "Bearer abc", "Bearer ***"),
        ("Proxy-Authorization", "abc", "***"),
        ("Cookie", "a=1; b=2; c", "a=***; b=***; ***"),
        ("Set-Cookie", "a=1; Secure; SameSite=None", "a=***; Secure; SameSite=None"),
        ("X-Api-Key", "abc", "***"),
        ("X-Auth-Token", "abc", "***"),
        ("Location", "https://u:p@b.example/?code=1", "https://***@b.example/?code=***"),
        ("Content-Type", "text/html", "text/html"),
        ("Access-Control-Allow-Credentials", "true", "true"),
    ],
)
def test_masked(name: str, value: str, shown: str) -> None:
    """The value of a header that holds a secret is masked."""
    assert mask_header(name, value) == shown
