"""An earlier report, the findings of which are not new."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin.doctor.causes._cause import Severity
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from crossorigin.doctor.audit._audit import Audit

MAX_LENGTH: Final = 16 * 1024 * 1024
_NO_REPORT: Final = "--baseline is no report of crossorigin audit --format json."
# Slug, severity and evidence: another origin is new, and so is a worse severity.
Known = frozenset[tuple[str, str, str]]


def read_baseline(data: bytes) -> Known:
    """
    Return the findings of the report *data*.

    Raises:
        UsageError: If it is no such report.
    """
    if len(data) > MAX_LENGTH:
        raise UsageError("--baseline is longer than 16 MiB.")
    try:
        report: object = json.loads(data)
        found = cast("list[Any]", cast("dict[str, Any]", report)["findings"])
        return frozenset((str(e["slug"]), str(e["severity"]), str(e["evidence"])) for e in found)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(_NO_REPORT) from None


def compare(audit: Audit, known: Known) -> Audit:
    """Return *audit*, its findings marked that are *known*."""
    before = [each for each in audit.findings if (each.slug, each.severity, each.evidence) in known]
    return replace(audit, known_before=frozenset(before))


def reaches(audit: Audit, threshold: Severity) -> bool:
    """Tell whether something new is as bad as *threshold*, or worse."""
    order = list(Severity)
    return any(order.index(each.severity) <= order.index(threshold) for each in audit.new)
