"""
Lay checks out as SARIF, which code hosts show beside the code.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escaped, masked_url
from crossorigin.doctor.causes._cause import Cause
from crossorigin.doctor.causes._results import Severity, docs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crossorigin.doctor.causes._results import Suspect
    from crossorigin.doctor.check._check import Check

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Final[Mapping[Severity, str]] = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}


def sarif(checks: Sequence[Check]) -> str:
    """Return *checks* as SARIF 2.1.0."""
    causes = {
        suspect.cause.slug: suspect.cause
        for check in checks
        for suspect in (*check.causes, *check.findings)
    }
    driver = {
        "name": "crossorigin",
        "semanticVersion": version("crossorigin"),
        "rules": [_rule(cause) for _, cause in sorted(causes.items())],
    }
    results = [result for check in checks for result in _results(check)]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(cause: Cause) -> dict[str, object]:
    """Return *cause* as a rule."""
    return {
        "id": str(cause.slug),
        "shortDescription": {"text": cause.what},
        "help": {"text": f"{cause.tell} See {docs_of(cause.slug)}."},
        "defaultConfiguration": {"level": LEVELS[cause.severity]},
    }


def _results(check: Check) -> Iterator[dict[str, object]]:
    """Yield what was found by *check*."""
    for suspect in check.causes:
        yield _result(check, suspect, LEVELS[suspect.cause.severity])
    for suspect in check.findings:
        level = LEVELS[suspect.cause.severity]
        # What keeps no page from reading is no error.
        yield _result(check, suspect, "warning" if level == "error" else level)
    if check.reason is not None and not check.causes:
        yield {**_place(check, str(check.reason), check.sentence), "level": "error"}


def _result(check: Check, suspect: Suspect, level: str) -> dict[str, object]:
    """Return *suspect* as a result."""
    text = f"{suspect.evidence} Fix: {suspect.fix}"
    return {**_place(check, str(suspect.cause.slug), text), "level": level}


def _place(check: Check, slug: str, text: str) -> dict[str, object]:
    """Return what *text* says under the rule *slug*, and of what."""
    fetch = check.evidence.question.fetch
    url = escaped(masked_url(fetch.url))
    name = f"{escaped(fetch.method, 40)} {url} from {fetch.origin}"
    place = {
        "physicalLocation": {"artifactLocation": {"uri": url.replace("\\", "%5C")}},
        "logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}],
    }
    return {"ruleId": slug, "message": {"text": text}, "locations": [place]}
