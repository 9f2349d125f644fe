"""The zoo: servers of which there is nothing to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.doctor.audit.zoo import PAGE, Flawed, matching, permitting, status_of
from tests.doctor.zoo import Told

if TYPE_CHECKING:
    from tests.doctor.zoo import Asked


def _public(asked: Asked) -> Told:
    """Let everyone read what everyone can fetch; there are no preflights."""
    if asked.method == "OPTIONS":
        return Told(405, (("Access-Control-Allow-Origin", "*"), ("Allow", "GET, HEAD")))
    return Told(status_of(asked), (("Access-Control-Allow-Origin", "*"),))


def _for_one(asked: Asked) -> Told:
    """Say to everyone which one origin may read: no cache can mix that up."""
    return Told(status_of(asked), (("Access-Control-Allow-Origin", PAGE),))


def _uncached(asked: Asked) -> Told:
    """Permit the page alone, in answers that no cache keeps."""
    lines = (("Access-Control-Allow-Origin", PAGE),) if asked.origin == PAGE else ()
    return Told(status_of(asked), (*lines, ("Cache-Control", "private, no-store")))


CLEAN: Final = (
    Flawed(id="public", answer=_public, found={}),
    Flawed(
        id="credentialed",
        answer=permitting(lambda origin: origin == "https://partner.example"),
        found={},
    ),
    Flawed(
        id="declared-wildcard",
        answer=matching(r"https://([a-z0-9-]+\.)+example\.com$"),
        found={},
        arguments=("--declared", "https://*.example.com"),
    ),
    Flawed(id="for-one", answer=_for_one, found={}),
    Flawed(id="uncached", answer=_uncached, found={}),
)
