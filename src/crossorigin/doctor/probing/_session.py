"""The requests that a command sends, their limit, and the answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from crossorigin._browser import header_value, list_members
from crossorigin.doctor.probing._transport import (
    HTTPRequest,
    HTTPResponse,
    NetworkError,
    NetworkErrorKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin import Policy
    from crossorigin._browser import HeaderList
    from crossorigin.doctor.probing._transport import Transport

# As many as the longest chain of redirects that a browser follows needs, each with its preflight,
# and the probes.
MAX_REQUESTS: Final = 48
USER_AGENT: Final = (
    "User-Agent",
    f"Mozilla/5.0 (compatible; crossorigin/{version('crossorigin')})",
)
_CORS_PREFIX: Final = "access-control-"
_CORS_HEADERS: Final = frozenset(
    {
        "access-control-allow-credentials",
        "access-control-allow-headers",
        "access-control-allow-local-network",
        "access-control-allow-methods",
        "access-control-allow-origin",
        "access-control-allow-private-network",
        "access-control-expose-headers",
        "access-control-max-age",
    }
)
_CACHE_HEADERS: Final = (
    "x-cache",
    "cf-cache-status",
    "x-cache-status",
    "x-proxy-cache",
    "cache-status",
)


class Purpose(StrEnum):
    """The purpose of a request."""

    FETCH = "fetch"
    STAND_IN = "stand-in"
    ANYWAY = "anyway"
    OTHER_ORIGIN = "other-origin"
    NO_ORIGIN = "no-origin"
    NO_SUCH_PAGE = "no-such-page"
    PREFLIGHT = "preflight"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class HTTPExchange:
    """
    A request, and the response or the network error that ended it.

    Attributes:
        purpose: The purpose of the request.
        request: The request, as it was sent.
        result: The response, or the reason why there is none.
    """

    purpose: Purpose
    request: HTTPRequest
    result: HTTPResponse | NetworkError

    @property
    def headers(self) -> HeaderList:
        """Return the headers of the response."""
        return self.result.headers if isinstance(self.result, HTTPResponse) else ()

    @property
    def status(self) -> int:
        """Return the status of the response, or 0 if there is none."""
        return self.result.status if isinstance(self.result, HTTPResponse) else 0

    @property
    def content(self) -> bytes:
        """Return the beginning of the response's body."""
        return self.result.content if isinstance(self.result, HTTPResponse) else b""

    @property
    def policy(self) -> Policy | None:
        """Return the policy that was in force for the response, if it is known."""
        return self.result.policy if isinstance(self.result, HTTPResponse) else None

    @property
    def is_preflight(self) -> bool:
        """Tell whether the request is a preflight."""
        asked = header_value(self.request.headers, "access-control-request-method")
        return self.request.method == "OPTIONS" and asked is not None

    @property
    def has_cors(self) -> bool:
        """Tell whether the response has any header of CORS."""
        return any(name.lower() in _CORS_HEADERS for name, _ in self.headers)

    @property
    def unknown_cors(self) -> str:
        """Return the first header that is named like one of CORS and is none, or nothing."""
        names = (name for name, _ in self.headers if name.lower() not in _CORS_HEADERS)
        return next((name for name in names if name.lower().startswith(_CORS_PREFIX)), "")

    @property
    def varies_by_origin(self) -> bool:
        """Tell whether the response says that it depends on ``Origin``."""
        names = {name.lower() for name in list_members(self.headers, "vary")}
        return bool(names & {"origin", "*"})

    @property
    def is_from_cache(self) -> bool:
        """Tell whether a cache says that the response is one of its own."""
        age = header_value(self.headers, "age") or "0"
        marks = " ".join(
            (header_value(self.headers, name) or "").lower() for name in _CACHE_HEADERS
        )
        is_hit = "hit" in marks.replace("miss", "")
        return is_hit or (age.isdecimal() and age.strip("0") != "")


class Session:
    """A series of requests over one transport, no more than were announced, with a log."""

    def __init__(
        self,
        transport: Transport,
        tell: Callable[[HTTPRequest], None],
        limit: int = MAX_REQUESTS,
    ) -> None:
        """
        Start with an empty log.

        Args:
            transport: The transport.
            tell: Is told of each request before it is sent.
            limit: The most requests that are sent.
        """
        self._transport = transport
        self._tell = tell
        self._limit = limit
        self._log: list[HTTPExchange] = []

    @property
    def log(self) -> tuple[HTTPExchange, ...]:
        """Return every exchange so far, in order."""
        return tuple(self._log)

    def send(self, request: HTTPRequest, purpose: Purpose = Purpose.FETCH) -> HTTPExchange:
        """Send *request*, unless the limit is reached, and log the exchange."""
        result: HTTPResponse | NetworkError
        if len(self._log) >= self._limit:
            kind, detail = NetworkErrorKind.TOO_MANY_REQUESTS, f"{self._limit} requests"
            result = NetworkError(kind=kind, detail=detail)
        else:
            self._tell(request)
            result = self._transport.send(request)
        exchange = HTTPExchange(purpose=purpose, request=request, result=result)
        self._log.append(exchange)
        return exchange
