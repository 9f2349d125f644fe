"""The report of a comparison for continuous integration: JUnit and SARIF 2.1.0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from crossorigin.doctor._ci_formats import (
    junit_case,
    junit_report,
    sarif_location,
    sarif_report,
    sarif_rule,
)
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.conformance._causes import MEANINGS, Cause, MattersTo
from crossorigin.doctor.conformance._report_text import request_lines, request_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossorigin.doctor.conformance._conformance import Conformance
    from crossorigin.doctor.conformance._differences import Difference

_NAME: Final = "crossorigin conformance"
_LEVELS: Final[Mapping[MattersTo, str]] = {
    "browser": "error",
    "cache": "warning",
    "nobody": "note",
}


def junit(result: Conformance) -> str:
    """Return *result* as XML: one test case for each way to differ."""
    if result.complaint is not None:
        case = junit_case(_NAME, _place_of(result))
        ET.SubElement(case, "error", {"type": "unreachable", "message": result.complaint})
        return junit_report(_NAME, [case], tests=1, failures=0, errors=1)
    cases = [_case(result, cause) for cause in Cause]
    failures = len({each.cause for each in result.material})
    if result.doubt is not None:
        cases.append(junit_case(_NAME, f"inconclusive: {_place_of(result)}"))
        ET.SubElement(cases[-1], "error", {"type": "inconclusive", "message": result.doubt})
    errors = int(result.doubt is not None)
    return junit_report(_NAME, cases, tests=len(cases), failures=failures, errors=errors)


def _case(result: Conformance, cause: Cause) -> ET.Element:
    """Return the test case of *cause*."""
    case = junit_case(_NAME, f"{cause}: {_place_of(result)}")
    found = [each for each in result.differences if each.cause is cause]
    material = [each for each in found if each.matters_to != "nobody"]
    if material:
        kind = {"type": material[0].matters_to, "message": MEANINGS[cause].what}
        lines = [_line_of(each) for each in material]
        fix = f"fix: {MEANINGS[cause].fix}"
        ET.SubElement(case, "failure", kind).text = "\n".join([*lines, fix])
    elif found:
        text = "\n".join(_line_of(each) for each in found)
        ET.SubElement(case, "system-out").text = f"nobody notices:\n{text}"
    return case


def _line_of(each: Difference) -> str:
    """Return a difference on one line, safe to print."""
    return f"{request_of(each)} expected {escape(each.expected)}, got {escape(each.got)}"


def sarif(result: Conformance) -> str:
    """Return *result* as SARIF 2.1.0."""
    complaint = result.complaint or result.doubt
    failed = [] if complaint is None else [{"level": "error", "message": {"text": complaint}}]
    noted = [{"level": "note", "message": {"text": note}} for note in result.not_asked]
    return sarif_report(
        [_rule(cause) for cause in sorted({each.cause for each in result.differences})],
        [_result(result, each) for each in result.differences],
        invocations=[
            {"executionSuccessful": not failed, "toolExecutionNotifications": [*failed, *noted]},
        ],
    )


def _rule(cause: Cause) -> dict[str, object]:
    """Return *cause* as a rule."""
    # Who notices depends on the request: each result has its own level.
    return sarif_rule(str(cause), MEANINGS[cause].what, MEANINGS[cause].fix, "warning")


def _result(result: Conformance, each: Difference) -> dict[str, object]:
    """Return a difference as a result."""
    text = f"{MEANINGS[each.cause].what} Expected {escape(each.expected)}, got {escape(each.got)}."
    return {
        "ruleId": str(each.cause),
        "level": _LEVELS[each.matters_to],
        "message": {"text": f"{text} Fix: {MEANINGS[each.cause].fix}"},
        "locations": [sarif_location(result.url, "; ".join(request_lines(each)))],
    }


def _place_of(result: Conformance) -> str:
    """Return the server and the policy, safe to print."""
    return f"{result.url} by {result.policy}"
