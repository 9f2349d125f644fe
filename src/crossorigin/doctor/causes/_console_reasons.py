"""The failures that a console names: rules of CORS and others, with a sentence for each."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from crossorigin._browser import FAILURE_SENTENCES, Failure


class ConsoleReason(StrEnum):
    """A failure that only a console names; one that the model of a browser has is a ``Failure``."""

    ABORTED = "aborted"
    BLOCKED_BY_CLIENT = "blocked-by-client"
    CACHE_MODE = "cache-mode"
    CONNECTION_ALLOWLIST = "connection-allowlist"
    CONTENT_SECURITY_POLICY = "content-security-policy"
    COOKIES_NOT_SENT = "cookies-not-sent"
    CORS_UNSPECIFIED = "cors-unspecified"
    FETCH_FAILED = "fetch-failed"
    FORBIDDEN_HEADER = "forbidden-header"
    FRAME_ACCESS = "frame-access"
    FRAMING = "framing"
    HEADER_NOT_EXPOSED = "header-not-exposed"
    HOST_REFUSED = "host-refused"
    INTEGRITY = "integrity"
    LOCAL_NETWORK_ACCESS = "local-network-access"
    LOCAL_RESOURCE = "local-resource"
    MIXED_CONTENT = "mixed-content"
    OPAQUE = "opaque"
    ORIGIN_REFUSED = "origin-refused"
    POST_MESSAGE = "post-message"
    RESOURCE_POLICY = "resource-policy"
    RESPONSE_TYPE = "response-type"
    SENDER_REFUSED = "sender-refused"
    SERVICE_WORKER = "service-worker"
    STYLESHEET_RULES = "stylesheet-rules"
    TAINTED_CANVAS = "tainted-canvas"
    WEBSOCKET_HANDSHAKE = "websocket-handshake"
    WORKER_SCRIPT = "worker-script"


FailureReason = Failure | ConsoleReason

_SENTENCES: Final = {
    ConsoleReason.ABORTED: "The request was given up before the response was read.",
    ConsoleReason.BLOCKED_BY_CLIENT: "Something in the browser, such as an ad blocker, stopped the request.",
    ConsoleReason.CACHE_MODE: "The cache mode only-if-cached works for the page's own origin only.",
    ConsoleReason.CONNECTION_ALLOWLIST: (
        "The page's own Connection-Allowlist does not list the address: not CORS."
    ),
    ConsoleReason.CONTENT_SECURITY_POLICY: (
        "The page's own Content-Security-Policy does not permit the request: not CORS."
    ),
    ConsoleReason.COOKIES_NOT_SENT: (
        "The browser keeps a cookie from going to another site, or from being set there: not CORS."
    ),
    ConsoleReason.CORS_UNSPECIFIED: "A check of CORS failed, and this line does not say which.",
    ConsoleReason.FETCH_FAILED: (
        "The request failed. A script is told no more than that, whatever the cause:"
        " the line in the console says it."
    ),
    ConsoleReason.FORBIDDEN_HEADER: (
        "Only the browser writes this request header; the page's value is dropped: not CORS."
    ),
    ConsoleReason.FRAME_ACCESS: (
        "A script may not reach into a window or a frame of another origin: not CORS."
    ),
    ConsoleReason.FRAMING: (
        "The framed page forbids that this page shows it in a frame: not CORS."
    ),
    ConsoleReason.HEADER_NOT_EXPOSED: (
        "The response was read, and its Access-Control-Expose-Headers does not list this header."
    ),
    ConsoleReason.HOST_REFUSED: (
        "The server does not list the Host under which it was called, and answers nobody there:"
        " not CORS."
    ),
    ConsoleReason.INTEGRITY: (
        "The browser does not use a file whose integrity it cannot confirm: not CORS by itself."
    ),
    ConsoleReason.LOCAL_NETWORK_ACCESS: (
        "A page of the public web may not reach this machine or its network without the"
        " permission of the person: not CORS."
    ),
    ConsoleReason.LOCAL_RESOURCE: (
        "A page of the web may not load a file of the person's own disk: not CORS."
    ),
    ConsoleReason.MIXED_CONTENT: "A page served over https may not fetch what is served over http: not CORS.",
    ConsoleReason.OPAQUE: (
        "The page asked for a response that it cannot read, by the mode no-cors or the redirect"
        " mode manual."
    ),
    ConsoleReason.ORIGIN_REFUSED: (
        "The server has a policy that leaves the page's origin out, and its response says so."
    ),
    ConsoleReason.POST_MESSAGE: (
        "The window has another origin than the one to which postMessage() was told to send:"
        " not CORS."
    ),
    ConsoleReason.RESOURCE_POLICY: (
        "The Cross-Origin-Resource-Policy of the response keeps it from this page: not CORS."
    ),
    ConsoleReason.RESPONSE_TYPE: "The type of the response is not one that a script may have: not CORS.",
    ConsoleReason.SENDER_REFUSED: (
        "A guard of the server refuses what pages of other origins send, and does not list this"
        " one: not CORS by itself."
    ),
    ConsoleReason.SERVICE_WORKER: (
        "The page's own service worker answered with something the request may not have: not CORS"
        " by itself."
    ),
    ConsoleReason.STYLESHEET_RULES: (
        "A script may read the rules of a foreign stylesheet only if it was loaded with CORS."
    ),
    ConsoleReason.TAINTED_CANVAS: (
        "A foreign image that was loaded without CORS is on the canvas, so no script may read it."
    ),
    ConsoleReason.WEBSOCKET_HANDSHAKE: (
        "The server, or a proxy before it, refused the handshake of the WebSocket: not CORS."
    ),
    ConsoleReason.WORKER_SCRIPT: (
        "The script of a worker must be of the page's own origin: not CORS, no header helps."
    ),
}


def sentence_of(reason: FailureReason) -> str:
    """Return the meaning of *reason*, in one sentence."""
    return FAILURE_SENTENCES[reason] if isinstance(reason, Failure) else _SENTENCES[reason]
