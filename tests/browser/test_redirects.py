"""Where a redirect leads, and what goes there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.construct import construct_request
from crossorigin._browser.failures import Blocked
from crossorigin._browser.in_flight import InFlightRequest
from crossorigin._browser.messages import STREAM, TEXT, Body, FetchRequest, WireResponse
from crossorigin._browser.redirects import follow_redirect, location_of
from crossorigin._browser.urls import Url
from tests.browser.fetches import API, ENGINES, GET, HERE, THIRD

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

BASE = Url("https", "api.example.net", "", "/a/b", "?c", "d")
SENT = FetchRequest(
    url=f"{API}/a",
    origin=HERE,
    method="POST",
    headers=(("X-A", "1"), ("Content-Type", "text/plain"), ("Authorization", "secret")),
    body=TEXT,
)


def in_flight(request: FetchRequest = SENT, engine: Engine = "fetch") -> InFlightRequest:
    """Return *request* on its way to another origin."""
    prepared_ = construct_request(request, engine)
    assert isinstance(prepared_, InFlightRequest)
    return replace(prepared_, tainting="cors")


def follow(status: int, location: str, request: InFlightRequest | None = None) -> InFlightRequest:
    """Return the request that follows a redirect."""
    step = follow_redirect(request or in_flight(), WireResponse(status, (("Location", location),)))
    assert isinstance(step, InFlightRequest)
    return step


def blocked(status: int, location: str, request: InFlightRequest | None = None) -> tuple[str, str]:
    """Return why a redirect is not followed."""
    step = follow_redirect(request or in_flight(), WireResponse(status, (("Location", location),)))
    assert isinstance(step, Blocked)
    return str(step.failure), step.subject


def led(values: list[str]) -> list[str]:
    """Return where lines of ``Location`` lead, in each engine."""
    headers = tuple(("Location", value) for value in values)
    found = [location_of(headers, BASE, engine) for engine in ENGINES]
    return [str(where.failure) if isinstance(where, Blocked) else str(where) for where in found]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([], ["None"] * 4, id="nowhere"),
        pytest.param(["/x"], [f"{API}/x#d"] * 4, id="fragment-is-kept"),
        pytest.param([" x#y\t"], [f"{API}/a/x#y"] * 4, id="fragment-is-replaced"),
        pytest.param(["https://a b/"], ["location-malformed"] * 4, id="no-url"),
        pytest.param(
            [""], [f"{API}/a/b?c#d", "None", f"{API}/a/b?c#d", "location-malformed"], id="empty"
        ),
        pytest.param(
            ["/x", "/x"],
            ["location-malformed", f"{API}/x#d", f"{API}/x#d", f"{API}/x,%20/x#d"],
            id="twice",
        ),
        pytest.param(
            ["", ""],
            ["location-malformed", "None", f"{API}/a/b?c#d", f"{API}/a/,#d"],
            id="empty-twice",
        ),
    ],
)
def test_location(values: list[str], expected: list[str]) -> None:
    """A redirect leads to one URL; engines differ where it says none, or several."""
    assert led(values) == expected


def test_a_malformed_location_is_named() -> None:
    """What is no URL is said."""
    assert blocked(302, "https://a b/") == ("location-malformed", "https://a b/")


def test_nowhere() -> None:
    """A redirect that does not say where to is a response as any other."""
    assert follow_redirect(in_flight(), WireResponse(302)) is None


@pytest.mark.parametrize("location", ["data:text/plain,x", "ftp://a.example/", "mailto:a@b"])
def test_other_schemes(location: str) -> None:
    """C106: a redirect leads to http and https only."""
    assert blocked(302, location) == ("location-not-http", location.partition(":")[0])


def test_too_many() -> None:
    """C107: twenty redirects are followed, and no more."""
    request = in_flight()
    for number in range(20):
        request = follow(302, f"/{number}", request)
    assert request.url.path == "/19"
    assert blocked(302, "/20", request) == ("too-many-redirects", "")


OWN = replace(SENT, url=f"{HERE}/a")


@pytest.mark.parametrize(
    ("request_", "location", "engines"),
    [
        pytest.param(in_flight(), "https://u:p@sub.example.org/", "", id="C105"),
        pytest.param(
            in_flight(), "https://u@api.example.net/", "", id="C105-same-origin-of-the-api"
        ),
        pytest.param(in_flight(), "https://:p@app.example.com/", "", id="C105-back"),
        pytest.param(
            replace(in_flight(OWN), tainting="basic"),
            "https://u:p@app.example.com/",
            "fetch firefox webkit",
            id="C105-own-origin",
        ),
        pytest.param(
            replace(in_flight(OWN), tainting="basic"),
            "https://u:p@api.example.net/",
            "webkit",
            id="C105-away",
        ),
        pytest.param(
            replace(in_flight(replace(SENT, mode="no-cors", headers=())), tainting="opaque"),
            "https://u:p@sub.example.org/",
            "fetch firefox webkit",
            id="no-cors",
        ),
    ],
)
def test_credentials_in_location(request_: InFlightRequest, location: str, engines: str) -> None:
    """C105: a URL with a user name is not followed where CORS has a say; WebKit asks first."""
    followed: list[str] = []
    for engine in ENGINES:
        response = WireResponse(302, (("Location", location),))
        step = follow_redirect(replace(request_, engine=engine), response)
        if isinstance(step, InFlightRequest):
            followed.append(engine)
            assert (step.pending_failure is not None) is (engines == "webkit")
        else:
            assert step is not None
            assert str(step.failure) == "location-has-credentials"
    assert followed == engines.split()


@pytest.mark.parametrize(
    ("status", "method", "expected"),
    [
        pytest.param(301, "POST", "GET", id="C110-301-POST"),
        pytest.param(302, "POST", "GET", id="C110-302-POST"),
        pytest.param(303, "POST", "GET", id="C110-303-POST"),
        pytest.param(303, "PUT", "GET", id="C110-303-PUT"),
        pytest.param(303, "OPTIONS", "GET", id="C110-303-OPTIONS"),
        pytest.param(303, "HEAD", "HEAD", id="C110-303-HEAD"),
        pytest.param(301, "PUT", "PUT", id="C110-301-PUT"),
        pytest.param(302, "DELETE", "DELETE", id="C110-302-DELETE"),
        pytest.param(307, "POST", "POST", id="C110-307-POST"),
        pytest.param(308, "POST", "POST", id="C110-308-POST"),
    ],
)
def test_method(status: int, method: str, expected: str) -> None:
    """C110: some redirects make a GET of a method, for historical reasons."""
    has_body = method not in {"GET", "HEAD"}
    request = in_flight(replace(SENT, method=method, body=TEXT if has_body else None))
    step = follow(status, "/x", request)
    assert step.method == expected
    changed = method != expected
    assert step.body == (TEXT if has_body and not changed else None)


@pytest.mark.parametrize(
    ("location", "engine", "expected"),
    [
        ("/x", "webkit", "DELETE"),
        (f"{THIRD}/x", "webkit", "GET"),
        (f"{THIRD}/x", "fetch", "DELETE"),
    ],
)
def test_delete(location: str, engine: Engine, expected: str) -> None:
    """C110: WebKit makes a GET of a DELETE that is redirected to another origin."""
    request = in_flight(replace(SENT, method="DELETE"), engine)
    assert follow(307, location, request).method == expected


BODY_HEADERS = (
    ("Content-Encoding", "x"),
    ("content-language", "en"),
    ("Content-Location", "/"),
    ("Content-Type", "text/plain"),
    ("X-A", "1"),
)


def test_body_headers() -> None:
    """C110: the headers of the body go with it."""
    request = replace(in_flight(), headers=BODY_HEADERS)
    assert follow(303, "/x", request).headers == (("X-A", "1"),)
    assert follow(307, "/x", request).headers == BODY_HEADERS


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        pytest.param("/x", ["x-a", "content-type", "authorization", "accept"], id="C108-stays"),
        pytest.param(f"{THIRD}/x", ["x-a", "content-type", "accept"], id="C108"),
        pytest.param(f"{HERE}/x", ["x-a", "content-type", "accept"], id="C108-back"),
    ],
)
def test_authorization(location: str, expected: list[str]) -> None:
    """C108: Authorization stays with the origin that it was sent to."""
    step = follow(307, location)
    assert [name.lower() for name, _ in step.headers] == expected
    assert [str(url) for url in step.urls] == [f"{API}/a", str(step.url)]


AUTHORIZATION = ("Authorization", "secret")


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        pytest.param("/y", [False, False, True, False], id="C108-stays"),
        pytest.param(f"{API}/y", [False, False, False, False], id="C108-goes-on"),
    ],
)
def test_authorization_comes_back(location: str, expected: list[bool]) -> None:
    """C108: in Firefox, what one redirect drops, the next one within that origin sends."""
    found: list[bool] = []
    for engine in ENGINES:
        step = follow(307, location, follow(307, f"{THIRD}/x", in_flight(engine=engine)))
        found.append(AUTHORIZATION in step.headers)
        assert [header for header in step.headers if header[0] == "X-A"] == [("X-A", "1")]
    assert found == expected


@pytest.mark.parametrize(
    ("status", "location", "engine", "expected"),
    [
        (307, "/x", "fetch", ""),
        (307, f"{THIRD}/x", "fetch", "authorization"),
        (303, "/x", "fetch", "content-encoding content-language content-location content-type"),
        (307, f"{HERE}/x", "chromium", "authorization"),
    ],
)
def test_dropped(status: int, location: str, engine: Engine, expected: str) -> None:
    """What the last redirect has dropped is known."""
    step = follow(status, location, in_flight(engine=engine))
    assert " ".join(sorted(step.dropped)) == expected


HINTED = replace(GET, headers=(("DPR", "2"), ("Save-Data", "on")))


@pytest.mark.parametrize(
    ("location", "engine", "expected"),
    [
        pytest.param("/x", "chromium", "Save-Data Accept", id="same-origin-of-the-api"),
        pytest.param(f"{THIRD}/x", "chromium", "Save-Data Accept", id="elsewhere"),
        pytest.param(f"{HERE}/x", "chromium", "DPR Save-Data Accept", id="back"),
        pytest.param(f"{THIRD}/x", "firefox", "DPR Save-Data Accept", id="firefox"),
    ],
)
def test_client_hints(location: str, engine: Engine, expected: str) -> None:
    """Chromium drops client hints when a redirect leads anywhere but to the page's origin."""
    step = follow(302, location, in_flight(HINTED, engine))
    assert " ".join(name for name, _ in step.headers) == expected


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_streams(status: int) -> None:
    """What can be read only once is not sent twice."""
    request = in_flight(replace(SENT, body=STREAM))
    assert blocked(status, "/x", request) == ("stream-redirected", "")


def test_streams_are_dropped() -> None:
    """A redirect that drops the body does not care what it was."""
    assert follow(303, "/x", in_flight(replace(SENT, body=STREAM))).body is None
    assert follow(307, "/x", in_flight(replace(SENT, body=Body("a/b")))).body == Body("a/b")
