"""The report of an audit for continuous integration: JUnit and SARIF 2.1.0."""

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
from crossorigin.doctor.audit._kinds import KINDS, FindingSlug, docs_of

if TYPE_CHECKING:
    from crossorigin.doctor.audit._audit import Audit
    from crossorigin.doctor.audit._finding import Finding

_NAME: Final = "crossorigin audit"


def junit(audit: Audit) -> str:
    """Return *audit* as XML: one test case for each finding that there could be."""
    if audit.complaint is not None:
        case = junit_case(_NAME, _place_of(audit))
        ET.SubElement(case, "error", {"type": "unreachable", "message": audit.complaint})
        return junit_report(_NAME, [case], tests=1, failures=0, errors=1)
    failures = len({finding.slug for finding in audit.new})
    cases = [_case(audit, slug) for slug in FindingSlug]
    if audit.doubt is not None:
        cases.append(junit_case(_NAME, f"inconclusive: {_place_of(audit)}"))
        ET.SubElement(cases[-1], "error", {"type": "inconclusive", "message": audit.doubt})
    errors = int(audit.doubt is not None)
    return junit_report(_NAME, cases, tests=len(cases), failures=failures, errors=errors)


def _case(audit: Audit, slug: FindingSlug) -> ET.Element:
    """Return the test case of *slug*."""
    case = junit_case(_NAME, f"{slug}: {_place_of(audit)}")
    found = [finding for finding in audit.findings if finding.slug is slug]
    new = [finding for finding in found if finding not in audit.known_before]
    if new:
        first = new[0]
        kind = {"type": str(first.severity), "message": first.evidence}
        lines = [line for finding in new for line in (finding.evidence, *finding.response)]
        ET.SubElement(case, "failure", kind).text = "\n".join([*lines, f"fix: {first.kind.fix}"])
    elif found:
        ET.SubElement(case, "system-out").text = f"known before: {found[0].evidence}"
    elif slug is FindingSlug.FOREIGN_POSTS and audit.not_asked is not None:
        ET.SubElement(case, "skipped", {"message": audit.not_asked})
    return case


def sarif(audit: Audit) -> str:
    """Return *audit* as SARIF 2.1.0."""
    complaint = audit.complaint or audit.doubt
    failed = [] if complaint is None else [{"level": "error", "message": {"text": complaint}}]
    noted = [{"level": "note", "message": {"text": audit.not_asked}}] if audit.not_asked else []
    return sarif_report(
        [_rule(slug) for slug in sorted({finding.slug for finding in audit.findings})],
        [_result(audit, finding) for finding in audit.findings],
        invocations=[
            {"executionSuccessful": not failed, "toolExecutionNotifications": [*failed, *noted]},
        ],
    )


def _rule(slug: FindingSlug) -> dict[str, object]:
    """Return *slug* as a rule."""
    kind = KINDS[slug]
    # Its severity depends on the credentials: each result has its own level.
    return sarif_rule(str(slug), kind.what, f"{kind.fix} See {docs_of(slug)}.", "warning")


def _result(audit: Audit, finding: Finding) -> dict[str, object]:
    """Return *finding* as a result."""
    return {
        "ruleId": str(finding.slug),
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.evidence} Fix: {finding.kind.fix}"},
        "locations": [sarif_location(audit.url, _place_of(audit))],
        "baselineState": "unchanged" if finding in audit.known_before else "new",
    }


def _place_of(audit: Audit) -> str:
    """Return the target and the origin, safe to print."""
    return f"{audit.url} from {audit.target.known}"
