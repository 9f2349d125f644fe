"""What tests of decisions ask, and how they compare what is decided."""

from __future__ import annotations

from crossorigin import CORSRequest, Decision

APP = "https://app.example.com"
EVIL = "https://evil.example"
VARY = ("Vary", "Origin")
ALLOWED = ("Access-Control-Allow-Origin", APP)
Headers = tuple[tuple[str, str], ...]


def preflight(
    method: str | None = "PUT", headers: str | None = None, origin: str | None = APP
) -> CORSRequest:
    """Return what a browser asks before a request of *method* with *headers*."""
    return CORSRequest("OPTIONS", origin=origin, request_method=method, request_headers=headers)


def actual(decision: Decision) -> tuple[str, bool, bool, Headers]:
    """Return what *decision* says of an actual request."""
    assert (decision.is_preflight, decision.status, decision.body) == (False, None, "")
    assert decision.subject == ""
    return decision.reason.value, decision.allowed, decision.origin_allowed, decision.headers
