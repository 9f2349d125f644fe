"""What a redirect takes along, and whose rules it follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossorigin._browser.fetching import TEXT, FetchRequest, WireResponse
from crossorigin._browser.going import Going
from crossorigin._browser.redirects import redirected
from crossorigin._browser.sending import prepared
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
    going = prepared(request_, "fetch")
    assert isinstance(going, Going)
    step = redirected(going, WireResponse(303, (("Location", location),)))
    assert isinstance(step, Going)
    assert step.had_origin is expected


def test_which_redirects_are_followed() -> None:
    """By the standard alone, two lines that lead to the same place lead to none."""
    twice = WireResponse(302, (("Location", "/x"), ("Location", "/x")))
    following: list[str] = []
    for engine in ENGINES:
        going = prepared(OWN, engine)
        assert isinstance(going, Going)
        following += [engine] if isinstance(redirected(going, twice), Going) else []
    assert following == ["chromium", "firefox", "webkit"]
