"""
Follow redirects.

Source: https://fetch.spec.whatwg.org/#http-redirect-fetch
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import sending_differences
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.header_lists import get, values_of, without
from crossorigin._browser.safelist import normalized_method
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
    from crossorigin._browser.in_flight import Going
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
    malformed = Blocked(Failure.LOCATION_MALFORMED, get(headers, "location") or "")
    empty = sending_differences.EMPTY_LOCATION.of(engine)
    if not value and empty != "here":
        return None if empty == "none" else malformed
    url = Url.parse(_READINGS[sending_differences.LOCATION_IS_READ_AS.of(engine)](value), base)
    if url is None:
        return malformed
    return replace(url, fragment=base.fragment) if url.fragment is None else url


def location_value(headers: HeaderList, engine: Engine) -> str | Blocked | None:
    """Return the value of ``Location`` as *engine* reads its lines, ``None`` if there is no line."""
    values = values_of(headers, "location")
    if not values:
        return None
    several = sending_differences.SEVERAL_LOCATIONS.of(engine)
    if len(values) > 1 and several == "error":
        return Blocked(Failure.LOCATION_MALFORMED, ", ".join(values))
    return values[0] if several == "first" else ", ".join(values)


def redirected(going: Going, response: WireResponse) -> Going | Blocked | None:
    """
    Return the request that follows the redirect *response*, why there is none, or ``None``.

    ``None`` means that the redirect does not say where to: it is a response as any other.

    Source: https://fetch.spec.whatwg.org/#http-redirect-fetch
    """
    url = location_of(response.headers, going.url, going.engine)
    if url is None or isinstance(url, Blocked):
        return url
    if url.scheme not in HTTP_SCHEMES:
        return Blocked(Failure.LOCATION_NOT_HTTP, url.scheme)
    if len(going.urls) > MAX_REDIRECTS:
        return Blocked(Failure.TOO_MANY_REDIRECTS)
    if url.has_credentials and not _may_have_credentials(going, url):
        blocked = Blocked(Failure.LOCATION_HAS_CREDENTIALS)
        if not _is_asked_first(going, url):
            return blocked
        going = replace(going, doomed=blocked)
    if response.status != _SEE_OTHER and going.body is not None and going.body.is_stream:
        return Blocked(Failure.STREAM_REDIRECTED)
    headers = headers_after(going, response.status, url)
    dropped = dropped_by(going, response.status, url)
    had_origin = going.origin_header is not None and url.origin == going.url.origin
    if _becomes_get(going, response.status, url):
        going = replace(going, method="GET", body=None)
    urls = (*going.urls, url)
    return replace(going, headers=headers, dropped=dropped, urls=urls, had_origin=had_origin)


def _may_have_credentials(going: Going, url: Url) -> bool:
    """Tell whether a redirect to *url*, which has a user name or a password, is followed."""
    if going.tainting == "cors" or not sending_differences.OWN_CREDENTIALS_IN_LOCATION.of(
        going.engine
    ):
        return False
    return going.asked.mode != "cors" or url.origin == going.asked.origin


def _is_asked_first(going: Going, url: Url) -> bool:
    """Tell whether a preflight is sent to *url*, which has a user name or a password, in vain."""
    asks = sending_differences.LOCATION_WITH_CREDENTIALS_IS_ASKED.of(going.engine)
    return asks and going.tainting == "basic" and not going.owns(url)


def _becomes_get(going: Going, status: int, url: Url) -> bool:
    """Tell whether a redirect to *url*, with *status*, makes a GET of the method."""
    methods = sending_differences.REDIRECT_MAKES_GET_OF.of(going.engine)
    is_left = url.origin != going.url.origin
    return loses_body(going.method, status) or (is_left and going.method in methods)


def headers_after(going: Going, status: int, url: Url) -> HeaderList:
    """Return the headers of *going* after a redirect to *url*, with *status*."""
    headers = without(_with_what_comes_back(going, status, url), dropped_by(going, status, url))
    by_first = sending_differences.REDIRECT_DROPS_BY_FIRST_METHOD.of(going.engine)
    if by_first and loses_body(normalized_method(going.asked.method), status):
        return without(headers, REQUEST_BODY_HEADERS)
    return headers


def loses_body(method: str, status: int) -> bool:
    """Tell whether a redirect with *status* makes a GET, without a body, of *method*."""
    if status == _SEE_OTHER:
        return method not in BODILESS_METHODS
    return status in _HISTORICAL and method == "POST"


def _has_cors(going: Going, url: Url) -> bool:
    """Tell whether what *going* becomes by a redirect to *url* is checked."""
    return going.asked.mode == "cors" and (going.tainting == "cors" or not going.owns(url))


def dropped_by(going: Going, status: int, url: Url) -> frozenset[str]:
    """Return the headers, in lower case, that a redirect to *url*, with *status*, drops."""
    dropped = frozenset[str]()
    if loses_body(going.method, status):
        dropped |= REQUEST_BODY_HEADERS
    if url.origin != going.url.origin:
        dropped |= {NON_WILDCARD_REQUEST_HEADER}
    if not going.owns(url):
        dropped |= sending_differences.REDIRECT_DROPS_HEADERS.of(going.engine)
    if not _has_cors(going, url):
        dropped |= sending_differences.OWN_REDIRECT_DROPS_HEADERS.of(going.engine)
    return dropped


def _with_what_comes_back(going: Going, status: int, url: Url) -> HeaderList:
    """Return the headers of *going*, and those that come back by a redirect to *url*."""
    names = sending_differences.HEADERS_COME_BACK.of(going.engine)
    if not _has_cors(going, url) and sending_differences.HEADERS_COME_BACK_LESS.of(going.engine):
        has_left = going.owns(going.urls[0]) and not going.is_own
        if has_left or status not in _PRESERVING:
            return going.headers
        names &= {"content-type"}
    lost = tuple(header for header in going.original if header[0].lower() in names)
    return (*without(going.headers, names), *lost)
