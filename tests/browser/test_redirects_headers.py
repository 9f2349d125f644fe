"""Which headers a redirect drops, and which come back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.in_flight import InFlightRequest
from crossorigin._browser.redirects import dropped_headers, headers_after, loses_body
from crossorigin._browser.urls import Url
from tests.browser.fetches import API, ENGINES, GET, HERE, THIRD

if TYPE_CHECKING:
    from crossorigin._browser.messages import Mode

TYPE = ("Content-Type", "a/b")
LANGUAGE = ("Content-Language", "de")
AGENT = ("User-Agent", "mine")
SECRET = ("Authorization", "Bearer a")
HINT = ("DPR", "2")
ALL = (TYPE, LANGUAGE, AGENT, SECRET, HINT)


def on_its_way(*urls: str, method: str = "PUT", mode: Mode = "cors") -> InFlightRequest:
    """Return a request that has lost what a page has set, at the last of *urls*."""
    parsed = [url for url in map(Url.parse, urls) if url is not None]
    is_away = any(url.origin != HERE for url in parsed)
    return InFlightRequest(
        request=replace(GET, url=urls[0], method=method, headers=ALL, mode=mode),
        engine="fetch",
        method="GET",
        headers=(),
        body=None,
        urls=tuple(parsed),
        original=ALL,
        tainting="basic" if not is_away else "cors" if mode == "cors" else "opaque",
    )


def after(in_flight: InFlightRequest, status: int, to: str) -> list[str]:
    """Return, for each engine, the names of the headers after a redirect."""
    url = Url.parse(to)
    assert url is not None
    return [
        " ".join(name for name, _ in headers_after(replace(in_flight, engine=engine), status, url))
        for engine in ENGINES
    ]


@pytest.mark.parametrize(
    ("method", "statuses"),
    [("POST", {301, 302, 303}), ("PUT", {303}), ("GET", set[int]()), ("HEAD", set[int]())],
)
def test_loses_body(method: str, statuses: set[int]) -> None:
    """C110: a POST becomes a GET by three statuses, any other method with a body by one."""
    found = {status for status in (301, 302, 303, 307, 308) if loses_body(method, status)}
    assert found == statuses


@pytest.mark.parametrize(
    ("in_flight", "status", "to", "expected"),
    [
        pytest.param(
            on_its_way(API),
            307,
            f"{API}/x",
            ["", "", "Content-Type Content-Language Authorization",
             "Content-Type Content-Language User-Agent"],
            id="cors",
        ),
        pytest.param(
            on_its_way(API),
            307,
            f"{THIRD}/x",
            ["", "", "Content-Type Content-Language", "Content-Type Content-Language User-Agent"],
            id="C108-another-origin",
        ),
        pytest.param(
            on_its_way(API, method="POST"),
            302,
            f"{API}/x",
            ["", "", "Authorization", "Content-Type Content-Language User-Agent"],
            id="C110-first-method",
        ),
        pytest.param(
            on_its_way(HERE), 307, f"{HERE}/x",
            ["", "", "Content-Type Content-Language Authorization", "Content-Type"], id="own",
        ),
        pytest.param(
            on_its_way(HERE), 302, f"{HERE}/x",
            ["", "", "Content-Type Content-Language Authorization", ""], id="own-302",
        ),
        pytest.param(
            on_its_way(HERE, API, mode="no-cors"), 307, f"{API}/x",
            ["", "", "Content-Type Content-Language Authorization", ""], id="no-cors-away",
        ),
        pytest.param(
            on_its_way(HERE), 307, f"{API}/x",
            ["", "", "Content-Type Content-Language", "Content-Type Content-Language User-Agent"],
            id="own-to-cors",
        ),
    ],
)  # fmt: skip
def test_what_comes_back(
    in_flight: InFlightRequest, status: int, to: str, expected: list[str]
) -> None:
    """What one redirect has dropped, the next one may send again in two engines."""
    assert after(in_flight, status, to) == expected


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        pytest.param(
            f"{HERE}/x",
            [
                "Content-Type Content-Language User-Agent Authorization DPR",
                "Content-Type Content-Language User-Agent Authorization DPR",
                "User-Agent DPR Content-Type Content-Language Authorization",
                "Content-Language Authorization DPR Content-Type",
            ],
            id="own",
        ),
        pytest.param(
            f"{API}/x",
            [
                "Content-Type Content-Language User-Agent DPR",
                "Content-Type Content-Language User-Agent",
                "User-Agent DPR Content-Type Content-Language",
                "DPR Content-Type Content-Language User-Agent",
            ],
            id="away",
        ),
    ],
)
def test_what_is_dropped(to: str, expected: list[str]) -> None:
    """Authorization stays with its origin; two engines drop more."""
    assert after(replace(on_its_way(HERE), headers=ALL), 307, to) == expected


def test_what_is_known_to_be_dropped() -> None:
    """What a redirect drops by its status and its URL is known."""
    url = Url.parse(f"{THIRD}/x")
    assert url is not None
    in_flight = replace(on_its_way(API), method="POST")
    assert dropped_headers(in_flight, 302, url) == {
        "authorization",
        "content-encoding",
        "content-language",
        "content-location",
        "content-type",
    }


def test_what_a_body_had() -> None:
    """By the standard, what loses its body loses the headers of it, and no other."""
    in_flight = replace(on_its_way(f"{API}/"), method="POST", headers=ALL)
    kept = {status: after(in_flight, status, f"{API}/x")[0] for status in (303, 307)}
    names = "Content-Type Content-Language User-Agent Authorization DPR"
    assert kept == {303: "User-Agent Authorization DPR", 307: names}


@pytest.mark.parametrize(
    ("in_flight", "to", "dropped"),
    [
        pytest.param(on_its_way(HERE), f"{HERE}/x", {"user-agent"}, id="own"),
        pytest.param(on_its_way(API), f"{HERE}/x", {"authorization"}, id="back-to-own"),
        pytest.param(on_its_way(API), f"{API}/x", set[str](), id="cors"),
        pytest.param(
            on_its_way(API, mode="no-cors"),
            f"{THIRD}/x",
            {"authorization", "user-agent"},
            id="no-cors-away",
        ),
    ],
)
def test_what_webkit_drops_without_cors(
    in_flight: InFlightRequest, to: str, dropped: set[str]
) -> None:
    """WebKit drops the page's User-Agent where no CORS check is made, beside what all drop."""
    url = Url.parse(to)
    assert url is not None
    assert dropped_headers(replace(in_flight, engine="webkit"), 307, url) == dropped
