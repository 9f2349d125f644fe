"""Replay the answers of one fetch to another engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin._browser.in_flight import url_for
from crossorigin._browser.main_fetch import fetch
from crossorigin._browser.preflight_cache import PreflightCache

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.messages import WireRequest
    from crossorigin._browser.outcome import FetchOutcome, WireExchange


def replay(
    outcome: FetchOutcome, engine: Engine, *, cache: PreflightCache | None = None, now: float = 0
) -> FetchOutcome:
    """
    Return the outcome of the same fetch in *engine*, by the answers in *outcome*.

    If that engine would have sent a request that was not sent, its answer is not known: then
    the result is *outcome* itself.

    Args:
        outcome: The outcome of a fetch.
        engine: Another engine, or the same one.
        cache: The preflight cache before that fetch.
        now: The time of that fetch, in seconds, by the clock of the cache.
    """
    steps = fetch(outcome.request, engine=engine, cache=cache or PreflightCache(), now=now)
    waiting = list(outcome.exchanges)
    try:
        request = next(steps)
        while (exchange := _take(request, waiting)) is not None:
            request = steps.send(exchange.response)
    except StopIteration as stop:
        other: FetchOutcome = stop.value
        return other
    return outcome


def _take(request: WireRequest, waiting: list[WireExchange]) -> WireExchange | None:
    """Take the first of *waiting* that asks for the same as *request*; ``None`` if none does."""
    for exchange in waiting:
        if _key(exchange.request) == _key(request):
            waiting.remove(exchange)
            return exchange
    return None


def _key(request: WireRequest) -> tuple[bool, str, str]:
    """Return the identity of *request*, with its URL normalised for all engines alike."""
    return request.is_preflight, request.method, url_for("webkit", request.url)
