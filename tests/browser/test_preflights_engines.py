"""What each engine asks for by its own rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crossorigin._browser.construct import construct_request
from crossorigin._browser.in_flight import InFlightRequest
from crossorigin._browser.messages import PreflightQuery
from crossorigin._browser.preflights import preflight_causes, preflight_query, preflight_request
from crossorigin._browser.urls import Url
from tests.browser.fetches import API, ENGINES, GET, HERE, THIRD

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.messages import FetchRequest

HINT = replace(GET, headers=(("DPR", "2"),))
RANGE = replace(GET, headers=(("Range", "BYTES=0-1"),))


def in_flight(request: FetchRequest, *urls: str, engine: Engine) -> InFlightRequest:
    """Return *request*, of another origin, as redirects through *urls* leave it."""
    prepared_ = construct_request(request, engine)
    assert isinstance(prepared_, InFlightRequest)
    found = [Url.parse(url) for url in (request.url, *urls)]
    return replace(prepared_, tainting="cors", urls=tuple(url for url in found if url))


def test_what_is_safe_in_one_engine() -> None:
    """Chromium asks neither because of its client hints nor for them."""
    steps = [in_flight(HINT, engine=engine) for engine in ENGINES]
    assert [bool(preflight_causes(step)) for step in steps] == [True, False, True, True]
    assert [preflight_query(step, ()).names for step in steps] == [("dpr",), (), ("dpr",), ("dpr",)]


def test_what_was_safe_before_a_redirect() -> None:
    """What WebKit did not ask for at first, it does not ask for after a redirect."""
    step = in_flight(RANGE, f"{THIRD}/", engine="webkit")
    assert preflight_causes(step) == ()
    assert preflight_query(step, ()).names == ()


def test_what_a_preflight_shows() -> None:
    """WebKit's preflight has the user agent that the page sets, as the page writes it."""
    request = replace(GET, headers=(("User-Agent", "x"), ("X-A", "user-agent")))
    shown = [preflight_query(in_flight(request, engine=engine), ()).shown for engine in ENGINES]
    assert shown == [(), (), (), (("User-Agent", "x"),)]


def test_how_a_preflight_writes_its_url() -> None:
    """WebKit normalises percent-escapes, those of a preflight too."""
    asked = PreflightQuery(origin=HERE, url=f"{API}/%7e%c3", method="PUT")
    urls = [preflight_request(asked, (), engine).url for engine in ENGINES]
    assert urls == [f"{API}/%7e%c3"] * 3 + [f"{API}/~%C3"]


def test_a_fragment_with_a_hash() -> None:
    """All of the fragment is left out, whatever stands in it."""
    asked = PreflightQuery(origin=HERE, url=f"{API}/#x#y", method="PUT")
    assert preflight_request(asked, (), "fetch").url == f"{API}/"
