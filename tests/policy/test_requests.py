"""What a decision is made of, and what makes a preflight."""

from __future__ import annotations

import dataclasses

import pytest

from crossorigin import CORSRequest
from crossorigin._policy.requests import is_preflight

APP = "https://app.example.com"


@pytest.mark.parametrize(
    ("method", "origin", "request_method", "expected"),
    [
        pytest.param("OPTIONS", APP, "PUT", True, id="C4"),
        pytest.param("OPTIONS", APP, None, False, id="C5"),
        pytest.param("OPTIONS", None, "PUT", False, id="C6"),
        pytest.param("OPTIONS", APP, "", False, id="C7"),
        pytest.param("OPTIONS", None, None, False, id="neither"),
        pytest.param("OPTIONS", "null", "GET", True, id="null"),
        pytest.param("OPTIONS", "", "GET", True, id="C27"),
        pytest.param("GET", APP, "PUT", False, id="another-method"),
        pytest.param("options", APP, "PUT", False, id="lower-case"),
    ],
)
def test_what_is_a_preflight(
    method: str, origin: str | None, request_method: str | None, *, expected: bool
) -> None:
    """A preflight is OPTIONS with an origin and the method it asks for, and nothing else is."""
    request = CORSRequest(method, origin=origin, request_method=request_method)
    assert request.is_preflight is expected
    assert is_preflight(method, origin, request_method) is expected


def test_a_missing_header_is_none() -> None:
    """A request has a method; all else may be missing."""
    request = CORSRequest("GET")
    assert dataclasses.asdict(request) == {
        "method": "GET",
        "origin": None,
        "request_method": None,
        "request_headers": None,
        "host": None,
        "path": None,
        "route_methods": None,
    }


def test_a_request_is_a_value() -> None:
    """A request is frozen, and equal to another of the same parts."""
    request = CORSRequest("GET", origin=APP, route_methods=frozenset({"GET"}))
    assert {request} == {CORSRequest("GET", origin=APP, route_methods=frozenset({"GET"}))}
    with pytest.raises(dataclasses.FrozenInstanceError):
        request.origin = None  # type: ignore[misc]
