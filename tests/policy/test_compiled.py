"""A policy in the form in which a request is judged by it."""

from __future__ import annotations

import pytest

from crossorigin import Policy
from crossorigin._policy.compiled import REFUSED, VARY_ORIGIN, VARY_PREFLIGHT, is_insecure, listed

APP = "https://app.example.com"


def test_vary() -> None:
    """A response says what it depends on, a refused one too, and a preflight's on all three."""
    assert VARY_ORIGIN == ("Vary", "Origin")
    assert REFUSED == (("Vary", "Origin"),)
    assert VARY_PREFLIGHT == (
        "Vary",
        "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    )


@pytest.mark.parametrize(
    ("members", "headers"),
    [
        ((), ()),
        (("PUT",), (("X", "PUT"),)),
        (("PUT", "DELETE", "GET"), (("X", "DELETE, GET, PUT"),)),
    ],
)
def test_listed(members: tuple[str, ...], headers: tuple[tuple[str, str], ...]) -> None:
    """Members are listed in order, and there is no header without members."""
    assert listed("X", members) == headers


@pytest.mark.parametrize(
    ("scheme", "host", "expected"),
    [
        ("http", "a.example", True),
        ("http", "*.a.example", True),
        ("http", "localhost", False),
        ("http", "127.0.0.1", False),
        ("https", "a.example", False),
        ("capacitor", "localhost", False),
        ("app", "a.example", False),
    ],
)
def test_insecure(scheme: str, host: str, *, expected: bool) -> None:
    """Only an http: origin that is not the browser's own machine is anyone's to forge."""
    assert is_insecure(scheme, host) is expected


def test_headers_for_an_origin() -> None:
    """An allowed origin gets itself and what the policy says, and nothing more."""
    assert Policy(APP).rules.headers_for(APP) == (
        ("Access-Control-Allow-Origin", APP),
        ("Vary", "Origin"),
    )
    rules = Policy(APP, credentials=True, expose_headers=["X-B", "X-A"], timing=True).rules
    assert rules.headers_for(APP) == (
        ("Access-Control-Allow-Origin", APP),
        ("Timing-Allow-Origin", APP),
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Expose-Headers", "x-a, x-b"),
        ("Vary", "Origin"),
    )
