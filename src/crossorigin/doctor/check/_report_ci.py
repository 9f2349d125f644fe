"""The report of checks for continuous integration: JUnit, and SARIF, which code hosts show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from crossorigin.doctor._ci_formats import (
    LEVELS,
    junit_case,
    junit_report,
    sarif_location,
    sarif_report,
    sarif_rule,
)
from crossorigin.doctor._sanitize import escape, mask_url
from crossorigin.doctor.causes._cause import docs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crossorigin.doctor.causes._cause import Cause, Diagnosis
    from crossorigin.doctor.check._check import Check

_NAME: Final = "crossorigin check"


def junit(checks: Sequence[Check]) -> str:
    """Return *checks* as XML: one test case for each fetch."""
    verdicts = [check.verdict for check in checks]
    return junit_report(
        _NAME,
        map(_case, checks),
        tests=len(checks),
        failures=verdicts.count("blocked"),
        errors=verdicts.count("unreachable"),
    )


def _case(check: Check) -> ET.Element:
    """Return the test case of *check*."""
    case = junit_case(_NAME, _name_of(check))
    if check.reason is not None:
        kind = "error" if check.verdict == "unreachable" else "failure"
        summary = {"type": str(check.reason), "message": check.sentence}
        ET.SubElement(case, kind, summary).text = "\n".join(_causes(check))
    if check.findings:
        lines = [f"{finding.cause.slug}: {finding.evidence}" for finding in check.findings]
        ET.SubElement(case, "system-out").text = "\n".join(lines)
    return case


def _causes(check: Check) -> Iterator[str]:
    """Yield the causes and their fixes, in lines."""
    for diagnosis in check.causes:
        yield f"{diagnosis.cause.slug}: {diagnosis.evidence}"
        yield f"fix: {diagnosis.fix}"


def _name_of(check: Check) -> str:
    """Return the fetch on a line, safe to print."""
    return f"{check.request} from {check.evidence.question.fetch.origin}"


def sarif(checks: Sequence[Check]) -> str:
    """Return *checks* as SARIF 2.1.0."""
    causes = {
        diagnosis.cause.slug: diagnosis.cause
        for check in checks
        for diagnosis in (*check.causes, *check.findings)
    }
    rules = [_rule(cause) for _, cause in sorted(causes.items())]
    return sarif_report(rules, [result for check in checks for result in _results(check)])


def _rule(cause: Cause) -> dict[str, object]:
    """Return *cause* as a rule."""
    text = f"{cause.tell} See {docs_of(cause.slug)}."
    return sarif_rule(str(cause.slug), cause.what, text, LEVELS[cause.severity])


def _results(check: Check) -> Iterator[dict[str, object]]:
    """Yield the causes and findings of *check*, or its bare reason if there is no cause."""
    for diagnosis in check.causes:
        yield _result(check, diagnosis, LEVELS[diagnosis.cause.severity])
    for diagnosis in check.findings:
        level = LEVELS[diagnosis.cause.severity]
        # A finding keeps no page from reading: it is no error.
        yield _result(check, diagnosis, "warning" if level == "error" else level)
    if check.reason is not None and not check.causes:
        yield {**_message(check, str(check.reason), check.sentence), "level": "error"}


def _result(check: Check, diagnosis: Diagnosis, level: str) -> dict[str, object]:
    """Return *diagnosis* as a result."""
    text = f"{diagnosis.evidence} Fix: {diagnosis.fix}"
    return {**_message(check, str(diagnosis.cause.slug), text), "level": level}


def _message(check: Check, slug: str, text: str) -> dict[str, object]:
    """Return *text* under the rule *slug*, with the place of *check*."""
    url = escape(mask_url(check.evidence.question.fetch.url))
    location = sarif_location(url, _name_of(check))
    return {"ruleId": slug, "message": {"text": text}, "locations": [location]}
