"""
Catalogue why a page cannot read a response: what it is, how to tell, and what mends it.

Each cause has a section of its slug in the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crossorigin.doctor.causes._results import Severity
from crossorigin.doctor.causes._stacks import Stack

if TYPE_CHECKING:
    from collections.abc import Mapping


class CauseSlug(StrEnum):
    """Name each cause; the documentation explains every one."""

    # The server's policy.
    CORS_NOT_ENABLED = "cors-not-enabled"
    ORIGIN_NOT_LISTED = "origin-not-listed"
    ORIGIN_MISSPELLED = "origin-misspelled"
    HEADERS_DOUBLED = "headers-doubled"
    ORIGINS_JOINED = "origins-joined"
    CREDENTIALS_NOT_ENABLED = "credentials-not-enabled"
    CREDENTIALS_MISSPELLED = "credentials-misspelled"
    WILDCARD_WITH_CREDENTIALS = "wildcard-with-credentials"
    AUTHORIZATION_UNDER_WILDCARD = "authorization-under-wildcard"
    METHOD_NOT_LISTED = "method-not-listed"
    METHOD_LOWER_CASE = "method-lower-case"
    HEADER_NOT_LISTED = "header-not-listed"
    LIST_MALFORMED = "list-malformed"
    # Caches.
    VARY_MISSING = "vary-missing"
    CACHED_FOR_ANOTHER_ORIGIN = "cached-for-another-origin"
    MAX_AGE_TOO_LONG = "max-age-too-long"
    # The way to the code that sends the headers.
    AUTH_BEFORE_PREFLIGHT = "auth-before-preflight"
    LOGIN_REDIRECT = "login-redirect"
    TRAILING_SLASH_REDIRECT = "trailing-slash-redirect"
    HTTPS_REDIRECT = "https-redirect"
    REDIRECTED = "redirected"
    REDIRECT_REFUSED = "redirect-refused"
    NULL_AFTER_REDIRECT = "null-after-redirect"
    ROUTE_NOT_FOUND = "route-not-found"
    OPTIONS_NOT_HANDLED = "options-not-handled"
    SERVER_ERROR = "server-error"
    GATEWAY_ANSWERED = "gateway-answered"
    HEADERS_MISSING_ON_ERRORS = "headers-missing-on-errors"
    # The page, the browser, the network.
    OPAQUE_ORIGIN = "opaque-origin"
    COOKIES_NOT_SENT = "cookies-not-sent"
    NETWORK_FAILURE = "network-failure"
    MIXED_CONTENT = "mixed-content"
    LOCAL_NETWORK_ACCESS = "local-network-access"
    CONTENT_SECURITY_POLICY = "content-security-policy"
    RESOURCE_POLICY = "resource-policy"
    RESPONSE_TYPE = "response-type"
    BLOCKED_BY_EXTENSION = "blocked-by-extension"
    REQUEST_ABORTED = "request-aborted"
    REQUEST_MALFORMED = "request-malformed"
    SAME_ORIGIN_MODE = "same-origin-mode"
    SCHEME_MISSING = "scheme-missing"


@dataclass(frozen=True, slots=True)
class Cause:
    """
    Hold one cause.

    Attributes:
        slug: Its name.
        severity: How bad it is, as a rule.
        what: What is wrong, in one sentence.
        tell: How to tell that it is this one, in one sentence.
        fixes: What mends it; for ``unknown`` in any case.
    """

    slug: CauseSlug
    severity: Severity
    what: str
    tell: str
    fixes: Mapping[Stack, str]

    def fix_for(self, stack: Stack) -> str:
        """Return what mends it in *stack*."""
        return self.fixes.get(stack, self.fixes[Stack.UNKNOWN])
