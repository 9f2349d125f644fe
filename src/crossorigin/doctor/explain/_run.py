"""The run of ``crossorigin explain``: from a paste to its output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor._output import MISUSED, Output, plain
from crossorigin.doctor._pages import section_of
from crossorigin.doctor._text_layout import wrap
from crossorigin.doctor.causes._cause import docs_of
from crossorigin.doctor.causes._console_reasons import ConsoleReason, sentence_of
from crossorigin.doctor.explain._explain import explain
from crossorigin.doctor.explain._likely_causes import CAUSES_OF
from crossorigin.doctor.explain._pasted import MAX_PASTED, UnreadableError, decode
from crossorigin.doctor.explain._report_json import json_report
from crossorigin.doctor.explain._report_text import UNKNOWN, lines_of

if TYPE_CHECKING:
    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.causes._cause import Stack

# As much of a stream as is read: one byte more than any text may have.
MAX_READ: Final = 4 * MAX_PASTED + 1
_EXPLAINED, _NOT_KNOWN = 0, 1


def run(pasted: str | bytes, stack: Stack | None, *, as_json: bool) -> Output:
    """
    Return the output of the command for *pasted*.

    Args:
        pasted: The argument, or the bytes of a stream, up to ``MAX_READ`` of them.
        stack: The stack to mend; ``None`` for the one that the URL gives away.
        as_json: Whether a program reads it.
    """
    if isinstance(pasted, str) and not as_json and (section := _section(pasted.strip())):
        return Output(_EXPLAINED, tuple(section))
    try:
        text = decode(pasted) if isinstance(pasted, bytes) else pasted
        explanations = explain(text, stack)
    except UnreadableError as error:
        return Output(MISUSED, complaint=str(error))
    status = _EXPLAINED if explanations else _NOT_KNOWN
    if as_json:
        return Output(status, tuple(plain(json_report(explanations))))
    if not explanations:
        return Output(status, complaint=UNKNOWN)
    return Output(status, tuple(lines_of(explanations)))


def _section(slug: str) -> list[Line]:
    """Return the documentation of *slug*: its sections, or the causes of what only a console says."""
    section = section_of(slug)
    if section or slug not in set(ConsoleReason):
        return section
    reason = ConsoleReason(slug)
    causes = [docs_of(cause) for cause in CAUSES_OF[reason]]
    lines = [
        ("cause", f"{slug}: a message of a console"),
        *wrap("plain", sentence_of(reason), "  "),
    ]
    return [
        *lines,
        *(("command", f"{'' if at else 'causes':10}{each}") for at, each in enumerate(causes)),
    ]
