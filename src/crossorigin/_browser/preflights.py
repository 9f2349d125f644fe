"""
Preflights: the requests that need one, its headers, and the check of its answer.

Source: https://fetch.spec.whatwg.org/#main-fetch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._browser import answer_differences, sending_differences
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.header_lists import header_value, tokens
from crossorigin._browser.in_flight import url_for
from crossorigin._browser.messages import PreflightQuery, WireRequest
from crossorigin._browser.responses import cors_check
from crossorigin._browser.safelist import PreflightCause, PreflightTrigger, own_causes, unsafe_names
from crossorigin._web.fetch import (
    CONDITIONAL_REQUEST_HEADERS,
    NON_WILDCARD_REQUEST_HEADER,
    OPAQUE_ORIGIN,
    REDIRECT_STATUSES,
    SAFELISTED_METHODS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin._browser.answer_differences import PreflightCheck
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.in_flight import InFlightRequest
    from crossorigin._browser.messages import WireResponse

_ALLOW_METHODS: Final = "access-control-allow-methods"
_ALLOW_HEADERS: Final = "access-control-allow-headers"


def preflight_causes(in_flight: InFlightRequest) -> tuple[PreflightCause, ...]:
    """Return why *in_flight*, which is cross-origin, needs a preflight, if it does."""
    causes = own_causes(in_flight.method, in_flight.headers, in_flight.engine)
    if in_flight.forced is not None:
        causes = (*causes, in_flight.forced)
    if causes or not in_flight.is_redirected:
        return causes
    keeps = sending_differences.REDIRECT_KEEPS_PREFLIGHT.of(in_flight.engine)
    was_unsafe = in_flight.needed_preflight or unsafe_names(in_flight.original, in_flight.engine)
    return (PreflightCause(PreflightTrigger.REDIRECT),) if keeps and was_unsafe else ()


def preflight_query(
    in_flight: InFlightRequest, causes: tuple[PreflightCause, ...]
) -> PreflightQuery:
    """Return the permission that *in_flight* needs."""
    keeps_origin = sending_differences.REDIRECT_KEEPS_ORIGIN.of(in_flight.engine)
    shown = sending_differences.PREFLIGHT_HEADERS.of(in_flight.engine)
    return PreflightQuery(
        partition=in_flight.request.partition,
        origin=in_flight.request.origin if keeps_origin else in_flight.origin,
        is_redirected=_is_another_origin(in_flight) and not keeps_origin,
        url=str(in_flight.url),
        method=in_flight.method,
        names=_names(in_flight),
        shown=tuple(header for header in in_flight.headers if header[0].lower() in shown),
        has_credentials=in_flight.request.credentials == "include",
        is_forced=in_flight.forced is not None
        or causes == (PreflightCause(PreflightTrigger.REDIRECT),),
        is_own=keeps_origin and in_flight.is_own,
        ignores_cache=answer_differences.CONDITIONAL_REQUESTS_ASK.of(in_flight.engine)
        and any(name.lower() in CONDITIONAL_REQUEST_HEADERS for name, _ in in_flight.headers),
    )


def _is_another_origin(in_flight: InFlightRequest) -> bool:
    """Tell whether a redirect has made the origin that asks another one than the page's."""
    if in_flight.request.origin != OPAQUE_ORIGIN:
        return in_flight.is_tainted
    return in_flight.is_tainted and answer_differences.OPAQUE_ORIGIN_IS_TAINTED.of(in_flight.engine)


def _names(in_flight: InFlightRequest) -> tuple[str, ...]:
    """Return the headers that *in_flight* needs permission for, or that its engine asks for."""
    asks_for = sending_differences.REDIRECT_ASKS_FOR.of(in_flight.engine)
    if asks_for == "what is sent" or not in_flight.is_redirected:
        return unsafe_names(in_flight.headers, in_flight.engine)
    dropped = in_flight.dropped if asks_for == "all but dropped" else ()
    names = unsafe_names(in_flight.original, in_flight.engine)
    return tuple(name for name in names if name not in dropped)


def preflight_request(
    query: PreflightQuery, causes: tuple[PreflightCause, ...], engine: Engine
) -> WireRequest:
    """
    Return the preflight that asks for *query*.

    Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch
    """
    names = (
        set(query.names) if sending_differences.NAMES_ARE_LISTED_ONCE.of(engine) else query.names
    )
    headers: HeaderList = (("Accept", "*/*"), ("Access-Control-Request-Method", query.method))
    if names:
        # No space follows the comma, for better or worse.
        headers = (*headers, ("Access-Control-Request-Headers", ",".join(sorted(names))))
    return WireRequest(
        method="OPTIONS",
        url=url_for(engine, query.url.partition("#")[0]),
        headers=(*headers, ("Origin", query.origin), *query.shown),
        is_preflight=True,
        causes=causes,
    )


