"""The report of a comparison as Markdown, for a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin.doctor._sanitize import escape, markdown_code
from crossorigin.doctor.conformance._causes import MEANINGS
from crossorigin.doctor.conformance._report_text import groups_of, request_of, summary_of

if TYPE_CHECKING:
    from crossorigin.doctor.conformance._conformance import Conformance


def markdown(result: Conformance) -> str:
    """Return *result* as Markdown; the text of others stands in code, free of markup."""
    lines = [f"### {summary_of(result)[1]}: {markdown_code(result.url)}", ""]
    notes = (f"By the policy {result.policy}.", result.complaint, result.doubt, *result.not_asked)
    lines += [f"{markdown_code(each)}\n" for each in notes if each]
    if result.differences:
        lines += [
            "| matters to | difference | requests | for instance | expected | got | next |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
    for (matters, cause), group in groups_of(result.differences):
        first = group[0]
        texts = (request_of(first), escape(first.expected, 300), escape(first.got, 300))
        cells = [markdown_code(text.replace("|", "¦")) for text in texts]
        what = f"{cause}: {MEANINGS[cause].what}"
        cells = [matters, what, str(len(group)), *cells, MEANINGS[cause].fix]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
