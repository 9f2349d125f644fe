"""
Fetch as a browser does: say what goes over the wire, be told what comes back.

Nothing here sends anything. :func:`fetch` yields each request that a browser would send,
expects its response, and returns what the page can make of it.

Source: https://fetch.spec.whatwg.org/#main-fetch
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import answer_differences, sending_differences
from crossorigin._browser.construct import prepared
from crossorigin._browser.data_urls import data_of
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.header_lists import get
from crossorigin._browser.in_flight import Going, url_for, wire_request
from crossorigin._browser.outcome import Exchange, Outcome
from crossorigin._browser.preflight_cache import PreflightCache
from crossorigin._browser.preflights import asked_by, causes_of, preflight_check, preflight_for
from crossorigin._browser.redirects import location_value, redirected
from crossorigin._browser.responses import (
    as_read,
    basic_headers,
    cors_check,
    cors_headers,
    disagreement,
)
from crossorigin._web.fetch import HTTP_SCHEMES, REDIRECT_STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.messages import (
        Asked,
        FetchRequest,
        ResponseType,
        WireRequest,
        WireResponse,
    )
    from crossorigin._browser.safelist import Cause

    Steps = Generator[WireRequest, WireResponse | None, Outcome]
    Hop = Generator[WireRequest, WireResponse | None, Going | Blocked | Outcome]

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
    Yield what goes over the wire for *request*, and return what becomes of it.

    Each request that is yielded wants its response sent back, or ``None`` if nothing
    answers.

    Args:
        request: What a page fetches.
        engine: Whose behaviour: the standard's, or an engine's.
        cache: The preflight cache so far.
        now: The time, in seconds, by the clock of the cache.

    Source: https://fetch.spec.whatwg.org/#fetching
    """
    return _Fetch(request, engine, cache, now).steps()


def fetched(
    request: FetchRequest,
    answer: Callable[[WireRequest], WireResponse | None],
    *,
    engine: Engine = "fetch",
    cache: PreflightCache = _EMPTY,
    now: float = 0,
) -> Outcome:
    """Return what becomes of *request*, if *answer* is what the network gives."""
    steps = fetch(request, engine=engine, cache=cache, now=now)
    try:
        asked = next(steps)
        while True:
            asked = steps.send(answer(asked))
    except StopIteration as stop:
        outcome: Outcome = stop.value
        return outcome


