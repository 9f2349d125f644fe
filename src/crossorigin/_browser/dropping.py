"""
Tell which headers a redirect drops, and which come back.

Source: https://fetch.spec.whatwg.org/#http-redirect-fetch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import sending_differences
from crossorigin._browser.header_lists import without
from crossorigin._browser.safelist import normalized_method
from crossorigin._web.fetch import (
    BODILESS_METHODS,
    NON_WILDCARD_REQUEST_HEADER,
    REQUEST_BODY_HEADERS,
)

if TYPE_CHECKING:
    from crossorigin._browser.going import Going
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.urls import Url

_SEE_OTHER: Final = 303
# Statuses that make a GET of a POST, and those that preserve the method.
_HISTORICAL: Final = frozenset({301, 302})
_PRESERVING: Final = frozenset({307, 308})


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
