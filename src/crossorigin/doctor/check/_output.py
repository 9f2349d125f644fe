"""Turn checks into what is printed, and into the status of the command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Literal

from crossorigin.doctor.check._report_ci import junit
from crossorigin.doctor.check._report_json import report
from crossorigin.doctor.check._report_markdown import markdown
from crossorigin.doctor.check._report_text import lines_of
from crossorigin.doctor.check._sarif import sarif

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crossorigin.doctor._text_layout import Line
    from crossorigin.doctor.check._check import Check, Verdict

Format = Literal["text", "json", "markdown", "junit", "sarif"]
# With which the command ends; of several, the first of these that there is.
_STATUSES: Final[Mapping[Verdict, int]] = {"blocked": 1, "unreachable": 3, "readable": 0}


def status_of(checks: Sequence[Check]) -> int:
    """Return the status with which the command ends."""
    verdicts = {check.verdict for check in checks}
    return next(status for verdict, status in _STATUSES.items() if verdict in verdicts)


def printed(checks: Sequence[Check], format_: Format) -> list[Line]:
    """Return what is printed of *checks*, each line with what it is."""
    if format_ == "text":
        return list(lines_of(checks))
    return [("plain", line) for line in _WRITERS[format_](checks).splitlines()]


def _json(checks: Sequence[Check]) -> str:
    """Return *checks* as JSON."""
    return json.dumps(report(checks), indent=2)


_WRITERS: Final[Mapping[Format, Callable[[Sequence[Check]], str]]] = {
    "json": _json,
    "markdown": markdown,
    "junit": junit,
    "sarif": sarif,
}
