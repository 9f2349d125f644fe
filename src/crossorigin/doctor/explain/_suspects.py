"""Rank the causes that may be behind what a browser printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser.failures import Failure
from crossorigin.doctor._sanitize import escaped
from crossorigin.doctor.causes._catalogue import CAUSES
from crossorigin.doctor.causes._cause import CauseSlug
from crossorigin.doctor.causes._results import Suspect
from crossorigin.doctor.explain._console_reasons import ConsoleReason, Told
from crossorigin.doctor.explain._diagnoses import Clue, clues

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crossorigin.doctor.causes._stacks import Stack

FITS: Final = "The message fits, and does not tell."
ONLY: Final = "The message leaves no other cause."
# What a fix names, where the message does not.
_EXAMPLES: Final = {"origin": "https://app.example.com", "method": "PUT", "header": "X-Token"}
_MISMATCH: Final = (
    CauseSlug.ORIGIN_NOT_LISTED,
    CauseSlug.CACHED_FOR_ANOTHER_ORIGIN,
    CauseSlug.NULL_AFTER_REDIRECT,
    CauseSlug.ORIGIN_MISSPELLED,
)
_MALFORMED: Final = (CauseSlug.REQUEST_MALFORMED,)
_REFUSED: Final = (CauseSlug.REDIRECT_REFUSED,)

SUSPECTS: Final[Mapping[ConsoleReason, tuple[CauseSlug, ...]]] = {
    Failure.URL_MALFORMED: _MALFORMED,
    Failure.URL_HAS_CREDENTIALS: _MALFORMED,
    Failure.URL_NOT_HTTP: (CauseSlug.SCHEME_MISSING,),
    Failure.METHOD_MALFORMED: _MALFORMED,
    Failure.FORBIDDEN_METHOD: _MALFORMED,
    Failure.NO_CORS_METHOD: _MALFORMED,
    Failure.HEADER_MALFORMED: _MALFORMED,
    Failure.BODY_NOT_ALLOWED: _MALFORMED,
    Failure.STREAM_NOT_ALLOWED: _MALFORMED,
    Failure.DATA_URL_MALFORMED: _MALFORMED,
    Failure.MODE_SAME_ORIGIN: (CauseSlug.SAME_ORIGIN_MODE,),
    Failure.NO_CORS_REDIRECT_MODE: _MALFORMED,
    Failure.NO_RESPONSE: (
        CauseSlug.NETWORK_FAILURE,
        CauseSlug.LOCAL_NETWORK_ACCESS,
        CauseSlug.BLOCKED_BY_EXTENSION,
        CauseSlug.REDIRECT_REFUSED,
    ),
    Failure.LINES_DIFFER: (CauseSlug.HEADERS_DOUBLED,),
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
    Told.ABORTED: (CauseSlug.REQUEST_ABORTED,),
    Told.BLOCKED_BY_CLIENT: (CauseSlug.BLOCKED_BY_EXTENSION,),
    Told.CACHE_MODE: _MALFORMED,
    Told.CONTENT_SECURITY_POLICY: (CauseSlug.CONTENT_SECURITY_POLICY,),
    Told.CORS_UNSPECIFIED: (
        CauseSlug.CORS_NOT_ENABLED,
        CauseSlug.ORIGIN_NOT_LISTED,
        CauseSlug.AUTH_BEFORE_PREFLIGHT,
        CauseSlug.SERVER_ERROR,
    ),
    Told.FETCH_FAILED: (
        CauseSlug.CORS_NOT_ENABLED,
        CauseSlug.NETWORK_FAILURE,
        CauseSlug.BLOCKED_BY_EXTENSION,
        CauseSlug.REQUEST_ABORTED,
    ),
    Told.LOCAL_NETWORK_ACCESS: (CauseSlug.LOCAL_NETWORK_ACCESS,),
    Told.MIXED_CONTENT: (CauseSlug.MIXED_CONTENT,),
    Told.PORT_RESTRICTED: (CauseSlug.NETWORK_FAILURE,),
    Told.RESOURCE_POLICY: (CauseSlug.RESOURCE_POLICY,),
    Told.RESPONSE_TYPE: (CauseSlug.RESPONSE_TYPE,),
}


def suspects(
    reasons: Sequence[ConsoleReason], facts: Mapping[str, str], stack: Stack
) -> tuple[Suspect, ...]:
    """
    Return the causes that may be behind a message, the likeliest first.

    Args:
        reasons: What the message can mean, the likeliest first.
        facts: What it says.
        stack: Whose fix is wanted.
    """
    ranked: dict[CauseSlug, Clue] = {}
    for clue in _ranked(reasons, facts):
        ranked.setdefault(clue.slug, clue)
    first = next(iter(ranked.values()))
    kept = [first] if first.certain else list(ranked.values())
    return tuple(_suspect(clue, facts, stack) for clue in kept)


def _ranked(reasons: Sequence[ConsoleReason], facts: Mapping[str, str]) -> Iterator[Clue]:
    """Yield what speaks for a cause, the best first; some causes more than once."""
    hints = [clue for reason in reasons for clue in clues(reason, facts)]
    yield from sorted(hints, key=lambda clue: not clue.certain)
    possible = {slug: None for reason in reasons for slug in SUSPECTS[reason]}
    for slug in possible:
        alone = len(possible) == 1
        yield Clue(slug, certain=alone and not hints, evidence=ONLY if alone else FITS)


def _suspect(clue: Clue, facts: Mapping[str, str], stack: Stack) -> Suspect:
    """Return the suspect that *clue* speaks for, its fix filled with the *facts*."""
    cause = CAUSES[clue.slug]
    fix = cause.fix_for(stack)
    for name, example in _EXAMPLES.items():
        fix = fix.replace(f"{{{name}}}", escaped(facts.get(name) or example, 120))
    return Suspect(cause, clue.certain, clue.evidence, fix)
