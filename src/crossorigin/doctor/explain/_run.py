"""Turn what was pasted into what is printed, and into the status of the command."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.explain._explain import explain, report
from crossorigin.doctor.explain._pasted import MAX_PASTED, UnreadableError, decoded
from crossorigin.doctor.explain._report_text import UNKNOWN, lines_of

if TYPE_CHECKING:
    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.causes._stacks import Stack

# As much of a stream as is read: one byte more than any text may have.
MAX_READ: Final = 4 * MAX_PASTED + 1
EXPLAINED: Final = 0
NOT_KNOWN: Final = 1
NOT_READABLE: Final = 2


@dataclass(frozen=True, slots=True)
class Output:
    """
    Hold what a command prints.

    Attributes:
        status: With which it ends.
        lines: What goes to standard output, each with what it is, for whoever colours it.
        complaint: What goes to standard error.
    """

    status: int
    lines: tuple[Line, ...] = ()
    complaint: str = ""


def explaining(pasted: str | bytes, stack: Stack | None, *, as_json: bool) -> Output:
    """
    Return what the command prints about *pasted*.

    Args:
        pasted: The argument, or what a stream held, up to ``MAX_READ`` bytes of it.
        stack: Whose fixes are wanted; ``None`` for what the URL gives away.
        as_json: Whether a program reads it.
    """
    try:
        text = decoded(pasted) if isinstance(pasted, bytes) else pasted
        explanations = explain(text, stack)
    except UnreadableError as error:
        return Output(NOT_READABLE, complaint=str(error))
    status = EXPLAINED if explanations else NOT_KNOWN
    if as_json:
        return Output(status, (("plain", json.dumps(report(explanations), indent=2)),))
    if not explanations:
        return Output(status, complaint=UNKNOWN)
    return Output(status, tuple(lines_of(explanations)))
