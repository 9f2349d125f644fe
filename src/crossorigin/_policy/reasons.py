"""The reasons of a decision: a slug, a sentence and a next step each."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from crossorigin.errors import in_quotes


class Reason(StrEnum):
    """The reason of a decision; the documentation explains every one."""

    ALLOWED = "allowed"
    NO_ORIGIN = "no-origin"
    SAME_ORIGIN = "same-origin"
    ORIGIN_NOT_ALLOWED = "origin-not-allowed"
    ORIGIN_NULL = "origin-null"
    ORIGIN_MALFORMED = "origin-malformed"
    ORIGIN_INSECURE = "origin-insecure"
    ORIGIN_SOURCE_FAILED = "origin-source-failed"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    HEADER_NOT_ALLOWED = "header-not-allowed"
    AUTHORIZATION_NOT_LISTED = "authorization-not-listed"
    TOO_MANY_HEADERS = "too-many-headers"
    SENDER_NOT_ALLOWED = "sender-not-allowed"
    SENDER_UNKNOWN = "sender-unknown"
    COOKIES_NOT_ALLOWED = "cookies-not-allowed"
    REQUEST_UNREADABLE = "request-unreadable"


# One plain sentence per reason: the body of a refused preflight, and of a refusal of the
# guard. It repeats nothing of the request: a refused origin stands in no response.
SENTENCES: Final = {
    Reason.ALLOWED: "The policy permits this request.",
    Reason.NO_ORIGIN: "The request has no Origin header, so no page of another origin sent it.",
    Reason.SAME_ORIGIN: "The page and this server have the same origin, so CORS has no say.",
    Reason.ORIGIN_NOT_ALLOWED: "The policy does not let this origin in.",
    Reason.ORIGIN_NULL: (
        "The origin is null, which every sandboxed frame, local file and cross-origin"
        " redirect can have, so no policy lists it."
    ),
    Reason.ORIGIN_MALFORMED: "The Origin header is not one that a browser sends.",
    Reason.ORIGIN_INSECURE: (
        "The policy permits credentials, and an http: origin can be forged by anyone on"
        " the network."
    ),
    Reason.ORIGIN_SOURCE_FAILED: (
        "The function that says which origins are allowed failed, so nobody is let in."
    ),
    Reason.METHOD_NOT_ALLOWED: "The policy does not list this method.",
    Reason.HEADER_NOT_ALLOWED: "The policy does not list one of the request headers.",
    Reason.AUTHORIZATION_NOT_LISTED: (
        "A wildcard never covers the Authorization header: it must be listed by name."
    ),
    Reason.TOO_MANY_HEADERS: (
        "Access-Control-Request-Headers is longer than any browser's, so none is allowed."
    ),
    Reason.SENDER_NOT_ALLOWED: (
        "A page of another origin sent this, and neither the guard nor the policy lets it."
    ),
    Reason.SENDER_UNKNOWN: (
        "A browser sent this for a page of another origin, and does not say which."
    ),
    Reason.COOKIES_NOT_ALLOWED: (
        "The request carries cookies, and the policy lets pages of other origins send none."
    ),
    Reason.REQUEST_UNREADABLE: (
        "The guard cannot read this kind of request or its headers, so it cannot tell who sent it."
    ),
}

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
}
_UPPER_CASE: Final = "write {subject} in upper case: methods are case-sensitive"


def next_step(
    reason: Reason, *, origin: str, subject: str = "", is_lower_case: bool = False
) -> str | None:
    """
    Return the next step out of *reason*, or ``None`` if nothing was refused.

    Args:
        reason: The reason.
        origin: The value of ``Origin``, as the client sent it.
        subject: The method or the header that is refused.
        is_lower_case: Whether *subject* is a method in lower case.
    """
    is_case = is_lower_case and reason is Reason.METHOD_NOT_ALLOWED
    step = _UPPER_CASE if is_case else _NEXT_STEPS.get(reason)
    return step and step.format(origin=in_quotes(origin), subject=in_quotes(subject))
