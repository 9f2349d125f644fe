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
    CONTENT_SECURITY_POLICY = "content-security-policy"
    CORS_UNSPECIFIED = "cors-unspecified"
    FETCH_FAILED = "fetch-failed"
    LOCAL_NETWORK_ACCESS = "local-network-access"
    MIXED_CONTENT = "mixed-content"
    OPAQUE = "opaque"
    RESOURCE_POLICY = "resource-policy"
    RESPONSE_TYPE = "response-type"


FailureReason = Failure | ConsoleReason

_SENTENCES: Final = {
    ConsoleReason.ABORTED: "The request was given up before the response was read.",
    ConsoleReason.BLOCKED_BY_CLIENT: "Something in the browser, such as an ad blocker, stopped the request.",
    ConsoleReason.CACHE_MODE: "The cache mode only-if-cached works for the page's own origin only.",
    ConsoleReason.CONTENT_SECURITY_POLICY: (
        "The page's own Content-Security-Policy does not permit the request: not CORS."
    ),
    ConsoleReason.CORS_UNSPECIFIED: "A check of CORS failed, and this line does not say which.",
    ConsoleReason.FETCH_FAILED: (
        "The request failed. A script is told no more than that, whatever the cause:"
        " the line in the console says it."
    ),
    ConsoleReason.LOCAL_NETWORK_ACCESS: (
        "A page of the public web may not reach this machine or its network without the"
        " permission of the person: not CORS."
    ),
    ConsoleReason.MIXED_CONTENT: "A page served over https may not fetch what is served over http: not CORS.",
    ConsoleReason.OPAQUE: (
        "The page asked for a response that it cannot read, by the mode no-cors or the redirect"
        " mode manual."
    ),
    ConsoleReason.RESOURCE_POLICY: (
        "The Cross-Origin-Resource-Policy of the response keeps it from this page: not CORS."
    ),
    ConsoleReason.RESPONSE_TYPE: "The type of the response is not one that a script may have: not CORS.",
}


def sentence_of(reason: FailureReason) -> str:
    """Return the meaning of *reason*, in one sentence."""
    return FAILURE_SENTENCES[reason] if isinstance(reason, Failure) else _SENTENCES[reason]
