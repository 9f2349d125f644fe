"""The symptoms of a cause in the facts of a message: a method, a value, an address, a status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import Failure
from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.causes._console_reasons import ConsoleReason, FailureReason
from crossorigin.doctor.causes._login_pages import is_login_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEFAULT_PORTS: Final = (("http://", ":80"), ("https://", ":443"))
_STATUSES: Final[Mapping[str, CauseSlug]] = {
    "401": CauseSlug.AUTH_BEFORE_PREFLIGHT,
    "403": CauseSlug.AUTH_BEFORE_PREFLIGHT,
    "404": CauseSlug.ROUTE_NOT_FOUND,
    "405": CauseSlug.OPTIONS_NOT_HANDLED,
    "413": CauseSlug.GATEWAY_ANSWERED,
    "429": CauseSlug.GATEWAY_ANSWERED,
    "500": CauseSlug.SERVER_ERROR,
    "501": CauseSlug.OPTIONS_NOT_HANDLED,
    "502": CauseSlug.GATEWAY_ANSWERED,
    "503": CauseSlug.GATEWAY_ANSWERED,
    "504": CauseSlug.GATEWAY_ANSWERED,
}
_ANY_STATUS: Final[Mapping[str, CauseSlug]] = {
    "2": CauseSlug.CORS_NOT_ENABLED,
    "3": CauseSlug.REDIRECTED,
    "4": CauseSlug.HEADERS_MISSING_ON_ERRORS,
    # One that HTTP does not have counts as a failure of the server.
    **dict.fromkeys("56789", CauseSlug.SERVER_ERROR),
}
_LAST_STATUS: Final = "599"
# Of a file, each says the same.
_SCHEMES: Final = frozenset({Failure.URL_NOT_HTTP, ConsoleReason.WORKER_SCRIPT})
_SHOWN_BY_STATUS: Final = frozenset({Failure.ALLOW_ORIGIN_MISSING, Failure.PREFLIGHT_STATUS})


def symptoms(reason: FailureReason, facts: Mapping[str, str]) -> Iterator[Symptom]:
    """Yield the symptoms of *reason*, in a message of these *facts*, the best first."""
    for look in (
        _at_the_platform,
        _at_the_method,
        _at_the_value,
        _at_the_url,
        _at_the_origin,
        _at_the_redirect,
        _at_the_status,
    ):
        symptom = look(reason, facts)
        if symptom is not None:
            yield symptom


def _at_the_method(reason: FailureReason, facts: Mapping[str, str]) -> Symptom | None:
    """Return a symptom if the method is not in upper case."""
    method = facts.get("method", "")
    if reason is not Failure.METHOD_NOT_ALLOWED or method == method.upper():
        return None
    evidence = f"The method is {escape(method)}, and not {escape(method.upper())}."
    return Symptom(CauseSlug.METHOD_LOWER_CASE, certain=True, evidence=evidence)


def _at_the_value(reason: FailureReason, facts: Mapping[str, str]) -> Symptom | None:
    """Return a symptom in the value of a header that allows origins."""
    value, origin = facts.get("value"), facts.get("origin", "")
    if value is None:
        return None
    shown = f"Access-Control-Allow-Origin is {escape(value, 120)}"
    if reason is Failure.ALLOW_ORIGIN_MULTIPLE:
        parts = value.replace(",", " ").split()
        doubled = len(set(parts)) < len(parts) or "*" in parts
        slug = CauseSlug.HEADERS_DOUBLED if doubled else CauseSlug.ORIGINS_JOINED
        return Symptom(slug, certain=doubled, evidence=f"{shown}.")
    if reason not in {Failure.ALLOW_ORIGIN_MISMATCH, Failure.ALLOW_ORIGIN_MALFORMED}:
        return None
    if value == origin:
        evidence = f"{shown}, the page's own: so the request's Origin was null."
        return Symptom(CauseSlug.NULL_AFTER_REDIRECT, certain=True, evidence=evidence)
    if "*" in value or value.lower().endswith("/") or _plain(value) == _plain(origin):
        evidence = f"{shown}, which no page's origin is written like."
        return Symptom(CauseSlug.ORIGIN_MISSPELLED, certain=True, evidence=evidence)
    return None


def _at_the_platform(reason: FailureReason, facts: Mapping[str, str]) -> Symptom | None:
    """Return a symptom if no browser printed it: there is no CORS."""
    platform = facts.get("platform")
    if platform in {None, "jsdom"} or reason is not Failure.NO_RESPONSE:
        return None
    evidence = f"{platform} printed this, which is no browser: CORS has no part in it."
    return Symptom(CauseSlug.NETWORK_FAILURE, certain=True, evidence=evidence)


def _at_the_url(reason: FailureReason, facts: Mapping[str, str]) -> Symptom | None:
    """Return a symptom in the scheme of the address."""
    url = facts.get("url", "")
    if reason not in _SCHEMES or not url:
        return None
    if url.lower().startswith("file:"):
        evidence = "The URL starts with file:, so the page was opened from a disk."
        return Symptom(CauseSlug.OPAQUE_ORIGIN, certain=True, evidence=evidence)
    if reason is Failure.URL_NOT_HTTP and facts.get("origin") != OPAQUE_ORIGIN:
        evidence = f"The URL is {escape(url, 120)}."
        return Symptom(CauseSlug.SCHEME_MISSING, certain="://" not in url, evidence=evidence)
    return None


def _at_the_origin(reason: FailureReason, facts: Mapping[str, str]) -> Symptom | None:
    """Return a symptom if the page's origin is ``null``, or one that no fetch may have."""
    origin = facts.get("origin", "")
    is_file = origin.startswith("file:") and reason is ConsoleReason.CORS_UNSPECIFIED
    if origin != OPAQUE_ORIGIN and not is_file:
        return None
    # Chromium prints the page's origin; WebKit prints the one that it sent.
    certain = "initiator" in facts
    shown = f"The origin is {escape(origin)}."
    return Symptom(CauseSlug.OPAQUE_ORIGIN, certain=certain, evidence=shown)


