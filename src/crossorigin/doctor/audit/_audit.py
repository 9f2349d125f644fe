"""Audit a target: send the requests, judge the responses, and put the worst first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crossorigin._browser import header_value
from crossorigin._web.origins import split_origin
from crossorigin.doctor._sanitize import escape, mask_url
from crossorigin.doctor.audit._findings_consistency import consistency_findings, refusal
from crossorigin.doctor.audit._findings_headers import header_findings
from crossorigin.doctor.audit._findings_local import LOCAL, local_doubt, local_findings
from crossorigin.doctor.audit._findings_origins import origin_findings
from crossorigin.doctor.audit._requests import AuditRequests, limit_of
from crossorigin.doctor.causes._cause import Remedy, Severity, Stack
from crossorigin.doctor.causes._fix import FetchFacts
from crossorigin.doctor.causes._snippets import snippets_for
from crossorigin.doctor.probing._fingerprints import recognise
from crossorigin.doctor.probing._session import Session
from crossorigin.doctor.probing._sites import is_this_machine

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor.audit._finding import Finding
    from crossorigin.doctor.audit._requests import Answers
    from crossorigin.doctor.audit._target import Target
    from crossorigin.doctor.causes._fix import Snippet
    from crossorigin.doctor.causes._recognition import Recognition
    from crossorigin.doctor.probing._transport import HTTPRequest, NetworkError, Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """
    The result of an audit.

    Attributes:
        target: The target.
        findings: The findings, the worst first.
        sent: How many requests were sent.
        limit: How many were announced.
        known_before: Those of the findings that a baseline has.
        unsettled: The statuses of answers that were not the server's own; 0 if there was none.
        unserved: Why the URL tells nothing of a local tool, if it does not.
        error: Why it could not be finished, if it could not.
        recognition: The stack to mend, and why it is that one.
        snippets: The lines that permit the origin to permit, and no other one; for a local server,
            they list its hosts, too.
    """

    target: Target
    findings: tuple[Finding, ...]
    sent: int
    limit: int
    known_before: frozenset[Finding] = frozenset()
    unsettled: tuple[int, ...] = ()
    unserved: str | None = None
    error: NetworkError | None = None
    recognition: Recognition
    snippets: tuple[Snippet, ...]

    @property
    def new(self) -> tuple[Finding, ...]:
        """Return the findings that no baseline has."""
        return tuple(finding for finding in self.findings if finding not in self.known_before)

    @property
    def url(self) -> str:
        """Return the URL of the target, safe to print."""
        return escape(mask_url(self.target.url))

    @property
    def complaint(self) -> str | None:
        """Return why it could not be finished, safe to print, if it could not."""
        return None if self.error is None else escape(self.error.sentence)

    @property
    def doubt(self) -> str | None:
        """Return why more may be open than was found, if it may."""
        if not self.unsettled or self.error is not None:
            return self.unserved
        counts = Counter(self.unsettled)
        listed = ", ".join(f"{_answer(status)}: {counts[status]}" for status in sorted(counts))
        return (
            f"Of {self.sent} requests, some were not answered by the server itself ({listed}), so"
            " more may be open than was found. Ask again, from where no limit and no gateway is"
            " in between."
        )

    @property
    def not_asked(self) -> str | None:
        """Return what was not asked, as it may change something, if there is such a thing."""
        if not self.target.is_local or self.target.sends_unsafe:
            return None
        return "Whether forms of other sites are run takes a POST: --send-unsafe sends some."


def _answer(status: int) -> str:
    """Return *status* in words."""
    return str(status) if status else "no answer"


def audit(
    target: Target,
    transport: Transport,
    tell: Callable[[HTTPRequest], None],
    *,
    asked: Recognition | None = None,
    imported: Recognition | None = None,
) -> Audit:
    """
    Audit *target* over *transport*.

    Args:
        target: The target.
        transport: The transport.
        tell: Is told of each request before it is sent.
        asked: The stack to mend; ``None`` for the one that gives itself away.
        imported: The stack of an app in this process, if it is known.
    """
    limit = limit_of(target)
    answers = AuditRequests(target, Session(transport, tell, limit)).send()
    findings = () if answers.error is not None else _judge(answers)
    recognition = asked or recognise(answers.log, target.url, imported=imported)
    is_told = bool(findings) and recognition.stack is not Stack.UNKNOWN
    return Audit(
        target=target,
        findings=findings,
        recognition=recognition,
        snippets=_snippets(answers, recognition.stack, findings) if is_told else (),
        sent=len(answers.log),
        limit=limit,
        unsettled=tuple(exchange.status for exchange in answers.unsettled),
        unserved=None if answers.error is not None else local_doubt(answers),
        error=answers.error,
    )


def _snippets(answers: Answers, stack: Stack, findings: tuple[Finding, ...]) -> tuple[Snippet, ...]:
    """Return the lines for *stack* that permit the origin to permit, credentials if others have."""
    name = "access-control-allow-credentials"
    facts = FetchFacts(
        origin=answers.target.known,
        app=answers.target.app,
        host=_host_to_list(answers.target),
        has_credentials=any(header_value(each.headers, name) == "true" for each in answers.log),
    )
    if any(finding.slug in LOCAL for finding in findings):
        guarded = snippets_for(Remedy.LOCAL_GUARD, stack, facts)
        if guarded:
            return guarded
    # What a tool's own page may do needs no permission.
    return () if answers.target.is_tool else snippets_for(Remedy.PERMISSION, stack, facts)


def _host_to_list(target: Target) -> str:
    """Return the host and the port of *target*, if they are of another machine than this one."""
    _, host, _ = split_origin(target.origin) or ("", "", "")
    return "" if is_this_machine(host) else target.origin.partition("://")[2]


def _judge(answers: Answers) -> tuple[Finding, ...]:
    """Return the findings in *answers*, the worst first."""
    found = [*origin_findings(answers), *header_findings(answers), *consistency_findings(answers)]
    found += local_findings(answers)
    found += refusal(answers, found)
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))
