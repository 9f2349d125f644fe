"""Symptoms in redirects: where they lead, and what they lack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import FAILURE_SENTENCES, Failure, Url, header_value
from crossorigin._web.fetch import OPAQUE_ORIGIN, REDIRECT_STATUSES
from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.causes._login_pages import is_login_page
from crossorigin.doctor.check._symptoms import line, url
from crossorigin.doctor.probing._session import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import HTTPExchange

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


def redirect_symptoms(evidence: Evidence) -> Iterator[Symptom]:
    """Yield the symptoms in redirects, but for those of the preflight."""
    yield from _to_http(evidence)
    yield from _null_origin(evidence)
    yield from _redirect(evidence)
    yield from _refused_redirect(evidence)


def cause_of_redirect(exchange: HTTPExchange) -> CauseSlug | None:
    """Return why an answer redirects, or ``None`` if it does not."""
    location = header_value(exchange.headers, "location")
    here = Url.parse(exchange.request.url)
    if exchange.status not in REDIRECT_STATUSES or location is None or here is None:
        return None
    there = Url.parse(location, here)
    if there is None:
        return CauseSlug.REDIRECTED
    if (here.scheme, there.scheme) == ("https", "http") and here.host == there.host:
        return CauseSlug.REDIRECT_TO_HTTP
    if (here.path, here.query) == (there.path, there.query) and here.origin != there.origin:
        return CauseSlug.HTTPS_REDIRECT
    is_one_path = here.path.rstrip("/") == there.path.rstrip("/")
    if here.origin == there.origin and is_one_path and here.path != there.path:
        return CauseSlug.TRAILING_SLASH_REDIRECT
    is_login = is_login_page(location, exchange.request.url)
    return CauseSlug.LOGIN_REDIRECT if is_login else CauseSlug.REDIRECTED


def leads_to_http(exchange: HTTPExchange) -> bool:
    """Tell whether an answer redirects from https to http, where no app listens."""
    return cause_of_redirect(exchange) is CauseSlug.REDIRECT_TO_HTTP


def _to_http(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that a redirect leads from https to http, as from behind a proxy that ends TLS."""
    for exchange in evidence.log:
        is_browser = exchange.purpose in {Purpose.FETCH, Purpose.STAND_IN}
        if is_browser and leads_to_http(exchange):
            location = url(header_value(exchange.headers, "location") or "")
            seen = f"{line(exchange)} is answered {exchange.status} to {location}"
            yield Symptom(
                CauseSlug.REDIRECT_TO_HTTP,
                certain=True,
                evidence=f"{seen}: the app does not know that it is served over https.",
                is_cause=evidence.failure is not None,
            )
            return


def _null_origin(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that the request came from the origin ``null``."""
    last = evidence.last
    if (
        last is None
        or evidence.failure is None
        or header_value(last.request.headers, "origin") != OPAQUE_ORIGIN
        or any(map(leads_to_http, evidence.log))
    ):
        return
    if evidence.question.fetch.origin == OPAQUE_ORIGIN:
        seen = "The page has no origin: a file, a sandboxed frame or a data: URL."
        yield Symptom(CauseSlug.OPAQUE_ORIGIN, certain=True, evidence=seen)
        return
    seen = f"After the redirect to another origin, {line(last)} was sent with Origin: null"
    yield Symptom(CauseSlug.NULL_AFTER_REDIRECT, certain=True, evidence=f"{seen}.")


def _redirect(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that a redirect lacks the headers, or leads elsewhere."""
    last = evidence.last
    if last is None or last.is_preflight or evidence.failure is not Failure.ALLOW_ORIGIN_MISSING:
        return
    slug = cause_of_redirect(last)
    if slug is not None:
        location = url(header_value(last.headers, "location") or "")
        seen = f"{line(last)} is answered {last.status} to {location}, without the headers of CORS"
        is_cause = not last.varies_by_origin or slug is CauseSlug.REDIRECT_TO_HTTP
        yield Symptom(slug, certain=True, evidence=f"{seen}.", is_cause=is_cause)


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
