"""Explain a decision, or a refusal of the guard, to a person; loaded for a log or a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._policy.look_alikes import near_origins
from crossorigin._policy.reasons import SENTENCES, Reason
from crossorigin._web.fetch import UPPER_CASE_METHODS
from crossorigin.errors import in_quotes, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._policy.matching import OriginSet
    from crossorigin._policy.requests import CORSRequest, FetchMetadata

# The next step out of a refusal, for a person: a log or a terminal shows it, no response.
_NEXT_STEPS: Final = {
    Reason.ORIGIN_NOT_ALLOWED: 'add {origin} to "origins" if its pages may read this',
    Reason.ORIGIN_NULL: (
        "serve the page from an origin of its own, without Referrer-Policy: no-referrer, and"
        " call the final address"
    ),
    Reason.ORIGIN_MALFORMED: "send the Origin that a browser would, such as https://app.example.com",
    Reason.ORIGIN_INSECURE: "serve the page over https",
    Reason.ORIGIN_SOURCE_FAILED: (
        'read the log "crossorigin" for the exception, and mend the function'
    ),
    Reason.METHOD_NOT_ALLOWED: 'add {subject} to "methods" if pages may send it',
    Reason.HEADER_NOT_ALLOWED: 'add {subject} to "allow_headers" if pages may send it',
    Reason.AUTHORIZATION_NOT_LISTED: 'write allow_headers=["*", "Authorization"]',
    Reason.TOO_MANY_HEADERS: "send fewer request headers: 128 names, 4,096 characters in all",
    Reason.SENDER_NOT_ALLOWED: (
        "list {origin} in the policy if its pages may read, too; in Guard(trusted=…) if they"
        " may only send, or if it is this app's own address, which a proxy hides"
    ),
    Reason.SENDER_UNKNOWN: "look for what takes Origin out between the browser and this app",
    Reason.COOKIES_NOT_ALLOWED: (
        "let the page send no cookies, or write credentials=True in the policy"
    ),
    Reason.REQUEST_UNREADABLE: (
        "have what stands around the guard hand on headers that are pairs of bytes, and sessions"
        " other than HTTP and WebSocket to another app"
    ),
    Reason.HOST_NOT_ALLOWED: "add {subject} to Guard(hosts=…) if this app is to be reached under it",
}
_NO_HOST: Final = "have the client send one Host, as browsers do: a name, and its port"
# An image, a script, a frame: of what a page loads by these, no browser says whose it is.
_READ_UNNAMED: Final = (
    "have the page call fetch(), which sends Origin, or its user open the address in a tab; an"
    " image, a script or a frame of another origin is refused by Guard(reads=True)"
)
_UPPER_CASE: Final = "write {subject} in upper case: methods are case-sensitive"


def of_decision(
    request: CORSRequest,
    reason: Reason,
    subject: str,
    listed: OriginSet,
    is_allowed: bool,  # noqa: FBT001 - as in a decision
) -> Iterator[str]:
    """
    Yield the lines about a decision, but for those of its answer.

    Args:
        request: The request.
        reason: The reason of the decision.
        subject: The method or the header that is refused, otherwise empty.
        listed: The origins that the policy lists.
        is_allowed: Whether all that the request asks for is permitted.
    """
    yield f"{_asked(request)}: {'permitted' if is_allowed else 'refused'}"
    yield f"  reason: {reason}. {SENTENCES[reason]}"
    step = _next_step(reason, request.origin or "", subject)
    if step:
        yield f"  next: {step}"
    origin = request.parsed_origin
    if reason is Reason.ORIGIN_NOT_ALLOWED and origin is not None:
        for near in near_origins(origin, listed):
            yield f"  near: {in_quotes(near)} is allowed, but it is another origin"


def of_refusal(sent: FetchMetadata, reason: Reason) -> Iterator[str]:
    """Yield the lines about a refusal of the guard."""
    request = sent.request
    method = "WebSocket" if sent.is_websocket else request.method
    yield f"{_described(method, request)}: refused by the guard"
    yield f"  reason: {reason}. {SENTENCES[reason]}"
    for name, value in (("Host", request.host), ("Sec-Fetch-Site", sent.site)):
        if value is not None:
            yield f"  {name}: {printable(value)}"
    yield f"  next: {_step_of_refusal(sent, reason)}"


def _step_of_refusal(sent: FetchMetadata, reason: Reason) -> str | None:
    """Return the next step out of a refusal of the guard."""
    if reason is Reason.HOST_NOT_ALLOWED and not sent.request.host:
        return _NO_HOST
    if reason is Reason.SENDER_UNKNOWN and sent.is_safe:
        return _READ_UNNAMED
    return _next_step(reason, sent.request.origin or "", sent.request.host or "")


def _next_step(reason: Reason, origin: str, subject: str = "") -> str | None:
    """Return the next step out of *reason*, or ``None`` if nothing was refused."""
    is_case = reason is Reason.METHOD_NOT_ALLOWED and _is_lower_case(subject)
    step = _UPPER_CASE if is_case else _NEXT_STEPS.get(reason)
    return step and step.format(origin=in_quotes(origin), subject=in_quotes(subject))


def _is_lower_case(method: str) -> bool:
    """Tell whether *method* is one that a page must write in upper case, and does not."""
    return method not in UPPER_CASE_METHODS and method.upper() in UPPER_CASE_METHODS


def _asked(request: CORSRequest) -> str:
    """Return, in a few words, the question of *request*."""
    if not request.is_preflight:
        return _described(request.method, request)
    names = f" with {in_quotes(request.request_headers)}" if request.request_headers else ""
    return f"preflight for {_described(request.request_method or '', request)}{names}"


def _described(method: str, request: CORSRequest) -> str:
    """Return *method*, and the path and the sender of *request*, as far as they are known."""
    sender = "no origin" if request.origin is None else in_quotes(request.origin)
    path = "" if request.path is None else f" {printable(request.path)}"
    return f"{printable(method)}{path} from {sender}"
