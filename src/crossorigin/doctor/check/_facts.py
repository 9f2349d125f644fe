"""The facts of a checked fetch that a fix takes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import Failure, Url, header_value, list_members
from crossorigin._web.fetch import REDIRECT_STATUSES
from crossorigin.doctor._sanitize import escape, mask_url
from crossorigin.doctor.causes._fix import FetchFacts
from crossorigin.doctor.causes._recognition import bucket_of_url
from crossorigin.doctor.probing._session import Purpose

if TYPE_CHECKING:
    from crossorigin.doctor.probing._evidence import Evidence

_HEADER_FAILURES: Final = frozenset({Failure.HEADER_NOT_ALLOWED, Failure.AUTHORIZATION_NOT_LISTED})

# The requests of the page; a probe is led elsewhere.
_OWN: Final = frozenset({Purpose.FETCH, Purpose.STAND_IN})


def facts_of(evidence: Evidence) -> FetchFacts:
    """Return the facts of the fetch behind *evidence*, safe to print."""
    question, blocked, last = evidence.question, evidence.outcome.blocked, evidence.last
    is_header = blocked is not None and blocked.failure in _HEADER_FAILURES
    return FetchFacts(
        origin=question.fetch.origin,
        method=escape(question.fetch.method, 40),
        headers=_headers_to_list(evidence),
        header=escape(blocked.subject, 100) if blocked is not None and is_header else "",
        has_credentials=question.has_credentials,
        app=question.app or "app",
        bucket=bucket_of_url(question.target.target),
        location=_location(evidence),
        status=0 if last is None else last.status,
        host=question.target.origin.partition("://")[2],
    )


def _headers_to_list(evidence: Evidence) -> tuple[str, ...]:
    """Return the names that the preflight asks for, as the page writes them."""
    preflight = evidence.preflight
    if preflight is None:
        return ()
    written = {name.lower(): name for name, _ in evidence.question.fetch.headers}
    names = list_members(preflight.request.headers, "access-control-request-headers")
    return tuple(escape(written.get(name, name), 100) for name in names)


def _location(evidence: Evidence) -> str:
    """Return the last address to which the fetch of the page is redirected, safe to print."""
    own = [each for each in evidence.log if each.purpose in _OWN]
    for exchange in reversed(own):
        location = header_value(exchange.headers, "location")
        here = Url.parse(exchange.request.url)
        if exchange.status in REDIRECT_STATUSES and location is not None and here is not None:
            there = Url.parse(location, here)
            return "" if there is None else escape(mask_url(there.target))
    return ""
