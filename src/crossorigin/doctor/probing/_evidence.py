"""The evidence about a fetch: its outcome, and a few probes that a browser would not send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Failure, InFlightRequest, WireRequest, construct_request
from crossorigin.doctor.probing._browser_fetch import BrowserFetch
from crossorigin.doctor.probing._session import Purpose
from crossorigin.doctor.probing._transport import NetworkError

if TYPE_CHECKING:
    from crossorigin._browser import FetchOutcome
    from crossorigin.doctor.probing._session import HTTPExchange, Session
    from crossorigin.doctor.probing._targets import Question

# Names that nobody has registered, and a page that nobody has.
OTHER_ORIGIN: Final = "https://crossorigin-check.invalid"
NO_SUCH_PAGE: Final = "crossorigin-check-no-such-page"
FRESH: Final = "crossorigin-check=fresh"
# The symptoms of a cache that mixes up origins.
_MIXED_UP: Final = frozenset(
    {
        Failure.ALLOW_ORIGIN_MISSING,
        Failure.ALLOW_ORIGIN_MISMATCH,
        Failure.ALLOW_ORIGIN_MALFORMED,
        Failure.ALLOW_ORIGIN_MULTIPLE,
        Failure.WILDCARD_WITH_CREDENTIALS,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """
    The facts about a fetch.

    Attributes:
        question: The fetch in question.
        outcome: Its outcome.
        log: Every exchange.
    """

    question: Question
    outcome: FetchOutcome
    log: tuple[HTTPExchange, ...]

    @property
    def preflight(self) -> HTTPExchange | None:
        """Return the last preflight of the browser, if there was one."""
        found = [
            each for each in self.log if each.is_preflight and each.purpose is not Purpose.PREFLIGHT
        ]
        return found[-1] if found else None

    @property
    def last(self) -> HTTPExchange | None:
        """Return the request on which the fetch ended, if one was sent."""
        found = [each for each in self.log if each.purpose in {Purpose.FETCH, Purpose.STAND_IN}]
        return found[-1] if found else None

    @property
    def actual(self) -> HTTPExchange | None:
        """Return the first request but for preflights: as the page asks, or in its place."""
        purposes = {Purpose.FETCH, Purpose.STAND_IN, Purpose.ANYWAY}
        found = [each for each in self.log if each.purpose in purposes and not each.is_preflight]
        return found[0] if found else None

    def probe(self, purpose: Purpose) -> HTTPExchange | None:
        """Return the probe that was sent for *purpose*, if it was answered."""
        found = [each for each in self.log if each.purpose is purpose and each.status]
        return found[0] if found else None

    @property
    def mixed_url(self) -> str | None:
        """Return the URL that a secure page may not fetch, of the fetch or of a redirect, if there is one."""
        sent = self.outcome.exchanges
        url = sent[-1].request.url if sent else self.question.fetch.url
        return url if self.question.is_mixed(url) else None

    @property
    def failure(self) -> Failure | None:
        """Return why the page cannot read, if it cannot."""
        return None if self.outcome.blocked is None else self.outcome.blocked.failure

    @property
    def is_certain(self) -> bool:
        """Tell whether nothing was sent in another request's place."""
        if self.outcome.failed_on_preflight:
            return True
        return all(each.purpose is not Purpose.STAND_IN for each in self.log)


def gather(question: Question, session: Session) -> Evidence:
    """Return the evidence about *question*, gathered over *session*."""
    fetch = BrowserFetch(question, session)
    outcome = fetch.run()
    wire = _actual(question)
    if wire is not None and any(each.status for each in session.log):
        _probe(question, outcome, session, fetch, wire)
    return Evidence(question=question, outcome=outcome, log=session.log)


def _probe(
    question: Question,
    outcome: FetchOutcome,
    session: Session,
    fetch: BrowserFetch,
    wire: WireRequest,
) -> None:
    """Send the probes."""
    origin = question.fetch.origin
    if outcome.failed_on_preflight and all(each.is_preflight for each in session.log):
        anyway = fetch.probe(Purpose.ANYWAY, wire, origin=origin)
        if isinstance(anyway.result, NetworkError):
            return
    if question.target.origin == origin:
        return
    fetch.probe(Purpose.OTHER_ORIGIN, wire, origin=OTHER_ORIGIN)
    fetch.probe(Purpose.NO_ORIGIN, wire, origin=None)
    beside = question.target.target.partition("?")[0].rstrip("/")
    fetch.probe(Purpose.NO_SUCH_PAGE, wire, origin=origin, url=f"{beside}/{NO_SUCH_PAGE}")
    is_mixed_up = outcome.blocked is not None and outcome.blocked.failure in _MIXED_UP
    if is_mixed_up and not outcome.failed_on_preflight and not question.is_app:
        mark = "&" if question.target.query else "?"
        fresh = f"{question.target.target}{mark}{FRESH}"
        fetch.probe(Purpose.FRESH, wire, origin=origin, url=fresh)
    if (
        is_mixed_up
        and not outcome.failed_on_preflight
        and not any(each.has_cors for each in session.log)
    ):
        # Some policies are silent but for a preflight, which they refuse in words.
        fetch.probe_preflight(wire, origin)


def _actual(question: Question) -> WireRequest | None:
    """Return the request that the page asks for, if it can be sent at all."""
    in_flight = construct_request(question.fetch, question.engine)
    if not isinstance(in_flight, InFlightRequest):
        return None
    return WireRequest(
        method=in_flight.method,
        url=in_flight.url.target,
        headers=in_flight.headers,
        has_credentials=question.has_credentials,
        body=in_flight.body,
    )
