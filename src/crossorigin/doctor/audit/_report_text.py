"""The report of an audit for a person: plain, in 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor._text_layout import counted, with_label, wrap
from crossorigin.doctor.audit._kinds import docs_of
from crossorigin.doctor.causes._cause import Severity
from crossorigin.doctor.causes._fix import snippet_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.audit._audit import Audit

_STYLES: Final[Mapping[Severity, str]] = {
    Severity.CRITICAL: "failed",
    Severity.HIGH: "failed",
    Severity.MEDIUM: "cause",
    Severity.LOW: "plain",
    Severity.INFO: "dim",
}


def lines_of(audit: Audit) -> Iterator[Line]:
    """Yield the report of *audit*."""
    style, summary = summary_of(audit)
    yield style, f"{summary}  {audit.url}"
    yield "plain", f"  {_role_of(audit)}, {counted(audit.sent, 'request')}"
    if audit.complaint is not None:
        yield from wrap("plain", audit.complaint, "  ")
        return
    for note in (audit.doubt, audit.not_asked):
        yield from wrap("plain", note, "  ") if note else ()
    for finding in audit.new:
        yield "plain", ""
        yield _STYLES[finding.severity], f"{finding.severity:10}{finding.slug}"
        yield from wrap("plain", finding.kind.what, " " * 10)
        yield from wrap("plain", finding.evidence, " " * 10)
        yield from with_label("fix", finding.kind.fix, "fix")
        yield "dim", f"{'more':10}{docs_of(finding.slug)}"
    if audit.new and audit.snippets:
        yield "plain", ""
        yield from with_label("stack", audit.recognition.sentence, "plain")
        yield from wrap("plain", f"These permit {_whom(audit)}, and nobody else:", " " * 10)
        yield from snippet_lines(audit.snippets)
    if audit.known_before:
        known = [finding.slug for finding in audit.findings if finding in audit.known_before]
        yield "plain", ""
        yield "dim", f"{len(audit.known_before)} known before: {', '.join(known)}"


def _role_of(audit: Audit) -> str:
    """Return whose access the target was audited for."""
    if audit.target.is_tool:
        return "as a tool for its own page alone"
    return f"with {audit.target.known} as the origin to permit"


def _whom(audit: Audit) -> str:
    """Return the page that the lines to paste permit."""
    return "its own page" if audit.target.is_tool else audit.target.known


def summary_of(audit: Audit) -> Line:
    """Return the number of findings, in words, with its style."""
    if audit.error is not None:
        return "unreachable", "✗ UNREACHABLE"
    number = len(audit.new)
    what = "NEW FINDING" if audit.known_before else "FINDING"
    if not number and audit.doubt is not None:
        return "unreachable", "✗ INCONCLUSIVE"
    if not number:
        return "readable", f"✓ NO {what}S"
    more = "" if audit.doubt is None else ", INCONCLUSIVE"
    return "blocked", f"✗ {number} {what}{'S' if number > 1 else ''}{more}"
