"""A request on its way: in whose name it goes, and whether cookies go with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.construct import construct_request
from crossorigin._browser.in_flight import InFlightRequest
from crossorigin._browser.urls import Url
from tests.browser.fetches import API, ENGINES, GET, HERE, THIRD

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.messages import Credentials, FetchRequest, ReferrerPolicy

POST = replace(GET, method="POST")
NO_CORS = replace(POST, mode="no-cors")


def sent(request: FetchRequest, engine: Engine = "fetch") -> InFlightRequest:
    """Return *request*, which can be sent."""
    in_flight = construct_request(request, engine)
    assert isinstance(in_flight, InFlightRequest)
    return in_flight


def through(*urls: str, request: FetchRequest = GET, engine: Engine = "fetch") -> InFlightRequest:
    """Return *request*, as redirects through *urls* leave it."""
    found = [Url.parse(url) for url in urls]
    in_flight = sent(replace(request, url=urls[0]), engine)
    return replace(in_flight, urls=tuple(url for url in found if url))


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        pytest.param([API], HERE, id="C104-direct"),
        pytest.param([HERE, API], HERE, id="C104-from-the-own-origin"),
        pytest.param([HERE, f"{HERE}/x", API], HERE, id="C104-own-origin-twice"),
        pytest.param([API, f"{API}/x"], HERE, id="C104-same-origin"),
        pytest.param([API, THIRD], "null", id="C104"),
        pytest.param([API, HERE], "null", id="C104-back"),
        pytest.param([API, HERE, API], "null", id="C104-and-again"),
        pytest.param([HERE, API, f"{API}/x"], HERE, id="C104-stays"),
    ],
)
def test_origin(urls: list[str], expected: str) -> None:
    """C104: once another origin has redirected to yet another, null asks."""
    in_flight = through(*urls)
    assert in_flight.origin == expected
    assert in_flight.is_tainted is (expected == "null")
    assert in_flight.is_redirected is (len(urls) > 1)
    assert in_flight.is_own is (urls[-1].startswith(HERE))


def test_opaque_origin() -> None:
    """A page whose origin is opaque is of no URL's origin."""
    in_flight = sent(replace(GET, origin="null"))
    assert (in_flight.origin, in_flight.is_own) == ("null", False)


@pytest.mark.parametrize(
    ("request_", "urls", "expected"),
    [
        pytest.param(replace(GET, mode="same-origin"), [HERE], None, id="get"),
        pytest.param(replace(GET, method="HEAD"), [HERE], None, id="head"),
        pytest.param(POST, [HERE], HERE, id="post"),
        pytest.param(replace(POST, referrer_policy="no-referrer"), [HERE], HERE, id="cors"),
        pytest.param(NO_CORS, [API], HERE, id="no-cors"),
        pytest.param(NO_CORS, [API, THIRD], "null", id="no-cors-tainted"),
        pytest.param(NO_CORS, ["http://api.example.net"], "null", id="downgrade"),
        pytest.param(
            replace(NO_CORS, origin="http://a.example"), ["http://b.example"], "http://a.example",
            id="no-downgrade",
        ),
    ],
)  # fmt: skip
def test_origin_header(request_: FetchRequest, urls: list[str], expected: str | None) -> None:
    """Outside of CORS, what is neither GET nor HEAD says where it comes from."""
    assert through(*urls, request=request_).origin_header == expected


def test_origin_header_of_cors() -> None:
    """What is of another origin, and is to be read, says where it comes from in any case."""
    in_flight = replace(sent(replace(GET, referrer_policy="no-referrer")), tainting="cors")
    assert in_flight.origin_header == HERE


@pytest.mark.parametrize(
    ("policy", "own", "other", "downgrade"),
    [
        ("no-referrer", "null", "null", "null"),
        ("no-referrer-when-downgrade", HERE, HERE, "null"),
        ("same-origin", HERE, "null", "null"),
        ("origin", HERE, HERE, HERE),
        ("strict-origin", HERE, HERE, "null"),
        ("origin-when-cross-origin", HERE, HERE, HERE),
        ("strict-origin-when-cross-origin", HERE, HERE, "null"),
        ("unsafe-url", HERE, HERE, HERE),
    ],
)
def test_referrer_policy(policy: ReferrerPolicy, own: str, other: str, downgrade: str) -> None:
    """In the mode no-cors, the referrer policy may hide the origin; not at first in Chromium."""
    request = replace(NO_CORS, referrer_policy=policy)
    urls = [HERE, API, "http://api.example.net"]
    assert [through(url, request=request).origin_header for url in urls] == [own, other, downgrade]
    chromium = [through(url, request=request, engine="chromium") for url in urls]
    assert [in_flight.origin_header for in_flight in chromium] == [HERE, HERE, HERE]
    in_flight = through(HERE, f"{HERE}/x", request=request, engine="chromium")
    assert in_flight.origin_header == own
    assert through(HERE, API, request=request, engine="chromium").origin_header == "null"


def test_origin_header_that_stays() -> None:
    """In WebKit, what became a GET within an origin still says where it comes from."""
    in_flight = replace(through(HERE, f"{HERE}/x", request=GET), had_origin=True)
    found = [replace(in_flight, engine=engine).origin_header for engine in ENGINES]
    assert found == [None, None, None, HERE]
    assert replace(in_flight, engine="webkit", had_origin=False).origin_header is None


@pytest.mark.parametrize(
    ("credentials", "own", "other"),
    [("omit", False, False), ("same-origin", True, False), ("include", True, True)],
)
def test_credentials(credentials: Credentials, *, own: bool, other: bool) -> None:
    """Cookies go to the own origin, or everywhere, or nowhere, as the mode says."""
    in_flight = sent(replace(GET, credentials=credentials))
    assert in_flight.sends_credentials is own
    assert replace(in_flight, tainting="cors").sends_credentials is other


def test_credentials_after_a_redirect() -> None:
    """In the mode no-cors, WebKit goes on to send cookies that the own origin got."""
    in_flight = replace(through(HERE, API, request=NO_CORS), tainting="opaque")
    found = [replace(in_flight, engine=engine).sends_credentials for engine in ENGINES]
    assert found == [False, False, False, True]
    in_flight = replace(in_flight, engine="webkit", urls=in_flight.urls[1:])
    assert not in_flight.sends_credentials
