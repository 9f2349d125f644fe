"""The report of an audit as JSON, by ``schemas/audit.json``."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes._cause import fixes_of

if TYPE_CHECKING:
    from crossorigin.doctor.audit._audit import Audit

SCHEMA: Final = 1


def json_report(audit: Audit) -> str:
    """Return *audit* as JSON."""
    return json.dumps(report(audit), indent=2)


def report(audit: Audit) -> dict[str, object]:
    """Return *audit* as JSON holds it."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "crossorigin", "version": version("crossorigin")},
        "target": audit.url,
        "origin": audit.target.known,
        "unreachable": audit.complaint,
        "inconclusive": audit.doubt,
        "not_asked": audit.not_asked,
        "findings": [
            {**finding.as_dict(), "new": finding not in audit.known_before}
            for finding in audit.findings
        ],
        "stack": str(audit.recognition.stack),
        "stack_because": audit.recognition.why,
        "fixes": fixes_of(audit.recognition.stack, audit.snippets),
        "requests": {"limit": audit.limit, "sent": audit.sent},
    }
