"""Read the bytes of the fuzzer as the texts that a request, or a policy, is made of."""

from __future__ import annotations

from typing import Final

# Fields are lines, so that a seed is a text to read; this sign stands for a line end in one.
_LINE_END: Final = "¶"
_MISSING: Final = "-"


def as_header(data: bytes) -> str:
    """Return *data* as a WSGI server hands on the value of a header."""
    return data.decode("latin-1")


def as_text(data: bytes) -> str:
    """Return *data* as a person's text, broken where the bytes are."""
    return data.decode(errors="surrogateescape")


def fields_of(data: bytes, count: int) -> tuple[list[str], list[str]]:
    """Return the first *count* lines of *data*, the missing ones empty, and the other lines."""
    lines = [line.replace(_LINE_END, "\n") for line in as_header(data).split("\n")]
    lines += [""] * (count - len(lines))
    return lines[:count], lines[count:]


def optional(field: str) -> str | None:
    """Return *field*, or ``None`` if it says that the header is missing."""
    return None if field == _MISSING else field


def headers_of(lines: list[str]) -> list[tuple[str, str]]:
    """Return the headers that *lines* have, as an app may send them."""
    pairs = (line.partition(":") for line in lines)
    return [(name, value.strip(" \t")) for name, colon, value in pairs if name and colon]
