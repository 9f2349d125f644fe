"""
Write the URL, and the headers that a page sets, as they go over the wire.

Source: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
"""

from __future__ import annotations

import re
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final

from crossorigin._browser import sending_differences
from crossorigin._browser.fetching import WireRequest
from crossorigin._browser.header_lists import last_of

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.going import Going
    from crossorigin._browser.header_lists import HeaderList

_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})")
# https://www.rfc-editor.org/rfc/rfc3986#section-2.3
_UNRESERVED: Final = frozenset(f"{ascii_letters}{digits}-._~")
_CONTENT_TYPE: Final = frozenset({"content-type"})


def written(going: Going) -> HeaderList:
    """Return the headers of *going* as its engine writes them."""
    headers = going.headers
    has_first = sending_differences.BODY_HAS_FIRST_TYPE.of(going.engine)
    if has_first and going.body is not None and not going.is_redirected:
        headers = last_of(headers[::-1], _CONTENT_TYPE)[::-1]
    headers = last_of(headers, sending_differences.LAST_VALUE_IS_SENT.of(going.engine))
    if sending_differences.EMPTY_VALUE_RESETS.of(going.engine):
        headers = _after_empty_values(headers)
    encoding = sending_differences.VALUES_ARE_SENT_AS.of(going.engine)
    return tuple((name, value.encode(encoding).decode("latin-1")) for name, value in headers)


def wire_request(going: Going) -> WireRequest:
    """Return the request that goes over the wire for *going*."""
    origin = going.origin_header
    headers = written(going)
    return WireRequest(
        method=going.method,
        url=url_for(going.engine, going.url.target),
        headers=headers if origin is None else (*headers, ("Origin", origin)),
        has_credentials=going.sends_credentials,
        body=going.body,
    )


def url_for(engine: Engine, url: str) -> str:
    """Return *url*, which has no fragment, as *engine* writes it."""
    normalises = sending_differences.ESCAPES_ARE_NORMALISED.of(engine)
    return _ESCAPE.sub(_normalised, url) if normalises else url


def _normalised(escape: re.Match[str]) -> str:
    """Return what is left of a percent-escape."""
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def _after_empty_values(headers: HeaderList) -> HeaderList:
    """Return *headers* without what stands before an empty value of the same name, or is one."""
    kept: list[tuple[str, str]] = []
    for name, value in headers:
        same = [header for header in kept if header[0].lower() == name.lower()]
        if not value or [earlier for _, earlier in same] == [""]:
            kept = [header for header in kept if header not in same]
        kept.append((name, value))
    return tuple(kept)
