"""
Put headers on a response that may already have some of them.

Source: https://fetch.spec.whatwg.org/#http-responses
"""

from __future__ import annotations

from typing import Final

from crossorigin._policy.vary import merged
from crossorigin._web.fetch import (
    CORS_RESPONSE_HEADERS,
    FORBIDDEN_RESPONSE_HEADERS,
    SAFELISTED_RESPONSE_HEADERS,
    TIMING_ALLOW_ORIGIN,
)

Header = tuple[str, str]

# The names that need no second look, as the common frameworks spell them.
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


def merged_headers(
    response_headers: list[Header],
    headers: tuple[Header, ...],
    timing: bool,  # noqa: FBT001 - keywords cost time on a hot path
    exposes_all: bool,  # noqa: FBT001
) -> tuple[list[Header], tuple[str, ...]]:
    """
    Return *response_headers* with *headers* in place of their CORS headers.

    The second value has the names of those that were there, and are not any more.

    Args:
        response_headers: What the app sends.
        headers: What the policy says.
        timing: Whether ``Timing-Allow-Origin`` is replaced too.
        exposes_all: Whether the names of *response_headers* are exposed, each of them.
    """
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
    line = merged(vary, names)
    last = [("Vary", line)] if line else []
    return [*kept, *added, *exposed, *last], tuple(replaced)


def _exposed(headers: list[Header]) -> tuple[Header, ...]:
    """
    Return the header that exposes the names of *headers*, each by its name.

    Source: https://fetch.spec.whatwg.org/#concept-response-cors-exposed-header-name-list
    """
    hidden = SAFELISTED_RESPONSE_HEADERS | FORBIDDEN_RESPONSE_HEADERS
    names = dict.fromkeys(name for name, _ in headers if name.lower() not in hidden)
    return (("Access-Control-Expose-Headers", ", ".join(names)),) if names else ()
