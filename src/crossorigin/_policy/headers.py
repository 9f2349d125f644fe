"""
Merge the headers of a policy into a response that may already have some of them.

Source: https://fetch.spec.whatwg.org/#http-responses
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import (
    CORS_RESPONSE_HEADERS,
    FORBIDDEN_RESPONSE_HEADERS,
    OPTIONAL_WHITE_SPACE,
    SAFELISTED_RESPONSE_HEADERS,
    TIMING_ALLOW_ORIGIN,
)
from crossorigin._web.origins import ANY

if TYPE_CHECKING:
    from collections.abc import Iterable

Header = tuple[str, str]

# The names that no policy sets, as the common frameworks spell them: a response that has no
# others needs no second look.
PLAIN: Final = frozenset(
    {
        "Accept-Ranges",
        "Cache-Control",
        "Content-Disposition",
        "Content-Encoding",
        "Content-Language",
        "Content-Length",
        "Content-Type",
        "Date",
        "ETag",
        "Expires",
        "Last-Modified",
        "Location",
        "Server",
        "Set-Cookie",
        "content-length",
        "content-type",
    }
)
_NO_NAMES: Final[tuple[str, ...]] = ()


def merge_headers(
    response_headers: list[Header],
    headers: tuple[Header, ...],
    timing: bool,  # noqa: FBT001 - keywords cost time on a hot path
    exposes_all: bool,  # noqa: FBT001
) -> tuple[list[Header], tuple[str, ...]]:
    """
    Return *response_headers* with *headers* in place of their CORS headers.

    The second value lists the names that were replaced.

    Args:
        response_headers: The headers of the app; not changed.
        headers: The headers of the policy, ``Vary`` last.
        timing: Whether ``Timing-Allow-Origin`` is replaced too.
        exposes_all: Whether the names of *response_headers* are exposed, each of them.
    """
    if not exposes_all:
        for header in response_headers:
            if header[0] not in PLAIN:
                break
        else:
            return [*response_headers, *headers], _NO_NAMES
    kept: list[Header] = []
    vary: list[str] = []
    replaced: list[str] = []
    for name, value in response_headers:
        lowered = name.lower()
        if lowered == "vary":
            vary.append(value)
        elif lowered in CORS_RESPONSE_HEADERS or (timing and lowered == TIMING_ALLOW_ORIGIN):
            replaced.append(name)
        else:
            kept.append((name, value))
    exposed = _exposed(kept) if exposes_all else ()
    added = [header for header in headers if header[0] != "Vary"]
    names = ", ".join(value for name, value in headers if name == "Vary")
    line = merge_vary(vary, names)
    last = [("Vary", line)] if line else []
    return [*kept, *added, *exposed, *last], tuple(replaced)


def merge_vary(values: Iterable[str], names: str) -> str:
    """
    Return one ``Vary`` line in place of several.

    Args:
        values: The values of the ``Vary`` lines of a response.
        names: The names to add, separated by commas.

    The order and the spelling of *values* stay; nothing stands twice; a ``*``, which
    covers every name, stays alone.

    Source: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5
    """
    members: dict[str, str] = {}
    for value in (*values, names):
        for member in value.split(","):
            name = member.strip(OPTIONAL_WHITE_SPACE)
            if name == "*":
                return "*"
            if name:
                members.setdefault(name.lower(), name)
    return ", ".join(members.values())


def list_header(name: str, members: Iterable[str]) -> tuple[Header, ...]:
    """Return the header *name* that lists *members*, or nothing if there are none."""
    value = ", ".join(sorted(members))
    return ((name, value),) if value else ()


def _exposed(headers: list[Header]) -> tuple[Header, ...]:
    """
    Return the header that exposes the names of *headers*, each by its name.

    Source: https://fetch.spec.whatwg.org/#concept-response-cors-exposed-header-name-list
    """
    hidden = SAFELISTED_RESPONSE_HEADERS | FORBIDDEN_RESPONSE_HEADERS | {ANY}
    names = dict.fromkeys(name for name, _ in headers if name.lower() not in hidden)
    return (("Access-Control-Expose-Headers", ", ".join(names)),) if names else ()
