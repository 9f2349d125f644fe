"""Symptoms in the response to the request itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._browser import FAILURE_SENTENCES, Failure, Url, header_value, line_values
from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.check._symptoms import (
    ALLOW_ORIGIN,
    CRASH,
    ERROR,
    OK,
    is_of_gateway,
    line,
    permits,
    url,
)
from crossorigin.doctor.check._symptoms_preflight import cause_of_redirect
from crossorigin.doctor.probing._session import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crossorigin._browser import Blocked
    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import HTTPExchange

# A URL whose host stands where its scheme should.
_HOST: Final = re.compile(r"(?:[\w-]+\.[\w.-]+|localhost):(?!//)")
_MISMATCHES: Final = frozenset({Failure.ALLOW_ORIGIN_MISMATCH, Failure.ALLOW_ORIGIN_MALFORMED})
_CREDENTIALS: Final = frozenset(
    {Failure.ALLOW_CREDENTIALS_MISSING, Failure.ALLOW_CREDENTIALS_NOT_TRUE}
)
_REFUSED_REDIRECTS: Final = frozenset(
    {
        Failure.REDIRECT_NOT_ALLOWED,
        Failure.LOCATION_MALFORMED,
        Failure.LOCATION_NOT_HTTP,
        Failure.TOO_MANY_REDIRECTS,
        Failure.LOCATION_HAS_CREDENTIALS,
        Failure.STREAM_REDIRECTED,
    }
)


def response_symptoms(evidence: Evidence) -> Iterator[Symptom]:
    """Yield the symptoms in all responses but those to preflights."""
    for read in _READERS:
        yield from read(evidence)


def _null_origin(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that the request came from the origin ``null``."""
    last = evidence.last
    if (
        last is None
        or evidence.failure is None
        or header_value(last.request.headers, "origin") != OPAQUE_ORIGIN
    ):
        return
    if evidence.question.fetch.origin == OPAQUE_ORIGIN:
        seen = "The page has no origin: a file, a sandboxed frame or a data: URL."
        yield Symptom(CauseSlug.OPAQUE_ORIGIN, certain=True, evidence=seen)
        return
    seen = f"After the redirect to another origin, {line(last)} was sent with Origin: null"
    yield Symptom(CauseSlug.NULL_AFTER_REDIRECT, certain=True, evidence=f"{seen}.")


