"""What is handed on while a browser fetches: each engine's own rules, and the page's wishes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.main_fetch import fetch, run_fetch
from crossorigin._browser.messages import TEXT, WireResponse
from tests.browser.fetches import (
    ALLOW,
    ANYBODY,
    API,
    CREDENTIALS,
    ENGINES,
    GET,
    HERE,
    INCLUDE,
    PUT,
    READABLE,
    browse,
    headers,
    max_age,
    methods,
    permission,
    reason,
    redirect,
    verdict,
    wire,
)

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.messages import FetchRequest, WireRequest

OWN = replace(GET, url=f"{HERE}/")


def test_the_network_is_asked_what_is_sent() -> None:
    """Whoever answers is told each request, as it stands among what was exchanged."""
    asked: list[WireRequest] = []

    def answer(request: WireRequest) -> WireResponse:
        asked.append(request)
        return permission(methods("PUT"))

    outcome = run_fetch(replace(PUT, body=TEXT), answer)
    assert asked == [exchange.request for exchange in outcome.exchanges]
    assert [request.body for request in asked] == [None, TEXT]
    assert asked[0].causes == outcome.causes != ()


def test_no_time_passes_without_a_clock() -> None:
    """Whoever names no time fetches at the time zero."""
    cache = browse(PUT, permission(methods("PUT"), max_age("1")), READABLE, now=0).cache
    assert wire(run_fetch(PUT, lambda _: READABLE, cache=cache)) == [f"PUT {API}/ {HERE}"]
    assert not next(fetch(PUT, cache=cache)).is_preflight


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("origin", [HERE, "null"])
def test_no_cause_no_question(engine: Engine, origin: str) -> None:
    """What needs no permission is not asked for, whatever an engine makes of its cache."""
    request = replace(GET, method="HEAD", origin=origin)
    assert wire(browse(request, WireResponse(200, (ANYBODY,)), engine=engine)) == [
        f"HEAD {API}/ {origin}"
    ]


def test_what_only_a_redirect_asks_for() -> None:
    """In two engines, what once was asked is asked again, though a redirect made it a GET."""
    request = replace(PUT, method="POST", headers=(("Content-Type", "a/b"),))
    allowed = permission(headers("content-type"), methods("POST"))
    then = redirect(303, f"{API}/2")
    asked: list[int] = []
    for engine in ENGINES:
        more = [allowed] if engine in {"firefox", "webkit"} else []
        outcome = browse(request, allowed, then, *more, READABLE, engine=engine)
        asked.append(sum(exchange.request.is_preflight for exchange in outcome.exchanges))
    assert asked == [1, 1, 2, 2]


def test_how_long_an_answer_is_kept() -> None:
    """Each engine keeps an answer for its own time."""
    answer = permission(methods("PUT"), max_age("90000"))
    kept = [browse(PUT, answer, READABLE, engine=engine).cache.entries[0] for engine in ENGINES]
    assert [entry.expires for entry in kept] == [90000, 7200, 86400, 600]


def test_what_is_kept_for_a_fetch() -> None:
    """Chromium keeps an answer to an opaque origin until the fetch ends."""
    shared = WireResponse(200, (ANYBODY, methods("PUT"), max_age("600")))
    request = replace(PUT, origin="null")
    outcomes = {engine: browse(request, shared, shared, engine=engine) for engine in ENGINES}
    keeping = [engine for engine, outcome in outcomes.items() if outcome.cache.entries]
    assert keeping == ["fetch", "firefox", "webkit"]


@pytest.mark.parametrize(
    ("request_", "response"),
    [
        pytest.param(GET, READABLE, id="response"),
        pytest.param(replace(GET, redirect="manual"), redirect(302, "/x"), id="redirect"),
    ],
)
def test_how_a_response_writes_its_url(request_: FetchRequest, response: WireResponse) -> None:
    """WebKit normalises percent-escapes, in what a page reads too."""
    request = replace(request_, url=f"{API}/%7e%c3")
    urls = [browse(request, response, engine=engine).url for engine in ENGINES]
    assert urls == [f"{API}/%7e%c3"] * 3 + [f"{API}/~%C3"]


def test_whom_an_answer_serves() -> None:
    """In Firefox, what was permitted with credentials does not serve without them."""
    answer = permission(methods("PUT"), CREDENTIALS, max_age("600"))
    asking: list[str] = []
    for engine in ENGINES:
        credentialed = WireResponse(200, (ALLOW, CREDENTIALS))
        request = replace(PUT, credentials="include")
        cache = browse(request, answer, credentialed, engine=engine).cache
        steps = fetch(PUT, engine=engine, cache=cache)
        asking += [engine] if next(steps).is_preflight else []
    assert asking == ["firefox"]


def test_what_a_preflight_asks_for() -> None:
    """Firefox names a header as often as it is set."""
    request = replace(GET, headers=(("X-A", "1"), ("X-A", "2")))
    names = [
        dict(next(fetch(request, engine=engine)).headers)["Access-Control-Request-Headers"]
        for engine in ENGINES
    ]
    assert names == ["x-a", "x-a", "x-a,x-a", "x-a"]


def test_what_an_answer_permits() -> None:
    """By the standard alone, a wildcard does not cover Authorization."""
    request = replace(GET, headers=(("Authorization", "a"),))
    refused = browse(request, permission(headers("*")))
    assert verdict(refused) == ("authorization-not-listed", "authorization")
    for engine in ENGINES[1:]:
        assert browse(request, permission(headers("*")), READABLE, engine=engine).readable


def test_no_answer_to_a_preflight() -> None:
    """A preflight that nothing answers is a network error."""
    outcome = browse(PUT, None)
    assert (outcome.type, reason(outcome)) == ("error", "no-response")
    assert outcome.failed_on_preflight


def test_what_a_page_sees_of_another_origin() -> None:
    """Of another origin a page sees what is exposed; a star means it only without credentials."""
    lines = (ALLOW, CREDENTIALS, ("X-A", "1"), ("X-B", "2"))
    listed = WireResponse(200, (*lines, ("Access-Control-Expose-Headers", "X-A")))
    assert browse(GET, listed).headers == (("x-a", "1"),)
    starred = WireResponse(200, (*lines, ("Access-Control-Expose-Headers", "*")))
    assert dict(browse(GET, starred).headers).keys() >= {"x-a", "x-b"}
    assert browse(INCLUDE, starred).headers == ()


def test_what_engines_show() -> None:
    """Firefox reads a list to its star, and joins media types without a space."""
    exposed = WireResponse(200, (ALLOW, ("X-A", "1"), ("Access-Control-Expose-Headers", "*, x y")))
    showing = [
        engine for engine in ENGINES if dict(browse(GET, exposed, engine=engine).headers).get("x-a")
    ]
    assert showing == ["firefox"]
    types = WireResponse(200, (("Content-Type", "a/b"), ("Content-Type", "c/d")))
    assert [browse(OWN, types, engine=engine).headers[0][1] for engine in ENGINES] == [
        "a/b, c/d", "a/b, c/d", "a/b,c/d", "a/b, c/d"
    ]  # fmt: skip


def test_where_a_redirect_must_not_lead() -> None:
    """A redirect that is an error says where it would have led, if it says so."""
    request = replace(GET, redirect="error")
    assert verdict(browse(request, redirect(302, "/x"))) == ("redirect-not-allowed", "/x")
    nowhere = WireResponse(302, (ALLOW,))
    assert verdict(browse(request, nowhere)) == ("redirect-not-allowed", "")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_redirect_to_no_url(engine: Engine) -> None:
    """A redirect to what is no URL fails, by whatever way the page came to it."""
    outcome = browse(OWN, redirect(302, f"{API}/1"), redirect(302, "http://["), engine=engine)
    assert (outcome.type, outcome.blocked is None) == ("error", False)


def test_a_redirect_that_is_an_error_clears_the_cache() -> None:
    """By the standard alone, a redirect that is an error clears what was kept."""
    keeping: list[str] = []
    for engine in ENGINES:
        answer = permission(methods("PUT"), max_age("600"))
        cache = browse(PUT, answer, READABLE, engine=engine).cache
        failing = replace(PUT, redirect="error")
        failed = browse(failing, redirect(302, "/x"), engine=engine, cache=cache)
        keeping += [engine] if failed.cache == cache else []
    assert keeping == ["chromium", "firefox", "webkit"]


def test_a_failure_that_needed_no_preflight() -> None:
    """In Firefox, a request that needs no preflight clears what was kept if it fails."""
    keeping: list[str] = []
    for engine in ENGINES:
        answer = permission(methods("PUT"), max_age("600"))
        cache = browse(PUT, answer, READABLE, engine=engine).cache
        failed = browse(GET, WireResponse(200), engine=engine, cache=cache)
        keeping += [engine] if failed.cache == cache else []
    assert keeping == ["fetch", "chromium", "webkit"]
