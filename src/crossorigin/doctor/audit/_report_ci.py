"""Lay an audit out for programs that watch over code: JUnit and SARIF 2.1.0."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from crossorigin.doctor._sanitize import escaped, masked_url
from crossorigin.doctor.audit._kinds import KINDS, FindingSlug, docs_of
from crossorigin.doctor.check._sarif import LEVELS, SCHEMA

if TYPE_CHECKING:
    from crossorigin.doctor.audit._audit import Audit
    from crossorigin.doctor.causes._results import Finding

_NAME: Final = "crossorigin audit"


def junit(audit: Audit) -> str:
    """Return *audit* as XML: one test case for each thing that could be found."""
    counts = {
        "tests": str(len(KINDS) if audit.trouble is None else 1),
        "failures": str(len({finding.slug for finding in audit.new})),
        "errors": "0" if audit.trouble is None else "1",
    }
    suites = ET.Element("testsuites", {"name": _NAME, **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": _NAME, "skipped": "0", **counts})
    if audit.trouble is not None:
        case = ET.SubElement(suite, "testcase", {"classname": _NAME, "name": _place_of(audit)})
        said = {"type": "unreachable", "message": escaped(audit.trouble.sentence)}
        ET.SubElement(case, "error", said)
    else:
        for slug in FindingSlug:
            _add_case(suite, audit, slug)
    ET.indent(suites)
    body = ET.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _add_case(suite: ET.Element, audit: Audit, slug: FindingSlug) -> None:
    """Add what was looked for under *slug* to *suite*."""
    name = f"{slug}: {_place_of(audit)}"
    case = ET.SubElement(suite, "testcase", {"classname": _NAME, "name": name})
    found = [finding for finding in audit.findings if finding.slug == slug]
    new = [finding for finding in found if finding not in audit.known_before]
    if new:
        first = new[0]
        kind = {"type": str(first.severity), "message": first.evidence}
        lines = [line for finding in new for line in (finding.evidence, *finding.response)]
        fix = f"fix: {KINDS[slug].fix}"
        ET.SubElement(case, "failure", kind).text = "\n".join([*lines, fix])
    elif found:
        ET.SubElement(case, "system-out").text = f"known before: {found[0].evidence}"


def sarif(audit: Audit) -> str:
    """
    Return *audit* as SARIF 2.1.0.

    Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """
    slugs = sorted({finding.slug for finding in audit.findings})
    driver = {
        "name": "crossorigin",
        "semanticVersion": version("crossorigin"),
        "rules": [_rule(FindingSlug(slug)) for slug in slugs],
    }
    failed = [] if audit.trouble is None else [_notification(audit)]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not failed, "toolExecutionNotifications": failed}],
        "results": [_result(audit, finding) for finding in audit.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _notification(audit: Audit) -> dict[str, object]:
    """Return why the audit could not be finished."""
    said = "" if audit.trouble is None else escaped(audit.trouble.sentence)
    return {"level": "error", "message": {"text": said}}


def _rule(slug: FindingSlug) -> dict[str, object]:
    """Return *slug* as a rule."""
    kind = KINDS[slug]
    return {
        "id": str(slug),
        "shortDescription": {"text": kind.what},
        "help": {"text": f"{kind.fix} See {docs_of(slug)}."},
        # How bad it is depends on the credentials: each result has its own level.
        "defaultConfiguration": {"level": "warning"},
    }


def _result(audit: Audit, finding: Finding) -> dict[str, object]:
    """Return *finding* as a result."""
    url = escaped(masked_url(audit.target.url)).replace("\\", "%5C")
    place = {
        "physicalLocation": {"artifactLocation": {"uri": url}},
        "logicalLocations": [{"fullyQualifiedName": _place_of(audit), "kind": "resource"}],
    }
    fix = KINDS[FindingSlug(finding.slug)].fix
    return {
        "ruleId": finding.slug,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.evidence} Fix: {fix}"},
        "locations": [place],
        "baselineState": "unchanged" if finding in audit.known_before else "new",
    }


def _place_of(audit: Audit) -> str:
    """Return what was audited, safe to print."""
    return f"{escaped(masked_url(audit.target.url))} from {audit.target.known}"
