"""Lay out what a browser did as a ladder of steps, up to where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import answer_differences
from crossorigin._browser.failures import SENTENCES
from crossorigin._browser.safelist import Trigger
from crossorigin._web.fetch import REDIRECT_STATUSES
from crossorigin.doctor._sanitize import escaped, masked_url
from crossorigin.doctor.check._further_failures import all_failures
from crossorigin.doctor.check._steps import FAILS_AT, STEPS_OF, WORDS, Judged, Step, StepId
from crossorigin.doctor.probing._session import Purpose
from crossorigin.doctor.probing._sites import is_mixed_content
from crossorigin.doctor.probing._transport import NoReply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crossorigin._browser.fetching import Exchange
    from crossorigin._browser.safelist import Cause
    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import Sent

_MAX_WHYS: Final = 8
_WHY: Final[Mapping[Trigger, str]] = {
    Trigger.METHOD: "method {}",
    Trigger.HEADER: "header {}",
    Trigger.HEADERS_TOO_LONG: "header {} (all of them together are too long)",
    Trigger.STREAM_BODY: "the body is a stream",
    Trigger.UPLOAD_LISTENER: "something listens to the upload",
    Trigger.REDIRECT: "it needed one before the redirect",
}


def steps_of(evidence: Evidence) -> tuple[Step, ...]:
    """Return the steps of the browser's fetch, in its order."""
    return tuple(_steps(evidence))


def why_preflight(causes: tuple[Cause, ...]) -> str:
    """Return why there is a preflight, safe to print."""
    whys = [_WHY[cause.trigger].format(escaped(cause.subject, 100)) for cause in causes]
    left = len(whys) - _MAX_WHYS
    more = [f"and {left} more"] if left > 0 else []
    return ", ".join([*whys[:_MAX_WHYS], *more])


def _steps(evidence: Evidence) -> Iterator[Step]:
    """Yield the steps."""
    page, target = evidence.question.fetch.origin, evidence.question.target.origin
    is_own = page == target
    got = f"{target} is the page's own origin" if is_own else f"{target} is not {page}"
    yield Step(id=StepId.CROSS_ORIGIN, ok=True, got=got)
    if page.startswith("https:") and target.startswith("http:"):
        blocks = is_mixed_content(page, target, evidence.question.engine)
        got = "an https page fetches http" + ("" if blocks else " of this very machine")
        yield Step(id=StepId.MIXED_CONTENT, ok=not blocks, got=got, expected="https")
        if blocks:
            return
    outcome = evidence.outcome
    if not is_own:
        why = why_preflight(outcome.causes)
        yield Step(id=StepId.PREFLIGHT_NEEDED, ok=True, got=f"yes: {why}" if why else "no")
    if not outcome.exchanges and outcome.blocked is not None:
        got = SENTENCES[outcome.blocked.failure]
        yield Step(id=StepId.REQUEST, ok=False, got=got)
    asked = [sent for sent in evidence.log if sent.purpose in {Purpose.FETCH, Purpose.STAND_IN}]
    for exchange, sent in zip(outcome.exchanges, asked, strict=False):
        yield from _exchange_steps(evidence, exchange, sent)
    if outcome.blocked is None:
        yield _readable(evidence)


def _exchange_steps(evidence: Evidence, exchange: Exchange, sent: Sent) -> Iterator[Step]:
    """Yield the steps of one request and its answer."""
    id_ = StepId.PREFLIGHT if exchange.request.is_preflight else StepId.REQUEST
    if isinstance(sent.reply, NoReply):
        yield Step(
            id=id_, ok=False, got=escaped(sent.reply.sentence), expected="an answer", sent=sent
        )
        return
    got = str(sent.status)
    if sent.purpose is Purpose.STAND_IN:
        got = f"{got} to a GET: {exchange.request.method} is sent with --send-unsafe only"
    yield Step(id=id_, ok=True, got=got, sent=sent)
    is_last = evidence.outcome.exchanges[-1] is exchange
    judged = Judged(exchange, evidence.outcome)
    if exchange.request.is_preflight:
        yield from _preflight_steps(evidence, judged, is_last=is_last)
    else:
        yield from _response_steps(evidence, judged, is_last=is_last)


def _preflight_steps(evidence: Evidence, judged: Judged, *, is_last: bool) -> Iterator[Step]:
    """Yield the checks of a preflight's answer, in the order of the engine."""
    blocked = evidence.outcome.blocked if is_last else None
    failing = FAILS_AT.get(blocked.failure) if blocked is not None else None
    wrong = {FAILS_AT[each.failure] for each in all_failures(evidence, judged.exchange)}
    ok: bool | None = True
    for check in answer_differences.CHECKS.of(evidence.question.engine):
        for id_ in STEPS_OF[check]:
            if id_ is StepId.ALLOW_CREDENTIALS and not judged.has_credentials:
                continue
            got, expected = WORDS[id_](judged)
            if id_ is failing:
                ok = False
            beyond = ok is None and id_ in wrong
            yield Step(id=id_, ok=False if beyond else ok, got=got, expected=expected)
            ok = None if ok is False else ok


def _response_steps(evidence: Evidence, judged: Judged, *, is_last: bool) -> Iterator[Step]:
    """Yield the checks of an answer to the request itself."""
    outcome = evidence.outcome
    blocked = outcome.blocked if is_last else None
    if not judged.exchange.request.url.startswith(f"{outcome.request.origin}/"):
        for id_ in (StepId.ALLOW_ORIGIN, StepId.ALLOW_CREDENTIALS):
            if id_ is StepId.ALLOW_CREDENTIALS and not judged.has_credentials:
                continue
            got, expected = WORDS[id_](judged)
            is_failing = blocked is not None and FAILS_AT.get(blocked.failure) is id_
            yield Step(id=id_, ok=not is_failing, got=got, expected=expected)
            if is_failing:
                return
    response = judged.exchange.response
    if response is None or response.status not in REDIRECT_STATUSES:
        return
    got = WORDS[StepId.PREFLIGHT_REDIRECT](judged)[0]
    expected = "" if blocked is None else SENTENCES[blocked.failure]
    yield Step(id=StepId.REDIRECT, ok=blocked is None, got=got, expected=expected)


def _readable(evidence: Evidence) -> Step:
    """Return what JavaScript may read."""
    outcome = evidence.outcome
    names = ", ".join(escaped(name, 60) for name, _ in outcome.headers) or "none"
    where = f" of {escaped(masked_url(outcome.url), 200)}" if len(outcome.exchanges) > 1 else ""
    return Step(
        id=StepId.READABLE,
        ok=True,
        got=f"status {outcome.status}{where}, the body, and these headers: {names}",
    )
