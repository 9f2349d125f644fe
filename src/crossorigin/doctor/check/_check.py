"""Check whether a page may read a URL, and if it may not, look for the cause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._browser import Failure, FetchOutcome, PreflightCache, console_messages, replay
from crossorigin.doctor._sanitize import escape, mask_url
from crossorigin.doctor.causes._catalogue import diagnose
from crossorigin.doctor.causes._cause import CauseSlug
from crossorigin.doctor.causes._console_reasons import ConsoleReason, sentence_of
from crossorigin.doctor.check._facts import facts_of
from crossorigin.doctor.check._steps import steps_of
from crossorigin.doctor.check._symptoms_caches import cache_symptoms
from crossorigin.doctor.check._symptoms_network import network_symptoms
from crossorigin.doctor.check._symptoms_preflight import preflight_symptoms
from crossorigin.doctor.check._symptoms_redirects import redirect_symptoms
from crossorigin.doctor.check._symptoms_response import response_symptoms
from crossorigin.doctor.probing._evidence import Evidence, gather
from crossorigin.doctor.probing._fingerprints import recognise, recognise_proxy
from crossorigin.doctor.probing._session import Session
from crossorigin.doctor.probing._transport import NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crossorigin._browser import Engine
    from crossorigin.doctor.causes._cause import Diagnosis, Symptom
    from crossorigin.doctor.causes._console_reasons import FailureReason
    from crossorigin.doctor.causes._recognition import Recognition
    from crossorigin.doctor.check._step import Step
    from crossorigin.doctor.probing._targets import Question
    from crossorigin.doctor.probing._transport import HTTPRequest, Transport

Verdict = Literal["readable", "blocked", "unreachable"]
# The quotes of Firefox, around the text of others.
_QUOTES: Final = re.compile("([\u2018\u2019\u201c\u201d])")
_MAX_LINE: Final = 2000
ENGINES: Final[tuple[Engine, ...]] = ("chromium", "firefox", "webkit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """
    The result of the check of one fetch.

    Attributes:
        evidence: Every request and its result.
        recognition: The stack to mend, and why it is that one.
        steps: The steps of the browser, in its order.
        causes: The reasons why the page cannot read, the certain ones first.
        findings: Other mistakes.
    """

    evidence: Evidence
    recognition: Recognition
    steps: tuple[Step, ...]
    causes: tuple[Diagnosis, ...]
    findings: tuple[Diagnosis, ...]

    @property
    def reason(self) -> FailureReason | None:
        """Return why the page cannot read, in one word, or ``None`` if it can."""
        if self.evidence.mixed_url is not None:
            return ConsoleReason.MIXED_CONTENT
        outcome = self.evidence.outcome
        is_hidden = outcome.blocked is None and not outcome.readable
        return ConsoleReason.OPAQUE if is_hidden else self.evidence.failure

    @property
    def verdict(self) -> Verdict:
        """Return the outcome of the fetch, in one word."""
        if self.reason is None:
            return "readable"
        return "unreachable" if self.reason is Failure.NO_RESPONSE else "blocked"

    @property
    def sentence(self) -> str:
        """Return the meaning of the reason, in one sentence; empty if the page can read."""
        if self.reason is None:
            return ""
        last = self.evidence.last
        if (
            self.reason is Failure.NO_RESPONSE
            and last is not None
            and isinstance(last.result, NetworkError)
        ):
            return escape(last.result.sentence, _MAX_LINE)
        return sentence_of(self.reason)

    @property
    def failed_parameter(self) -> str | None:
        """Return the value, the method or the header at fault, safe to print."""
        blocked = self.evidence.outcome.blocked
        return escape(mask_url(blocked.subject)) if blocked and blocked.subject else None

    @property
    def request(self) -> str:
        """Return the method and the URL of the fetch on a line, safe to print."""
        fetch = self.evidence.question.fetch
        return f"{escape(fetch.method, 40)} {escape(mask_url(fetch.url))}"

    def console(self, engine: Engine) -> str | None:
        """Return the lines of *engine*, safe to print; ``None`` if there are none, or unknown."""
        outcome = self.evidence.outcome
        if self.evidence.mixed_url is not None:
            return None
        other = replay(outcome, engine)
        if other is outcome:
            return None
        lines = [_printable(mask_url(line)) for line in console_messages(other, engine)]
        return "\n".join(lines) or None


def _printable(text: str) -> str:
    """Return *text*, of which a browser wrote a part, with the quotes that it uses."""
    parts = _QUOTES.split(text[:_MAX_LINE])
    return "".join(part if at % 2 else escape(part) for at, part in enumerate(parts))


def check(
    question: Question,
    transport: Transport,
    tell: Callable[[HTTPRequest], None],
    *,
    asked: Recognition | None = None,
    imported: Recognition | None = None,
) -> Check:
    """
    Check the fetch of *question* over *transport*.

    Args:
        question: The fetch.
        transport: The transport.
        tell: Is told of each request before it is sent.
        asked: The stack to mend; ``None`` for the one that gives itself away.
        imported: The stack of an app in this process, if it is known.
    """
    evidence = _gather(question, transport, tell)
    symptoms = _symptoms(evidence)
    causes = [symptom for symptom in symptoms if symptom.is_cause]
    slugs = {symptom.slug for symptom in causes}
    findings = [each for each in symptoms if not each.is_cause and each.slug not in slugs]
    # A certain cause leaves no other.
    causes = [symptom for symptom in causes if symptom.certain] or causes
    recognition = asked or _recognise(evidence, imported, causes)
    facts = facts_of(evidence)
    return Check(
        evidence=evidence,
        recognition=recognition,
        steps=tuple(steps_of(evidence)),
        causes=tuple(diagnose(symptom, recognition.stack, facts) for symptom in causes),
        findings=tuple(diagnose(symptom, recognition.stack, facts) for symptom in findings),
    )


def _recognise(
    evidence: Evidence, imported: Recognition | None, causes: Sequence[Symptom]
) -> Recognition:
    """Return the stack to mend: the proxy, if it and the app both send the headers."""
    log, url = evidence.log, evidence.question.target.target
    proxy = recognise_proxy(log)
    is_doubled = bool(causes) and causes[0].slug is CauseSlug.HEADERS_DOUBLED
    if proxy is not None and is_doubled:
        return proxy
    return recognise(log, url, last=evidence.last, imported=imported)


def _gather(
    question: Question, transport: Transport, tell: Callable[[HTTPRequest], None]
) -> Evidence:
    """Return the evidence; nothing is sent that the browser would stop."""
    if question.is_mixed(question.fetch.url):
        outcome = FetchOutcome(request=question.fetch, type="error", cache=PreflightCache())
        return Evidence(question=question, outcome=outcome, log=())
    return gather(question, Session(transport, tell))


def _symptoms(evidence: Evidence) -> list[Symptom]:
    """Return the symptoms, one for each cause."""
    found: dict[CauseSlug, Symptom] = {}
    readers: Iterable[Callable[[Evidence], Iterable[Symptom]]] = (
        network_symptoms,
        preflight_symptoms,
        redirect_symptoms,
        response_symptoms,
        cache_symptoms,
    )
    for read in readers:
        for symptom in read(evidence):
            known = found.get(symptom.slug)
            if known is None or (symptom.is_cause and not known.is_cause):
                found[symptom.slug] = symptom
    return list(found.values())
