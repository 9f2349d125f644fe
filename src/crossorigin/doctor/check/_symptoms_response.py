"""Symptoms in the response to the request itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin._browser import FAILURE_SENTENCES, Failure, Url, line_values
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.check._refusals import (
    has_no_route,
    knows_cors,
    permitting,
    refusal_of_origin,
    refusals_in_silence,
    refusals_in_words,
)
from crossorigin.doctor.check._symptoms import (
    ALLOW_ORIGIN,
    CRASH,
    ERROR,
    HTTP_STATUSES,
    OK,
    gateway_symptom,
    is_of_gateway,
    line,
    misspelled,
    permits,
    unknown_status,
)
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


def response_symptoms(evidence: Evidence) -> Iterator[Symptom]:
    """Yield the symptoms in all responses but those to preflights."""
    for read in _READERS:
        yield from read(evidence)


def _of_gateway(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that a proxy answers in the app's place: its headers are no matter yet."""
    last = evidence.last
    if evidence.failure is not None and last is not None and not last.is_preflight:
        yield from [gateway_symptom(last)] if is_of_gateway(last) else []


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
    yield Symptom(CauseSlug.HEADER_REPEATED, certain=True, evidence=f"{seen}.")


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


def _refused(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that an error is the way in which a policy refuses."""
    last = evidence.last
    if evidence.failure is None or last is None or last.is_preflight:
        return
    named = [] if permits(evidence, last) else list(refusals_in_words(last))
    refusal = refusal_of_origin(evidence) if not named else None
    yield from named
    if refusal is not None and last is evidence.actual and not permits(evidence, last):
        yield refusal


def _error(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that an error hides behind a missing header."""
    actual = evidence.actual
    if actual is None or actual.status < ERROR or actual.has_cors:
        return
    if any(refusals_in_words(actual)) or refusal_of_origin(evidence) is not None:
        return
    is_cause = evidence.failure is Failure.ALLOW_ORIGIN_MISSING and actual is evidence.last
    if is_of_gateway(actual):
        yield gateway_symptom(actual, is_cause=False)
        return
    good = [each for each in permitting(evidence) if each.status in OK]
    # With it, the error passed through a policy: another origin might have read it.
    is_covered = actual.varies_by_origin and not good
    seen = f"{line(actual)} is answered {actual.status}, without any header of CORS"
    if is_covered and is_cause:
        yield _unlisted(actual, evidence)
    if actual.status >= CRASH:
        yield Symptom(
            CauseSlug.SERVER_ERROR,
            certain=not is_covered and actual.status in HTTP_STATUSES,
            evidence=f"{seen}{unknown_status(actual.status) or ': the server failed'}.",
            is_cause=is_cause,
        )
    elif is_cause and (actual.status == 404 or has_no_route(actual)):  # noqa: PLR2004 - not found
        yield Symptom(
            CauseSlug.ROUTE_NOT_FOUND, certain=False, evidence=f"{seen}.", is_cause=is_cause
        )
    bare = [each for each in evidence.log if each.status in OK and not each.is_preflight]
    if bare and is_cause and not knows_cors(evidence):
        more = f"{line(bare[0])} is answered {bare[0].status}, and has none either"
        yield Symptom(CauseSlug.CORS_NOT_ENABLED, certain=False, evidence=f"{seen}; {more}.")
    elif good or (is_cause and actual.status < CRASH and not is_covered):
        more = f", while {line(good[0])} has them" if good else ""
        yield Symptom(
            CauseSlug.HEADERS_MISSING_ON_ERRORS,
            certain=bool(good),
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
    shows_policy = last.has_cors or last.varies_by_origin
    others = permitting(evidence)
    if others and not shows_policy:
        if not last.is_preflight:
            seen = f"{line(others[0])} permits {evidence.question.fetch.origin}, and {line(last)}"
            seen = f"{seen} has no header of CORS: its route is not covered"
            yield Symptom(CauseSlug.CORS_NOT_ENABLED, certain=True, evidence=f"{seen}.")
        return
    if last.is_preflight and any(refusals_in_silence(last, evidence)):
        return
    knows = [each for each in (last, *evidence.log) if each.has_cors or each.varies_by_origin]
    named = [named for each in evidence.log for named in refusals_in_words(each)]
    if named:
        yield from named[:1]
    elif knows:
        yield _unlisted(knows[0], evidence)
    elif not last.is_preflight:
        count = len(evidence.log)
        seen = f"None of {count} answers has" if count > 1 else "The answer does not have"
        seen = f"{seen} any header of CORS"
        yield Symptom(
            CauseSlug.CORS_NOT_ENABLED, certain=True, evidence=f"{seen}.{misspelled(last)}"
        )


def _unlisted(exchange: HTTPExchange, evidence: Evidence) -> Symptom:
    """Return that *exchange* shows a policy without the page's origin."""
    origin = evidence.question.fetch.origin
    seen = f"{line(exchange)} shows that the server has a policy, which leaves out {origin}"
    return Symptom(CauseSlug.ORIGIN_NOT_LISTED, certain=False, evidence=f"{seen}.")


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
    _of_gateway,
    _two_layers,
    _two_values,
    _mismatch,
    _wildcard,
    _credentials,
    _malformed,
    _refused,
    _error,
    _error_path,
    _not_permitted,
)