def _at_the_redirect(reason: FailureReason, facts: Mapping[str, str]) -> Symptom | None:
    """Return a symptom in where a redirect leads."""
    source = facts.get("redirected_from", "")
    target = facts.get("redirected_to") or (facts.get("url", "") if source else "")
    if target and is_login_page(target, source):
        evidence = f"It was redirected to {escape(target, 120)}."
        return Symptom(CauseSlug.LOGIN_REDIRECT, certain=True, evidence=evidence)
    if reason is Failure.ALLOW_ORIGIN_MISSING and target:
        evidence = f"It was redirected to {escape(target, 120)}."
        return Symptom(CauseSlug.REDIRECTED, certain=False, evidence=evidence)
    if reason is Failure.PREFLIGHT_REDIRECT and facts.get("url", "").startswith("http://"):
        evidence = "The URL starts with http://."
        return Symptom(CauseSlug.HTTPS_REDIRECT, certain=False, evidence=evidence)
    return None


def _at_the_status(reason: FailureReason, facts: Mapping[str, str]) -> Symptom | None:
    """Return a symptom in the status of the response."""
    status = facts.get("status", "")
    if reason not in _SHOWN_BY_STATUS or not status:
        return None
    slug = _STATUSES.get(status) or _ANY_STATUS.get(status[0])
    if slug is None:
        return None
    unknown = ", which is no status of HTTP" * (status > _LAST_STATUS)
    return Symptom(slug, certain=False, evidence=f"The status is {escape(status)}{unknown}.")


def _plain(origin: str) -> str:
    """Return *origin* without a path or a default port, in lower case."""
    scheme, mark, rest = origin.lower().partition("://")
    plain = f"{scheme}{mark}{rest.partition('/')[0]}"
    for start, port in _DEFAULT_PORTS:
        if plain.startswith(start):
            return plain.removesuffix(port)
    return plain
