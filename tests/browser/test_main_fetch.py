"""What a browser sends, and what a page can make of what comes back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.main_fetch import fetch, run_fetch
from crossorigin._browser.messages import FetchRequest, WireRequest, WireResponse
from crossorigin._browser.outcome import WireExchange
from crossorigin._browser.safelist import PreflightCause, PreflightTrigger
from tests.browser.fetches import (
    ALLOW,
    API,
    CREDENTIALS,
    ENGINES,
    GET,
    HERE,
    INCLUDE,
    PUT,
    READABLE,
    browse,
    methods,
    permission,
    reason,
    redirect,
    verdict,
    wire,
)

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.messages import Redirect

OWN = replace(GET, url=f"{HERE}/")
NO_CORS = replace(GET, mode="no-cors")
CLOSED = WireResponse(200)
OPTIONS = f"OPTIONS {API}/ {HERE} PUT"
SENT = f"PUT {API}/ {HERE}"


def test_what_is_yielded() -> None:
    """Each request is yielded once, and the outcome is returned."""
    steps = fetch(PUT)
    preflight = next(steps)
    assert preflight.is_preflight
    request = steps.send(permission(methods("PUT")))
    assert request == WireRequest(
        method="PUT", url=f"{API}/", headers=(("Accept", "*/*"), ("Origin", HERE))
    )
    with pytest.raises(StopIteration) as stop:
        steps.send(READABLE)
    outcome = stop.value.value
    assert outcome.readable
    assert outcome.exchanges == (
        WireExchange(preflight, permission(methods("PUT"))),
        WireExchange(request, READABLE),
    )
    assert outcome.request is PUT


def test_no_response() -> None:
    """What nothing answers is a network error."""
    outcome = browse(GET, None)
    assert outcome.blocked == Blocked(Failure.NO_RESPONSE)
    assert outcome.exchanges[-1].response is None


def test_empty_lines() -> None:
    """Firefox overlooks an empty line where the others see two values."""
    response = WireResponse(200, (ALLOW, CREDENTIALS, ("Access-Control-Allow-Credentials", "")))
    readable = [engine for engine in ENGINES if browse(INCLUDE, response, engine=engine).readable]
    assert readable == ["firefox"]


def test_own_origin() -> None:
    """What is of the page's own origin needs no CORS, and no preflight."""
    response = WireResponse(200, (("X-A", "1"), ("Set-Cookie", "a")))
    outcome = browse(replace(OWN, method="PUT", headers=(("X-A", "1"),)), response)
    assert (outcome.type, outcome.headers, outcome.causes) == ("basic", (("x-a", "1"),), ())
    assert wire(outcome) == [f"PUT {HERE}/ {HERE}"]
    assert outcome.exchanges[0].request.has_credentials


def test_mode_same_origin() -> None:
    """The mode same-origin fetches nothing of another origin, redirected or not."""
    assert verdict(browse(replace(GET, mode="same-origin"))) == ("mode-same-origin", API)
    outcome = browse(replace(OWN, mode="same-origin"), redirect(302, f"{API}/"))
    assert verdict(outcome) == ("mode-same-origin", API)
    assert browse(replace(OWN, mode="same-origin"), CLOSED).type == "basic"


def test_mode_no_cors() -> None:
    """The mode no-cors fetches anything, and shows nothing of it."""
    outcome = browse(NO_CORS, WireResponse(404, (("X-A", "1"),)))
    assert (outcome.type, outcome.status, outcome.headers, outcome.url) == ("opaque", 0, (), "")
    assert not outcome.readable
    assert outcome.blocked is None
    assert wire(outcome) == [f"GET {API}/"]
    assert browse(replace(NO_CORS, url=f"{HERE}/"), CLOSED).type == "basic"


@pytest.mark.parametrize("mode", ["manual", "error"])
def test_mode_no_cors_redirects(mode: str) -> None:
    """The mode no-cors follows redirects, or does not even begin."""
    request = replace(NO_CORS, redirect="manual" if mode == "manual" else "error")
    outcome = browse(request)
    assert (reason(outcome), outcome.exchanges) == ("no-cors-redirect-mode", ())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("ftp://a.example/", ("url-not-http", "ftp"), id="ftp"),
        pytest.param("foo:x", ("url-not-http", "foo"), id="unknown"),
        pytest.param("a b", ("url-malformed", "a b"), id="no-url"),
    ],
)
def test_urls(url: str, expected: tuple[str, str]) -> None:
    """What no server can be asked for is not sent."""
    assert verdict(browse(replace(GET, url=url))) == expected


def test_last_value() -> None:
    """Of a header that is set twice, Firefox sends the last value of some."""
    request = replace(OWN, headers=(("Authorization", "1"), ("authorization", "2")))
    sent = [browse(request, CLOSED, engine=engine).exchanges[0].request for engine in ENGINES]
    assert [dict(request.headers).get("Authorization", "none") for request in sent] == [
        "1", "1, 2", "none", "1, 2"
    ]  # fmt: skip


KEPT = ("Access-Control-Max-Age", "600")


@pytest.mark.parametrize("engine", ENGINES)
def test_cache(engine: Engine) -> None:
    """C90: what was permitted is not asked again, until it expires."""
    first = browse(PUT, permission(methods("PUT"), KEPT), READABLE, engine=engine)
    again = browse(PUT, READABLE, engine=engine, cache=first.cache, now=599)
    assert wire(again) == [SENT]
    assert again.causes == (PreflightCause(PreflightTrigger.METHOD, "PUT"),)
    late = browse(
        PUT, permission(methods("PUT")), READABLE, engine=engine, cache=first.cache, now=600
    )
    assert wire(late) == [OPTIONS, SENT]


