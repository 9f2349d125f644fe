"""Read the words of a server that refuses, which somebody copied from its response."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Failure
from crossorigin.doctor.causes._cause import CauseSlug
from crossorigin.doctor.causes._console_reasons import ConsoleReason, FailureReason
from crossorigin.doctor.causes._refusal_words import REFUSALS
from crossorigin.doctor.explain._wordings import Wording, WordingMatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crossorigin.doctor.explain._pasted import Pasted

_REASONS: Final[Mapping[CauseSlug, FailureReason]] = {
    CauseSlug.CORS_NOT_ENABLED: Failure.ALLOW_ORIGIN_MISSING,
    CauseSlug.ORIGIN_NOT_LISTED: ConsoleReason.ORIGIN_REFUSED,
    CauseSlug.METHOD_NOT_LISTED: Failure.METHOD_NOT_ALLOWED,
    CauseSlug.HEADER_NOT_LISTED: Failure.HEADER_NOT_ALLOWED,
    CauseSlug.HOST_NOT_LISTED: ConsoleReason.HOST_REFUSED,
    CauseSlug.SENDER_NOT_LISTED: ConsoleReason.SENDER_REFUSED,
}


def refused_in(pasted: Pasted) -> Iterator[WordingMatch]:
    """Yield the first refusal in *pasted*: of one that names several causes, all of their reasons."""
    found = [(match, each) for each in REFUSALS if (match := each.words.search(pasted.text))]
    if not found:
        return
    first = min(match.start() for match, _ in found)
    at_first = [(match, each) for match, each in found if match.start() == first]
    slugs = dict.fromkeys(slug for _, each in at_first for slug in each.slugs)
    end = max(match.end() for match, _ in at_first)
    start, end = (bisect_left(pasted.places, place) for place in (first, end))
    reasons = tuple(_REASONS[slug] for slug in slugs)
    facts = {"server": at_first[0][1].server}
    yield WordingMatch(Wording(None, reasons, "CORS"), start, max(end, start + 1), facts)
