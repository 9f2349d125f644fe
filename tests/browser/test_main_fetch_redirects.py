"""The rows of redirects, hop by hop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.messages import TEXT, FetchRequest, WireResponse
from tests.browser.fetches import (
    ANYBODY,
    API,
    CREDENTIALS,
    ENGINES,
    GET,
    HERE,
    PUT,
    READABLE,
    THIRD,
    browse,
    headers,
    methods,
    permission,
    reason,
    redirect,
    verdict,
    wire,
)

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

OPEN = WireResponse(200, (ANYBODY,))
NULL = ("Access-Control-Allow-Origin", "null")


def permits(*more: tuple[str, str]) -> WireResponse:
    """Return the answer to a preflight that lets everybody in, with *more* headers."""
    return WireResponse(200, (ANYBODY, *more))


@pytest.mark.parametrize("engine", ENGINES)
def test_each_hop_is_checked(engine: Engine) -> None:
    """C103: a redirect of another origin that is not shared is not followed."""
    outcome = browse(GET, WireResponse(302, (("Location", f"{API}/2"),)), engine=engine)
    assert reason(outcome) == "allow-origin-missing"


@pytest.mark.parametrize("engine", ENGINES)
def test_the_own_origin_redirects_freely(engine: Engine) -> None:
    """C103: a redirect of the page's own origin needs no CORS header, what follows does."""
    first = WireResponse(302, (("Location", f"{API}/"),))
    outcome = browse(replace(GET, url=f"{HERE}/"), first, READABLE, engine=engine)
    assert (outcome.type, outcome.url) == ("cors", f"{API}/")
    assert wire(outcome) == [f"GET {HERE}/", f"GET {API}/ {HERE}"]
    outcome = browse(replace(GET, url=f"{HERE}/"), first, WireResponse(200), engine=engine)
    assert reason(outcome) == "allow-origin-missing"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("last", "expected"),
    [
        pytest.param(READABLE, "allow-origin-mismatch", id="C104"),
        pytest.param(OPEN, "", id="C104-anybody"),
        pytest.param(WireResponse(200, (NULL,)), "", id="C104-null"),
    ],
)
def test_null(engine: Engine, last: WireResponse, expected: str) -> None:
    """C104: from the second origin on that is not the page's, null asks."""
    outcome = browse(GET, redirect(302, f"{THIRD}/"), last, engine=engine)
    assert reason(outcome) == expected
    assert wire(outcome) == [f"GET {API}/ {HERE}", f"GET {THIRD}/ null"]


@pytest.mark.parametrize("engine", ENGINES)
def test_null_comes_back(engine: Engine) -> None:
    """C104: another origin that redirects back to the page's own one must be let in there."""
    outcome = browse(GET, redirect(302, f"{HERE}/"), OPEN, engine=engine)
    assert (outcome.type, wire(outcome)) == (
        "cors",
        [f"GET {API}/ {HERE}", f"GET {HERE}/ null"],
    )


def test_null_with_credentials() -> None:
    """C104: with credentials, null must be let in by name."""
    request = replace(GET, credentials="include")
    first = redirect(302, f"{THIRD}/", CREDENTIALS)
    assert reason(browse(request, first, OPEN)) == "wildcard-with-credentials"
    assert browse(request, first, WireResponse(200, (NULL, CREDENTIALS))).readable


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("location", "expected"),
    [
        pytest.param("https://u:p@sub.example.org/", "location-has-credentials", id="C105"),
        pytest.param("https://u:p@api.example.net/", "location-has-credentials", id="C105-same"),
        pytest.param("data:text/plain,x", "location-not-http", id="C106"),
        pytest.param("https://a b/", "location-malformed", id="malformed"),
    ],
)
def test_where_no_redirect_leads(engine: Engine, location: str, expected: str) -> None:
    """C105, C106: some places are not gone to."""
    assert reason(browse(GET, redirect(302, location), engine=engine)) == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_too_many(engine: Engine) -> None:
    """C107: the twenty-first redirect is an error, after twenty-one requests."""
    outcome = browse(GET, *[redirect(302, "/")] * 21, engine=engine)
    assert (reason(outcome), len(outcome.exchanges)) == ("too-many-redirects", 21)
    outcome = browse(GET, *[redirect(302, "/")] * 20, READABLE, engine=engine)
    assert outcome.readable


SECRET = replace(GET, headers=(("Authorization", "1"), ("X-A", "1")))


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        ("fetch", f"OPTIONS {THIRD}/ null GET x-a"),
        ("chromium", f"OPTIONS {THIRD}/ null GET x-a"),
        ("firefox", f"OPTIONS {THIRD}/ {HERE} GET x-a"),
        ("webkit", f"OPTIONS {THIRD}/ null GET authorization,x-a"),
    ],
)
def test_authorization(engine: Engine, expected: str) -> None:
    """C108, C109: Authorization is not sent on, though WebKit asks for it all the same."""
    outcome = browse(
        SECRET,
        permission(headers("Authorization, X-A")),
        redirect(302, f"{THIRD}/"),
        permits(headers("Authorization, X-A")),
        OPEN,
        engine=engine,
    )
    assert outcome.readable
    assert wire(outcome) == [
        f"OPTIONS {API}/ {HERE} GET authorization,x-a",
        f"GET {API}/ {HERE}",
        expected,
        f"GET {THIRD}/ null",
    ]
    sent = dict(outcome.exchanges[-1].request.headers)
    assert "Authorization" not in sent
    assert sent["X-A"] == "1"


