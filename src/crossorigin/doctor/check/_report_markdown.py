"""The report of checks as Markdown, for a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor._curl_command import curl_parts
from crossorigin.doctor._sanitize import markdown_code
from crossorigin.doctor.causes._cause import docs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crossorigin.doctor.causes._cause import Diagnosis
    from crossorigin.doctor.check._check import Check

_MARKS: Final = {True: "✓", False: "✗", None: "·"}


def markdown(checks: Sequence[Check]) -> str:
    """Return *checks* as Markdown; the text of others stands in code, free of markup."""
    return "\n".join(line for check in checks for line in _lines(check))


def _lines(check: Check) -> Iterator[str]:
    """Yield the lines of *check*."""
    mark = _MARKS[check.verdict == "readable"]
    page = check.evidence.question.fetch.origin
    yield f"### {mark} {check.verdict}: {markdown_code(check.request)} from {markdown_code(page)}"
    yield ""
    if check.reason is not None:
        yield f"**{check.reason}**: {markdown_code(check.sentence)}"
        yield ""
    yield "| step | | got | expected |"
    yield "| --- | --- | --- | --- |"
    for step in check.steps:
        cells = (_cell(step.label), _MARKS[step.ok], _cell(step.remarked), _cell(step.expected))
        yield f"| {' | '.join(cells)} |"
    yield ""
    for title, diagnoses in (("Causes", check.causes), ("Also", check.findings)):
        if diagnoses:
            yield f"**{title}**"
            yield ""
            yield from map(_diagnosis, diagnoses)
            yield ""
    parts = curl_parts(check.evidence)
    if parts:
        yield from ("```sh", " ".join(parts).replace("```", "'''"), "```", "")


def _diagnosis(diagnosis: Diagnosis) -> str:
    """Return a cause on a line."""
    certain = "" if diagnosis.certain else " (may be)"
    evidence, fix = markdown_code(diagnosis.evidence), markdown_code(diagnosis.fix)
    more = markdown_code(docs_of(diagnosis.cause.slug))
    return f"- {diagnosis.cause.slug}{certain}: {evidence} Fix: {fix} More: {more}"


def _cell(text: str) -> str:
    """Return *text* as code in a cell of a table."""
    return markdown_code(text.replace("|", "¦"))
