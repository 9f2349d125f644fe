"""The words and numbers with which symptoms are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import cors_check, header_value
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
HTTP_STATUSES: Final = range(100, 600)
# Statuses with which a proxy answers in the app's place, and the reason of each.
GATEWAY: Final[Mapping[int, str]] = {
    413: "the body is larger than the proxy lets through",
    414: "the URL is longer than the proxy lets through",
    429: "too many requests, for the limit that is set",
    431: "the headers are longer than the proxy lets through",
    502: "the proxy finds no app that answers",
    503: "no app is ready to answer",
    504: "the app takes longer than the proxy waits",
    **dict.fromkeys((*range(520, 527), 530), "the proxy of Cloudflare gets no answer from the app"),
}
# Cloudflare's, on a page that wants a person to prove to be one.
_CHALLENGE: Final = ("cf-mitigated", "challenge")


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


def unknown_status(status: int) -> str:
    """
    Return the end of a sentence about a *status* that HTTP does not have, or nothing.

    Source: https://www.rfc-editor.org/rfc/rfc9110.html#section-15
    """
    if status in HTTP_STATUSES:
        return ""
    return ", which is no status of HTTP: software that turns programs away makes such ones up"


def misspelled(exchange: HTTPExchange) -> str:
    """Return a sentence about a header that is named like one of CORS, or nothing."""
    name = exchange.unknown_cors
    return f" {escape(name, 60)} is no response header of CORS." if name else ""


def is_of_gateway(exchange: HTTPExchange) -> bool:
    """Tell whether a proxy answers in the app's place, by the status or by a challenge."""
    return exchange.status in GATEWAY or _is_challenge(exchange)


def gateway_symptom(exchange: HTTPExchange, *, is_cause: bool = True) -> Symptom:
    """Return that a proxy answers, and the reason that its status names."""
    why = GATEWAY.get(exchange.status, "the proxy of Cloudflare asks for a proof of being a person")
    seen = f"{short_line(exchange)} is answered {exchange.status}: {why}."
    return Symptom(CauseSlug.GATEWAY_ANSWERED, certain=True, evidence=seen, is_cause=is_cause)


def _is_challenge(exchange: HTTPExchange) -> bool:
    """Tell whether a proxy asks for a proof that a person is there."""
    name, value = _CHALLENGE
    return header_value(exchange.headers, name) == value
