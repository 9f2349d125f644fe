"""Turn an audit into what is printed: text for a person, JSON, Markdown."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, Literal

from crossorigin.doctor._sanitize import escaped, masked_url
from crossorigin.doctor._text_layout import labelled, wrapped
from crossorigin.doctor.audit._kinds import KINDS, FindingSlug, docs_of
from crossorigin.doctor.audit._report_ci import junit, sarif
from crossorigin.doctor.causes._results import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.audit._audit import Audit
    from crossorigin.doctor.causes._results import Finding

Format = Literal["text", "json", "markdown", "junit", "sarif"]
SCHEMA: Final = 1
_STYLES: Final[Mapping[Severity, str]] = {
    Severity.CRITICAL: "failed",
    Severity.HIGH: "failed",
    Severity.MEDIUM: "cause",
    Severity.LOW: "plain",
    Severity.INFO: "dim",
}


def printed(audit: Audit, format_: Format) -> list[Line]:
    """Return what is printed of *audit*, each line with what it is."""
    if format_ == "text":
        return list(_text(audit))
    return [("plain", line) for line in _WRITERS[format_](audit).splitlines()]


def report(audit: Audit) -> dict[str, object]:
    """Return *audit* as JSON holds it; ``schemas/audit.json`` says what may stand in it."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "crossorigin", "version": version("crossorigin")},
        "target": _url(audit),
        "origin": audit.target.known,
        "unreachable": None if audit.trouble is None else escaped(audit.trouble.sentence),
        "findings": [_as_dict(audit, finding) for finding in audit.findings],
        "requests": {"limit": audit.limit, "sent": audit.sent},
    }


def _as_dict(audit: Audit, finding: Finding) -> dict[str, object]:
    """Return *finding* as JSON holds it."""
    kind = KINDS[FindingSlug(finding.slug)]
    more = {"what": kind.what, "fix": kind.fix, "docs": docs_of(finding.slug)}
    return {**finding.as_dict(), **more, "new": finding not in audit.known_before}


def _json(audit: Audit) -> str:
    """Return *audit* as JSON."""
    return json.dumps(report(audit), indent=2)


def _url(audit: Audit) -> str:
    """Return what was audited, safe to print."""
    return escaped(masked_url(audit.target.url))


def _text(audit: Audit) -> Iterator[Line]:
    """Yield the lines for a person."""
    yield _head(audit)
    yield "plain", f"  with {audit.target.known} as the origin to permit, {audit.sent} requests"
    if audit.trouble is not None:
        yield from wrapped("plain", escaped(audit.trouble.sentence), "  ")
        return
    for finding in audit.new:
        kind = KINDS[FindingSlug(finding.slug)]
        yield "plain", ""
        yield _STYLES[finding.severity], f"{finding.severity:10}{finding.slug}"
        yield from wrapped("plain", kind.what, " " * 10)
        yield from wrapped("plain", finding.evidence, " " * 10)
        yield from labelled("fix", kind.fix, "fix")
        yield "dim", f"{'more':10}{docs_of(finding.slug)}"
    if audit.known_before:
        yield "plain", ""
        yield "dim", f"{len(audit.known_before)} known before: {', '.join(_known(audit))}"


def _head(audit: Audit) -> Line:
    """Return the first line."""
    if audit.trouble is not None:
        return "unreachable", f"✗ UNREACHABLE  {_url(audit)}"
    number = len(audit.new)
    what = "new finding" if audit.known_before else "finding"
    if not number:
        return "readable", f"✓ NO {what.upper()}S  {_url(audit)}"
    return "blocked", f"✗ {number} {what.upper()}{'S' if number > 1 else ''}  {_url(audit)}"


def _known(audit: Audit) -> list[str]:
    """Return the slugs of what a baseline has."""
    return [finding.slug for finding in audit.findings if finding in audit.known_before]


def _markdown(audit: Audit) -> str:
    """Return *audit* as Markdown; what others wrote stands in code, where nothing is markup."""
    lines = [f"### {_head(audit)[1].split('  ')[0]}: {_code(_url(audit))}", ""]
    if audit.trouble is not None:
        lines += [_code(escaped(audit.trouble.sentence)), ""]
    if audit.findings:
        lines += ["| severity | finding | | evidence | fix |", "| --- | --- | --- | --- | --- |"]
    for finding in audit.findings:
        new = "known" if finding in audit.known_before else "new"
        slug = f"[{finding.slug}]({docs_of(finding.slug)})"
        fix = KINDS[FindingSlug(finding.slug)].fix
        evidence = _code(finding.evidence.replace("|", "¦"))
        lines.append(f"| {finding.severity} | {slug} | {new} | {evidence} | {fix} |")
    return "\n".join(lines)


def _code(text: str) -> str:
    """Return *text* as code, in which nothing is markup, a link or somebody's name."""
    return f"`{text.replace('`', chr(39))}`"


_WRITERS: Final[Mapping[Format, Callable[[Audit], str]]] = {
    "json": _json,
    "markdown": _markdown,
    "junit": junit,
    "sarif": sarif,
}
