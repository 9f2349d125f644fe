"""
Construct a request, as ``new Request()`` and ``fetch()`` do.

Source: https://fetch.spec.whatwg.org/#dom-request
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin._browser import sending_differences
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.header_lists import combine, header_value, is_header, normalize
from crossorigin._browser.in_flight import InFlightRequest
from crossorigin._browser.messages import TEXT
from crossorigin._browser.safelist import (
    PreflightCause,
    PreflightTrigger,
    is_forbidden_header,
    is_forbidden_method,
    is_safelisted,
    normalize_method,
)
from crossorigin._browser.urls import Url
from crossorigin._web.fetch import (
    BODILESS_METHODS,
    NO_CORS_REQUEST_HEADERS,
    SAFELISTED_METHODS,
    TOKEN,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.messages import Body, FetchRequest


def construct_request(request: FetchRequest, engine: Engine) -> InFlightRequest | Blocked:
    """Return the request that *request* makes in *engine*, or why there is none."""
    url = Url.parse(request.url)
    if url is None:
        return Blocked(Failure.URL_MALFORMED, request.url)
    method = normalize_method(request.method)
    body = _body(request, engine)
    for is_mistake, blocked in _mistakes(request, url, method, body, engine):
        if is_mistake:
            return blocked
    headers = _headers(request, body, engine)
    return InFlightRequest(
        request=request,
        engine=engine,
        method=method,
        headers=headers,
        body=body,
        urls=(url,),
        forced=_forced(request, body, engine),
        original=headers,
    )


def _body(request: FetchRequest, engine: Engine) -> Body | None:
    """Return the body of the request, which *engine* may make of a stream."""
    body = request.body
    if body is None or not body.is_stream:
        return body
    return TEXT if sending_differences.STREAM_BODY.of(engine) == "as text" else body


def _mistakes(
    request: FetchRequest, url: Url, method: str, body: Body | None, engine: Engine
) -> Iterator[tuple[bool, Blocked]]:
    """Yield each mistake that *request* may have, and whether it has it."""
    yield url.has_credentials, Blocked(Failure.URL_HAS_CREDENTIALS)
    yield TOKEN.fullmatch(method) is None, Blocked(Failure.METHOD_MALFORMED, method)
    yield is_forbidden_method(method), Blocked(Failure.FORBIDDEN_METHOD, method)
    no_cors = request.mode == "no-cors"
    yield no_cors and method not in SAFELISTED_METHODS, Blocked(Failure.NO_CORS_METHOD, method)
    for name, value in request.headers:
        is_malformed = not is_header(name, normalize(value))
        yield is_malformed, Blocked(Failure.HEADER_MALFORMED, name)
    has_body = body is not None and method in BODILESS_METHODS
    yield has_body, Blocked(Failure.BODY_NOT_ALLOWED, method)
    refuses = no_cors or sending_differences.STREAM_BODY.of(engine) == "refused"
    is_stream = body is not None and body.is_stream
    yield is_stream and refuses, Blocked(Failure.STREAM_NOT_ALLOWED)


def _forced(request: FetchRequest, body: Body | None, engine: Engine) -> PreflightCause | None:
    """
    Return the cause of a preflight that depends on neither the method nor the headers, if any.

    Source: https://fetch.spec.whatwg.org/#use-cors-preflight-flag
    """
    if body is not None and body.is_stream:
        return PreflightCause(PreflightTrigger.STREAM_BODY)
    needs_body = sending_differences.UPLOAD_LISTENER_NEEDS_BODY.of(engine)
    if request.has_upload_listener and (body is not None or not needs_body):
        return PreflightCause(PreflightTrigger.UPLOAD_LISTENER)
    return None


def _headers(request: FetchRequest, body: Body | None, engine: Engine) -> HeaderList:
    """
    Return the headers of the request, which are not all that the page sets.

    Source: https://fetch.spec.whatwg.org/#concept-headers-append
    """
    headers: HeaderList = ()
    for name, raw in request.headers:
        value = normalize(raw)
        if is_forbidden_header(name, value, engine):
            continue
        if request.mode != "no-cors" or _fits_no_cors(headers, name, value, engine):
            headers = (*headers, (name, value))
    if body is not None and body.type and header_value(headers, "content-type") is None:
        is_checked = (
            request.mode == "no-cors"
            and sending_differences.NO_CORS_BODY_TYPE_IS_CHECKED.of(engine)
        )
        if not is_checked or is_safelisted("content-type", body.type, engine):
            headers = (*headers, ("Content-Type", body.type))
    if header_value(headers, "accept") is None:
        headers = (*headers, ("Accept", "*/*"))
    return combine(headers) if sending_differences.REPEATED_HEADERS_COMBINE.of(engine) else headers


def _fits_no_cors(headers: HeaderList, name: str, value: str, engine: Engine) -> bool:
    """
    Tell whether *headers* may get another one in the mode ``no-cors``.

    Source: https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header
    """
    lowered = name.lower()
    before = header_value(headers, lowered)
    whole = value if before is None else f"{before}, {value}"
    return lowered in NO_CORS_REQUEST_HEADERS and is_safelisted(lowered, whole, engine)
