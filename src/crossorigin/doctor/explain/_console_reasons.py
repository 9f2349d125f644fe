"""Name what a console says of a failure that is not a rule of CORS: a slug and a sentence each."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from crossorigin._browser.failures import SENTENCES as FAILURES
from crossorigin._browser.failures import Failure


class Told(StrEnum):
    """Name what a browser tells; what its model names, too, is a ``Failure``."""

    ABORTED = "aborted"
    BLOCKED_BY_CLIENT = "blocked-by-client"
    CACHE_MODE = "cache-mode"
    CONTENT_SECURITY_POLICY = "content-security-policy"
    CORS_UNSPECIFIED = "cors-unspecified"
    FETCH_FAILED = "fetch-failed"
    LOCAL_NETWORK_ACCESS = "local-network-access"
    MIXED_CONTENT = "mixed-content"
    PORT_RESTRICTED = "port-restricted"
    RESOURCE_POLICY = "resource-policy"
    RESPONSE_TYPE = "response-type"


ConsoleReason = Failure | Told

_TOLD: Final = {
    Told.ABORTED: "The request was given up before the response was read.",
    Told.BLOCKED_BY_CLIENT: "Something in the browser, such as an ad blocker, stopped the request.",
    Told.CACHE_MODE: "The cache mode only-if-cached works for the page's own origin only.",
    Told.CONTENT_SECURITY_POLICY: (
        "The page's own Content-Security-Policy does not permit the request: not CORS."
    ),
    Told.CORS_UNSPECIFIED: "A check of CORS failed, and this line does not say which.",
    Told.FETCH_FAILED: (
        "The request failed. A script is told no more than that, whatever the cause:"
        " the line in the console says it."
    ),
    Told.LOCAL_NETWORK_ACCESS: (
        "A page of the public web may not reach this machine or its network without the"
        " permission of the person: not CORS."
    ),
    Told.MIXED_CONTENT: "A page served over https may not fetch what is served over http: not CORS.",
    Told.PORT_RESTRICTED: "No browser connects to this port: not CORS.",
    Told.RESOURCE_POLICY: (
        "The Cross-Origin-Resource-Policy of the response keeps it from this page: not CORS."
    ),
    Told.RESPONSE_TYPE: "The type of the response is not one that a script may have: not CORS.",
}


def sentence_of(reason: ConsoleReason) -> str:
    """Return what *reason* means, in one sentence."""
    return FAILURES[reason] if isinstance(reason, Failure) else _TOLD[reason]
