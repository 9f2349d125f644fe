"""Make of a row on which the model and an engine disagree the smallest that does the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from crossorigin._browser.messages import FetchRequest, WireResponse
from crossorigin._web.fetch import BODILESS_METHODS
from tests.engines.comparing import compared
from tests.engines.rows import HERE, Hop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engines.comparing import Disagreement
    from tests.engines.rows import Row

    T = TypeVar("T")

_MOST_ROUNDS: Final = 40
_PLAIN: Final = FetchRequest(url="", origin=HERE)
_CHANGEABLE: Final = (
    "method", "body", "credentials", "mode", "redirect", "referrer_policy", "origin",
)  # fmt: skip


def shrunk(disagreement: Disagreement) -> Disagreement:
    """Return the smallest disagreement to which *disagreement* leads, step by step."""
    for _ in range(_MOST_ROUNDS):
        rows = tuple(
            replace(row, id=f"s{number}")
            for number, row in enumerate(dict.fromkeys(smaller(disagreement.row)))
            # A body of a GET is a mistake to `fetch`, and nothing to an `XMLHttpRequest`.
            if row.via == "fetch" or not any(_has_idle_body(fetch) for fetch in row.fetches)
        )
        found = compared(disagreement.engine, rows).disagreements
        if not found:
            break
        disagreement = found[0]
    return disagreement


def _has_idle_body(fetch: FetchRequest) -> bool:
    """Tell whether *fetch* has a body that its method does not."""
    return fetch.body is not None and fetch.method.upper() in BODILESS_METHODS


def smaller(row: Row) -> Iterator[Row]:
    """Yield rows that are a little smaller than *row*, those that lack most first."""
    for fetches in _shorter(row.fetches):
        if fetches:
            yield replace(row, fetches=fetches)
    if len(row.hops) > 1:
        yield replace(row, hops=row.hops[:-1])
    if row.via == "xhr":
        yield replace(row, via="fetch")
    for at, fetch in enumerate(row.fetches):
        for other in _smaller_fetches(fetch):
            yield replace(row, fetches=_with(row.fetches, at, other))
    for at, hop in enumerate(row.hops):
        for smaller_hop in _smaller_hops(hop):
            yield replace(row, hops=_with(row.hops, at, smaller_hop))


def _shorter(whole: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    """Yield *whole* without one of its parts."""
    for at in range(len(whole)):
        yield whole[:at] + whole[at + 1 :]


def _with(whole: tuple[T, ...], at: int, part: T) -> tuple[T, ...]:
    """Return *whole* with another *part*."""
    return (*whole[:at], part, *whole[at + 1 :])


def _smaller_fetches(fetch: FetchRequest) -> Iterator[FetchRequest]:
    """Yield requests that are a little plainer than *fetch*."""
    for headers in _shorter(fetch.headers):
        yield replace(fetch, headers=headers)
    for name in _CHANGEABLE:
        plain: Any = getattr(_PLAIN, name)
        if getattr(fetch, name) != plain:
            yield replace(fetch, **{name: plain})


def _smaller_hops(hop: Hop) -> Iterator[Hop]:
    """Yield hops whose answers are a little shorter than those of *hop*."""
    for at, response in enumerate(hop.preflight):
        for other in _smaller_responses(response):
            yield replace(hop, preflight=_with(hop.preflight, at, other))
    for at, response in enumerate(hop.response):
        for other in _smaller_responses(response):
            yield replace(hop, response=_with(hop.response, at, other))


def _smaller_responses(response: WireResponse | None) -> Iterator[WireResponse]:
    """Yield responses that are a little shorter than *response*."""
    if response is None:
        yield WireResponse(200)
        return
    for headers in _shorter(response.headers):
        yield replace(response, headers=headers)
    if response.status != 200:
        yield replace(response, status=200)