def test_what_webkit_asks_for_must_be_permitted() -> None:
    """C108: an API that is redirected to, and permits what is sent, may fail in WebKit."""
    answers = [
        permission(headers("Authorization, X-A")),
        redirect(302, f"{THIRD}/"),
        permits(headers("X-A")),
    ]
    assert browse(SECRET, *answers, OPEN).readable
    outcome = browse(SECRET, *answers, engine="webkit")
    assert verdict(outcome) == ("header-not-allowed", "authorization")


@pytest.mark.parametrize(
    ("answer", "engines"),
    [
        pytest.param(permits(methods("PUT")), " ".join(ENGINES), id="anybody"),
        pytest.param(WireResponse(200, (NULL, methods("PUT"))), "fetch chromium webkit", id="null"),
        pytest.param(permission(methods("PUT")), "firefox", id="the-page"),
    ],
)
def test_who_asks_after_a_redirect(answer: WireResponse, engines: str) -> None:
    """C109: after a redirect to a third origin null asks; in Firefox the page does."""
    first = (permission(methods("PUT")), redirect(307, f"{THIRD}/"), answer)
    passing = [
        engine
        for engine in ENGINES
        if browse(
            PUT, *first, *([OPEN] if engine in engines.split() else []), engine=engine
        ).readable
    ]
    assert passing == engines.split()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_new_preflight(engine: Engine) -> None:
    """C109: what was preflighted is preflighted again for the new URL."""
    outcome = browse(
        PUT,
        permission(methods("PUT")),
        redirect(308, f"{API}/2"),
        permission(methods("PUT")),
        READABLE,
        engine=engine,
    )
    assert wire(outcome) == [
        f"OPTIONS {API}/ {HERE} PUT",
        f"PUT {API}/ {HERE}",
        f"OPTIONS {API}/2 {HERE} PUT",
        f"PUT {API}/2 {HERE}",
    ]


POST = replace(GET, method="POST", body=TEXT)
JSON = replace(POST, headers=(("Content-Type", "application/json"),))


@pytest.mark.parametrize(
    ("request_", "engine", "expected"),
    [
        (PUT, "fetch", []),
        (PUT, "chromium", []),
        (PUT, "firefox", [f"OPTIONS {API}/2 {HERE} GET"]),
        (PUT, "webkit", [f"OPTIONS {API}/2 {HERE} GET"]),
        (JSON, "fetch", []),
        (JSON, "chromium", []),
        (JSON, "firefox", [f"OPTIONS {API}/2 {HERE} GET"]),
        (JSON, "webkit", [f"OPTIONS {API}/2 {HERE} GET content-type"]),
        (POST, "firefox", []),
        (POST, "webkit", []),
    ],
)
def test_what_becomes_a_get(request_: FetchRequest, engine: Engine, expected: list[str]) -> None:
    """C110: a 303 makes a GET, for which two engines still ask."""
    permit = permission(methods("PUT"), headers("Content-Type"))
    outcome = browse(
        request_,
        *([] if request_ is POST else [permit]),
        redirect(303, f"{API}/2"),
        *[permit for _ in expected],
        READABLE,
        engine=engine,
    )
    assert wire(outcome)[-1 - len(expected) :] == [*expected, f"GET {API}/2 {HERE}"]
    last = outcome.exchanges[-1].request
    assert last.body is None
    assert "content-type" not in {name.lower() for name, _ in last.headers}


def test_the_method_that_stays() -> None:
    """C110: a 307 changes neither method nor body."""
    outcome = browse(POST, redirect(307, f"{API}/2"), READABLE)
    assert wire(outcome) == [f"POST {API}/ {HERE}", f"POST {API}/2 {HERE}"]
    assert outcome.exchanges[-1].request.body == TEXT


def test_a_failing_hop_clears_what_was_kept_for_it() -> None:
    """A network error clears what was kept for the URL at which it happened, and no other."""
    kept = ("Access-Control-Max-Age", "600")
    answer = permission(methods("PUT"), kept)
    hop = redirect(307, f"{API}/2")
    outcome = browse(PUT, answer, hop, answer, WireResponse(200))
    assert [entry.url for entry in outcome.cache.entries] == [f"{API}/"]
    outcome = browse(PUT, answer, hop, answer, READABLE)
    again = browse(PUT, hop, READABLE, cache=outcome.cache, now=1)
    assert wire(again) == [f"PUT {API}/ {HERE}", f"PUT {API}/2 {HERE}"]


def test_a_doomed_redirect_is_still_asked_for() -> None:
    """WebKit sends the preflight of the next hop before it finds the redirect not shared."""
    request = replace(PUT, url=f"{HERE}/")
    permit = permission(methods("PUT"))
    outcome = browse(
        request,
        redirect(307, f"{API}/"),
        permit,
        redirect(307, f"{API}/2"),
        permit,
        engine="webkit",
    )
    assert reason(outcome) == "allow-credentials-missing"
    assert wire(outcome)[-1] == f"OPTIONS {API}/2 {HERE} PUT"
