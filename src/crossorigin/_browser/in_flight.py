"""
A request in flight: its state after each redirect, its ``Origin``, and its headers on the wire.

Source: https://fetch.spec.whatwg.org/#append-a-request-origin-header
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._browser import sending_differences
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.header_lists import last_of
from crossorigin._browser.messages import WireRequest
from crossorigin._web.fetch import BODILESS_METHODS, OPAQUE_ORIGIN

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.messages import Body, FetchRequest, ReferrerPolicy
    from crossorigin._browser.safelist import PreflightCause
    from crossorigin._browser.urls import Url

_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})")
# https://www.rfc-editor.org/rfc/rfc3986#section-2.3
_UNRESERVED: Final = frozenset(f"{ascii_letters}{digits}-._~")
_CONTENT_TYPE: Final = frozenset({"content-type"})


# Those that keep the origin of an https page from an http server.
_DOWNGRADE_POLICIES: Final[frozenset[ReferrerPolicy]] = frozenset(
    {"no-referrer-when-downgrade", "strict-origin", "strict-origin-when-cross-origin"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InFlightRequest:
    """
    A request in flight: its state after each redirect, and the ``Origin`` that it sends.

    Attributes:
        request: The request of the page.
        engine: Which browser fetches it.
        method: The method.
        headers: The headers.
        body: The body, if there is one.
        urls: The URL, after those that redirected to it.
        forced: The cause of a preflight that depends on neither the method nor the headers.
        original: The headers, before any redirect.
        dropped: The headers, in lower case, that the last redirect dropped.
        tainting: The response tainting.
        had_origin: Whether it had an ``Origin`` when this very origin redirected it.
        pending_failure: A failure that is already known, but that the browser reports only
            after the next preflight.
        needed_preflight: Whether it needed one before a redirect, be its answer in the cache
            or not.

    Source: https://fetch.spec.whatwg.org/#concept-request
    """

    request: FetchRequest
    engine: Engine
    method: str
    headers: HeaderList
    body: Body | None
    urls: tuple[Url, ...]
    forced: PreflightCause | None = None
    original: HeaderList = ()
    dropped: frozenset[str] = frozenset()
    tainting: Literal["basic", "cors", "opaque"] = "basic"
    had_origin: bool = False
    needed_preflight: bool = False
    pending_failure: Blocked | None = None

    @property
    def url(self) -> Url:
        """Return the current URL."""
        return self.urls[-1]

    @property
    def is_redirected(self) -> bool:
        """Tell whether a redirect led to the current URL."""
        return len(self.urls) > 1

    @property
    def is_own(self) -> bool:
        """Tell whether the current URL is of the page's own origin."""
        return self.owns(self.url)

    def owns(self, url: Url) -> bool:
        """Tell whether *url* is of the page's own origin."""
        return url.origin == self.request.origin

    @property
    def is_tainted(self) -> bool:
        """
        Tell whether another origin has redirected to yet another one.

        Source: https://fetch.spec.whatwg.org/#concept-request-tainted-origin
        """
        return any(
            url.origin != last.origin != self.request.origin
            for last, url in zip(self.urls, self.urls[1:], strict=False)
        )

    @property
    def origin(self) -> str:
        """
        Return the origin that asks, serialised.

        Source: https://fetch.spec.whatwg.org/#serializing-a-request-origin
        """
        return OPAQUE_ORIGIN if self.is_tainted else self.request.origin

    @property
    def origin_header(self) -> str | None:
        """
        Return the value of ``Origin``, or ``None`` if there is none.

        Source: https://fetch.spec.whatwg.org/#append-a-request-origin-header
        """
        if self.tainting == "cors":
            return self.origin
        if self.method in BODILESS_METHODS and not self._keeps_origin():
            return None
        hides = self.is_redirected or sending_differences.REFERRER_POLICY_HIDES_ORIGIN.of(
            self.engine
        )
        if self.request.mode != "cors" and hides and self._is_hidden():
            return OPAQUE_ORIGIN
        return OPAQUE_ORIGIN if self._is_tainted_at_once() else self.origin

    def _is_tainted_at_once(self) -> bool:
        """Tell whether a redirect in the mode ``no-cors`` has already tainted the origin."""
        taints = sending_differences.NO_CORS_REDIRECT_TAINTS.of(self.engine)
        return taints and self.url.origin != self.urls[0].origin

    def _keeps_origin(self) -> bool:
        """Tell whether there is still an ``Origin``, because the method had one."""
        keeps = sending_differences.REDIRECT_KEEPS_OWN_ORIGIN.of(self.engine)
        return keeps and self.had_origin

    def _is_hidden(self) -> bool:
        """Tell whether the referrer policy keeps the origin from the server."""
        policy = self.request.referrer_policy
        if policy in _DOWNGRADE_POLICIES:
            return self.request.origin.startswith("https:") and self.url.scheme != "https"
        return policy == "no-referrer" or (policy == "same-origin" and not self.is_own)

    @property
    def sends_credentials(self) -> bool:
        """
        Tell whether cookies and the like go with it.

        Source: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
        """
        mode = self.request.credentials
        if mode != "same-origin":
            return mode == "include"
        keeps = sending_differences.NO_CORS_KEEPS_CREDENTIALS.of(self.engine)
        was_own = self.owns(self.urls[0])
        return self.tainting == "basic" or (self.tainting == "opaque" and keeps and was_own)


