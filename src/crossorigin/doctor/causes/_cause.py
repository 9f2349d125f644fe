"""
The vocabulary of a diagnosis: causes, the symptoms of each, and the fix for a stack.

Each cause has a section of its slug in the documentation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class CauseSlug(StrEnum):
    """The name of a cause; the documentation explains every one."""

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
    THIRD_PARTY_COOKIES = "third-party-cookies"
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
    OPAQUE_RESPONSE = "opaque-response"
    SCHEME_MISSING = "scheme-missing"
    PORT_RESTRICTED = "port-restricted"


class Severity(StrEnum):
    """The severity of a cause or a finding, the worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Stack(StrEnum):
    """The software behind a URL, for which a fix is written; ``unknown`` if nothing tells it."""

    CROSSORIGIN = "crossorigin"
    FLASK_CORS = "flask-cors"
    NGINX = "nginx"
    APP_ENGINE = "app-engine"
    CLOUD_RUN = "cloud-run"
    S3 = "s3"
    UNKNOWN = "unknown"


_HOSTS: Final = (
    (re.compile(r"\.appspot\.com$"), Stack.APP_ENGINE),
    (re.compile(r"\.run\.app$"), Stack.CLOUD_RUN),
    (re.compile(r"(^|[.-])s3([.-][a-z0-9-]+)*\.amazonaws\.com$"), Stack.S3),
)
_HOST: Final = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#:]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cause:
    """
    A cause of the catalogue.

    Attributes:
        slug: Its name.
        severity: Its severity, as a rule.
        what: The mistake, in one sentence.
        tell: How to tell it from others, in one sentence.
        fixes: The fix for each stack; for ``unknown`` in any case.
    """

    slug: CauseSlug
    severity: Severity
    what: str
    tell: str
    fixes: Mapping[Stack, str]

    def fix_for(self, stack: Stack) -> str:
        """Return the fix for *stack*."""
        return self.fixes.get(stack, self.fixes[Stack.UNKNOWN])


@dataclass(frozen=True, slots=True)
class Symptom:
    """
    Evidence of a cause.

    Attributes:
        slug: The cause.
        certain: Whether it leaves no other.
        evidence: The observation, in a sentence that is safe to print.
        is_cause: Whether it explains why the page cannot read; otherwise it is a finding.
    """

    slug: CauseSlug
    certain: bool
    evidence: str
    is_cause: bool = True


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """
    A cause that may be behind a failure, and the fix for it.

    Attributes:
        cause: The cause, from the catalogue.
        certain: Whether the evidence leaves no other.
        evidence: The observation, in a sentence that is safe to print.
        fix: The change to make, for the stack that was recognised.
    """

    cause: Cause
    certain: bool
    evidence: str
    fix: str

    def as_dict(self) -> dict[str, object]:
        """Return the diagnosis as JSON holds it."""
        return {
            "slug": str(self.cause.slug),
            "certain": self.certain,
            "severity": str(self.cause.severity),
            "what": self.cause.what,
            "evidence": self.evidence,
            "tell": self.cause.tell,
            "fix": self.fix,
            "docs": docs_of(self.cause.slug),
        }


def docs_of(slug: CauseSlug) -> str:
    """Return the command that prints the section of the documentation about the cause *slug*."""
    return f"crossorigin explain {slug}"


def stack_of_url(url: str) -> Stack:
    """Return the stack that the host of *url* gives away."""
    found = _HOST.match(url)
    host = found.group(1).lower() if found else ""
    return next((stack for hosts, stack in _HOSTS if hosts.search(host)), Stack.UNKNOWN)
