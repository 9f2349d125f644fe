"""
Tell which headers of a response a script sees.

Source: https://fetch.spec.whatwg.org/#concept-filtered-response
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import answer_differences
from crossorigin._browser.header_lists import members, sorted_and_combined
from crossorigin._standard import (
    FORBIDDEN_RESPONSE_HEADERS,
    SAFELISTED_RESPONSE_HEADERS,
    TOKEN,
)

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList

_EXPOSE_HEADERS: Final = "access-control-expose-headers"


def basic_headers(headers: HeaderList) -> HeaderList:
    """
    Return what a script sees of the *headers* of a response of its own origin.

    Source: https://fetch.spec.whatwg.org/#concept-filtered-response-basic
    """
    seen = sorted_and_combined(headers)
    return tuple(header for header in seen if header[0] not in FORBIDDEN_RESPONSE_HEADERS)


def cors_headers(headers: HeaderList, engine: Engine, *, has_credentials: bool) -> HeaderList:
    """
    Return what a script sees of the *headers* of a response of another origin.

    Source: https://fetch.spec.whatwg.org/#concept-filtered-response-cors
    """
    exposed = _exposed_names(headers, engine, has_credentials=has_credentials)
    seen = basic_headers(headers)
    if "*" in exposed and not has_credentials:
        return seen
    names = SAFELISTED_RESPONSE_HEADERS.union(exposed)
    return tuple(header for header in seen if header[0] in names)


def _exposed_names(
    headers: HeaderList, engine: Engine, *, has_credentials: bool
) -> tuple[str, ...]:
    """Return the names that a response with *headers* exposes, in lower case."""
    exposed = members(headers, _EXPOSE_HEADERS)
    is_cut = answer_differences.WILDCARD_ENDS_EXPOSED.of(engine) and not has_credentials
    if is_cut and "*" in exposed:
        exposed = exposed[: exposed.index("*") + 1]
    # A malformed list exposes nothing, and is no error.
    return tuple(map(str.lower, exposed)) if all(map(TOKEN.fullmatch, exposed)) else ()
