"""Lay checks out as JUnit does: one test case for each fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from crossorigin.doctor._sanitize import escaped, masked_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crossorigin.doctor.check._check import Check

_NAME = "crossorigin check"


def junit(checks: Sequence[Check]) -> str:
    """Return *checks* as XML."""
    verdicts = [check.verdict for check in checks]
    counts = {
        "tests": str(len(checks)),
        "failures": str(verdicts.count("blocked")),
        "errors": str(verdicts.count("unreachable")),
    }
    suites = ET.Element("testsuites", {"name": _NAME, **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": _NAME, "skipped": "0", **counts})
    for check in checks:
        _add_case(suite, check)
    ET.indent(suites)
    body = ET.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _add_case(suite: ET.Element, check: Check) -> None:
    """Add *check* to *suite*."""
    fetch = check.evidence.question.fetch
    name = f"{escaped(fetch.method, 40)} {escaped(masked_url(fetch.url))} from {fetch.origin}"
    case = ET.SubElement(suite, "testcase", {"classname": _NAME, "name": name})
    if check.reason is not None:
        kind = "error" if check.verdict == "unreachable" else "failure"
        summary = {"type": str(check.reason), "message": check.sentence}
        ET.SubElement(case, kind, summary).text = "\n".join(_causes(check))
    if check.findings:
        lines = [f"{finding.cause.slug}: {finding.evidence}" for finding in check.findings]
        ET.SubElement(case, "system-out").text = "\n".join(lines)


def _causes(check: Check) -> list[str]:
    """Return the causes, and what mends them, in lines."""
    return [
        line
        for suspect in check.causes
        for line in (f"{suspect.cause.slug}: {suspect.evidence}", f"fix: {suspect.fix}")
    ]
