"""
The outcome of a fetch: its response as a script sees it, and everything that went over the wire.

Source: https://fetch.spec.whatwg.org/#concept-filtered-response
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossorigin._browser.failures import Blocked
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.messages import FetchRequest, ResponseType, WireRequest, WireResponse
    from crossorigin._browser.preflight_cache import PreflightCache
    from crossorigin._browser.safelist import PreflightCause


@dataclass(frozen=True, slots=True)
class WireExchange:
    """A request that went over the wire, and its response, if there was one."""

    request: WireRequest
    response: WireResponse | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOutcome:
    """
    The outcome of a fetch.

    Attributes:
        request: The request of the page.
        type: The response's type, as a script sees it; ``error`` for a network error.
        status: The status that a script sees, or 0.
        headers: The headers that a script sees: in lower case, sorted, one line each.
        url: The URL that a script sees, or nothing.
        content: The body that a script reads of a ``data:`` URL; of others, servers know it.
        blocked: Why the response is a network error, if it is.
        causes: Why the first cross-origin request needed a preflight, were one in the
            cache or not.
        exchanges: All that went over the wire, in order.
        cache: The preflight cache, afterwards.

    Source: https://fetch.spec.whatwg.org/#concept-filtered-response
    """

    request: FetchRequest
    type: ResponseType
    status: int = 0
    headers: HeaderList = ()
    url: str = ""
    content: bytes = b""
    blocked: Blocked | None = None
    causes: tuple[PreflightCause, ...] = ()
    exchanges: tuple[WireExchange, ...] = ()
    cache: PreflightCache

    @property
    def readable(self) -> bool:
        """Tell whether the page can read the response."""
        return self.type in {"basic", "cors"}

    @property
    def failed_on_preflight(self) -> bool:
        """Tell whether it was the preflight, or its answer, that failed."""
        return (
            self.blocked is not None
            and bool(self.exchanges)
            and self.exchanges[-1].request.is_preflight
        )
