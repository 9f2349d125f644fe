"""The diagnoses of a message: the causes that it names, or the likeliest ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import Failure
from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.causes._catalogue import diagnose
from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.causes._console_reasons import ConsoleReason, FailureReason
from crossorigin.doctor.causes._login_pages import is_login_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crossorigin.doctor.causes._cause import Diagnosis, Stack

FITS: Final = "The message fits, and does not tell."
ONLY: Final = "The message leaves no other cause."
# The placeholders of a fix, where the message does not fill them.
_EXAMPLES: Final = {"origin": "https://app.example.com", "method": "PUT", "header": "X-Token"}
_MISMATCH: Final = (
    CauseSlug.ORIGIN_NOT_LISTED,
    CauseSlug.CACHED_FOR_ANOTHER_ORIGIN,
    CauseSlug.NULL_AFTER_REDIRECT,
    CauseSlug.ORIGIN_MISSPELLED,
)
_MALFORMED: Final = (CauseSlug.REQUEST_MALFORMED,)
_REFUSED: Final = (CauseSlug.REDIRECT_REFUSED,)

CAUSES_OF: Final[Mapping[FailureReason, tuple[CauseSlug, ...]]] = {
    Failure.URL_MALFORMED: _MALFORMED,
    Failure.URL_HAS_CREDENTIALS: _MALFORMED,
    Failure.DATA_URL_MALFORMED: _MALFORMED,
    Failure.LINES_DIFFER: (CauseSlug.HEADERS_DOUBLED,),
    Failure.URL_NOT_HTTP: (CauseSlug.SCHEME_MISSING,),
    Failure.METHOD_MALFORMED: _MALFORMED,
    Failure.FORBIDDEN_METHOD: _MALFORMED,
    Failure.NO_CORS_METHOD: _MALFORMED,
    Failure.HEADER_MALFORMED: _MALFORMED,
    Failure.BODY_NOT_ALLOWED: _MALFORMED,
    Failure.STREAM_NOT_ALLOWED: _MALFORMED,
    Failure.MODE_SAME_ORIGIN: (CauseSlug.SAME_ORIGIN_MODE,),
    Failure.NO_CORS_REDIRECT_MODE: _MALFORMED,
    Failure.PORT_RESTRICTED: (CauseSlug.PORT_RESTRICTED,),
    Failure.NO_RESPONSE: (
        CauseSlug.NETWORK_FAILURE,
        CauseSlug.LOCAL_NETWORK_ACCESS,
        CauseSlug.BLOCKED_BY_EXTENSION,
        CauseSlug.REDIRECT_REFUSED,
    ),
    Failure.PREFLIGHT_REDIRECT: (
        CauseSlug.TRAILING_SLASH_REDIRECT,
        CauseSlug.LOGIN_REDIRECT,
        CauseSlug.HTTPS_REDIRECT,
    ),
    Failure.ALLOW_ORIGIN_MISSING: (
        CauseSlug.CORS_NOT_ENABLED,
        CauseSlug.ORIGIN_NOT_LISTED,
        CauseSlug.SERVER_ERROR,
        CauseSlug.ROUTE_NOT_FOUND,
        CauseSlug.CACHED_FOR_ANOTHER_ORIGIN,
    ),
    Failure.WILDCARD_WITH_CREDENTIALS: (CauseSlug.WILDCARD_WITH_CREDENTIALS,),
    Failure.ALLOW_ORIGIN_MULTIPLE: (CauseSlug.HEADERS_DOUBLED, CauseSlug.ORIGINS_JOINED),
    Failure.ALLOW_ORIGIN_MALFORMED: (CauseSlug.ORIGIN_MISSPELLED,),
    Failure.ALLOW_ORIGIN_MISMATCH: _MISMATCH,
    Failure.ALLOW_CREDENTIALS_MISSING: (CauseSlug.CREDENTIALS_NOT_ENABLED,),
    Failure.ALLOW_CREDENTIALS_NOT_TRUE: (
        CauseSlug.CREDENTIALS_MISSPELLED,
        CauseSlug.HEADERS_DOUBLED,
    ),
    Failure.PREFLIGHT_STATUS: (
        CauseSlug.AUTH_BEFORE_PREFLIGHT,
        CauseSlug.OPTIONS_NOT_HANDLED,
        CauseSlug.ROUTE_NOT_FOUND,
        CauseSlug.SERVER_ERROR,
    ),
    Failure.ALLOW_METHODS_MALFORMED: (CauseSlug.LIST_MALFORMED,),
    Failure.ALLOW_HEADERS_MALFORMED: (CauseSlug.LIST_MALFORMED,),
    Failure.METHOD_NOT_ALLOWED: (CauseSlug.METHOD_NOT_LISTED, CauseSlug.METHOD_LOWER_CASE),
    Failure.HEADER_NOT_ALLOWED: (CauseSlug.HEADER_NOT_LISTED,),
    Failure.AUTHORIZATION_NOT_LISTED: (CauseSlug.AUTHORIZATION_UNDER_WILDCARD,),
    Failure.REDIRECT_NOT_ALLOWED: _REFUSED,
    Failure.LOCATION_MALFORMED: _REFUSED,
    Failure.LOCATION_NOT_HTTP: _REFUSED,
    Failure.TOO_MANY_REDIRECTS: _REFUSED,
    Failure.LOCATION_HAS_CREDENTIALS: _REFUSED,
    Failure.STREAM_REDIRECTED: _REFUSED,
    ConsoleReason.ABORTED: (CauseSlug.REQUEST_ABORTED,),
    ConsoleReason.BLOCKED_BY_CLIENT: (CauseSlug.BLOCKED_BY_EXTENSION,),
    ConsoleReason.CACHE_MODE: _MALFORMED,
    ConsoleReason.CONTENT_SECURITY_POLICY: (CauseSlug.CONTENT_SECURITY_POLICY,),
    ConsoleReason.CORS_UNSPECIFIED: (
        CauseSlug.CORS_NOT_ENABLED,
        CauseSlug.ORIGIN_NOT_LISTED,
        CauseSlug.AUTH_BEFORE_PREFLIGHT,
        CauseSlug.SERVER_ERROR,
    ),
    ConsoleReason.FETCH_FAILED: (
        CauseSlug.CORS_NOT_ENABLED,
        CauseSlug.NETWORK_FAILURE,
        CauseSlug.BLOCKED_BY_EXTENSION,
        CauseSlug.REQUEST_ABORTED,
    ),
    ConsoleReason.LOCAL_NETWORK_ACCESS: (CauseSlug.LOCAL_NETWORK_ACCESS,),
    ConsoleReason.MIXED_CONTENT: (CauseSlug.MIXED_CONTENT,),
    ConsoleReason.OPAQUE: (CauseSlug.OPAQUE_RESPONSE,),
    ConsoleReason.RESOURCE_POLICY: (CauseSlug.RESOURCE_POLICY,),
    ConsoleReason.RESPONSE_TYPE: (CauseSlug.RESPONSE_TYPE,),
}
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
    "5": CauseSlug.SERVER_ERROR,
}
_SHOWN_BY_STATUS: Final = frozenset({Failure.ALLOW_ORIGIN_MISSING, Failure.PREFLIGHT_STATUS})


def diagnoses(
    reasons: Sequence[FailureReason], facts: Mapping[str, str], stack: Stack
) -> tuple[Diagnosis, ...]:
    """
    Return the diagnoses of a message, the likeliest first.

    Args:
        reasons: The possible meanings of the message, the likeliest first.
        facts: The facts in it.
        stack: The stack to mend.
    """
    ranked: dict[CauseSlug, Symptom] = {}
    for symptom in _rank(reasons, facts):
        ranked.setdefault(symptom.slug, symptom)
    first = next(iter(ranked.values()))
    kept = [first] if first.certain else list(ranked.values())
    words = {name: escape(facts.get(name) or example, 120) for name, example in _EXAMPLES.items()}
    return tuple(diagnose(symptom, stack, words) for symptom in kept)


def _rank(reasons: Sequence[FailureReason], facts: Mapping[str, str]) -> Iterator[Symptom]:
    """Yield the symptoms, the best first; some causes more than once."""
    hints = [symptom for reason in reasons for symptom in _symptoms(reason, facts)]
    yield from sorted(hints, key=lambda symptom: not symptom.certain)
    possible = {slug: None for reason in reasons for slug in CAUSES_OF[reason]}
    for slug in possible:
        alone = len(possible) == 1
        yield Symptom(slug, certain=alone and not hints, evidence=ONLY if alone else FITS)


def _symptoms(reason: FailureReason, facts: Mapping[str, str]) -> Iterator[Symptom]:
    """Yield the symptoms of *reason*, in a message of these *facts*, the best first."""
    for look in (_at_the_method, _at_the_value, _at_the_origin, _at_the_redirect, _at_the_status):
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


def _at_the_origin(_: FailureReason, facts: Mapping[str, str]) -> Symptom | None:
    """Return a symptom if the page's origin is ``null``."""
    if facts.get("origin") != OPAQUE_ORIGIN:
        return None
    # Chromium prints the page's origin; WebKit prints the one that it sent.
    certain = "initiator" in facts
    return Symptom(CauseSlug.OPAQUE_ORIGIN, certain=certain, evidence="The origin is null.")


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
    return Symptom(slug, certain=False, evidence=f"The status is {escape(status)}.")


def _plain(origin: str) -> str:
    """Return *origin* without a path or a default port, in lower case."""
    scheme, mark, rest = origin.lower().partition("://")
    plain = f"{scheme}{mark}{rest.partition('/')[0]}"
    for start, port in _DEFAULT_PORTS:
        if plain.startswith(start):
            return plain.removesuffix(port)
    return plain
