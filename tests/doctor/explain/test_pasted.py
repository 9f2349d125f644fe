"""A paste is read in any encoding, and wrapped lines are joined."""

from __future__ import annotations

import pytest

from crossorigin.doctor.explain._pasted import Pasted, decode, skeleton_of


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
    """A wrapped text is given back with one space for each break."""
    pasted = Pasted.of("> a\n> \u2018b\u2019\x1b[1m  c.\n")
    assert pasted.skeleton == "abc"
    assert pasted.original(0, 3) == "a 'b' c"
    assert pasted.between(0, 0) == ""
    assert pasted.between(1, 1) == "\n'"
    assert (pasted.rest(1, 4), pasted.rest(3, 9)) == ("\n'b'", ".\n")
    assert pasted.cuts() == [3]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("blocked by CORS policy", "b1ocked by C0RS po1icy"),
        ("Allow", "AIlow"),
        ("external", "extemal"),
        ("'Access-Control'", "Access\u2014Control"),
    ],
)
def test_lookalikes(one: str, other: str) -> None:
    """What a reader of pictures takes one for the other has one skeleton."""
    assert skeleton_of(one) == skeleton_of(other)