def preflight_check(
    query: PreflightQuery, response: WireResponse, engine: Engine
) -> Blocked | None:
    """
    Return why the *response* to a preflight does not permit *query*, or ``None``.

    Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch
    """
    for check in answer_differences.CHECKS.of(engine):
        blocked = _CHECKS[check](query, response, engine)
        if blocked is not None:
            return blocked
    return None


def _check_redirect(_: PreflightQuery, response: WireResponse, __: Engine) -> Blocked | None:
    """Return that the response is a redirect, if it is."""
    location = header_value(response.headers, "location")
    if response.status not in REDIRECT_STATUSES or location is None:
        return None
    return Blocked(Failure.PREFLIGHT_REDIRECT, location)


def _check_cors(query: PreflightQuery, response: WireResponse, _: Engine) -> Blocked | None:
    """Return why the CORS check fails, if there is one."""
    if query.is_own:
        return None
    return cors_check(response.headers, query.origin, has_credentials=query.has_credentials)


def _check_status(_: PreflightQuery, response: WireResponse, __: Engine) -> Blocked | None:
    """
    Return that the status is not ok, if it is not.

    Source: https://fetch.spec.whatwg.org/#ok-status
    """
    if 200 <= response.status <= 299:  # noqa: PLR2004 - the standard's own numbers
        return None
    return Blocked(Failure.PREFLIGHT_STATUS, str(response.status))


def _check_methods(_: PreflightQuery, response: WireResponse, __: Engine) -> Blocked | None:
    """Return that the list of methods is malformed, if it is."""
    if tokens(response.headers, _ALLOW_METHODS) is not None:
        return None
    listed = header_value(response.headers, _ALLOW_METHODS) or ""
    return Blocked(Failure.ALLOW_METHODS_MALFORMED, listed)


def _check_header_names(_: PreflightQuery, response: WireResponse, __: Engine) -> Blocked | None:
    """Return that the list of headers is malformed, if it is."""
    if tokens(response.headers, _ALLOW_HEADERS) is not None:
        return None
    listed = header_value(response.headers, _ALLOW_HEADERS) or ""
    return Blocked(Failure.ALLOW_HEADERS_MALFORMED, listed)


def _check_method(query: PreflightQuery, response: WireResponse, engine: Engine) -> Blocked | None:
    """Return that the method is not listed, if it must be, and is not."""
    listed = allowed_methods(response.headers)
    if query.method in SAFELISTED_METHODS or query.method in listed:
        return None
    if "*" in listed and not query.has_credentials:
        return None
    permits = answer_differences.NO_LIST_PERMITS_FORCED.of(engine)
    if permits and query.is_forced and not has_methods(response.headers):
        return None
    return Blocked(Failure.METHOD_NOT_ALLOWED, query.method)


def _check_headers(query: PreflightQuery, response: WireResponse, engine: Engine) -> Blocked | None:
    """Return which header is not listed, if one is not."""
    listed = allowed_headers(response.headers)
    has_wildcard = "*" in listed and not query.has_credentials
    covers_all = answer_differences.WILDCARD_COVERS_AUTHORIZATION.of(engine)
    is_sorted = answer_differences.HEADERS_ARE_CHECKED_SORTED.of(engine)
    for name in sorted(query.names) if is_sorted else query.names:
        is_exception = name == NON_WILDCARD_REQUEST_HEADER and not covers_all
        if name in listed or (has_wildcard and not is_exception):
            continue
        if has_wildcard:
            return Blocked(Failure.AUTHORIZATION_NOT_LISTED, name)
        return Blocked(Failure.HEADER_NOT_ALLOWED, name)
    return None


_CHECKS: Final[
    Mapping[PreflightCheck, Callable[[PreflightQuery, WireResponse, Engine], Blocked | None]]
] = {
    "redirect": _check_redirect,
    "cors": _check_cors,
    "status": _check_status,
    "methods": _check_methods,
    "method": _check_method,
    "header-names": _check_header_names,
    "headers": _check_headers,
}


def has_methods(headers: HeaderList) -> bool:
    """Tell whether the answer to a preflight has a list of methods, empty or not."""
    return header_value(headers, _ALLOW_METHODS) is not None


def allowed_methods(headers: HeaderList) -> tuple[str, ...]:
    """Return the methods that the answer to a preflight lists."""
    return tokens(headers, _ALLOW_METHODS) or ()


def allowed_headers(headers: HeaderList) -> tuple[str, ...]:
    """Return the request headers that the answer to a preflight lists, in lower case."""
    return tuple(name.lower() for name in tokens(headers, _ALLOW_HEADERS) or ())
