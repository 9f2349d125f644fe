"""
Read header lists as a browser does.

A header list has every line that was sent, in order. A character stands for a byte.

Source: https://fetch.spec.whatwg.org/#concept-header-list
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import (
    HTTP_WHITE_SPACE,
    NEVER_IN_A_VALUE,
    OPTIONAL_WHITE_SPACE,
    TOKEN,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

Header = tuple[str, str]
HeaderList = tuple[Header, ...]

# What commas separate, unless they stand in a quoted string, whose end may be missing.
_MEMBER: Final = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*(?:"|\\?\Z))*', re.DOTALL)


def normalize(value: str) -> str:
    """
    Return *value*, which a page sets, without white space at its ends.

    Source: https://fetch.spec.whatwg.org/#concept-header-value-normalize
    """
    return value.strip(HTTP_WHITE_SPACE)


def is_header(name: str, value: str) -> bool:
    """
    Tell whether HTTP permits *name* and the normalised *value*.

    Source: https://fetch.spec.whatwg.org/#headers-validate
    """
    return TOKEN.fullmatch(name) is not None and NEVER_IN_A_VALUE.search(value) is None


def line_values(headers: HeaderList, name: str) -> list[str]:
    """Return the value of every line that is called *name*, in lower case, without white space."""
    return [value.strip(OPTIONAL_WHITE_SPACE) for key, value in headers if key.lower() == name]


def header_value(headers: HeaderList, name: str) -> str | None:
    """
    Return the values of *name*, in lower case, as one, or ``None`` if there is none.

    Source: https://fetch.spec.whatwg.org/#concept-header-list-get
    """
    values = line_values(headers, name)
    return ", ".join(values) if values else None


def without_headers(headers: HeaderList, names: Iterable[str]) -> HeaderList:
    """Return *headers* but those called one of *names*, in lower case."""
    dropped = frozenset(names)
    return tuple(header for header in headers if header[0].lower() not in dropped)


def list_members(headers: HeaderList, name: str) -> tuple[str, ...]:
    """
    Return the members, separated by commas, of the lines called *name*, in lower case.

    They need not be well-formed.

    Source: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1.2
    """
    stripped = (
        member.strip(OPTIONAL_WHITE_SPACE)
        for value in line_values(headers, name)
        for member in value.split(",")
    )
    return tuple(filter(None, stripped))


def tokens(headers: HeaderList, name: str) -> tuple[str, ...] | None:
    """
    Return the members of the list *name*, or ``None`` if a line of it is malformed.

    A header that is absent has no members.

    Source: https://fetch.spec.whatwg.org/#extract-header-list-values
    """
    found = list_members(headers, name)
    return found if all(map(TOKEN.fullmatch, found)) else None


def split(value: str) -> list[str]:
    """
    Return the members of *value*, quoted strings kept whole.

    Source: https://fetch.spec.whatwg.org/#header-value-get-decode-and-split
    """
    found: list[str] = []
    start = 0
    while start <= len(value):
        match = _MEMBER.match(value, start)
        assert match is not None  # noqa: S101 - by the pattern, a member may be empty
        found.append(match[0].strip(OPTIONAL_WHITE_SPACE))
        start = match.end() + 1
    return found


def combine(headers: HeaderList) -> HeaderList:
    """Return *headers* with one line for each name, its values separated by commas."""
    names = {name.lower(): name for name, _ in reversed(headers)}
    firsts = dict.fromkeys(name.lower() for name, _ in headers)
    return tuple((names[name], header_value(headers, name) or "") for name in firsts)


def last_of(headers: HeaderList, names: frozenset[str]) -> HeaderList:
    """Return *headers* with no more than the last line of each of *names*, in lower case."""
    lasts = {name.lower(): at for at, (name, _) in enumerate(headers)}
    return tuple(
        (name, value)
        for at, (name, value) in enumerate(headers)
        if name.lower() not in names or lasts[name.lower()] == at
    )


def first_of(headers: HeaderList, names: frozenset[str]) -> HeaderList:
    """Return *headers* with no more than the first line of each of *names*, in lower case."""
    return last_of(headers[::-1], names)[::-1]


def sort_and_combine(headers: HeaderList) -> HeaderList:
    """
    Return *headers* as a script sees them: in lower case, sorted, one line for each name.

    Source: https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine
    """
    return tuple(sorted((name.lower(), value) for name, value in combine(headers)))
