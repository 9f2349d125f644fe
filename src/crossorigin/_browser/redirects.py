"""
Follow redirects.

Source: https://fetch.spec.whatwg.org/#http-redirect-fetch
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import sending_differences
from crossorigin._browser.dropping import dropped_by, headers_after, loses_body
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.header_lists import get, values_of
from crossorigin._browser.urls import Url
from crossorigin._web.fetch import (
    HTTP_SCHEMES,
    MAX_REDIRECTS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin._browser.engines import Engine
    from crossorigin._browser.fetching import WireResponse
    from crossorigin._browser.going import Going
    from crossorigin._browser.header_lists import HeaderList

_SEE_OTHER: Final = 303
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
