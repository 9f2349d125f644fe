"""The reasons of a decision: a slug and a sentence each."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


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
    HOST_NOT_ALLOWED = "host-not-allowed"


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
    Reason.HOST_NOT_ALLOWED: (
        "The Host of this request is none of the names under which the guard lets this app be"
        " reached."
    ),
}
