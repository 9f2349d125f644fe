"""How the URL, and the headers that a page sets, go over the wire."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.in_flight import InFlightRequest, url_for, wire_headers
from crossorigin._browser.messages import TEXT
from crossorigin._browser.urls import Url
from tests.browser.fetches import API, ENGINES, GET

if TYPE_CHECKING:
    from crossorigin._browser.header_lists import HeaderList

URL = Url.parse(f"{API}/")


def lines(headers: HeaderList, in_flight: InFlightRequest) -> list[HeaderList]:
    """Return what each engine writes of *headers*."""
    return [wire_headers(replace(in_flight, headers=headers, engine=engine)) for engine in ENGINES]


def in_flight() -> InFlightRequest:
    """Return a request with a body."""
    assert URL is not None
    return InFlightRequest(
        request=GET, engine="fetch", method="PUT", headers=(), body=TEXT, urls=(URL,)
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(["1", "2"], ["1", "2"], id="full"),
        pytest.param(["1", ""], [""], id="empty-last"),
        pytest.param(["", "1", "2"], ["1", "2"], id="empty-first"),
        pytest.param(["1", "", "2"], ["2"], id="empty-between"),
        pytest.param(["", ""], [""], id="empty"),
    ],
)
def test_empty_values(values: list[str], expected: list[str]) -> None:
    """In Firefox, an empty value takes back those before it, and is no member of a list."""
    headers = (*(("X-A", value) for value in values), ("X-B", "3"))
    standard, chromium, firefox, webkit = lines(headers, in_flight())
    assert standard == chromium == webkit == headers
    assert firefox == (*(("X-A", value) for value in expected), ("X-B", "3"))


def test_several_types() -> None:
    """Firefox sends the first type with a body, and the last one without, or after a redirect."""
    headers = (("Content-Type", "a/b"), ("content-type", "c/d"))
    assert lines(headers, in_flight()) == [headers, headers, headers[:1], headers]
    assert lines(headers, replace(in_flight(), body=None))[2] == headers[1:]
    assert lines(headers, replace(in_flight(), urls=in_flight().urls * 2))[2] == headers[1:]


def test_encoding() -> None:
    """WebKit writes what is not ASCII as UTF-8."""
    latin, utf8 = (("X-A", "\xe9"),), (("X-A", "\xc3\xa9"),)
    assert lines(latin, in_flight()) == [latin, latin, latin, utf8]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/%e2%C3?%c3=%zz%", "/%E2%C3?%C3=%zz%"),
        ("/%41%7a%30%2d%2e%5f%7e", "/Az0-._~"),
        ("/%2f%3f%20%21%25%80", "/%2F%3F%20%21%25%80"),
        ("/%%341", "/%41"),
    ],
)
def test_escapes(url: str, expected: str) -> None:
    """WebKit writes percent-escapes in upper case, and only those that are needed."""
    assert [url_for(engine, url) for engine in ENGINES] == [url, url, url, expected]
