"""Lay text out in lines that fit on a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH: Final = 80
LABEL: Final = 10
# The kind of a line, which decides its colour, and the line.
Line = tuple[str, str]


def counted(number: int, noun: str) -> str:
    """Return *number* of *noun*, with the plural if it has one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def with_label(label: str, text: str, style: str) -> Iterator[Line]:
    """Yield *text*, wrapped, behind *label*."""
    yield from wrap(style, text, " " * LABEL, f"{label:{LABEL}}")


def wrap(style: str, text: str, indent: str, first: str | None = None) -> Iterator[Line]:
    """Yield *text* in lines that fit; a word that does not fit is not broken: it may be copied."""
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for line in lines:
        yield style, line


def command_lines(label: str, parts: Iterable[str]) -> Iterator[Line]:
    """Yield the *parts* of a command in lines that a shell takes for one."""
    lines: list[str] = []
    for part in parts:
        if lines and LABEL + len(f"{lines[-1]} {part} \\") <= WIDTH:
            lines[-1] = f"{lines[-1]} {part}"
        else:
            lines.append(f"  {part}" if lines else part)
    for at, line in enumerate(lines):
        more = " \\" if at < len(lines) - 1 else ""
        yield "command", f"{'' if at else label:{LABEL}}{line}{more}"
