"""Read the answers to several origins for what a cache makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import answer_differences
from crossorigin._browser.header_lists import get
from crossorigin.doctor.causes._cause import CauseSlug
from crossorigin.doctor.check._symptoms import (
    ALLOW_ORIGIN,
    Sign,
    is_from_cache,
    line,
    permits,
    varies_by_origin,
)
from crossorigin.doctor.probing._session import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._browser.engines import Engine
    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import Sent

_ENGINES: Final[tuple[Engine, ...]] = ("chromium", "firefox", "webkit")


def cache_signs(evidence: Evidence) -> Iterator[Sign]:
    """Yield what the answers speak for that a cache may keep."""
    yield from _cached(evidence)
    yield from _vary(evidence)
    yield from _max_age(evidence)


def _cached(evidence: Evidence) -> Iterator[Sign]:
    """Yield that the answer is one to somebody else."""
    last, fresh = evidence.last, evidence.probe(Purpose.FRESH)
    if last is None or evidence.failure is None or last.wire.is_preflight or fresh is None:
        return
    if permits(evidence, last):
        return
    hit = is_from_cache(last)
    if permits(evidence, fresh) and (hit or last.status == fresh.status):
        seen = f"{line(last)} is answered for somebody else, {line(fresh)} for this page"
        yield Sign(CauseSlug.CACHED_FOR_ANOTHER_ORIGIN, certain=True, evidence=f"{seen}.")
    elif hit and get(last.headers, ALLOW_ORIGIN) is not None and not is_from_cache(fresh):
        seen = f"A cache answers {line(last)}, with the Access-Control-Allow-Origin of another page"
        yield Sign(CauseSlug.CACHED_FOR_ANOTHER_ORIGIN, certain=False, evidence=f"{seen}.")


def _vary(evidence: Evidence) -> Iterator[Sign]:
    """Yield that answers depend on ``Origin``, and not all of them say so."""
    actual = evidence.actual
    others = [evidence.probe(Purpose.OTHER_ORIGIN), evidence.probe(Purpose.NO_ORIGIN)]
    asked = [sent for sent in (actual, *others) if sent is not None and sent.status]
    found = {_permission(sent) for sent in asked}
    if len(asked) < 2 or len(found) < 2:  # noqa: PLR2004 - they need something to differ from
        return
    silent = [sent for sent in asked if not varies_by_origin(sent)]
    if not silent:
        return
    names = " and ".join(_WORDS[sent.purpose] for sent in silent)
    if len(silent) == len(asked):
        seen = "Answers depend on the Origin that asks, and none has Vary: Origin."
        yield Sign(CauseSlug.VARY_MISSING, certain=True, evidence=seen, is_cause=False)
    else:
        seen = f"Vary: Origin is missing from the answer {names}, and is on others."
        yield Sign(CauseSlug.VARY_MISSING, certain=True, evidence=seen, is_cause=False)


_WORDS: Final = {
    Purpose.FETCH: "to this page",
    Purpose.STAND_IN: "to this page",
    Purpose.ANYWAY: "to this page",
    Purpose.OTHER_ORIGIN: "to another origin",
    Purpose.NO_ORIGIN: "to no origin",
}


def _permission(sent: Sent) -> tuple[str | None, str | None]:
    """Return what the answer permits."""
    return get(sent.headers, ALLOW_ORIGIN), get(sent.headers, "access-control-allow-credentials")


def _max_age(evidence: Evidence) -> Iterator[Sign]:
    """Yield that the answer to the preflight asks to be kept for longer than it is."""
    sent = evidence.preflight
    value = get(sent.headers, "access-control-max-age") if sent is not None else None
    if value is None or not value.isdecimal() or not value.isascii() or len(value) > 400:  # noqa: PLR2004 - no number is longer
        return
    limits = {engine: answer_differences.MAX_AGE_LIMIT.of(engine) for engine in _ENGINES}
    shorter = [
        f"{engine} keeps it {limit} s"
        for engine, limit in limits.items()
        if limit is not None and int(value) > limit
    ]
    if shorter:
        seen = f"Access-Control-Max-Age is {value[:20]} s, but {', '.join(shorter)}."
        yield Sign(CauseSlug.MAX_AGE_TOO_LONG, certain=True, evidence=seen, is_cause=False)
