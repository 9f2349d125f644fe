"""The ways in which a server that has a policy of CORS refuses, whatever the status it chooses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.check._symptoms import ERROR, is_of_gateway, line, permits
from crossorigin.doctor.probing._session import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import HTTPExchange

_ORIGIN, _METHOD, _HEADER = (
    CauseSlug.ORIGIN_NOT_LISTED,
    CauseSlug.METHOD_NOT_LISTED,
    CauseSlug.HEADER_NOT_LISTED,
)
_MAX_READ: Final = 4096
# The software, its words in the body, and the cause that they name.
_WORDS: Final = (
    ("crossorigin", re.compile(r"\Aorigin-[a-z-]+: "), _ORIGIN),
    ("S3", re.compile(r"CORS is not enabled for this bucket"), CauseSlug.CORS_NOT_ENABLED),
    (
        "S3",
        re.compile(r"<Code>AccessForbidden</Code>(?!<Message>CORSResponse: CORS is not)"),
        _ORIGIN,
    ),
    ("Azure", re.compile(r"<Code>CorsPreflightFailure</Code>"), _ORIGIN),
    ("Spring", re.compile(r"\AInvalid CORS request"), _ORIGIN),
    ("Starlette", re.compile(r"\ADisallowed CORS [a-z, -]*\borigin\b"), _ORIGIN),
    ("Starlette", re.compile(r"\ADisallowed CORS [a-z, -]*\bmethod\b"), _METHOD),
    ("Starlette", re.compile(r"\ADisallowed CORS [a-z, -]*\bheaders\b"), _HEADER),
    (
        "aiohttp-cors",
        re.compile(r"\ACORS preflight request failed: (?:origin|no origins)"),
        _ORIGIN,
    ),
    ("aiohttp-cors", re.compile(r"\ACORS preflight request failed: request method"), _METHOD),
    ("aiohttp-cors", re.compile(r"\ACORS preflight request failed: headers are"), _HEADER),
    ("python-socketio", re.compile(r"is not an accepted origin"), _ORIGIN),
    (
        "the app",
        re.compile(r"(?i)not allowed by cors|cross[- ]origin requests? (?:blocked|denied)"),
        _ORIGIN,
    ),
    (
        "the app",
        re.compile(
            r"(?i)\borigin\b[^<\n]{0,100} not (?:an )?(?:accepted|allowed|permitted|whitelisted)"
        ),
        _ORIGIN,
    ),
)


def refusals_in_words(exchange: HTTPExchange) -> Iterator[Symptom]:
    """Yield the causes that the body of an error names, each once."""
    if exchange.status < ERROR:
        return
    text = exchange.content[:_MAX_READ].decode("latin-1")
    found = {slug: name for name, words, slug in reversed(_WORDS) if words.search(text)}
    for slug in sorted(found, key=[slug for _, _, slug in _WORDS].index):
        seen = (
            f"{line(exchange)} is answered {exchange.status}, in the words of {found[slug]} for it"
        )
        yield Symptom(slug, certain=True, evidence=f"{seen}.")


def refusal_of_origin(evidence: Evidence) -> Symptom | None:
    """Return that the same request without an ``Origin``, and no other one, is answered."""
    actual, other = evidence.actual, evidence.probe(Purpose.OTHER_ORIGIN)
    without = evidence.probe(Purpose.NO_ORIGIN)
    if actual is None or without is None or actual.status < ERROR:
        return None
    # A GET stands in place of a method that changes something, and may find another route.
    if without.request.method != actual.request.method or without.status == actual.status:
        return None
    if is_of_gateway(actual) or is_of_gateway(without):
        return None
    seen = (
        f"{line(actual)} is answered {actual.status} with this Origin, {without.status} without one"
    )
    certain = other is not None and other.status == actual.status
    return Symptom(_ORIGIN, certain=certain, evidence=f"{seen}: a policy refuses the origin.")


def knows_cors(evidence: Evidence) -> bool:
    """Tell whether any answer shows a policy of CORS."""
    return any(each.has_cors or each.varies_by_origin for each in evidence.log)


def permitting(evidence: Evidence) -> list[HTTPExchange]:
    """Return the exchanges of which the page may read the response; a fresh URL is a cache's."""
    return [
        each
        for each in evidence.log
        if each.purpose is not Purpose.FRESH and permits(evidence, each)
    ]
