"""Lay checks out as Markdown, for a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor._curl_command import curl_parts
from crossorigin.doctor._sanitize import escaped, masked_url
from crossorigin.doctor.causes._results import docs_of
from crossorigin.doctor.check._steps import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crossorigin.doctor.causes._results import Suspect
    from crossorigin.doctor.check._check import Check

_MARKS: Final = {True: "✓", False: "✗", None: "·"}


def markdown(checks: Sequence[Check]) -> str:
    """Return *checks* as Markdown; what others wrote stands in code, where nothing is markup."""
    return "\n".join(line for check in checks for line in _lines(check))


def _lines(check: Check) -> Iterator[str]:
    """Yield the lines of *check*."""
    question = check.evidence.question
    mark = _MARKS[check.verdict == "readable"]
    request = f"{escaped(question.fetch.method, 40)} {escaped(masked_url(question.fetch.url))}"
    yield f"### {mark} {check.verdict}: {_code(request)} from {_code(question.fetch.origin)}"
    yield ""
    if check.reason is not None:
        yield f"**{check.reason}**: {_code(check.sentence)}"
        yield ""
    yield "| step | | got | expected |"
    yield "| --- | --- | --- | --- |"
    for step in check.steps:
        title = step.sent.request.method if step.sent is not None else TITLES[step.id]
        cells = (_cell(escaped(title, 40)), _MARKS[step.ok], _cell(step.got), _cell(step.expected))
        yield f"| {' | '.join(cells)} |"
    yield ""
    for title, suspects in (("Causes", check.causes), ("Also", check.findings)):
        if suspects:
            yield f"**{title}**"
            yield ""
            yield from map(_suspect, suspects)
            yield ""
    parts = curl_parts(check.evidence)
    if parts:
        yield from ("```sh", " ".join(parts).replace("```", "'''"), "```", "")


def _suspect(suspect: Suspect) -> str:
    """Return a cause on a line."""
    certain = "" if suspect.certain else " (may be)"
    slug = f"[{suspect.cause.slug}]({docs_of(suspect.cause.slug)})"
    return f"- {slug}{certain}: {_code(suspect.evidence)} Fix: {_code(suspect.fix)}"


def _code(text: str) -> str:
    """Return *text* as code, in which nothing is markup, a link or somebody's name."""
    return f"`{text.replace('`', chr(39))}`" if text else ""


def _cell(text: str) -> str:
    """Return *text* as code in a cell of a table."""
    return _code(text.replace("|", "¦"))
