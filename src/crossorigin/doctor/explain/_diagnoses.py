"""The diagnoses of a message: the causes that it names, or the likeliest ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Url
from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.causes._catalogue import diagnose
from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.causes._fix import FetchFacts
from crossorigin.doctor.causes._recognition import bucket_of_url
from crossorigin.doctor.explain._likely_causes import CAUSES_OF, is_ruled_out
from crossorigin.doctor.explain._symptoms import symptoms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crossorigin.doctor.causes._cause import Diagnosis, Stack
    from crossorigin.doctor.causes._console_reasons import FailureReason

FITS: Final = "The message fits, and does not tell."
ONLY: Final = "The message leaves no other cause."
# Headers of a response, which some write into the request.
_OF_RESPONSES: Final = ("access-control-allow-", "access-control-expose-", "access-control-max-")


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
    known = FetchFacts(
        origin=escape(facts.get("origin", ""), 120),
        method=escape(facts.get("method", ""), 120),
        header=escape(facts.get("header", ""), 120),
        bucket=bucket_of_url(facts.get("url", "")),
        location=escape(facts.get("redirected_to", "")),
        status=int(facts.get("status") or 0),
        host=escape(_host_of(facts.get("url", "")), 120),
    )
    return tuple(_without_nonsense(diagnose(symptom, stack, known), facts) for symptom in kept)


def _host_of(url: str) -> str:
    """Return the host and the port of *url*, or nothing."""
    parsed = Url.parse(url)
    return "" if parsed is None else parsed.origin.partition("://")[2]


def _rank(reasons: Sequence[FailureReason], facts: Mapping[str, str]) -> Iterator[Symptom]:
    """Yield the symptoms, the best first; some causes more than once."""
    hints = [symptom for reason in reasons for symptom in symptoms(reason, facts)]
    yield from sorted(hints, key=lambda symptom: not symptom.certain)
    all_of_them = {slug: None for reason in reasons for slug in CAUSES_OF[reason]}
    possible = [slug for slug in all_of_them if not is_ruled_out(slug, facts)] or [*all_of_them]
    for slug in possible:
        alone = len(possible) == 1
        yield Symptom(slug, certain=alone and not hints, evidence=ONLY if alone else FITS)


def _without_nonsense(diagnosis: Diagnosis, facts: Mapping[str, str]) -> Diagnosis:
    """Return *diagnosis*; a response header in a request is taken out there, and not permitted."""
    header = facts.get("header", "")
    if diagnosis.cause.slug is not CauseSlug.HEADER_NOT_LISTED:
        return diagnosis
    if not header.lower().startswith(_OF_RESPONSES):
        return diagnosis
    evidence = f"{escape(header, 120)} is a header of responses, and the page sends it."
    fix = f"Take {escape(header, 120)} out of the page's request; the server sends it."
    return replace(diagnosis, evidence=evidence, fix=fix, snippets=())
