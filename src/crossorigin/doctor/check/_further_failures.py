"""Every failure in the response to a preflight: mend one, and look for the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import (
    Blocked,
    Failure,
    PreflightQuery,
    WireResponse,
    as_read,
    header_value,
    list_members,
    preflight_check,
    without_headers,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin._browser import WireExchange
    from crossorigin.doctor.probing._evidence import Evidence

_ALLOW_ORIGIN: Final = "access-control-allow-origin"
_ALLOW_CREDENTIALS: Final = "access-control-allow-credentials"
_ALLOW_METHODS: Final = "access-control-allow-methods"
_ALLOW_HEADERS: Final = "access-control-allow-headers"
# One for each check, and one for each of the headers that a page may ask for.
_MAX_FAILURES: Final = 40


def find_failures(evidence: Evidence, exchange: WireExchange) -> tuple[Blocked, ...]:
    """Return every failure in the response to a preflight, in the engine's order."""
    if exchange.response is None:
        return ()
    engine = evidence.question.engine
    query = _preflight_query(evidence, exchange)
    response = replace(exchange.response, headers=as_read(exchange.response.headers, engine))
    found: list[Blocked] = []
    while len(found) < _MAX_FAILURES:
        blocked = preflight_check(query, response, engine)
        if blocked is None:
            break
        found.append(blocked)
        response = _MENDS[blocked.failure](response, query, blocked.subject)
    return tuple(found)


def _preflight_query(evidence: Evidence, exchange: WireExchange) -> PreflightQuery:
    """Return the query of the preflight of *exchange*."""
    headers = exchange.request.headers
    return PreflightQuery(
        origin=header_value(headers, "origin") or "",
        url=exchange.request.url,
        method=header_value(headers, "access-control-request-method") or "",
        names=list_members(headers, "access-control-request-headers"),
        has_credentials=evidence.question.has_credentials,
    )


def _with(response: WireResponse, name: str, value: str) -> WireResponse:
    """Return *response* with one line of the header *name*."""
    return replace(response, headers=(*without_headers(response.headers, {name}), (name, value)))


def _mend_redirect(response: WireResponse, _: PreflightQuery, __: str) -> WireResponse:
    return WireResponse(200, without_headers(response.headers, {"location"}))


def _mend_status(response: WireResponse, _: PreflightQuery, __: str) -> WireResponse:
    return replace(response, status=200)


def _mend_origin(response: WireResponse, query: PreflightQuery, _: str) -> WireResponse:
    return _with(response, _ALLOW_ORIGIN, query.origin)


def _mend_credentials(response: WireResponse, _: PreflightQuery, __: str) -> WireResponse:
    return _with(response, _ALLOW_CREDENTIALS, "true")


def _mend_methods(response: WireResponse, query: PreflightQuery, _: str) -> WireResponse:
    return _with(response, _ALLOW_METHODS, query.method)


def _mend_headers(response: WireResponse, query: PreflightQuery, _: str) -> WireResponse:
    return _with(response, _ALLOW_HEADERS, ",".join(query.names))


def _mend_header(response: WireResponse, _: PreflightQuery, subject: str) -> WireResponse:
    return replace(response, headers=(*response.headers, (_ALLOW_HEADERS, subject)))


_MENDS: Final[Mapping[Failure, Callable[[WireResponse, PreflightQuery, str], WireResponse]]] = {
    Failure.PREFLIGHT_REDIRECT: _mend_redirect,
    Failure.PREFLIGHT_STATUS: _mend_status,
    Failure.ALLOW_ORIGIN_MISSING: _mend_origin,
    Failure.WILDCARD_WITH_CREDENTIALS: _mend_origin,
    Failure.ALLOW_ORIGIN_MULTIPLE: _mend_origin,
    Failure.ALLOW_ORIGIN_MALFORMED: _mend_origin,
    Failure.ALLOW_ORIGIN_MISMATCH: _mend_origin,
    Failure.ALLOW_CREDENTIALS_MISSING: _mend_credentials,
    Failure.ALLOW_CREDENTIALS_NOT_TRUE: _mend_credentials,
    Failure.ALLOW_METHODS_MALFORMED: _mend_methods,
    Failure.METHOD_NOT_ALLOWED: _mend_methods,
    Failure.ALLOW_HEADERS_MALFORMED: _mend_headers,
    Failure.HEADER_NOT_ALLOWED: _mend_header,
    Failure.AUTHORIZATION_NOT_LISTED: _mend_header,
}
