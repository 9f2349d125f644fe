"""Symptoms of caches: in the responses to several origins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import MAX_AGE_LIMIT, header_value
from crossorigin.doctor.causes._cause import CauseSlug, Symptom
from crossorigin.doctor.check._symptoms import (
    ALLOW_ORIGIN,
    line,
    permits,
)
from crossorigin.doctor.probing._session import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._browser import Engine
    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import HTTPExchange

_ENGINES: Final[tuple[Engine, ...]] = ("chromium", "firefox", "webkit")


def cache_symptoms(evidence: Evidence) -> Iterator[Symptom]:
    """Yield the symptoms of a cache that mixes origins up, or may."""
    yield from _cached(evidence)
    yield from _vary(evidence)
    yield from _max_age(evidence)


def _cached(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that the response is one to another origin."""
    last, fresh = evidence.last, evidence.probe(Purpose.FRESH)
    if last is None or evidence.failure is None or last.is_preflight or fresh is None:
        return
    if permits(evidence, last):
        return
    hit = last.is_from_cache
    if permits(evidence, fresh) and (hit or last.status == fresh.status):
        seen = f"{line(last)} is answered for somebody else, {line(fresh)} for this page"
        yield Symptom(CauseSlug.CACHED_FOR_ANOTHER_ORIGIN, certain=True, evidence=f"{seen}.")
    elif hit and header_value(last.headers, ALLOW_ORIGIN) is not None and not fresh.is_from_cache:
        seen = f"A cache answers {line(last)}, with the Access-Control-Allow-Origin of another page"
        yield Symptom(CauseSlug.CACHED_FOR_ANOTHER_ORIGIN, certain=False, evidence=f"{seen}.")


def _vary(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that answers depend on ``Origin``, and not all of them say so."""
    actual = evidence.actual
    others = [evidence.probe(Purpose.OTHER_ORIGIN), evidence.probe(Purpose.NO_ORIGIN)]
    asked = [exchange for exchange in (actual, *others) if exchange is not None and exchange.status]
    found = {_permission(exchange) for exchange in asked}
    if len(asked) < 2 or len(found) < 2:  # noqa: PLR2004 - they need something to differ from
        return
    silent = [exchange for exchange in asked if not exchange.varies_by_origin]
    if not silent:
        return
    names = " and ".join(_WORDS[exchange.purpose] for exchange in silent)
    if len(silent) == len(asked):
        seen = "Answers depend on the Origin that asks, and none has Vary: Origin."
        yield Symptom(CauseSlug.VARY_MISSING, certain=True, evidence=seen, is_cause=False)
    else:
        seen = f"Vary: Origin is missing from the answer {names}, and is on others."
        yield Symptom(CauseSlug.VARY_MISSING, certain=True, evidence=seen, is_cause=False)


_WORDS: Final = {
    Purpose.FETCH: "to this page",
    Purpose.STAND_IN: "to this page",
    Purpose.ANYWAY: "to this page",
    Purpose.OTHER_ORIGIN: "to another origin",
    Purpose.NO_ORIGIN: "to no origin",
}


def _permission(exchange: HTTPExchange) -> tuple[str | None, str | None]:
    """Return the permission in the response."""
    return header_value(exchange.headers, ALLOW_ORIGIN), header_value(
        exchange.headers, "access-control-allow-credentials"
    )


def _max_age(evidence: Evidence) -> Iterator[Symptom]:
    """Yield that the answer to the preflight asks to be kept for longer than it is."""
    exchange = evidence.preflight
    value = (
        header_value(exchange.headers, "access-control-max-age") if exchange is not None else None
    )
    if value is None or not value.isdecimal() or not value.isascii() or len(value) > 400:  # noqa: PLR2004 - no number is longer
        return
    limits = {engine: MAX_AGE_LIMIT.of(engine) for engine in _ENGINES}
    shorter = [
        f"{engine} keeps it {limit} s"
        for engine, limit in limits.items()
        if limit is not None and int(value) > limit
    ]
    if shorter:
        seen = f"Access-Control-Max-Age is {value[:20]} s, but {', '.join(shorter)}."
        yield Symptom(CauseSlug.MAX_AGE_TOO_LONG, certain=True, evidence=seen, is_cause=False)
