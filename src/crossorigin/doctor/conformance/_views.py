"""The view of browsers: what a page, in any of them, can make of a response."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from crossorigin._browser import (
    Credentials,
    Engine,
    FetchRequest,
    PreflightQuery,
    WireResponse,
    list_members,
    max_age,
    preflight_check,
    run_fetch,
)
from crossorigin._web.fetch import TIMING_ALLOW_ORIGIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._browser import HeaderList

ENGINES: Final[tuple[Engine, ...]] = get_args(Engine)
# The place of a response does not matter to its headers, and it should be no page's own.
_URL: Final = "https://server.invalid/"
_NO_NAMES: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class PageView:
    """
    A response, as a page of one origin sees it in one browser.

    Attributes:
        anonymous: Whether it can read the response, credentials aside.
        credentialed: Whether it can with credentials.
        anonymous_names: The headers that it sees without credentials.
        credentialed_names: The headers that it sees with credentials.
        times: Whether it may read how long the response took.
    """

    anonymous: bool
    credentialed: bool
    anonymous_names: frozenset[str]
    credentialed_names: frozenset[str]
    times: bool


def page_views(headers: HeaderList, origin: str) -> dict[Engine, PageView]:
    """Return the views of a page of *origin* of a response with *headers*, browser by browser."""
    return {engine: _page_view(headers, origin, engine) for engine in ENGINES}


def _page_view(headers: HeaderList, origin: str, engine: Engine) -> PageView:
    """Return the view in *engine*."""
    anonymous = _seen(headers, origin, engine, "omit")
    credentialed = _seen(headers, origin, engine, "include")
    timing = list_members(headers, TIMING_ALLOW_ORIGIN)
    return PageView(
        anonymous is not None,
        credentialed is not None,
        anonymous or _NO_NAMES,
        credentialed or _NO_NAMES,
        "*" in timing or origin in timing,
    )


def _seen(
    headers: HeaderList, origin: str, engine: Engine, credentials: Credentials
) -> frozenset[str] | None:
    """Return the headers that a page of *origin* sees, ``None`` if it reads nothing."""
    request = FetchRequest(url=_URL, origin=origin, credentials=credentials)
    # The status is the server's own matter, and a redirect would lead on.
    outcome = run_fetch(request, lambda _: WireResponse(200, headers), engine=engine)
    return frozenset(name for name, _ in outcome.headers) if outcome.readable else None


def permits(
    response: WireResponse, query: PreflightQuery, engines: Iterable[Engine] = ("fetch",)
) -> tuple[bool, ...]:
    """
    Tell, browser by browser, whether the *response* to a preflight permits a request.

    Args:
        response: The response.
        query: The permission that the request needs.
        engines: The browsers.
    """
    return tuple(preflight_check(query, response, engine) is None for engine in engines)


def query_of(
    origin: str | None, method: str, *names: str, has_credentials: bool = False
) -> PreflightQuery:
    """
    Return the permission that a request needs.

    Args:
        origin: The origin that asks.
        method: The method of the request.
        names: Its headers that need permission, in lower case.
        has_credentials: Whether credentials go with the request.
    """
    return PreflightQuery(
        url=_URL,
        origin=origin or "",
        method=method,
        names=names,
        has_credentials=has_credentials,
    )


def kept_for(headers: HeaderList) -> tuple[float, ...]:
    """Return for how many seconds each browser keeps the answer to a preflight."""
    return tuple(max_age(headers, engine) for engine in ENGINES)
