"""Policies of different shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin import Policy

if TYPE_CHECKING:
    from crossorigin import CORSRequest, Origin

CUSTOMER: Final = "https://customer.example"


def customers(origin: Origin, _: CORSRequest) -> bool:
    """Permit a customer."""
    return origin == CUSTOMER


POLICIES: Final = {
    "public": Policy("*"),
    "public-with-all": Policy(
        "*", methods="*", allow_headers="*", expose_headers="*", max_age=None, timing=True
    ),
    "list": Policy(
        ["https://app.example.com", "https://admin.example.com", "http://localhost:3000"],
        methods=["GET", "PUT", "DELETE"],
        allow_headers=["X-Token", "Authorization"],
        expose_headers=["X-Total", "X-Page"],
    ),
    "one": Policy("https://app.example.com", max_age=86400),
    "wildcards": Policy(
        ["https://*.example.org", "https://app.example.com"], methods=["PATCH"], max_age=0
    ),
    "in-label": Policy("https://pr-*.preview.example.com", methods=["PUT"], timing=True),
    "any-port": Policy(["http://localhost:*", "http://127.0.0.1:*"], methods="*"),
    "credentials": Policy(
        ["https://app.example.com", "https://*.example.org"],
        methods=["GET", "PUT", "DELETE"],
        allow_headers=["content-type", "x-token"],
        expose_headers=["x-total"],
        credentials=True,
    ),
    "credentials-with-all": Policy(
        "https://app.example.com",
        methods="*",
        allow_headers=["*", "Authorization"],
        expose_headers="*",
        credentials=True,
        max_age=None,
        timing=True,
    ),
    "opaque-schemes": Policy(
        ["capacitor://localhost", "chrome-extension://abcdefgh", "https://app.example.com"],
        methods=["PUT"],
        credentials=True,
    ),
    "addresses": Policy(["http://[::1]:8080", "http://192.168.0.1"], allow_headers=["x-a", "x-b"]),
    "function": Policy(customers, methods=["PUT"], expose_headers=["X-Total"], credentials=True),
}
