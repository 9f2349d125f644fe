"""What another engine would have made of the same answers."""

from __future__ import annotations

from dataclasses import replace

from crossorigin._browser.replaying import replay
from tests.browser.fetches import (
    API,
    GET,
    HERE,
    PUT,
    THIRD,
    browse,
    max_age,
    methods,
    permission,
    reason,
    redirect,
)

PERMITS = permission(methods("PUT"), max_age("600"))


def test_the_same_engine() -> None:
    """The same engine makes the same of it."""
    outcome = browse(PUT, PERMITS, permission())
    assert replay(outcome, "fetch") == outcome


def test_another_engine() -> None:
    """WebKit calls a bad status what the standard calls a missing header."""
    outcome = browse(PUT, permission(status=403))
    other = browse(PUT, replace(permission(status=403), headers=()))
    reasons = [reason(replay(each, "webkit")) for each in (outcome, other)]
    assert reasons == ["preflight-status", "preflight-status"]


def test_what_was_not_asked() -> None:
    """If the other engine asks for more, nobody knows what it would have got."""
    asked = replace(PUT, url=f"{HERE}/", headers=(("X-A", "1"),))
    outcome = browse(
        asked, redirect(303, f"{API}/x"), permission(("Access-Control-Allow-Headers", "x-a")), None
    )
    without = replace(outcome, exchanges=outcome.exchanges[:1])
    assert replay(without, "chromium") is without


def test_the_cache_is_the_one_before() -> None:
    """What was kept then is kept for the other engine."""
    first = browse(PUT, PERMITS, permission())
    second = browse(PUT, permission(), cache=first.cache, now=1)
    other = replay(second, "chromium", cache=first.cache, now=1)
    assert (other.readable, len(other.exchanges)) == (True, 1)


def test_each_answer_is_given_once() -> None:
    """Of two alike requests, each has its own answer."""
    here, there = f"{API}/", f"{THIRD}/"
    answers = (redirect(302, there), redirect(302, here, ("Access-Control-Allow-Origin", "null")))
    outcome = browse(replace(GET, url=here), answers[0], answers[1])
    assert reason(replay(outcome, "firefox")) == reason(outcome)


def test_what_need_not_be_asked() -> None:
    """An answer that the other engine does not wait for is left over."""
    first = browse(PUT, PERMITS, permission())
    other = replay(first, "firefox", cache=first.cache, now=1)
    assert [exchange.request.is_preflight for exchange in other.exchanges] == [False]


def test_the_time_is_the_one_of_the_fetch() -> None:
    """What had expired by then permits nothing to the other engine."""
    cache = browse(PUT, PERMITS, permission()).cache
    outcome = browse(PUT, PERMITS, permission(), cache=cache, now=600)
    assert replay(outcome, "fetch", cache=cache, now=600) == outcome


def test_the_same_url_in_another_way() -> None:
    """An engine that writes a URL in another way has asked for the same."""
    outcome = browse(replace(GET, url=f"{API}/%e2%41"), permission(status=403))
    other = replay(outcome, "webkit")
    assert [exchange.request.url for exchange in other.exchanges] == [f"{API}/%E2A"]
