"""The report of a comparison as JSON, by ``schemas/conformance.json``."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.conformance._causes import MEANINGS
from crossorigin.doctor.conformance._report_text import request_lines

if TYPE_CHECKING:
    from crossorigin.doctor.conformance._conformance import Conformance
    from crossorigin.doctor.conformance._differences import Difference

SCHEMA: Final = 1


def json_report(result: Conformance) -> str:
    """Return *result* as JSON."""
    return json.dumps(report(result), indent=2)


def report(result: Conformance) -> dict[str, object]:
    """Return *result* as JSON holds it."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "crossorigin", "version": version("crossorigin")},
        "target": result.url,
        "policy": result.policy,
        "unreachable": result.complaint,
        "inconclusive": result.doubt,
        "not_asked": list(result.not_asked),
        "requests": result.answers.sent,
        "matters": result.counts,
        "differences": [_difference(each) for each in result.differences],
    }


def _difference(each: Difference) -> dict[str, object]:
    """Return a difference as JSON holds it."""
    return {
        "cause": str(each.cause),
        "about": escape(each.ask.about, 300),
        "request": request_lines(each),
        "status": each.response.status,
        "expected": escape(each.expected),
        "got": escape(each.got),
        "matters_to": each.matters_to,
        "what": MEANINGS[each.cause].what,
        "fix": MEANINGS[each.cause].fix,
    }
