"""The words and numbers with which symptoms are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import cors_check
from crossorigin.doctor._sanitize import escape, mask_url
from crossorigin.doctor.causes._cause import CauseSlug, Symptom

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossorigin.doctor.probing._evidence import Evidence
    from crossorigin.doctor.probing._session import HTTPExchange

ALLOW_ORIGIN: Final = "access-control-allow-origin"
OK: Final = range(200, 300)
ERROR: Final = 400
CRASH: Final = 500
# Statuses with which a proxy answers in the app's place, and the reason of each.
GATEWAY: Final[Mapping[int, str]] = {
    413: "the body is larger than the proxy lets through",
    414: "the URL is longer than the proxy lets through",
    429: "too many requests, for the limit that is set",
    431: "the headers are longer than the proxy lets through",
    502: "the proxy finds no app that answers",
    503: "no app is ready to answer",
    504: "the app takes longer than the proxy waits",
    **dict.fromkeys(range(520, 527), "the proxy of Cloudflare gets no answer from the app"),
}


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


def short_line(exchange: HTTPExchange) -> str:
    """Return the request in a few words, safe to print."""
    return "The preflight" if exchange.is_preflight else line(exchange)


def url(text: str) -> str:
    """Return the URL *text*, safe to print."""
    return escape(mask_url(text), 200)


def is_of_gateway(exchange: HTTPExchange) -> bool:
    """Tell whether the status is one with which a proxy answers in the app's place."""
    return exchange.status in GATEWAY


def gateway_symptom(exchange: HTTPExchange, *, is_cause: bool = True) -> Symptom:
    """Return that a proxy answers, and the reason that its status names."""
    seen = f"{short_line(exchange)} is answered {exchange.status}: {GATEWAY[exchange.status]}."
    return Symptom(CauseSlug.GATEWAY_ANSWERED, certain=True, evidence=seen, is_cause=is_cause)