class _Fetch:
    """Hold what a fetch has come to."""

    __slots__ = ("_cache", "_causes", "_engine", "_exchanges", "_now", "_request")

    def __init__(
        self, request: FetchRequest, engine: Engine, cache: PreflightCache, now: float
    ) -> None:
        """Begin to fetch *request*."""
        self._request = request
        self._engine: Engine = engine
        self._cache = cache
        self._now = now
        self._causes: tuple[Cause, ...] = ()
        self._exchanges: list[Exchange] = []

    def steps(self) -> Steps:
        """Yield requests, and return the outcome."""
        step: Going | Blocked | Outcome = prepared(self._request, self._engine)
        while isinstance(step, Going):
            step = yield from self._hop(step)
        return self._failed(step) if isinstance(step, Blocked) else step

    def _hop(self, going: Going) -> Hop:
        """Fetch the current URL of *going*; return its outcome, or where it is redirected to."""
        if going.url.scheme not in HTTP_SCHEMES:
            return self._without_http(going)
        tainted = _tainted(going)
        if isinstance(tainted, Blocked):
            return tainted
        if tainted.tainting != "cors":
            return (yield from self._send(tainted))
        causes = causes_of(tainted)
        self._causes = self._causes or causes
        going = replace(tainted, was_asked=tainted.was_asked or bool(causes))
        asked = asked_by(going, causes)
        blocked = (yield from self._ask(asked, causes)) if causes else None
        step = blocked or going.doomed or (yield from self._send(going))
        if isinstance(step, Blocked) and self._clears_by(step, going):
            self._cache = self._cache.without(asked)
        return step

    def _clears_by(self, blocked: Blocked, going: Going) -> bool:
        """Tell whether the network error that *blocked* makes of *going* clears what was kept."""
        if not (going.was_asked or answer_differences.SIMPLE_FAILURES_CLEAR_CACHE.of(self._engine)):
            return False
        clears = answer_differences.FORBIDDEN_REDIRECTS_CLEAR_CACHE.of(self._engine)
        is_forbidden = blocked.failure is Failure.REDIRECT_NOT_ALLOWED
        return self._clears_by_errors() and (clears or not is_forbidden)

    def _clears_by_errors(self) -> bool:
        """
        Tell whether a network error clears what was kept for the URL.

        Source: https://fetch.spec.whatwg.org/#concept-cache-clear
        """
        return answer_differences.NETWORK_ERRORS_CLEAR_CACHE.of(self._engine)

    def _ask(
        self, asked: Asked, causes: tuple[Cause, ...]
    ) -> Generator[WireRequest, WireResponse | None, Blocked | None]:
        """
        Ask for permission, unless the cache gives it; return why it is not given.

        Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch
        """
        if self._cache.permits(asked, self._now, self._engine):
            return None
        if not asked.ignores_cache and not self._clears_by_errors():
            self._cache = self._cache.without(asked)
        response = yield from self._exchange(preflight_for(asked, causes, self._engine))
        if isinstance(response, Blocked):
            return response
        blocked = preflight_check(asked, response, self._engine)
        if blocked is None or self._is_kept(blocked):
            self._cache = self._cache.with_answer(asked, response.headers, self._now, self._engine)
        return blocked

    def _send(self, going: Going) -> Hop:
        """
        Send the request itself; return its outcome, or where it is redirected to.

        Source: https://fetch.spec.whatwg.org/#http-fetch
        """
        response = yield from self._exchange(wire_request(going))
        if isinstance(response, Blocked):
            return response
        includes = going.asked.credentials == "include"
        if going.tainting == "cors":
            blocked = cors_check(response.headers, going.origin, has_credentials=includes)
            if blocked is not None:
                return blocked
        if response.status in REDIRECT_STATUSES:
            step = self._redirect(going, response)
            if step is not None:
                return step
        if going.tainting == "opaque":
            return self._outcome("opaque")
        if going.tainting == "cors":
            headers = cors_headers(response.headers, self._engine, has_credentials=includes)
        else:
            headers = basic_headers(response.headers, self._engine)
        return self._outcome(
            going.tainting, response.status, headers, url_for(self._engine, going.url.target)
        )

    def _redirect(self, going: Going, response: WireResponse) -> Going | Blocked | Outcome | None:
        """Return what becomes of a redirect, or ``None`` if it is a response as any other."""
        if going.asked.redirect == "manual":
            return self._outcome("opaqueredirect", url=url_for(self._engine, going.url.target))
        if going.asked.redirect == "follow":
            step = redirected(going, response)
            return _doomed(step, going, response) if isinstance(step, Going) else step
        needs_location = sending_differences.REDIRECT_NEEDS_LOCATION.of(self._engine)
        if needs_location and not location_value(response.headers, self._engine):
            return None
        return Blocked(Failure.REDIRECT_NOT_ALLOWED, get(response.headers, "location") or "")

    def _exchange(
        self, request: WireRequest
    ) -> Generator[WireRequest, WireResponse | None, WireResponse | Blocked]:
        """Yield *request*, remember the response, and return it as the engine reads it, if it does."""
        response = yield request
        self._exchanges.append(Exchange(request, response))
        if response is None:
            return Blocked(Failure.NO_RESPONSE)
        fresh = response.freshened()
        blocked = disagreement(fresh.headers, self._engine)
        return blocked or replace(fresh, headers=as_read(fresh.headers, self._engine))

    def _is_kept(self, blocked: Blocked) -> bool:
        """Tell whether the answer that *blocked* a request is kept none the less."""
        keeps = answer_differences.REFUSALS_ARE_CACHED.of(self._engine)
        return keeps and blocked.failure in _REFUSALS

    def _without_http(self, going: Going) -> Outcome | Blocked:
        """
        Return what becomes of a URL that no server is asked for.

        Source: https://fetch.spec.whatwg.org/#scheme-fetch
        """
        if going.url.scheme != "data":
            return Blocked(Failure.URL_NOT_HTTP, going.url.scheme)
        needs_follow = answer_differences.NO_CORS_DATA_NEEDS_FOLLOW.of(self._engine)
        if needs_follow and going.asked.mode == "no-cors" and going.asked.redirect != "follow":
            return Blocked(Failure.NO_CORS_REDIRECT_MODE)
        data = data_of(going.url)
        if data is None:
            return Blocked(Failure.DATA_URL_MALFORMED, going.asked.url)
        headers: HeaderList = (("content-type", data.type),)
        if answer_differences.DATA_HAS_LENGTH.of(self._engine):
            headers = (("content-length", str(len(data.body))), *headers)
        outcome = self._outcome("basic", 200, headers, going.url.target)
        return outcome if going.method == "HEAD" else replace(outcome, content=data.body)

    def _failed(self, blocked: Blocked) -> Outcome:
        """Return the network error that *blocked* makes."""
        return replace(self._outcome("error"), blocked=blocked)

    def _outcome(
        self, type_: ResponseType, status: int = 0, headers: HeaderList = (), url: str = ""
    ) -> Outcome:
        """Return an outcome."""
        return Outcome(
            request=self._request,
            type=type_,
            status=status,
            headers=headers,
            url=url,
            causes=self._causes,
            exchanges=tuple(self._exchanges),
            cache=self._cache,
        )


def _tainted(going: Going) -> Going | Blocked:
    """
    Return *going* with what its response will be to the page, or why there is none.

    Source: https://fetch.spec.whatwg.org/#main-fetch
    """
    if going.is_own and going.tainting == "basic":
        return going
    if going.asked.mode == "same-origin":
        return Blocked(Failure.MODE_SAME_ORIGIN, going.url.origin)
    if going.asked.mode == "cors":
        return replace(going, tainting="cors")
    if going.asked.redirect != "follow":
        return Blocked(Failure.NO_CORS_REDIRECT_MODE)
    return replace(going, tainting="opaque")


def _doomed(step: Going, going: Going, response: WireResponse) -> Going:
    """Return *step*, to which *response* redirects *going*, with what already blocks it."""
    counts = sending_differences.REDIRECT_COUNTS_CREDENTIALS.of(going.engine)
    is_own = going.urls[0].origin == going.asked.origin
    if not counts or not is_own or going.tainting != "cors":
        return step
    includes = going.asked.credentials != "omit"
    blocked = cors_check(response.headers, going.origin, has_credentials=includes)
    return replace(step, doomed=going.doomed or blocked)