def _two_layers(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that the header stands there twice."""
    for exchange in _both(evidence):
        values = line_values(exchange.headers, ALLOW_ORIGIN)
        if len(values) > 1:
            seen = " and ".join(escape(value, 100) for value in values[:3])
            seen = f"{line(exchange)} is answered with {len(values)} Access-Control-Allow-Origin: {seen}"
            yield Symptom(CauseSlug.HEADERS_DOUBLED, certain=True, evidence=f"{seen}.")
            return
        if values and ("," in values[0] or " " in values[0]):
            seen = f"Access-Control-Allow-Origin is a list: {escape(values[0], 200)}"
            yield Symptom(CauseSlug.ORIGINS_JOINED, certain=True, evidence=f"{seen}.")
            return


def _two_values(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that a header that has one value stands there with several."""
    blocked, last = evidence.outcome.blocked, evidence.last
    if blocked is None or blocked.failure is not Failure.LINES_DIFFER or last is None:
        return
    values = " and ".join(
        escape(value, 100) for value in line_values(last.headers, blocked.subject)
    )
    seen = f"{line(last)} is answered with lines of {blocked.subject} that differ: {values}"
    yield Symptom(CauseSlug.HEADERS_DOUBLED, certain=True, evidence=f"{seen}.")


def _mismatch(evidence: Evidence) -> Iterator[Symptom]:
    """Yield how the allowed origin differs from the page's."""
    blocked = evidence.outcome.blocked
    origin = evidence.question.fetch.origin
    if blocked is None or blocked.failure not in _MISMATCHES or blocked.subject == origin:
        return
    written = _as_origin(blocked.subject)
    seen = f"Access-Control-Allow-Origin is {escape(blocked.subject, 200)}, not {origin}"
    if written == origin or "*" in blocked.subject or blocked.subject == "":
        yield Symptom(
            CauseSlug.ORIGIN_MISSPELLED,
            certain=True,
            evidence=f"{seen}: a browser compares every byte.",
        )
    else:
        yield Symptom(CauseSlug.ORIGIN_NOT_LISTED, certain=False, evidence=f"{seen}.")


def _as_origin(text: str) -> str:
    """Return the origin that *text* was meant to be, empty if there is none."""
    parsed = Url.parse(text if "://" in text else f"https://{text}")
    return parsed.origin if parsed is not None and parsed.host else ""


def _wildcard(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that a wildcard meets credentials."""
    if evidence.failure is Failure.WILDCARD_WITH_CREDENTIALS:
        seen = "Access-Control-Allow-Origin is *, and the page sends credentials."
        yield Symptom(CauseSlug.WILDCARD_WITH_CREDENTIALS, certain=True, evidence=seen)


def _credentials(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that credentials are not permitted."""
    blocked = evidence.outcome.blocked
    if blocked is None or blocked.failure not in _CREDENTIALS:
        return
    value = escape(blocked.subject, 100)
    seen = f"is {value}, not exactly true" if value else "is absent"
    slug = CauseSlug.CREDENTIALS_MISSPELLED if value else CauseSlug.CREDENTIALS_NOT_ENABLED
    yield Symptom(slug, certain=True, evidence=f"Access-Control-Allow-Credentials {seen}.")


def _error(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that an error hides behind a missing header."""
    actual = evidence.actual
    if actual is None or actual.status < ERROR or actual.has_cors:
        return
    seen = f"{line(actual)} is answered {actual.status}, without any header of CORS"
    is_cause = evidence.failure is Failure.ALLOW_ORIGIN_MISSING and actual is evidence.last
    if is_of_gateway(actual):
        yield Symptom(
            CauseSlug.GATEWAY_ANSWERED, certain=True, evidence=f"{seen}.", is_cause=is_cause
        )
    elif actual.status >= CRASH:
        yield Symptom(
            CauseSlug.SERVER_ERROR,
            certain=True,
            evidence=f"{seen}: the server failed.",
            is_cause=is_cause,
        )
    elif is_cause and actual.status == 404:  # noqa: PLR2004 - not found
        yield Symptom(
            CauseSlug.ROUTE_NOT_FOUND, certain=False, evidence=f"{seen}.", is_cause=is_cause
        )
    good = [
        exchange
        for exchange in evidence.log
        if exchange.status in OK and permits(evidence, exchange)
    ]
    if good or (is_cause and actual.status < CRASH):
        more = f", while {line(good[0])} has them" if good else ""
        certain = bool(good)
        yield Symptom(
            CauseSlug.HEADERS_MISSING_ON_ERRORS,
            certain=certain,
            evidence=f"{seen}{more}.",
            is_cause=is_cause,
        )


def _error_path(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that a page that does not exist is answered without the headers of one that does."""
    missing, actual = evidence.probe(Purpose.NO_SUCH_PAGE), evidence.actual
    if missing is None or actual is None or missing.status < ERROR:
        return
    if actual.status in OK and permits(evidence, actual) and not permits(evidence, missing):
        seen = f"{line(missing)} is answered {missing.status} without the headers that"
        yield Symptom(
            CauseSlug.HEADERS_MISSING_ON_ERRORS,
            certain=True,
            evidence=f"{seen} {line(actual)} has.",
            is_cause=False,
        )


def _not_permitted(evidence: Evidence) -> Iterator[Symptom]:
    """Yield why no response may have the header."""
    last = evidence.last
    if evidence.failure is not Failure.ALLOW_ORIGIN_MISSING or last is None:
        return
    if last.status not in OK and not last.varies_by_origin:
        return
    asked = [last] if last.is_preflight else evidence.log
    knows = [exchange for exchange in asked if exchange.has_cors or exchange.varies_by_origin]
    origin = evidence.question.fetch.origin
    if knows:
        seen = f"{line(knows[0])} shows that the server has a policy, which leaves out {origin}"
        yield Symptom(CauseSlug.ORIGIN_NOT_LISTED, certain=False, evidence=f"{seen}.")
    elif not last.is_preflight:
        count = len(evidence.log)
        seen = f"None of {count} answers has" if count > 1 else "The answer does not have"
        seen = f"{seen} any header of CORS"
        yield Symptom(CauseSlug.CORS_NOT_ENABLED, certain=True, evidence=f"{seen}.")


def _redirect(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that a redirect lacks the headers, or leads elsewhere."""
    last = evidence.last
    if last is None or last.is_preflight or evidence.failure is not Failure.ALLOW_ORIGIN_MISSING:
        return
    slug = cause_of_redirect(last)
    if slug is not None:
        location = url(header_value(last.headers, "location") or "")
        seen = f"{line(last)} is answered {last.status} to {location}, without the headers of CORS"
        yield Symptom(slug, certain=True, evidence=f"{seen}.")


def _refused_redirect(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that a redirect is one that no fetch follows."""
    blocked = evidence.outcome.blocked
    if blocked is not None and blocked.failure in _REFUSED_REDIRECTS:
        seen = FAILURE_SENTENCES[blocked.failure]
        subject = url(blocked.subject)
        yield Symptom(
            CauseSlug.REDIRECT_REFUSED,
            certain=True,
            evidence=f"{seen[:-1]}: {subject}." if subject else seen,
        )


def _malformed(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that nothing was sent, because a page cannot send it."""
    blocked = evidence.outcome.blocked
    if blocked is None and not evidence.outcome.readable and evidence.mixed_url is None:
        seen = f"The options of the fetch are mode: {evidence.question.fetch.mode}, redirect:"
        yield Symptom(
            CauseSlug.OPAQUE_RESPONSE,
            certain=True,
            evidence=f"{seen} {evidence.question.fetch.redirect}.",
        )
    if blocked is None:
        return
    if blocked.failure is Failure.PORT_RESTRICTED:
        seen = f"No browser connects to port {blocked.subject}."
        yield Symptom(CauseSlug.PORT_RESTRICTED, certain=True, evidence=seen)
    elif not evidence.outcome.exchanges:
        yield _unsent(evidence, blocked)


def _unsent(evidence: Evidence, blocked: Blocked) -> Symptom:
    """Return why nothing was sent."""
    slug = CauseSlug.REQUEST_MALFORMED
    if blocked.failure is Failure.MODE_SAME_ORIGIN:
        slug = CauseSlug.SAME_ORIGIN_MODE
    elif blocked.failure is Failure.URL_NOT_HTTP and _HOST.match(evidence.question.fetch.url):
        slug = CauseSlug.SCHEME_MISSING
    subject = escape(blocked.subject, 100)
    seen = FAILURE_SENTENCES[blocked.failure]
    return Symptom(slug, certain=True, evidence=f"{seen[:-1]}: {subject}." if subject else seen)


def _both(evidence: Evidence) -> list[HTTPExchange]:
    """Return the last preflight and the actual request."""
    return [exchange for exchange in (evidence.preflight, evidence.actual) if exchange is not None]


_READERS: Final[tuple[Callable[[Evidence], Iterator[Symptom]], ...]] = (
    _null_origin,
    _two_layers,
    _two_values,
    _mismatch,
    _wildcard,
    _credentials,
    _redirect,
    _refused_redirect,
    _malformed,
    _error,
    _error_path,
    _not_permitted,
)
