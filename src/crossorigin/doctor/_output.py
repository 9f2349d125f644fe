"""The output of a command: its formats, its lines, its exit status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from crossorigin.doctor._text_layout import Line

Format = Literal["text", "json", "markdown", "junit", "sarif"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
# The exit statuses that the commands share.
MISUSED: Final = 2
UNREACHABLE: Final = 3


@dataclass(frozen=True, slots=True)
class Output:
    """
    The output of a command.

    Attributes:
        status: The exit status.
        lines: The lines for standard output, each with its kind, for colours.
        complaint: The mistake in the arguments, if there is one.
    """

    status: int
    lines: tuple[Line, ...] = ()
    complaint: str = ""


def plain(text: str) -> list[Line]:
    """Return the lines of *text*, none of which has a colour."""
    return [("plain", line) for line in text.splitlines()]
