"""The report of an audit as Markdown, for a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin.doctor._sanitize import markdown_code
from crossorigin.doctor.audit._kinds import docs_of
from crossorigin.doctor.audit._report_text import summary_of

if TYPE_CHECKING:
    from crossorigin.doctor.audit._audit import Audit


def markdown(audit: Audit) -> str:
    """Return *audit* as Markdown; the text of others stands in code, free of markup."""
    lines = [f"### {summary_of(audit)[1]}: {markdown_code(audit.url)}", ""]
    notes = (audit.complaint, audit.doubt, audit.not_asked)
    lines += [f"{markdown_code(each)}\n" for each in notes if each]
    if audit.findings:
        lines += ["| severity | finding | | evidence | fix |", "| --- | --- | --- | --- | --- |"]
    for finding in audit.findings:
        new = "known" if finding in audit.known_before else "new"
        slug = f"{finding.slug} ({docs_of(finding.slug)})"
        evidence = markdown_code(finding.evidence.replace("|", "¦"))
        lines.append(f"| {finding.severity} | {slug} | {new} | {evidence} | {finding.kind.fix} |")
    return "\n".join(lines)
