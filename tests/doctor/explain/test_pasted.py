"""A paste is read in any encoding, and wrapped lines are joined."""

from __future__ import annotations

import pytest

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
    """A wrapped text is given back with one space for each break."""
    pasted = Pasted.of("> a\n> \u2018b\u2019\x1b[1m  c\n")
    assert pasted.dense == "a'b'c"
    assert pasted.original(0, 5) == "a 'b' c"
    assert pasted.original(2, 2) == ""
    assert (pasted.rest_of_line(1), pasted.rest_of_line(9)) == ("'b'  c", "")
    assert (pasted.before(0), pasted.before(2)) == ("", "'")
    assert pasted.after(4) == "  c"
