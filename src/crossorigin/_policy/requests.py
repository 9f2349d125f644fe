"""Hold what a decision is made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass

from crossorigin._policy.origins import Origin


@dataclass(frozen=True, slots=True)
class CORSRequest:
    """
    Hold what a decision is made of; a header that is missing is ``None``.

    Attributes:
        method: The request's method.
        origin: The value of ``Origin``.
        request_method: The value of ``Access-Control-Request-Method``.
        request_headers: The value of ``Access-Control-Request-Headers``, several lines
            joined by commas.
        host: The value of ``Host``.
        path: The path, for messages.
        route_methods: The methods of the route, where a framework has routes.

    Source: https://fetch.spec.whatwg.org/#http-requests
    """

    method: str
    _: KW_ONLY
    origin: str | None = None
    request_method: str | None = None
    request_headers: str | None = None
    host: str | None = None
    path: str | None = None
    route_methods: frozenset[str] | None = None

    @property
    def is_preflight(self) -> bool:
        """
        Tell whether a browser asks for permission here, before the actual request.

        Source: https://fetch.spec.whatwg.org/#cors-preflight-request
        """
        return is_preflight(self.method, self.origin, self.request_method)


# What tells whether an origin is allowed: called with an origin that parsed, never with
# ``null`` or junk.
OriginSource = Callable[[Origin, CORSRequest], bool | Awaitable[bool]]


def is_preflight(method: str, origin: str | None, request_method: str | None) -> bool:
    """Tell whether these are the marks of a preflight: all three of them."""
    return method == "OPTIONS" and origin is not None and bool(request_method)
