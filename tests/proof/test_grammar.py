"""The universe is what browsers send: the automata read origins as requests are read."""

from __future__ import annotations

import re
from itertools import product as all_of
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossorigin._web.origins import split_origin
from crossorigin.proof._universe import UNIVERSE, Part, rough_table_of, table_of
from tests.property.origins import JUNK, ODD, OPAQUE, origins

if TYPE_CHECKING:
    from crossorigin.proof._tables import Table


def is_in(text: str, prefix: str, table: Table) -> bool:
    """Tell whether *text* is *prefix* and what *table* accepts."""
    if not text.startswith(prefix) or not text.isascii():
        return False
    state = 0
    for character in text.removeprefix(prefix):
        moves = dict(table.moves[state])
        found = moves.get(table.classes.of[ord(character)])
        if found is None:
            return False
        state = found
    return table.accepting[state]


def parts_of(text: str) -> list[Part]:
    """Return the parts of the universe that *text* is in."""
    return [part for part in UNIVERSE if is_in(text, part.prefix, table_of(part))]


def check(text: str) -> None:
    """Assert that *text* is in one part of the universe if it is an origin, else in none."""
    odd = [part for part in parts_of(text) if part in {Part.HTTPS_ODD, Part.HTTP_ODD}]
    known = [part for part in parts_of(text) if part not in odd]
    assert len(known) == (split_origin(text) is not None)
    assert not (odd and known)
    for part in known:
        rough = rough_table_of(part)
        assert rough is None or is_in(text, part.prefix, rough)


# The automata know no length of a whole host: what is found is looked at again.
@given(origins() | st.sampled_from([*OPAQUE, *(text for text in JUNK if len(text) < 99)]))
def test_any_origin(text: str) -> None:
    """Each origin is in one part, and junk is in none."""
    check(text)


@given(st.from_regex(r"https?://[012a.x_-]{1,12}(:[0-9]{1,5})?", fullmatch=True))
def test_any_name_or_address(text: str) -> None:
    """Names, addresses and ports are read as in a request."""
    check(text)


@given(st.lists(st.sampled_from(["0", "0", "1", "ab", "", "00"]), min_size=3, max_size=9))
def test_any_ipv6(pieces: list[str]) -> None:
    """An IPv6 address is one as a browser compresses it."""
    check(f"https://[{':'.join(pieces)}]")


def test_all_ipv6() -> None:
    """Of all addresses of zeros and ones, each has one form."""
    for bits in all_of("01", repeat=8):
        whole = ":".join(bits)
        forms = [whole] + [
            f"{whole[:start].rstrip(':')}::{whole[end:].lstrip(':')}"
            for start in range(0, 16, 2)
            for end in range(start + 1, 16, 2)
            if re.fullmatch("0(:0)*", whole[start:end])
        ]
        found = [form for form in set(forms) if parts_of(f"http://[{form}]")]
        assert len(found) == 1, bits
        assert split_origin(f"http://[{found[0]}]") is not None


@pytest.mark.parametrize("port", [0, 1, 79, 80, 81, 443, 6553, 9999, 65535, 65536, 70000, 99999])
@pytest.mark.parametrize("scheme", ["http", "https", "app"])
def test_ports(scheme: str, port: int) -> None:
    """A port is a number that a browser writes."""
    check(f"{scheme}://a:{port}")


@pytest.mark.parametrize("length", [62, 63, 64])
def test_long_labels(length: int) -> None:
    """A label has at most 63 characters."""
    check(f"https://{'a' * length}.example")


@pytest.mark.parametrize("text", [text for text in ODD if re.search(r"[^\w:/.-]", text)])
def test_odd_hosts(text: str) -> None:
    """A host that no name of the DNS has is in a part of its own."""
    assert parts_of(text) == [Part.HTTP_ODD]


def test_null() -> None:
    """The opaque origin is in a part of its own."""
    assert parts_of("null") == [Part.NULL]


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("http://localhost", Part.INSECURE_NAME, False),
        ("http://a.localhost.:8000", Part.INSECURE_NAME, False),
        ("http://localhostx", Part.INSECURE_NAME, True),
        ("http://localhost.example", Part.INSECURE_NAME, True),
        ("http://127.0.0.1", Part.INSECURE_IPV4, False),
        ("http://127.0.0.1:1", Part.INSECURE_IPV4, False),
        ("http://128.0.0.1", Part.INSECURE_IPV4, True),
        ("http://[::1]", Part.INSECURE_IPV6, False),
        ("http://[::1]:8000", Part.INSECURE_IPV6, False),
        ("http://[::2]", Part.INSECURE_IPV6, True),
        ("https://a:47023", Part.HTTPS_ANY_PORT, True),
        ("http://127.0.0.1:4702", Part.HTTP_ANY_PORT, True),
        ("https://a:8080", Part.HTTPS_ANY_PORT, False),
        ("https://evil.com", Part.TELLING, True),
        ("https://a.evil-b.com:1", Part.TELLING, True),
        ("https://evil-.com", Part.TELLING, False),
        ("https://devil.com", Part.TELLING, False),
    ],
)
def test_parts_that_matter(text: str, part: Part, *, expected: bool) -> None:
    """The parts that matter for a reason of their own have what they should."""
    assert is_in(text, part.prefix, table_of(part)) is expected
    rough = rough_table_of(part)
    assert rough is None or is_in(text, part.prefix, rough) is expected
