"""The words and numbers with which symptoms are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import cors_check
from crossorigin.doctor._sanitize import escape, mask_url

if TYPE_CHECKING:
    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import HTTPExchange

ALLOW_ORIGIN: Final = "access-control-allow-origin"
OK: Final = range(200, 300)
ERROR: Final = 400
CRASH: Final = 500
# Statuses with which a proxy answers in the app's place.
_GATEWAY: Final = frozenset({413, 429, 502, 503, 504})


def permits(evidence: Evidence, exchange: HTTPExchange) -> bool:
    """Tell whether the page may read the response."""
    page, has_credentials = evidence.question.fetch.origin, evidence.question.has_credentials
    return (
        exchange.status > 0
        and cors_check(exchange.headers, page, has_credentials=has_credentials) is None
    )


def line(exchange: HTTPExchange) -> str:
    """Return the request on a line, safe to print."""
    return f"{escape(exchange.request.method, 40)} {url(exchange.request.url)}"


def url(text: str) -> str:
    """Return the URL *text*, safe to print."""
    return escape(mask_url(text), 200)


def is_of_gateway(exchange: HTTPExchange) -> bool:
    """Tell whether the status is one with which a proxy answers in the app's place."""
    return exchange.status in _GATEWAY
