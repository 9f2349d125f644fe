"""Audit a target: ask, judge, and put the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crossorigin.doctor.audit._findings_consistency import refusal, way_findings
from crossorigin.doctor.audit._findings_headers import header_findings
from crossorigin.doctor.audit._findings_origins import origin_findings
from crossorigin.doctor.audit._requests import Auditor, Target, limit_of
from crossorigin.doctor.causes._results import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor.audit._requests import Answers
    from crossorigin.doctor.causes._results import Finding
    from crossorigin.doctor.probing._transport import NoReply, Sending, Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """
    Hold what an audit has come to.

    Attributes:
        target: What was audited.
        findings: What was found, the worst first.
        sent: How many requests were sent.
        limit: How many were announced.
        known_before: Those of the findings that a baseline has.
        trouble: Why it could not be finished, if it could not.
    """

    target: Target
    findings: tuple[Finding, ...]
    sent: int
    limit: int
    known_before: frozenset[Finding] = frozenset()
    trouble: NoReply | None = None

    @property
    def new(self) -> tuple[Finding, ...]:
        """Return the findings that no baseline has."""
        return tuple(finding for finding in self.findings if finding not in self.known_before)


def audited(target: Target, transport: Transport, tell: Callable[[Sending], None]) -> Audit:
    """
    Audit *target* through *transport*.

    Args:
        target: What is audited.
        transport: What carries the requests.
        tell: Is told of each request before it is sent.
    """
    answers = Auditor(target, transport, tell).answers()
    found = () if answers.trouble is not None else _judged(answers)
    return Audit(
        target=target,
        findings=found,
        sent=len(answers.log),
        limit=limit_of(target),
        trouble=answers.trouble,
    )


def _judged(answers: Answers) -> tuple[Finding, ...]:
    """Return what *answers* show, the worst first."""
    found = [*origin_findings(answers), *header_findings(answers), *way_findings(answers)]
    found += refusal(answers, found)
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))
