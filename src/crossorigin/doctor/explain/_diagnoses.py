"""Tell from what a message says which cause it is, or is likely to be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser.failures import Failure
from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin.doctor._sanitize import escaped
from crossorigin.doctor.causes._cause import CauseSlug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crossorigin.doctor.explain._console_reasons import ConsoleReason

_DEFAULT_PORTS: Final = (("http://", ":80"), ("https://", ":443"))
_LOGIN: Final = re.compile(
    r"accounts\.google\.|/(?:log-?in|sign-?in|auth|oauth2?|sso|saml)\b", re.IGNORECASE
)
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
_TOLD_BY_STATUS: Final = frozenset({Failure.ALLOW_ORIGIN_MISSING, Failure.PREFLIGHT_STATUS})


@dataclass(frozen=True, slots=True)
class Clue:
    """
    Hold what speaks for a cause.

    Attributes:
        slug: The cause.
        certain: Whether it leaves no other.
        evidence: Why, in a sentence that is safe to print.
    """

    slug: CauseSlug
    certain: bool
    evidence: str


def clues(reason: ConsoleReason, facts: Mapping[str, str]) -> Iterator[Clue]:
    """Yield what speaks for a cause of *reason*, in a message of these *facts*, the best first."""
    for look in (_at_the_method, _at_the_value, _at_the_origin, _at_the_redirect, _at_the_status):
        clue = look(reason, facts)
        if clue is not None:
            yield clue


def _at_the_method(reason: ConsoleReason, facts: Mapping[str, str]) -> Clue | None:
    """Return a clue if the method is not in upper case."""
    method = facts.get("method", "")
    if reason is not Failure.METHOD_NOT_ALLOWED or method == method.upper():
        return None
    evidence = f"The method is {escaped(method)}, and not {escaped(method.upper())}."
    return Clue(CauseSlug.METHOD_LOWER_CASE, certain=True, evidence=evidence)


def _at_the_value(reason: ConsoleReason, facts: Mapping[str, str]) -> Clue | None:
    """Return a clue in the value of a header that allows origins."""
    value, origin = facts.get("value"), facts.get("origin", "")
    if value is None:
        return None
    shown = f"Access-Control-Allow-Origin is {escaped(value, 120)}"
    if reason is Failure.ALLOW_ORIGIN_MULTIPLE:
        parts = value.replace(",", " ").split()
        doubled = len(set(parts)) < len(parts) or "*" in parts
        slug = CauseSlug.HEADERS_DOUBLED if doubled else CauseSlug.ORIGINS_JOINED
        return Clue(slug, certain=doubled, evidence=f"{shown}.")
    if reason not in {Failure.ALLOW_ORIGIN_MISMATCH, Failure.ALLOW_ORIGIN_MALFORMED}:
        return None
    if value == origin:
        evidence = f"{shown}, the page's own: so the request's Origin was null."
        return Clue(CauseSlug.NULL_AFTER_REDIRECT, certain=True, evidence=evidence)
    if "*" in value or value.lower().endswith("/") or _plain(value) == _plain(origin):
        evidence = f"{shown}, which no page's origin is written like."
        return Clue(CauseSlug.ORIGIN_MISSPELLED, certain=True, evidence=evidence)
    return None


def _at_the_origin(_: ConsoleReason, facts: Mapping[str, str]) -> Clue | None:
    """Return a clue if the page's origin is ``null``."""
    if facts.get("origin") != OPAQUE_ORIGIN:
        return None
    # Chromium prints the page's origin; WebKit prints the one that it sent.
    certain = "initiator" in facts
    return Clue(CauseSlug.OPAQUE_ORIGIN, certain=certain, evidence="The origin is null.")


def _at_the_redirect(reason: ConsoleReason, facts: Mapping[str, str]) -> Clue | None:
    """Return a clue in where a redirect leads."""
    target = facts.get("redirected_to") or (
        facts.get("url", "") if "redirected_from" in facts else ""
    )
    if target and _LOGIN.search(target):
        evidence = f"It was redirected to {escaped(target, 120)}."
        return Clue(CauseSlug.LOGIN_REDIRECT, certain=True, evidence=evidence)
    if reason is Failure.ALLOW_ORIGIN_MISSING and target:
        evidence = f"It was redirected to {escaped(target, 120)}."
        return Clue(CauseSlug.REDIRECTED, certain=False, evidence=evidence)
    if reason is Failure.PREFLIGHT_REDIRECT and facts.get("url", "").startswith("http://"):
        evidence = "The URL starts with http://."
        return Clue(CauseSlug.HTTPS_REDIRECT, certain=False, evidence=evidence)
    return None


def _at_the_status(reason: ConsoleReason, facts: Mapping[str, str]) -> Clue | None:
    """Return a clue in the status of the response."""
    status = facts.get("status", "")
    if reason not in _TOLD_BY_STATUS or not status:
        return None
    slug = _STATUSES.get(status) or _ANY_STATUS.get(status[0])
    if slug is None:
        return None
    return Clue(slug, certain=False, evidence=f"The status is {escaped(status)}.")


def _plain(origin: str) -> str:
    """Return *origin* without what is easily written too much."""
    scheme, mark, rest = origin.lower().partition("://")
    plain = f"{scheme}{mark}{rest.partition('/')[0]}"
    for start, port in _DEFAULT_PORTS:
        if plain.startswith(start):
            return plain.removesuffix(port)
    return plain