def with_tainting(in_flight: InFlightRequest) -> InFlightRequest | Blocked:
    """
    Return *in_flight* with its response tainting, or the failure of its mode.

    Source: https://fetch.spec.whatwg.org/#main-fetch
    """
    if in_flight.is_own and in_flight.tainting == "basic":
        return in_flight
    if in_flight.request.mode == "same-origin":
        return Blocked(Failure.MODE_SAME_ORIGIN, in_flight.url.origin)
    if in_flight.request.mode == "cors":
        return replace(in_flight, tainting="cors")
    if in_flight.request.redirect != "follow":
        return Blocked(Failure.NO_CORS_REDIRECT_MODE)
    return replace(in_flight, tainting="opaque")


def wire_headers(in_flight: InFlightRequest) -> HeaderList:
    """Return the headers of *in_flight* as its engine writes them."""
    headers = in_flight.headers
    has_first = sending_differences.BODY_HAS_FIRST_TYPE.of(in_flight.engine)
    if has_first and in_flight.body is not None and not in_flight.is_redirected:
        headers = last_of(headers[::-1], _CONTENT_TYPE)[::-1]
    headers = last_of(headers, sending_differences.LAST_VALUE_IS_SENT.of(in_flight.engine))
    if sending_differences.EMPTY_VALUE_RESETS.of(in_flight.engine):
        headers = _after_empty_values(headers)
    encoding = sending_differences.VALUES_ARE_SENT_AS.of(in_flight.engine)
    return tuple((name, value.encode(encoding).decode("latin-1")) for name, value in headers)


def wire_request(in_flight: InFlightRequest) -> WireRequest:
    """Return the request that goes over the wire for *in_flight*."""
    origin = in_flight.origin_header
    headers = wire_headers(in_flight)
    return WireRequest(
        method=in_flight.method,
        url=url_for(in_flight.engine, in_flight.url.target),
        headers=headers if origin is None else (*headers, ("Origin", origin)),
        has_credentials=in_flight.sends_credentials,
        body=in_flight.body,
    )


def url_for(engine: Engine, url: str) -> str:
    """Return *url*, which has no fragment, as *engine* writes it."""
    normalises = sending_differences.ESCAPES_ARE_NORMALISED.of(engine)
    return _ESCAPE.sub(_normalise, url) if normalises else url


def _normalise(escape: re.Match[str]) -> str:
    """Return the normalised form of a percent-escape."""
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def _after_empty_values(headers: HeaderList) -> HeaderList:
    """Return *headers* without empty values, and without the values of their names before them."""
    kept: list[tuple[str, str]] = []
    for name, value in headers:
        same = [header for header in kept if header[0].lower() == name.lower()]
        if not value or [earlier for _, earlier in same] == [""]:
            kept = [header for header in kept if header not in same]
        kept.append((name, value))
    return tuple(kept)
