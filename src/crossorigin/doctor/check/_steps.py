"""The steps of a fetch, up to the one that fails: what each check got, and what it expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser import (
    FAILURE_SENTENCES,
    PREFLIGHT_CHECKS,
    Failure,
    PreflightTrigger,
    header_value,
    hidden_headers,
    line_values,
)
from crossorigin._web.fetch import HTTP_SCHEMES, REDIRECT_STATUSES
from crossorigin.doctor._sanitize import escape, mask_header, mask_url
from crossorigin.doctor.check._further_failures import find_failures
from crossorigin.doctor.check._step import FAILS_AT, STEPS_OF, Step, StepId
from crossorigin.doctor.probing._session import Purpose
from crossorigin.doctor.probing._transport import NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from crossorigin._browser import FetchOutcome, PreflightCause, WireExchange
    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import HTTPExchange

_NAMES: Final = "names, separated by commas"
_MAX_TRIGGERS: Final = 8
_MAX_NAMES: Final = 12
_TRIGGERS: Final[Mapping[PreflightTrigger, str]] = {
    PreflightTrigger.METHOD: "method {}",
    PreflightTrigger.HEADER: "header {}",
    PreflightTrigger.HEADERS_TOO_LONG: "header {} (all of them together are too long)",
    PreflightTrigger.STREAM_BODY: "the body is a stream",
    PreflightTrigger.UPLOAD_LISTENER: "something listens to the upload",
    PreflightTrigger.REDIRECT: "it needed one before the redirect",
}


@dataclass(frozen=True, slots=True)
class _Checked:
    """A response of the fetch under its checks, as the model of the browser has it."""

    exchange: WireExchange
    outcome: FetchOutcome

    @property
    def status(self) -> int:
        return self.exchange.response.status if self.exchange.response is not None else 0

    @property
    def has_credentials(self) -> bool:
        return self.outcome.request.credentials == "include"

    def asked(self, name: str) -> str:
        """Return the header *name* of the request."""
        return header_value(self.exchange.request.headers, name) or ""

    def shown(self, name: str) -> str:
        """Return the lines of the header *name* of the response, safe to print."""
        response = self.exchange.response
        values = () if response is None else line_values(response.headers, name)
        lines = [escape(mask_header(name, value), 200) or "an empty line" for value in values]
        count = f"{len(lines)} lines: " if lines[1:] else ""
        return f"{count}{' and '.join(lines)}" if lines else "no such header"


def steps_of(evidence: Evidence) -> Iterator[Step]:
    """Yield the steps of the browser's fetch, in its order."""
    page, target = evidence.question.fetch.origin, evidence.question.target.origin
    is_own = page == target
    got = f"{target} is the page's own origin" if is_own else f"{target} is not {page}"
    outcome = evidence.outcome
    has_server = evidence.question.target.scheme in HTTP_SCHEMES
    if has_server:
        yield Step(id=StepId.CROSS_ORIGIN, ok=True, got=got)
    mixed = evidence.mixed_url
    if mixed is not None and not outcome.exchanges:
        yield _mixed(mixed)
        return
    if page.startswith("https:") and target.startswith("http:"):
        got = "an https page fetches http of this very machine"
        yield Step(id=StepId.MIXED_CONTENT, ok=True, got=got, expected="https")
    if not is_own and outcome.exchanges:
        got = f"yes: {_triggers(outcome.causes)}" if outcome.causes else "no"
        yield Step(id=StepId.PREFLIGHT_NEEDED, ok=True, got=got)
    if not outcome.exchanges and outcome.blocked is not None:
        yield Step(id=StepId.REQUEST, ok=False, got=FAILURE_SENTENCES[outcome.blocked.failure])
    asked = [each for each in evidence.log if each.purpose in {Purpose.FETCH, Purpose.STAND_IN}]
    for exchange, real in zip(outcome.exchanges, asked, strict=False):
        yield from _wire_steps(evidence, exchange, real)
    if mixed is not None:
        yield _mixed(mixed)
    elif outcome.blocked is None:
        yield _readable(evidence)
    elif outcome.blocked.failure is Failure.PORT_RESTRICTED and outcome.exchanges:
        got = FAILURE_SENTENCES[outcome.blocked.failure]
        yield Step(id=StepId.REQUEST, ok=False, got=got)


def _wire_steps(evidence: Evidence, exchange: WireExchange, real: HTTPExchange) -> Iterator[Step]:
    """Yield the steps of one request: an *exchange* of the model, and the *real* one."""
    id_ = StepId.PREFLIGHT if exchange.request.is_preflight else StepId.REQUEST
    if isinstance(real.result, NetworkError):
        got = escape(real.result.sentence)
        yield Step(id=id_, ok=False, got=got, expected="an answer", exchange=real)
        return
    got = str(real.status)
    if real.purpose is Purpose.STAND_IN:
        got = f"{got} to a GET: {exchange.request.method} is sent with --send-unsafe only"
    yield Step(id=id_, ok=True, got=got, exchange=real)
    failure = evidence.failure if evidence.outcome.exchanges[-1] is exchange else None
    checked = _Checked(exchange, evidence.outcome)
    if exchange.request.is_preflight:
        yield from _check_steps(evidence, checked, failure)
    else:
        yield from _response_steps(checked, failure)


