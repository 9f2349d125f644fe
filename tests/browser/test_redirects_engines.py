"""What a redirect takes along, and whose rules it follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossorigin._browser.construct import construct_request
from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.in_flight import InFlightRequest
from crossorigin._browser.messages import TEXT, FetchRequest, WireResponse
from crossorigin._browser.redirects import follow_redirect, location_value
from tests.browser.fetches import API, ENGINES, GET, HERE

OWN = replace(GET, url=f"{HERE}/")
POST = replace(OWN, method="POST", body=TEXT)


@pytest.mark.parametrize(
    ("request_", "location", "expected"),
    [
        pytest.param(POST, "/x", True, id="within-the-origin"),
        pytest.param(POST, f"{API}/x", False, id="to-another-origin"),
        pytest.param(OWN, "/x", False, id="of-what-had-none"),
        pytest.param(OWN, f"{API}/x", False, id="of-what-had-none-to-another-origin"),
    ],
)
def test_whether_there_was_an_origin(
    request_: FetchRequest, location: str, *, expected: bool
) -> None:
    """Within an origin, it is remembered that the request had an ``Origin``."""
    in_flight = construct_request(request_, "fetch")
    assert isinstance(in_flight, InFlightRequest)
    step = follow_redirect(in_flight, WireResponse(303, (("Location", location),)))
    assert isinstance(step, InFlightRequest)
    assert step.had_origin is expected


@pytest.mark.parametrize(
    ("location", "latin_1", "bytes_", "utf_8"),
    [
        pytest.param("/?\xc3\xa4", "?%C3%83%C2%A4", "?%C3%A4", "?%C3%83%C2%A4", id="utf-8"),
        pytest.param("/?\xff", "?%C3%BF", "?%FF", "?%C3%AF%C2%BF%C2%BD", id="no-utf-8"),
        pytest.param(
            "/?\xe2\x98a",
            "?%C3%A2%C2%98a",
            "?%E2%98a",
            "?%C3%AF%C2%BF%C2%BD%C3%AF%C2%BF%C2%BDa",
            id="cut-off",
        ),
        pytest.param("/?%e2a", "?%e2a", "?%e2a", "?%e2a", id="ascii"),
        pytest.param("/?\u20ac", "?%E2%82%AC", "?%E2%82%AC", "??", id="no-byte"),
    ],
)
def test_bytes_beyond_ascii(location: str, latin_1: str, bytes_: str, utf_8: str) -> None:
    """Each engine has its own idea of what bytes beyond ASCII are in a URL."""
    queries: list[str] = []
    for engine in ENGINES:
        in_flight = construct_request(OWN, engine)
        assert isinstance(in_flight, InFlightRequest)
        step = follow_redirect(in_flight, WireResponse(302, (("Location", location),)))
        assert isinstance(step, InFlightRequest)
        queries.append(step.url.query)
    assert queries == [latin_1, bytes_, bytes_, utf_8]


def test_which_redirects_are_followed() -> None:
    """By the standard alone, two lines that lead to the same place lead to none."""
    twice = WireResponse(302, (("Location", "/x"), ("Location", "/x")))
    following: list[str] = []
    for engine in ENGINES:
        in_flight = construct_request(OWN, engine)
        assert isinstance(in_flight, InFlightRequest)
        following += (
            [engine] if isinstance(follow_redirect(in_flight, twice), InFlightRequest) else []
        )
    assert following == ["chromium", "firefox", "webkit"]


def test_what_several_lines_say() -> None:
    """By the standard alone, several lines are no Location, and all of them are named."""
    lines = (("Location", "/x"), ("location", "/y"))
    assert [location_value(lines, engine) for engine in ENGINES] == [
        Blocked(Failure.LOCATION_MALFORMED, "/x, /y"), "/x", "/x", "/x, /y"
    ]  # fmt: skip
