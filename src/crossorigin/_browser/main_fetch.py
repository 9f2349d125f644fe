"""
Fetch as a browser does, message by message.

Nothing here sends anything. :func:`fetch` yields each request that a browser would send,
expects its response, and returns the outcome for the page.

Source: https://fetch.spec.whatwg.org/#main-fetch
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import answer_differences, sending_differences
from crossorigin._browser.construct import construct_request
from crossorigin._browser.data_urls import data_of
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.header_lists import header_value
from crossorigin._browser.in_flight import InFlightRequest, url_for, wire_request, with_tainting
from crossorigin._browser.outcome import FetchOutcome, WireExchange
from crossorigin._browser.preflight_cache import PreflightCache
from crossorigin._browser.preflights import (
    preflight_causes,
    preflight_check,
    preflight_query,
    preflight_request,
)
from crossorigin._browser.redirects import follow_redirect, location_value
from crossorigin._browser.responses import (
    as_read,
    basic_headers,
    cors_check,
    cors_headers,
    disagreement,
)
from crossorigin._web.fetch import BAD_PORTS, HTTP_SCHEMES, REDIRECT_STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.messages import (
        FetchRequest,
        PreflightQuery,
        ResponseType,
        WireRequest,
        WireResponse,
    )
    from crossorigin._browser.safelist import PreflightCause

    Steps = Generator[WireRequest, WireResponse | None, FetchOutcome]
    Hop = Generator[WireRequest, WireResponse | None, InFlightRequest | Blocked | FetchOutcome]

_EMPTY: Final = PreflightCache()
_REFUSALS: Final = frozenset(
    {Failure.METHOD_NOT_ALLOWED, Failure.HEADER_NOT_ALLOWED, Failure.AUTHORIZATION_NOT_LISTED}
)


def fetch(
    request: FetchRequest,
    *,
    engine: Engine = "fetch",
    cache: PreflightCache = _EMPTY,
    now: float = 0,
) -> Steps:
    """
    Yield the requests that go over the wire for *request*, and return its outcome.

    Each request that is yielded wants its response sent back, or ``None`` if nothing
    answers.

    Args:
        request: The request of a page.
        engine: The browser: that of the standard, or an engine.
        cache: The preflight cache so far.
        now: The time, in seconds, by the clock of the cache.

    Source: https://fetch.spec.whatwg.org/#fetching
    """
    return _Fetch(request, engine, cache, now).steps()


def run_fetch(
    request: FetchRequest,
    answer: Callable[[WireRequest], WireResponse | None],
    *,
    engine: Engine = "fetch",
    cache: PreflightCache = _EMPTY,
    now: float = 0,
) -> FetchOutcome:
    """Return the outcome of *request*, if *answer* is the network."""
    steps = fetch(request, engine=engine, cache=cache, now=now)
    try:
        message = next(steps)
        while True:
            message = steps.send(answer(message))
    except StopIteration as stop:
        outcome: FetchOutcome = stop.value
        return outcome


class _Fetch:
    """The state of a fetch."""

    __slots__ = ("_cache", "_causes", "_engine", "_exchanges", "_now", "_request")

    def __init__(
        self, request: FetchRequest, engine: Engine, cache: PreflightCache, now: float
    ) -> None:
        """Begin to fetch *request*."""
        self._request = request
        self._engine: Engine = engine
        self._cache = cache
        self._now = now
        self._causes: tuple[PreflightCause, ...] = ()
        self._exchanges: list[WireExchange] = []

    def steps(self) -> Steps:
        """Yield requests, and return the outcome."""
        step: InFlightRequest | Blocked | FetchOutcome = construct_request(
            self._request, self._engine
        )
        while isinstance(step, InFlightRequest):
            step = yield from self._hop(step)
        return self._failed(step) if isinstance(step, Blocked) else step

    def _hop(self, in_flight: InFlightRequest) -> Hop:
        """Fetch the current URL of *in_flight*; return its outcome, or where it is redirected to."""
        if in_flight.url.scheme not in HTTP_SCHEMES:
            return self._without_http(in_flight)
        if in_flight.url.port and int(in_flight.url.port) in BAD_PORTS:
            return Blocked(Failure.PORT_RESTRICTED, in_flight.url.port)
        tainted = with_tainting(in_flight)
        if isinstance(tainted, Blocked):
            return tainted
        if tainted.tainting != "cors":
            return (yield from self._send(tainted))
        causes = preflight_causes(tainted)
        self._causes = self._causes or causes
        in_flight = replace(tainted, needed_preflight=tainted.needed_preflight or bool(causes))
        query = preflight_query(in_flight, causes)
        blocked = (yield from self._ask(query, causes)) if causes else None
        step = blocked or in_flight.pending_failure or (yield from self._send(in_flight))
        if isinstance(step, Blocked) and self._clears_by(step, in_flight):
            self._cache = self._cache.without(query)
        return step

    def _clears_by(self, blocked: Blocked, in_flight: InFlightRequest) -> bool:
        """Tell whether the network error *blocked* of *in_flight* clears its cache entries."""
        if not (
            in_flight.needed_preflight
            or answer_differences.SIMPLE_FAILURES_CLEAR_CACHE.of(self._engine)
        ):
            return False
        clears = answer_differences.FORBIDDEN_REDIRECTS_CLEAR_CACHE.of(self._engine)
        is_forbidden = blocked.failure is Failure.REDIRECT_NOT_ALLOWED
        return self._clears_by_errors() and (clears or not is_forbidden)

    def _clears_by_errors(self) -> bool:
        """
        Tell whether a network error clears the cache entries of the URL.

        Source: https://fetch.spec.whatwg.org/#concept-cache-clear
        """
        return answer_differences.NETWORK_ERRORS_CLEAR_CACHE.of(self._engine)

    def _ask(
        self, query: PreflightQuery, causes: tuple[PreflightCause, ...]
    ) -> Generator[WireRequest, WireResponse | None, Blocked | None]:
        """
        Ask for permission, unless the cache gives it; return why it is not given.

        Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch
        """
        if self._cache.permits(query, self._now, self._engine):
            return None
        if not query.ignores_cache and not self._clears_by_errors():
            self._cache = self._cache.without(query)
        response = yield from self._exchange(preflight_request(query, causes, self._engine))
        if isinstance(response, Blocked):
            return response
        blocked = preflight_check(query, response, self._engine)
        if blocked is None or self._is_kept(blocked):
            self._cache = self._cache.with_answer(query, response.headers, self._now, self._engine)
        return blocked

    def _send(self, in_flight: InFlightRequest) -> Hop:
        """
        Send the request itself; return its outcome, or where it is redirected to.

        Source: https://fetch.spec.whatwg.org/#http-fetch
        """
        response = yield from self._exchange(wire_request(in_flight))
        if isinstance(response, Blocked):
            return response
        includes = in_flight.request.credentials == "include"
        if in_flight.tainting == "cors":
            blocked = cors_check(response.headers, in_flight.origin, has_credentials=includes)
            if blocked is not None:
                return blocked
        if response.status in REDIRECT_STATUSES:
            step = self._redirect(in_flight, response)
            if step is not None:
                return step
        if in_flight.tainting == "opaque":
            return self._outcome("opaque")
        if in_flight.tainting == "cors":
            headers = cors_headers(response.headers, self._engine, has_credentials=includes)
        else:
            headers = basic_headers(response.headers, self._engine)
        return self._outcome(
            in_flight.tainting,
            response.status,
            headers,
            url_for(self._engine, in_flight.url.target),
        )

    def _redirect(
        self, in_flight: InFlightRequest, response: WireResponse
    ) -> InFlightRequest | Blocked | FetchOutcome | None:
        """Return the result of a redirect, or ``None`` if it is a response as any other."""
        if in_flight.request.redirect == "manual":
            return self._outcome("opaqueredirect", url=url_for(self._engine, in_flight.url.target))
        if in_flight.request.redirect == "follow":
            return follow_redirect(in_flight, response)
        needs_location = sending_differences.REDIRECT_NEEDS_LOCATION.of(self._engine)
        if needs_location and not location_value(response.headers, self._engine):
            return None
        return Blocked(
            Failure.REDIRECT_NOT_ALLOWED, header_value(response.headers, "location") or ""
        )

    def _exchange(
        self, request: WireRequest
    ) -> Generator[WireRequest, WireResponse | None, WireResponse | Blocked]:
        """Yield *request*, remember the response, and return it as the engine reads it, if it does."""
        response = yield request
        self._exchanges.append(WireExchange(request, response))
        if response is None:
            return Blocked(Failure.NO_RESPONSE)
        fresh = response.freshened()
        blocked = disagreement(fresh.headers, self._engine)
        return blocked or replace(fresh, headers=as_read(fresh.headers, self._engine))

    def _is_kept(self, blocked: Blocked) -> bool:
        """Tell whether the answer that *blocked* a request is kept none the less."""
        keeps = answer_differences.REFUSALS_ARE_CACHED.of(self._engine)
        return keeps and blocked.failure in _REFUSALS

    def _without_http(self, in_flight: InFlightRequest) -> FetchOutcome | Blocked:
        """
        Return the response to a URL without a server.

        Source: https://fetch.spec.whatwg.org/#scheme-fetch
        """
        if in_flight.url.scheme != "data":
            return Blocked(Failure.URL_NOT_HTTP, in_flight.url.scheme)
        needs_follow = answer_differences.NO_CORS_DATA_NEEDS_FOLLOW.of(self._engine)
        if (
            needs_follow
            and in_flight.request.mode == "no-cors"
            and in_flight.request.redirect != "follow"
        ):
            return Blocked(Failure.NO_CORS_REDIRECT_MODE)
        data = data_of(in_flight.url)
        if data is None:
            return Blocked(Failure.DATA_URL_MALFORMED, in_flight.request.url)
        headers: HeaderList = (("content-type", data.type),)
        if answer_differences.DATA_HAS_LENGTH.of(self._engine):
            headers = (("content-length", str(len(data.body))), *headers)
        outcome = self._outcome("basic", 200, headers, in_flight.url.target)
        return outcome if in_flight.method == "HEAD" else replace(outcome, content=data.body)

    def _failed(self, blocked: Blocked) -> FetchOutcome:
        """Return the network error that *blocked* makes."""
        return replace(self._outcome("error"), blocked=blocked)

    def _outcome(
        self, type_: ResponseType, status: int = 0, headers: HeaderList = (), url: str = ""
    ) -> FetchOutcome:
        """Return an outcome."""
        return FetchOutcome(
            request=self._request,
            type=type_,
            status=status,
            headers=headers,
            url=url,
            causes=self._causes,
            exchanges=tuple(self._exchanges),
            cache=self._cache.after_fetch(self._engine),
        )