@pytest.mark.parametrize(
    ("responses", "engines"),
    [
        pytest.param([CLOSED], "chromium webkit", id="response"),
        pytest.param([None], "chromium webkit", id="no-response"),
    ],
)
def test_cache_after_a_failure(responses: list[WireResponse | None], engines: str) -> None:
    """A response that is not shared clears what was kept; two engines keep it."""
    keeping: list[str] = []
    for engine in ENGINES:
        cache = browse(PUT, permission(methods("PUT"), KEPT), READABLE, engine=engine).cache
        failed = browse(PUT, *responses, engine=engine, cache=cache, now=1)
        keeping += [engine] if failed.cache == cache else []
    assert keeping == engines.split()


DELETE = replace(PUT, method="DELETE")
CONDITIONAL = replace(DELETE, headers=(("If-Match", "1"),))
REFUSAL = WireResponse(403, (ALLOW,))


@pytest.mark.parametrize(
    ("request_", "answer", "engines"),
    [
        pytest.param(DELETE, REFUSAL, "", id="status"),
        pytest.param(DELETE, None, "", id="no-response"),
        pytest.param(CONDITIONAL, REFUSAL, "chromium", id="conditional"),
    ],
)
def test_cache_after_a_refusal(
    request_: FetchRequest, answer: WireResponse | None, engines: str
) -> None:
    """A preflight that fails clears what was kept, unless the cache was not even asked."""
    keeping: list[str] = []
    for engine in ENGINES:
        cache = browse(PUT, permission(methods("PUT"), KEPT), READABLE, engine=engine).cache
        failed = browse(request_, answer, engine=engine, cache=cache, now=1)
        keeping += [engine] if failed.cache == cache else []
    assert keeping == engines.split()


@pytest.mark.parametrize(
    ("request_", "answer", "engines"),
    [
        pytest.param(DELETE, permission(methods("PUT")), "webkit", id="method"),
        pytest.param(
            replace(GET, headers=(("X-A", "1"),)), permission(methods("PUT")), "webkit", id="header"
        ),
        pytest.param(DELETE, permission(methods("PUT, x y")), "", id="malformed"),
    ],
)
def test_a_refusal_is_kept(request_: FetchRequest, answer: WireResponse, engines: str) -> None:
    """WebKit keeps what an answer lists, even if that was not what was asked for."""
    found = [engine for engine in ENGINES if browse(request_, answer, engine=engine).cache.entries]
    assert found == engines.split()


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        pytest.param("follow", ["", "", "", ""], id="follow"),
        pytest.param("error", ["redirect-not-allowed"] * 4, id="error"),
    ],
)
def test_redirect(mode: Redirect, expected: list[str]) -> None:
    """C103: a redirect is followed, or it is an error, as the page asks."""
    outcomes = [
        browse(
            replace(GET, redirect=mode),
            redirect(302, "/x#y"),
            *([READABLE] if mode == "follow" else []),
            engine=engine,
        )
        for engine in ENGINES
    ]
    assert [reason(outcome) for outcome in outcomes] == expected
    if mode == "follow":
        assert {outcome.url for outcome in outcomes} == {f"{API}/x"}


def test_redirect_to_be_followed_by_hand() -> None:
    """A redirect that a page wants to follow by hand is opaque, if it is shared."""
    outcome = browse(replace(GET, redirect="manual"), redirect(302, "/x"))
    assert (outcome.type, outcome.status, outcome.url) == ("opaqueredirect", 0, f"{API}/")
    assert not outcome.readable
    outcome = browse(replace(GET, redirect="manual"), WireResponse(302, (("Location", "/x"),)))
    assert reason(outcome) == "allow-origin-missing"


def test_redirect_to_nowhere() -> None:
    """A redirect that says no place is read; where redirects are errors, engines differ."""
    response = WireResponse(302, (ALLOW,))
    assert browse(GET, response).status == 302
    request = replace(GET, redirect="error")
    found = [browse(request, response, engine=engine).status for engine in ENGINES]
    assert found == [0, 302, 0, 302]


def test_redirect_to_nowhere_twice() -> None:
    """To Chromium, two empty lines are no place either; WebKit makes a comma of them."""
    response = redirect(302, "", ("Location", ""))
    request = replace(GET, redirect="error")
    found = [browse(request, response, engine=engine).status for engine in ENGINES]
    assert found == [0, 302, 0, 0]


@pytest.mark.parametrize("request_", [GET, PUT, replace(GET, redirect="manual"), OWN])
def test_lines_that_differ(request_: FetchRequest) -> None:
    """Two places are a network error in Chromium and Firefox, whatever the response is for."""
    response = permission(methods("PUT"), ("Location", "/1"), ("Location", "/2"))
    found = [reason(run_fetch(request_, lambda _: response, engine=engine)) for engine in ENGINES]
    assert found == ["", "lines-differ", "lines-differ", ""]


@pytest.mark.parametrize(
    ("request_", "more", "expected"),
    [
        pytest.param(OWN, [], "webkit", id="no-credentials"),
        pytest.param(replace(OWN, credentials="omit"), [], "", id="omit"),
        pytest.param(OWN, [CREDENTIALS], "", id="credentials"),
        pytest.param(GET, [], "", id="not-from-the-own-origin"),
    ],
)
def test_redirect_after_redirect(
    request_: FetchRequest, more: list[tuple[str, str]], expected: str
) -> None:
    """WebKit wants credentials permitted once the page's own origin has redirected."""
    first = redirect(302, f"{API}/1")
    then = redirect(302, "/2", *more)
    failing = [
        engine
        for engine in ENGINES
        if not browse(
            request_,
            first,
            then,
            *([] if engine in expected.split() else [READABLE]),
            engine=engine,
        ).readable
    ]
    assert failing == expected.split()
