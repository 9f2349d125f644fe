"""Look beyond the first failure: send a few requests that a browser would not, and keep them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser.failures import Failure
from crossorigin._browser.fetching import WireRequest
from crossorigin._browser.going import Going
from crossorigin._browser.sending import prepared
from crossorigin.doctor.probing._session import Purpose
from crossorigin.doctor.probing._transport import NoReply

if TYPE_CHECKING:
    from crossorigin._browser.fetching import Outcome
    from crossorigin.doctor.probing._session import Asker, Question, Sent

# Names that nobody has registered, and a page that nobody has.
OTHER_ORIGIN: Final = "https://crossorigin-check.invalid"
NO_SUCH_PAGE: Final = "crossorigin-check-no-such-page"
FRESH: Final = "crossorigin-check=fresh"
# What a cache that mixes up origins makes of an answer.
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
    Hold all that is known of a fetch.

    Attributes:
        question: What the page fetches.
        outcome: What becomes of it.
        log: All that was sent.
    """

    question: Question
    outcome: Outcome
    log: tuple[Sent, ...]

    @property
    def preflight(self) -> Sent | None:
        """Return the last preflight, if there was one."""
        found = [sent for sent in self.log if sent.wire.is_preflight]
        return found[-1] if found else None

    @property
    def last(self) -> Sent | None:
        """Return the request on which the fetch ended, if one was sent."""
        found = [sent for sent in self.log if sent.purpose in {Purpose.FETCH, Purpose.STAND_IN}]
        return found[-1] if found else None

    @property
    def actual(self) -> Sent | None:
        """Return the first request but for preflights: as the page asks, or in its place."""
        purposes = {Purpose.FETCH, Purpose.STAND_IN, Purpose.ANYWAY}
        found = [
            sent for sent in self.log if sent.purpose in purposes and not sent.wire.is_preflight
        ]
        return found[0] if found else None

    def probe(self, purpose: Purpose) -> Sent | None:
        """Return the probe that was sent for *purpose*, if it was answered."""
        found = [sent for sent in self.log if sent.purpose is purpose and sent.status]
        return found[0] if found else None

    @property
    def failure(self) -> Failure | None:
        """Return why the page cannot read, if it cannot."""
        return None if self.outcome.blocked is None else self.outcome.blocked.failure

    @property
    def is_certain(self) -> bool:
        """Tell whether nothing was sent in another request's place."""
        if self.outcome.failed_on_preflight:
            return True
        return all(sent.purpose is not Purpose.STAND_IN for sent in self.log)


def looked_into(question: Question, outcome: Outcome, asker: Asker) -> Evidence:
    """Return what *question* has come to, after some more requests."""
    wire = _actual(question)
    is_reached = any(sent.status for sent in asker.log)
    if wire is not None and is_reached:
        _probe(question, outcome, asker, wire)
    return Evidence(question=question, outcome=outcome, log=asker.log)


def _probe(question: Question, outcome: Outcome, asker: Asker, wire: WireRequest) -> None:
    """Send the probes."""
    origin = question.fetch.origin
    if outcome.failed_on_preflight and not _has_actual(asker):
        anyway = asker.probe(Purpose.ANYWAY, wire, origin=origin)
        if isinstance(anyway.reply, NoReply):
            return
    if question.target.origin == origin:
        return
    asker.probe(Purpose.OTHER_ORIGIN, wire, origin=OTHER_ORIGIN)
    asker.probe(Purpose.NO_ORIGIN, wire, origin=None)
    beside = question.target.target.partition("?")[0].rstrip("/")
    asker.probe(Purpose.NO_SUCH_PAGE, wire, origin=origin, url=f"{beside}/{NO_SUCH_PAGE}")
    is_mixed_up = outcome.blocked is not None and outcome.blocked.failure in _MIXED_UP
    if is_mixed_up and not outcome.failed_on_preflight and not question.is_app:
        mark = "&" if question.target.query else "?"
        fresh = f"{question.target.target}{mark}{FRESH}"
        asker.probe(Purpose.FRESH, wire, origin=origin, url=fresh)


def _has_actual(asker: Asker) -> bool:
    """Tell whether more than preflights were sent."""
    return any(not sent.wire.is_preflight for sent in asker.log)


def _actual(question: Question) -> WireRequest | None:
    """Return the request that the page asks for, if it can be sent at all."""
    going = prepared(question.fetch, question.engine)
    if not isinstance(going, Going):
        return None
    return WireRequest(
        method=going.method,
        url=going.url.target,
        headers=going.headers,
        has_credentials=question.has_credentials,
        body=going.body,
    )
