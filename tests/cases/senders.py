"""Make the requests that a guard judges."""

from __future__ import annotations

from crossorigin import CORSRequest
from crossorigin._policy.requests import FetchMetadata


def sent_request(  # noqa: PLR0913 - all that a guard goes by
    method: str,
    *,
    origin: str | None = None,
    site: str | None = None,
    mode: str | None = None,
    destination: str | None = None,
    host: str | None = None,
    scheme: str | None = None,
    path: str | None = None,
    has_cookie: bool = False,
    is_websocket: bool = False,
) -> FetchMetadata:
    """Return the request that has these headers."""
    return FetchMetadata(
        CORSRequest(method, origin=origin, host=host, path=path),
        site=site,
        mode=mode,
        destination=destination,
        scheme=scheme,
        has_cookie=has_cookie,
        is_websocket=is_websocket,
    )
