"""
Tell which headers of a response a script sees.

Source: https://fetch.spec.whatwg.org/#concept-filtered-response
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import answer_differences
from crossorigin._browser.header_lists import members, sorted_and_combined, values_of
from crossorigin._web.fetch import (
    FORBIDDEN_RESPONSE_HEADERS,
    OPTIONAL_WHITE_SPACE,
    SAFELISTED_RESPONSE_HEADERS,
    TOKEN,
)

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList

_EXPOSE_HEADERS: Final = "access-control-expose-headers"
_CONTENT_TYPE: Final = "content-type"


def basic_headers(headers: HeaderList, engine: Engine = "fetch") -> HeaderList:
    """
    Return what a script sees of the *headers* of a response of its own origin.

    Source: https://fetch.spec.whatwg.org/#concept-filtered-response-basic
    """
    if not answer_differences.EMPTY_LINES_COUNT.of(engine):
        headers = _without_empty_lines(headers)
    separator = answer_differences.TYPES_ARE_JOINED_BY.of(engine)
    type_ = separator.join(values_of(headers, _CONTENT_TYPE))
    return tuple(
        (name, type_ if name == _CONTENT_TYPE else value)
        for name, value in sorted_and_combined(headers)
        if name not in FORBIDDEN_RESPONSE_HEADERS
    )


def _without_empty_lines(headers: HeaderList) -> HeaderList:
    """Return *headers* without empty lines, but for one of a header that has no other."""
    full = tuple(header for header in headers if header[1].strip(OPTIONAL_WHITE_SPACE))
    names = {name.lower() for name, _ in full}
    empty = {name.lower(): "" for name, _ in headers if name.lower() not in names}
    return (*full, *empty.items())


def cors_headers(headers: HeaderList, engine: Engine, *, has_credentials: bool) -> HeaderList:
    """
    Return what a script sees of the *headers* of a response of another origin.

    Source: https://fetch.spec.whatwg.org/#concept-filtered-response-cors
    """
    exposed = _exposed_names(headers, engine, has_credentials=has_credentials)
    seen = basic_headers(headers, engine)
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
