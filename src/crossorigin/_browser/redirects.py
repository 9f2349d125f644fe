"""
Follow redirects, and drop the headers that they drop.

Source: https://fetch.spec.whatwg.org/#http-redirect-fetch
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import sending_differences
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.header_lists import header_value, line_values, without_headers
from crossorigin._browser.responses import cors_check
from crossorigin._browser.safelist import normalize_method
from crossorigin._browser.urls import Url
from crossorigin._web.fetch import (
    BODILESS_METHODS,
    HTTP_SCHEMES,
    MAX_REDIRECTS,
    NON_WILDCARD_REQUEST_HEADER,
    REQUEST_BODY_HEADERS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.in_flight import InFlightRequest
    from crossorigin._browser.messages import WireResponse

_SEE_OTHER: Final = 303
# Statuses that make a GET of a POST, and those that preserve the method.
_HISTORICAL: Final = frozenset({301, 302})
_PRESERVING: Final = frozenset({307, 308})


# Each byte that is no UTF-8, as the codec hands it on.
_NO_UTF_8: Final = re.compile(r"[\udc80-\udcff]")
_BEYOND_ASCII: Final = re.compile(r"[\x80-\xff]")


def _as_bytes(value: str) -> str:
    """Return *value* with its bytes beyond ASCII percent-encoded."""
    return _BEYOND_ASCII.sub(lambda match: f"%{ord(match[0]):02X}", value)


def _as_utf_8(value: str) -> str:
    """Return *value* with each byte that is no UTF-8 replaced, its bytes still one character each."""
    text = value.encode("latin-1", "replace").decode("utf-8", "surrogateescape")
    return _NO_UTF_8.sub("\ufffd", text).encode().decode("latin-1")


_READINGS: Final[Mapping[str, Callable[[str], str]]] = {
    "latin-1": str,
    "bytes": _as_bytes,
    "mended utf-8": _as_utf_8,
}


def location_of(headers: HeaderList, base: Url, engine: Engine) -> Url | Blocked | None:
    """
    Return where a redirect with *headers* leads from *base*: nowhere, if it does not say.

    Source: https://fetch.spec.whatwg.org/#concept-response-location-url
    """
    value = location_value(headers, engine)
    if value is None or isinstance(value, Blocked):
        return value
    malformed = Blocked(Failure.LOCATION_MALFORMED, header_value(headers, "location") or "")
    empty = sending_differences.EMPTY_LOCATION.of(engine)
    if not value and empty != "here":
        return None if empty == "none" else malformed
    url = Url.parse(_READINGS[sending_differences.LOCATION_IS_READ_AS.of(engine)](value), base)
    if url is None:
        return malformed
    return replace(url, fragment=base.fragment) if url.fragment is None else url


def location_value(headers: HeaderList, engine: Engine) -> str | Blocked | None:
    """Return the value of ``Location`` as *engine* reads its lines, ``None`` if there is no line."""
    values = line_values(headers, "location")
    if not values:
        return None
    several = sending_differences.SEVERAL_LOCATIONS.of(engine)
    if len(values) > 1 and several == "error":
        return Blocked(Failure.LOCATION_MALFORMED, ", ".join(values))
    return values[0] if several == "first" else ", ".join(values)


def follow_redirect(
    in_flight: InFlightRequest, response: WireResponse
) -> InFlightRequest | Blocked | None:
    """
    Return the request that follows the redirect *response*, why there is none, or ``None``.

    ``None`` means that the redirect does not say where to: it is a response as any other.

    Source: https://fetch.spec.whatwg.org/#http-redirect-fetch
    """
    url = location_of(response.headers, in_flight.url, in_flight.engine)
    if url is None or isinstance(url, Blocked):
        return url
    if url.scheme not in HTTP_SCHEMES:
        return Blocked(Failure.LOCATION_NOT_HTTP, url.scheme)
    if len(in_flight.urls) > MAX_REDIRECTS:
        return Blocked(Failure.TOO_MANY_REDIRECTS)
    if url.has_credentials and not _may_have_credentials(in_flight, url):
        blocked = Blocked(Failure.LOCATION_HAS_CREDENTIALS)
        if not _is_asked_first(in_flight, url):
            return blocked
        in_flight = replace(in_flight, pending_failure=blocked)
    if response.status != _SEE_OTHER and in_flight.body is not None and in_flight.body.is_stream:
        return Blocked(Failure.STREAM_REDIRECTED)
    headers = headers_after(in_flight, response.status, url)
    dropped = dropped_headers(in_flight, response.status, url)
    had_origin = in_flight.origin_header is not None and url.origin == in_flight.url.origin
    if _becomes_get(in_flight, response.status, url):
        in_flight = replace(in_flight, method="GET", body=None)
    urls = (*in_flight.urls, url)
    step = replace(in_flight, headers=headers, dropped=dropped, urls=urls, had_origin=had_origin)
    return _with_pending_failure(step, in_flight, response)


def _with_pending_failure(
    step: InFlightRequest, in_flight: InFlightRequest, response: WireResponse
) -> InFlightRequest:
    """Return *step*, to which *response* redirects *in_flight*, with a failure that is known already."""
    counts = sending_differences.REDIRECT_COUNTS_CREDENTIALS.of(in_flight.engine)
    is_own = in_flight.urls[0].origin == in_flight.request.origin
    if not counts or not is_own or in_flight.tainting != "cors":
        return step
    includes = in_flight.request.credentials != "omit"
    blocked = cors_check(response.headers, in_flight.origin, has_credentials=includes)
    return replace(step, pending_failure=in_flight.pending_failure or blocked)


def _may_have_credentials(in_flight: InFlightRequest, url: Url) -> bool:
    """Tell whether a redirect to *url*, which has a user name or a password, is followed."""
    if in_flight.tainting == "cors" or not sending_differences.OWN_CREDENTIALS_IN_LOCATION.of(
        in_flight.engine
    ):
        return False
    return in_flight.request.mode != "cors" or url.origin == in_flight.request.origin


def _is_asked_first(in_flight: InFlightRequest, url: Url) -> bool:
    """Tell whether a preflight is sent to *url*, which has a user name or a password, in vain."""
    asks = sending_differences.LOCATION_WITH_CREDENTIALS_IS_ASKED.of(in_flight.engine)
    return asks and in_flight.tainting == "basic" and not in_flight.owns(url)


def _becomes_get(in_flight: InFlightRequest, status: int, url: Url) -> bool:
    """Tell whether a redirect to *url*, with *status*, makes a GET of the method."""
    methods = sending_differences.REDIRECT_MAKES_GET_OF.of(in_flight.engine)
    is_left = url.origin != in_flight.url.origin
    return loses_body(in_flight.method, status) or (is_left and in_flight.method in methods)


def headers_after(in_flight: InFlightRequest, status: int, url: Url) -> HeaderList:
    """Return the headers of *in_flight* after a redirect to *url*, with *status*."""
    headers = without_headers(
        _with_what_comes_back(in_flight, status, url), dropped_headers(in_flight, status, url)
    )
    by_first = sending_differences.REDIRECT_DROPS_BY_FIRST_METHOD.of(in_flight.engine)
    if by_first and loses_body(normalize_method(in_flight.request.method), status):
        return without_headers(headers, REQUEST_BODY_HEADERS)
    return headers


def loses_body(method: str, status: int) -> bool:
    """Tell whether a redirect with *status* makes a GET, without a body, of *method*."""
    if status == _SEE_OTHER:
        return method not in BODILESS_METHODS
    return status in _HISTORICAL and method == "POST"


def _has_cors(in_flight: InFlightRequest, url: Url) -> bool:
    """Tell whether the CORS check applies to *in_flight* after a redirect to *url*."""
    return in_flight.request.mode == "cors" and (
        in_flight.tainting == "cors" or not in_flight.owns(url)
    )


def dropped_headers(in_flight: InFlightRequest, status: int, url: Url) -> frozenset[str]:
    """Return the headers, in lower case, that a redirect to *url*, with *status*, drops."""
    dropped = frozenset[str]()
    if loses_body(in_flight.method, status):
        dropped |= REQUEST_BODY_HEADERS
    if url.origin != in_flight.url.origin:
        dropped |= {NON_WILDCARD_REQUEST_HEADER}
    if not in_flight.owns(url):
        dropped |= sending_differences.REDIRECT_DROPS_HEADERS.of(in_flight.engine)
    if not _has_cors(in_flight, url):
        dropped |= sending_differences.OWN_REDIRECT_DROPS_HEADERS.of(in_flight.engine)
    return dropped


def _with_what_comes_back(in_flight: InFlightRequest, status: int, url: Url) -> HeaderList:
    """Return the headers of *in_flight*, and those that come back by a redirect to *url*."""
    names = sending_differences.HEADERS_COME_BACK.of(in_flight.engine)
    if not _has_cors(in_flight, url) and sending_differences.HEADERS_COME_BACK_LESS.of(
        in_flight.engine
    ):
        has_left = in_flight.owns(in_flight.urls[0]) and not in_flight.is_own
        if has_left or status not in _PRESERVING:
            return in_flight.headers
        names &= {"content-type"}
    lost = tuple(header for header in in_flight.original if header[0].lower() in names)
    return (*without_headers(in_flight.headers, names), *lost)
