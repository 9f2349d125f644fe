"""Check what a page may read of a URL, and if it may not, look for the cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._browser.console import printed
from crossorigin._browser.failures import Failure
from crossorigin._browser.fetching import Outcome
from crossorigin._browser.preflight_cache import PreflightCache
from crossorigin._browser.replaying import replayed
from crossorigin.doctor._sanitize import escaped, masked_url
from crossorigin.doctor.causes._catalogue import CAUSES
from crossorigin.doctor.causes._cause import CauseSlug
from crossorigin.doctor.causes._results import Suspect
from crossorigin.doctor.check._ladder import steps_of
from crossorigin.doctor.check._symptoms_caches import cache_signs
from crossorigin.doctor.check._symptoms_network import surrounding_signs
from crossorigin.doctor.check._symptoms_preflight import preflight_signs
from crossorigin.doctor.check._symptoms_response import response_signs
from crossorigin.doctor.explain._console_reasons import Told, sentence_of
from crossorigin.doctor.probing._evidence import Evidence, looked_into
from crossorigin.doctor.probing._fingerprints import stack_of
from crossorigin.doctor.probing._session import Asker, Question
from crossorigin.doctor.probing._sites import is_mixed_content
from crossorigin.doctor.probing._transport import NoReply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crossorigin._browser.engines import Engine
    from crossorigin.doctor.causes._stacks import Stack
    from crossorigin.doctor.check._steps import Step
    from crossorigin.doctor.check._symptoms import Sign
    from crossorigin.doctor.explain._console_reasons import ConsoleReason
    from crossorigin.doctor.probing._transport import Sending, Transport

Verdict = Literal["readable", "blocked", "unreachable"]
_QUOTES: Final = "\u2018\u2019\u201c\u201d"
_MAX_LINE: Final = 2000
ENGINES: Final[tuple[Engine, ...]] = ("chromium", "firefox", "webkit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """
    Hold what was found out about one fetch.

    Attributes:
        evidence: All that was sent, and came back.
        stack: What answers, if it gave itself away.
        steps: What the browser did, in its order.
        causes: Why the page cannot read, the certain ones first.
        findings: What else is wrong.
    """

    evidence: Evidence
    stack: Stack
    steps: tuple[Step, ...]
    causes: tuple[Suspect, ...]
    findings: tuple[Suspect, ...]

    @property
    def reason(self) -> ConsoleReason | None:
        """Return why the page cannot read, in one word, or ``None`` if it can."""
        question = self.evidence.question
        if _is_mixed(question):
            return Told.MIXED_CONTENT
        return self.evidence.failure

    @property
    def verdict(self) -> Verdict:
        """Return what becomes of the fetch, in one word."""
        if self.reason is None:
            return "readable"
        return "unreachable" if self.reason is Failure.NO_RESPONSE else "blocked"

    @property
    def sentence(self) -> str:
        """Return what the reason means, in one sentence; empty if the page can read."""
        if self.reason is None:
            return ""
        last = self.evidence.last
        if last is not None and isinstance(last.reply, NoReply):
            return escaped(last.reply.sentence, _MAX_LINE)
        return sentence_of(self.reason)

    @property
    def failed_parameter(self) -> str | None:
        """Return the value, the method or the header at fault, safe to print."""
        blocked = self.evidence.outcome.blocked
        return escaped(masked_url(blocked.subject)) if blocked and blocked.subject else None

    def console(self, engine: Engine) -> str | None:
        """Return what *engine* prints, safe to print, or ``None`` for nothing, or if unknown."""
        outcome = self.evidence.outcome
        other = replayed(outcome, engine)
        if other is outcome:
            return None
        lines = [_printable(masked_url(line)) for line in printed(other, engine)]
        return "\n".join(lines) or None


def _printable(text: str) -> str:
    """Return *text*, of which a browser wrote a part, with the quotes that it uses."""
    return "".join(char if char in _QUOTES else escaped(char) for char in text[:_MAX_LINE])


def checked(question: Question, transport: Transport, tell: Callable[[Sending], None]) -> Check:
    """
    Ask *question* through *transport*, and return all that this shows.

    Args:
        question: What a page fetches.
        transport: What carries the requests.
        tell: Is told of each request before it is sent.
    """
    evidence = _evidence(question, transport, tell)
    stack = stack_of(evidence)
    signs = _signs(evidence)
    causes = [sign for sign in signs if sign.is_cause]
    explained = {sign.slug for sign in causes}
    findings = [sign for sign in signs if not sign.is_cause and sign.slug not in explained]
    causes.sort(key=lambda sign: not sign.certain)
    return Check(
        evidence=evidence,
        stack=stack,
        steps=steps_of(evidence),
        causes=tuple(_suspect(sign, stack, evidence) for sign in causes),
        findings=tuple(_suspect(sign, stack, evidence) for sign in findings),
    )


def _is_mixed(question: Question) -> bool:
    """Tell whether the browser sends nothing, because the page is secure and the URL is not."""
    if question.is_app:
        return False
    return is_mixed_content(question.fetch.origin, question.target.origin, question.engine)


def _evidence(
    question: Question, transport: Transport, tell: Callable[[Sending], None]
) -> Evidence:
    """Return what there is to see; nothing is sent that the browser would stop."""
    if _is_mixed(question):
        outcome = Outcome(request=question.fetch, type="error", cache=PreflightCache())
        return Evidence(question=question, outcome=outcome, log=())
    asker = Asker(question, transport, tell)
    outcome = asker.fetched()
    return looked_into(question, outcome, asker)


def _signs(evidence: Evidence) -> list[Sign]:
    """Return what speaks for a cause, each cause once."""
    found: dict[CauseSlug, Sign] = {}
    sources: Iterable[Callable[[Evidence], Iterable[Sign]]] = (
        surrounding_signs,
        preflight_signs,
        response_signs,
        cache_signs,
    )
    for source in sources:
        for sign in source(evidence):
            known = found.get(sign.slug)
            if known is None or (sign.is_cause and not known.is_cause):
                found[sign.slug] = sign
    return list(found.values())


def _suspect(sign: Sign, stack: Stack, evidence: Evidence) -> Suspect:
    """Return *sign* with what the catalogue says of its cause."""
    cause = CAUSES[sign.slug]
    blocked = evidence.outcome.blocked
    words = {
        "origin": evidence.question.fetch.origin,
        "method": escaped(evidence.question.fetch.method, 40),
        "header": escaped(blocked.subject, 100) if blocked is not None else "",
    }
    fix = cause.fix_for(stack)
    for name, value in words.items():
        fix = fix.replace(f"{{{name}}}", value)
    return Suspect(cause, certain=sign.certain, evidence=sign.evidence, fix=fix)
