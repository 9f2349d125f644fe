"""
Read the requests to other origins that a browser's developer tools have saved as HAR.

Source: https://w3c.github.io/web-performance/specs/HAR/Overview.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin._browser import Url
from crossorigin.doctor.probing._captured import Captured
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH: Final = 268_435_456
MAX_ENTRIES: Final = 50
_NOT_A_HAR: Final = "--har is not a HAR file: save one from the Network panel."
# How a script or a font is fetched; all else asks for no permission.
_CORS: Final = "cors"


def read_har(data: bytes) -> list[Captured]:
    """
    Return the requests in *data* that a page sent to another origin, each once.

    Raises:
        UsageError: If it is no HAR file, or there is none in it, or too many.
    """
    try:
        entries: list[Any] = json.loads(data)["log"]["entries"]
        found = [captured for entry in entries for captured in _captured(entry)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(_NOT_A_HAR) from error
    once = {(each.method, each.url, each.origin): each for each in found}
    if not once:
        raise UsageError("--har has no request that a page sent to another origin.")
    if len(once) > MAX_ENTRIES:
        raise UsageError(
            f"--har has {len(once)} requests to other origins: save one with {MAX_ENTRIES} at most."
        )
    return list(once.values())


def _captured(entry: dict[str, Any]) -> Iterator[Captured]:
    """Yield the request of *entry*, if it is a page's to another origin."""
    request: dict[str, Any] = entry["request"]
    headers = tuple(
        (str(header["name"]), str(header["value"]))
        for header in cast("list[dict[str, Any]]", request["headers"])
    )
    post: dict[str, Any] = request.get("postData") or {}
    content = post.get("text")
    captured = Captured(
        method=str(request["method"]),
        url=str(request["url"]),
        headers=headers,
        content=None if content is None else str(content),
    )
    if _is_cross_origin(captured) and not _is_preflight(captured):
        yield captured


def _is_cross_origin(captured: Captured) -> bool:
    """Tell whether a page asked for something of another origin, with CORS."""
    url = Url.parse(captured.url)
    if url is None or not url.host or captured.origin in {None, url.origin}:
        return False
    mode = captured.header("sec-fetch-mode")
    return mode == _CORS if mode is not None else captured.header("origin") is not None


def _is_preflight(captured: Captured) -> bool:
    """Tell whether it is a preflight."""
    return captured.header("access-control-request-method") is not None
