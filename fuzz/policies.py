"""Hold the policies that the targets decide by: every kind of each option."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin import Policy

if TYPE_CHECKING:
    from crossorigin import CORSRequest, Origin

LISTED: Final = (
    "https://app.example.com",
    "https://*.example.org",
    "https://*.a-*.example.net",
    "https://a*b.c.example.net:*",
    "http://localhost:*",
    "http://[::1]:8000",
    "http://127.0.0.1",
)
# The same, for what is an origin at all.
LISTED_FORM: Final = re.compile(
    r"https://app\.example\.com"
    r"|https://([a-z0-9_-]+\.)+example\.org"
    r"|https://([a-z0-9_-]+\.)+a-[a-z0-9-]+\.example\.net"
    r"|https://a[a-z0-9-]+b\.c\.example\.net(:[0-9]+)?"
    r"|http://localhost(:[0-9]+)?"
    r"|http://\[::1\]:8000"
    r"|http://127\.0\.0\.1"
)


def starts_with_a(origin: Origin, request: CORSRequest) -> bool:
    """Let in whoever's host starts so, unless the path breaks the function."""
    if request.path == "/raise":
        message = "the source failed"
        raise RuntimeError(message)
    return origin.host.startswith("a")


POLICIES: Final = (
    Policy("*"),
    Policy("*", methods="*", allow_headers="*", expose_headers="*", timing=True),
    Policy("*", methods=["PUT"], allow_headers=["X-Token"], max_age=None),
    Policy(LISTED),
    Policy(LISTED, credentials=True, methods=["PUT", "PATCH"], allow_headers=["X-Token"]),
    Policy(LISTED, credentials=True, methods="*", allow_headers=["*", "Authorization"]),
    Policy(LISTED, credentials=True, expose_headers="*", timing=True, max_age=0),
    Policy(LISTED[0], methods=["DELETE"], expose_headers=["X-Total"], timing=True),
    Policy(starts_with_a, credentials=True, methods="*", allow_headers="*"),
    Policy(starts_with_a, methods=["PUT"]),
)


def chosen(field: str) -> Policy:
    """Return the policy that *field* chooses."""
    return POLICIES[ord(field[:1] or "0") % len(POLICIES)]
