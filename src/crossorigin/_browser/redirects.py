"""
Follow redirects.

Source: https://fetch.spec.whatwg.org/#http-redirect-fetch
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import sending_differences
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.header_lists import get, values_of, without
from crossorigin._browser.urls import Url
from crossorigin._standard import (
    BODILESS_METHODS,
    HTTP_SCHEMES,
    MAX_REDIRECTS,
    NON_WILDCARD_REQUEST_HEADER,
    REQUEST_BODY_HEADERS,
)

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.fetching import WireResponse
    from crossorigin._browser.going import Going
    from crossorigin._browser.header_lists import HeaderList

_SEE_OTHER: Final = 303
# Statuses that make a GET of a POST.
_HISTORICAL: Final = frozenset({301, 302})


def location_of(headers: HeaderList, base: Url, engine: Engine) -> Url | Blocked | None:
    """
    Return where a redirect with *headers* leads from *base*: nowhere, if it does not say.

    Source: https://fetch.spec.whatwg.org/#concept-response-location-url
    """
    values = values_of(headers, "location")
    if not values:
        return None
    malformed = Blocked(Failure.LOCATION_MALFORMED, get(headers, "location") or "")
    several = sending_differences.SEVERAL_LOCATIONS.of(engine)
    if len(values) > 1 and (several == "error" or (several == "if alike" and len(set(values)) > 1)):
        return malformed
    empty = sending_differences.EMPTY_LOCATION.of(engine)
    if not values[0] and empty != "here":
        return None if empty == "none" else malformed
    url = Url.parse(values[0], base)
    if url is None:
        return malformed
    return replace(url, fragment=base.fragment) if url.fragment is None else url


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
        return Blocked(Failure.LOCATION_HAS_CREDENTIALS)
    if response.status != _SEE_OTHER and going.body is not None and going.body.is_stream:
        return Blocked(Failure.STREAM_REDIRECTED)
    dropped = _dropped(going, response.status, url)
    if _becomes_get(going, response.status, url):
        going = replace(going, method="GET", body=None, was_changed=True)
    headers = without(_with_authorization(going), dropped)
    return replace(going, headers=headers, dropped=dropped, urls=(*going.urls, url))


def _dropped(going: Going, status: int, url: Url) -> frozenset[str]:
    """Return the headers, in lower case, that a redirect to *url*, with *status*, drops."""
    dropped = frozenset[str]()
    if _becomes_get(going, status, url):
        dropped |= REQUEST_BODY_HEADERS
    if url.origin != going.url.origin:
        dropped |= {NON_WILDCARD_REQUEST_HEADER}
    if url.origin != going.asked.origin:
        dropped |= sending_differences.REDIRECT_DROPS_HEADERS.of(going.engine)
    return dropped


def _with_authorization(going: Going) -> HeaderList:
    """Return the headers of *going*, and the one that comes back if it was dropped before."""
    if not sending_differences.AUTHORIZATION_COMES_BACK.of(going.engine):
        return going.headers
    lost = [header for header in going.original if header[0].lower() == NON_WILDCARD_REQUEST_HEADER]
    return (*without(going.headers, {NON_WILDCARD_REQUEST_HEADER}), *lost)


def _may_have_credentials(going: Going, url: Url) -> bool:
    """Tell whether a redirect to *url*, which has a user name or a password, is followed."""
    if going.tainting == "cors" or not sending_differences.OWN_CREDENTIALS_IN_LOCATION.of(
        going.engine
    ):
        return False
    return going.asked.mode != "cors" or url.origin == going.asked.origin


def _becomes_get(going: Going, status: int, url: Url) -> bool:
    """Tell whether a redirect to *url*, with *status*, makes a GET of the method."""
    if status == _SEE_OTHER:
        return going.method not in BODILESS_METHODS
    methods = sending_differences.REDIRECT_MAKES_GET_OF.of(going.engine)
    if url.origin != going.url.origin and going.method in methods:
        return True
    return status in _HISTORICAL and going.method == "POST"
