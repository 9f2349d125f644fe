"""
The vocabulary of a diagnosis: causes, the symptoms of each, and the fix for a stack.

Each cause has a section of its slug in the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crossorigin.doctor.causes._fix import Snippet


class CauseSlug(StrEnum):
    """The name of a cause; the documentation explains every one."""

    # The server's policy.
    CORS_NOT_ENABLED = "cors-not-enabled"
    ORIGIN_NOT_LISTED = "origin-not-listed"
    ORIGIN_MISSPELLED = "origin-misspelled"
    HEADERS_DOUBLED = "headers-doubled"
    HEADER_REPEATED = "header-repeated"
    ORIGINS_JOINED = "origins-joined"
    CREDENTIALS_NOT_ENABLED = "credentials-not-enabled"
    CREDENTIALS_MISSPELLED = "credentials-misspelled"
    WILDCARD_WITH_CREDENTIALS = "wildcard-with-credentials"
    AUTHORIZATION_UNDER_WILDCARD = "authorization-under-wildcard"
    METHOD_NOT_LISTED = "method-not-listed"
    METHOD_LOWER_CASE = "method-lower-case"
    HEADER_NOT_LISTED = "header-not-listed"
    HEADER_NOT_EXPOSED = "header-not-exposed"
    LIST_MALFORMED = "list-malformed"
    HOST_NOT_LISTED = "host-not-listed"
    SENDER_NOT_LISTED = "sender-not-listed"
    # Caches.
    VARY_MISSING = "vary-missing"
    CACHED_FOR_ANOTHER_ORIGIN = "cached-for-another-origin"
    MAX_AGE_TOO_LONG = "max-age-too-long"
    # The way to the code that sends the headers.
    AUTH_BEFORE_PREFLIGHT = "auth-before-preflight"
    LOGIN_REDIRECT = "login-redirect"
    TRAILING_SLASH_REDIRECT = "trailing-slash-redirect"
    HTTPS_REDIRECT = "https-redirect"
    REDIRECT_TO_HTTP = "redirect-to-http"
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
    CONNECTION_ALLOWLIST = "connection-allowlist"
    CROSSORIGIN_ATTRIBUTE_MISSING = "crossorigin-attribute-missing"
    INTEGRITY_MISMATCH = "integrity-mismatch"
    FORBIDDEN_HEADER = "forbidden-header"
    FRAME_OF_ANOTHER_ORIGIN = "frame-of-another-origin"
    FRAMING_FORBIDDEN = "framing-forbidden"
    LOCAL_FILE = "local-file"
    WORKER_OF_ANOTHER_ORIGIN = "worker-of-another-origin"
    SERVICE_WORKER_ANSWERED = "service-worker-answered"
    WEBSOCKET_REFUSED = "websocket-refused"


class Severity(StrEnum):
    """The severity of a cause or a finding, the worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Stack(StrEnum):
    """The software behind a URL, for which a fix is written; ``unknown`` if nothing tells it."""

    # This library: in Flask, and as middleware.
    CROSSORIGIN = "crossorigin"
    CROSSORIGIN_ASGI = "crossorigin-asgi"
    CROSSORIGIN_DJANGO = "crossorigin-django"
    CROSSORIGIN_WSGI = "crossorigin-wsgi"
    # Other packages.
    FLASK_CORS = "flask-cors"
    FASTAPI = "fastapi"
    STARLETTE = "starlette"
    DJANGO_CORS_HEADERS = "django-cors-headers"
    AIOHTTP_CORS = "aiohttp-cors"
    PYTHON_SOCKETIO = "python-socketio"
    EXPRESS = "express"
    FASTIFY = "fastify"
    SOCKET_IO = "socket.io"
    # Servers, and services.
    NGINX = "nginx"
    APACHE = "apache"
    CADDY = "caddy"
    HAPROXY = "haproxy"
    APP_ENGINE = "app-engine"
    CLOUD_RUN = "cloud-run"
    S3 = "s3"
    UNKNOWN = "unknown"


class Remedy(StrEnum):
    """The kind of change that removes a cause, for which there are lines to paste."""

    PERMISSION = "permission"
    BEFORE_LOGIN = "before-login"
    ONE_LAYER = "one-layer"
    ADDRESS = "address"
    SCHEME = "scheme"
    COOKIES = "cookies"
    LARGER_BODY = "larger-body"
    LONGER_TIMEOUT = "longer-timeout"
    LOCAL_GUARD = "local-guard"


@dataclass(frozen=True, slots=True)
class Change:
    """
    The change that removes a cause.

    Attributes:
        fixes: A sentence for each stack; for ``unknown`` in any case.
        remedy: The kind of change, if there are lines to paste.
    """

    fixes: Mapping[Stack, str]
    remedy: Remedy | None = None

    def fix_for(self, stack: Stack) -> str:
        """Return the sentence for *stack*."""
        return self.fixes.get(stack, self.fixes[Stack.UNKNOWN])


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
        remedy: The kind of change, if there are lines to paste.
        at_status: The change where the answer has a certain status.
    """

    slug: CauseSlug
    severity: Severity
    what: str
    tell: str
    fixes: Mapping[Stack, str]
    remedy: Remedy | None = None
    at_status: Mapping[int, Change] = field(default_factory=dict[int, Change])

    def change(self, status: int = 0) -> Change:
        """Return the change where the answer has *status*."""
        return self.at_status.get(status, Change(self.fixes, self.remedy))

    def fix_for(self, stack: Stack, status: int = 0) -> str:
        """Return the fix for *stack* where the answer has *status*."""
        return self.change(status).fix_for(stack)


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
        stack: That stack.
        snippets: The lines to paste.
    """

    cause: Cause
    certain: bool
    evidence: str
    fix: str
    stack: Stack = Stack.UNKNOWN
    snippets: tuple[Snippet, ...] = ()

    @property
    def fixes(self) -> list[dict[str, str]]:
        """Return the lines to paste as JSON holds them."""
        return fixes_of(self.stack, self.snippets)

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
            "fixes": self.fixes,
            "docs": docs_of(self.cause.slug),
        }


def fixes_of(stack: Stack, snippets: Iterable[Snippet]) -> list[dict[str, str]]:
    """Return *snippets* for *stack* as JSON holds them."""
    return [{"stack": str(stack), **snippet.as_dict()} for snippet in snippets]


def docs_of(slug: CauseSlug) -> str:
    """Return the command that prints the section of the documentation about the cause *slug*."""
    return f"crossorigin explain {slug}"
