"""Serve by a policy what the model of the browser asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin import CORSRequest
from crossorigin._browser.header_lists import header_value
from crossorigin._browser.messages import WireResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin import Decision, Policy
    from crossorigin._browser.messages import WireRequest

# What the app answers by itself.
OWN: Final = (
    ("Content-Type", "application/json"),
    ("X-Total-Count", "7"),
    ("x-a", "1"),
    ("Vary", "Accept-Encoding"),
    ("Set-Cookie", "a=b"),
)


def asked(request: WireRequest, route_methods: frozenset[str] | None = None) -> CORSRequest:
    """Return what a policy decides on, of what a browser sends."""
    return CORSRequest(
        request.method,
        origin=header_value(request.headers, "origin"),
        request_method=header_value(request.headers, "access-control-request-method"),
        request_headers=header_value(request.headers, "access-control-request-headers"),
        route_methods=route_methods,
    )


def answered(decision: Decision) -> WireResponse:
    """Return the response that *decision* makes of what the app answers."""
    if decision.status is not None:
        return WireResponse(decision.status, tuple(decision.answer_headers()))
    return WireResponse(200, tuple(decision.apply(OWN)))


def served_by(
    policy: Policy, route_methods: frozenset[str] | None = None
) -> Callable[[WireRequest], WireResponse]:
    """Return a server of one route that *policy* covers."""
    return lambda request: answered(policy.decide(asked(request, route_methods)))
