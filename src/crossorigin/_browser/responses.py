"""
Responses: the CORS check, and the headers that a script sees.

Source: https://fetch.spec.whatwg.org/#cors-check
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import answer_differences
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.header_lists import (
    first_of,
    header_value,
    line_values,
    list_members,
    sort_and_combine,
)
from crossorigin._web.fetch import (
    FORBIDDEN_RESPONSE_HEADERS,
    OPAQUE_ORIGIN,
    OPTIONAL_WHITE_SPACE,
    SAFELISTED_RESPONSE_HEADERS,
    TOKEN,
)
from crossorigin._web.origins import split_origin

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import Header, HeaderList

_EXPOSE_HEADERS: Final = "access-control-expose-headers"
_CONTENT_TYPE: Final = "content-type"
_NONE: Final = frozenset[str]()


_ALLOW_ORIGIN: Final = "access-control-allow-origin"
_ALLOW_CREDENTIALS: Final = "access-control-allow-credentials"


def as_read(headers: HeaderList, engine: Engine) -> HeaderList:
    """Return the lines of a response's *headers* that *engine* takes note of."""
    headers = first_of(headers, answer_differences.FIRST_LINE_COUNTS.of(engine))
    if answer_differences.EMPTY_LINES_COUNT.of(engine):
        return headers
    # Lines of this one are counted, if they are spelled so.
    several = [name for name, _ in headers].count("Access-Control-Allow-Origin") > 1
    return _without_empty_lines(headers, frozenset({_ALLOW_ORIGIN} if several else ()))


def disagreement(headers: HeaderList, engine: Engine) -> Blocked | None:
    """Return why *engine* reads nothing of a response with *headers*, or ``None`` if it does."""
    for name in sorted(answer_differences.LINES_MUST_AGREE.of(engine)):
        if len(set(line_values(headers, name))) > 1:
            return Blocked(Failure.LINES_DIFFER, name)
    return None


def cors_check(headers: HeaderList, origin: str, *, has_credentials: bool) -> Blocked | None:
    """
    Return why a response with *headers* may not be read by *origin*, or ``None``.

    Args:
        headers: The response's.
        origin: The origin that asks, serialised.
        has_credentials: Whether the credentials mode is ``include``.

    Source: https://fetch.spec.whatwg.org/#cors-check
    """
    allowed = header_value(headers, _ALLOW_ORIGIN)
    if allowed is None:
        return Blocked(Failure.ALLOW_ORIGIN_MISSING)
    if allowed == "*" and not has_credentials:
        return None
    if allowed != origin:
        return Blocked(_mistake_in(allowed), allowed)
    return _credentials_check(headers) if has_credentials else None


def _credentials_check(headers: HeaderList) -> Blocked | None:
    """Return why a response with *headers* is not for requests with credentials, or ``None``."""
    credentials = header_value(headers, _ALLOW_CREDENTIALS)
    if credentials is None:
        return Blocked(Failure.ALLOW_CREDENTIALS_MISSING)
    if credentials != "true":
        return Blocked(Failure.ALLOW_CREDENTIALS_NOT_TRUE, credentials)
    return None


def _mistake_in(allowed: str) -> Failure:
    """Return the failure of the value *allowed*, in which a comma joins several lines."""
    if allowed == "*":
        return Failure.WILDCARD_WITH_CREDENTIALS
    if "," in allowed or " " in allowed:
        return Failure.ALLOW_ORIGIN_MULTIPLE
    if allowed != OPAQUE_ORIGIN and split_origin(allowed) is None:
        return Failure.ALLOW_ORIGIN_MALFORMED
    return Failure.ALLOW_ORIGIN_MISMATCH


def basic_headers(headers: HeaderList, engine: Engine = "fetch") -> HeaderList:
    """
    Return the *headers* of a response that a script of its own origin sees.

    Source: https://fetch.spec.whatwg.org/#concept-filtered-response-basic
    """
    if not answer_differences.EMPTY_LINES_COUNT.of(engine):
        headers = _without_empty_lines(headers)
    separator = answer_differences.TYPES_ARE_JOINED_BY.of(engine)
    type_ = separator.join(line_values(headers, _CONTENT_TYPE))
    return tuple(
        (name, type_ if name == _CONTENT_TYPE else value)
        for name, value in sort_and_combine(headers)
        if name not in FORBIDDEN_RESPONSE_HEADERS
    )


def _without_empty_lines(headers: HeaderList, counted: frozenset[str] = _NONE) -> HeaderList:
    """Return *headers* without empty lines; of a header that has no other, the first one stays."""
    seen = {name.lower() for name, value in headers if value.strip(OPTIONAL_WHITE_SPACE)}
    kept: list[Header] = []
    for name, value in headers:
        lowered = name.lower()
        if value.strip(OPTIONAL_WHITE_SPACE) or lowered in counted or lowered not in seen:
            kept.append((name, value))
            seen.add(lowered)
    return tuple(kept)


def cors_headers(headers: HeaderList, engine: Engine, *, has_credentials: bool) -> HeaderList:
    """
    Return the *headers* of a response that a script of another origin sees.

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
    exposed = list_members(headers, _EXPOSE_HEADERS)
    is_cut = answer_differences.WILDCARD_ENDS_EXPOSED.of(engine) and not has_credentials
    if is_cut and "*" in exposed:
        exposed = exposed[: exposed.index("*") + 1]
    # A malformed list exposes nothing, and is no error.
    return tuple(map(str.lower, exposed)) if all(map(TOKEN.fullmatch, exposed)) else ()
