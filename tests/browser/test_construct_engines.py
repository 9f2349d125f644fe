"""What each engine leaves out of what a page sends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.construct import construct_request
from crossorigin._browser.header_lists import header_value
from crossorigin._browser.in_flight import InFlightRequest
from crossorigin._browser.messages import Body, FetchRequest
from tests.browser.fetches import ENGINES, GET

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

NO_CORS = replace(GET, method="POST", mode="no-cors")


def sent(request: FetchRequest, engine: Engine) -> InFlightRequest:
    """Return *request*, which can be sent."""
    in_flight = construct_request(request, engine)
    assert isinstance(in_flight, InFlightRequest)
    return in_flight


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_remembered(engine: Engine) -> None:
    """What goes on its way knows what was asked, and in which engine."""
    in_flight = sent(GET, engine)
    assert (in_flight.request, in_flight.engine) == (GET, engine)


@pytest.mark.parametrize(
    ("request_", "name", "engines"),
    [
        pytest.param(
            replace(GET, headers=(("User-Agent", "x"),)),
            "user-agent",
            "fetch firefox webkit",
            id="set-in-vain",
        ),
        pytest.param(
            replace(NO_CORS, body=Body("text/plain;;")),
            "content-type",
            "fetch chromium webkit",
            id="type-of-a-body",
        ),
        pytest.param(
            replace(NO_CORS, headers=(("Accept-Language", "a" * 128),)),
            "accept-language",
            "fetch chromium firefox webkit",
            id="as-long-as-may-be",
        ),
    ],
)
def test_what_is_sent(request_: FetchRequest, name: str, engines: str) -> None:
    """These engines, and no other, send this header."""
    found = [e for e in ENGINES if header_value(sent(request_, e).headers, name) is not None]
    assert found == engines.split()


def test_what_fits_no_cors() -> None:
    """In the mode no-cors, Firefox drops what it thinks unsafe."""
    request = replace(NO_CORS, headers=(("Accept", "a\u00e9"),))
    found = [e for e in ENGINES if header_value(sent(request, e).headers, "accept") == "a\u00e9"]
    assert found == ["fetch", "chromium", "webkit"]