def _check_steps(evidence: Evidence, checked: _Checked, failure: Failure | None) -> Iterator[Step]:
    """Yield the checks of a preflight's response, in the order of the engine."""
    failing = None if failure is None else FAILS_AT.get(failure)
    wrong = {FAILS_AT[each.failure] for each in find_failures(evidence, checked.exchange)}
    ok: bool | None = True
    for check in PREFLIGHT_CHECKS.of(evidence.question.engine):
        for id_ in STEPS_OF[check]:
            if id_ is StepId.ALLOW_CREDENTIALS and not checked.has_credentials:
                continue
            got, expected = _WORDS[id_](checked)
            if id_ is failing:
                ok = False
            is_further = ok is None and id_ in wrong
            yield Step(id=id_, ok=False if is_further else ok, got=got, expected=expected)
            ok = None if ok is False else ok


def _response_steps(checked: _Checked, failure: Failure | None) -> Iterator[Step]:
    """Yield the checks of a response to the request itself."""
    if not checked.exchange.request.url.startswith(f"{checked.outcome.request.origin}/"):
        for id_ in (StepId.ALLOW_ORIGIN, StepId.ALLOW_CREDENTIALS):
            if id_ is StepId.ALLOW_CREDENTIALS and not checked.has_credentials:
                continue
            got, expected = _WORDS[id_](checked)
            is_failing = failure is not None and FAILS_AT.get(failure) is id_
            yield Step(id=id_, ok=not is_failing, got=got, expected=expected)
            if is_failing:
                return
    if checked.status in REDIRECT_STATUSES:
        got = _redirect(checked)[0]
        expected = "" if failure is None else FAILURE_SENTENCES[failure]
        yield Step(id=StepId.REDIRECT, ok=failure is None, got=got, expected=expected)


def _triggers(causes: tuple[PreflightCause, ...]) -> str:
    """Return the *causes* of a preflight, safe to print."""
    shown = [_TRIGGERS[cause.trigger].format(escape(cause.subject, 100)) for cause in causes]
    if len(shown) > _MAX_TRIGGERS:
        shown[_MAX_TRIGGERS:] = [f"and {len(shown) - _MAX_TRIGGERS} more"]
    return ", ".join(shown)


def _mixed(url: str) -> Step:
    """Return the step at which a secure page would go to *url*, which is not."""
    got = f"an https page fetches {escape(mask_url(url), 200)}"
    return Step(id=StepId.MIXED_CONTENT, ok=False, got=got, expected="https")


def _readable(evidence: Evidence) -> Step:
    """Return the last step: JavaScript reads the response."""
    outcome, last = evidence.outcome, evidence.last
    if not outcome.readable:
        got = "no status, no headers, no body: the response is opaque"
        return Step(id=StepId.READABLE, ok=False, got=got, expected="the mode cors")
    if last is not None and last.purpose is Purpose.STAND_IN:
        method = escape(evidence.question.fetch.method, 40)
        return Step(
            id=StepId.READABLE,
            ok=True,
            got=f"the answer to {method}, once it is sent: --send-unsafe",
        )
    names = _names(name for name, _ in outcome.headers) or "none"
    where = f" of {escape(mask_url(outcome.url), 200)}" if len(outcome.exchanges) > 1 else ""
    got = f"status {outcome.status}{where}, the body, and these headers: {names}"
    hidden = _names(hidden_headers(outcome))
    aside = f"hidden from it, for want of Access-Control-Expose-Headers: {hidden}" if hidden else ""
    return Step(id=StepId.READABLE, ok=True, got=got, aside=aside)


def _names(headers: Iterable[str]) -> str:
    """Return the names of *headers*, safe to print, and no more of them than a few lines hold."""
    shown = [escape(name, 60) for name in headers]
    if len(shown) > _MAX_NAMES:
        shown[_MAX_NAMES:] = [f"and {len(shown) - _MAX_NAMES} more"]
    return ", ".join(shown)


def _allow_origin(checked: _Checked) -> tuple[str, str]:
    either = "" if checked.has_credentials else " or *"
    return checked.shown("access-control-allow-origin"), f"{checked.asked('origin')}{either}"


def _redirect(checked: _Checked) -> tuple[str, str]:
    response = checked.exchange.response
    location = None if response is None else header_value(response.headers, "location")
    to = "" if location is None else f" to {escape(mask_url(location), 200)}"
    return f"status {checked.status}{to}", "no redirect"


# The observation of each check, and its expectation.
_WORDS: Final[Mapping[StepId, Callable[[_Checked], tuple[str, str]]]] = {
    StepId.PREFLIGHT_REDIRECT: _redirect,
    StepId.ALLOW_ORIGIN: _allow_origin,
    StepId.ALLOW_CREDENTIALS: lambda it: (it.shown("access-control-allow-credentials"), "true"),
    StepId.PREFLIGHT_STATUS: lambda it: (str(it.status), "200 to 299"),
    StepId.ALLOW_METHODS: lambda it: (it.shown("access-control-allow-methods"), _NAMES),
    StepId.METHOD: lambda it: (
        it.shown("access-control-allow-methods"),
        escape(it.asked("access-control-request-method")),
    ),
    StepId.ALLOW_HEADERS: lambda it: (it.shown("access-control-allow-headers"), _NAMES),
    StepId.HEADERS: lambda it: (
        it.shown("access-control-allow-headers"),
        escape(it.asked("access-control-request-headers"), 200) or "nothing",
    ),
}
