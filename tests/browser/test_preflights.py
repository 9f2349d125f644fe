"""Which requests need a preflight, and what it asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.construct import construct_request
from crossorigin._browser.in_flight import InFlightRequest
from crossorigin._browser.messages import STREAM, TEXT, FetchRequest, PreflightQuery, WireRequest
from crossorigin._browser.preflights import preflight_causes, preflight_query, preflight_request
from crossorigin._browser.safelist import PreflightCause, PreflightTrigger
from crossorigin._browser.urls import Url
from tests.browser.fetches import API, ENGINES, GET, HERE, PUT, THIRD

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

POST = replace(GET, method="POST", body=TEXT)
REDIRECT = (PreflightCause(PreflightTrigger.REDIRECT),)
SET = (("X-B", "1"), ("Authorization", "1"), ("X-A", "1"))


def in_flight(request: FetchRequest, *urls: str, engine: Engine = "fetch") -> InFlightRequest:
    """Return *request*, of another origin, as redirects through *urls* leave it."""
    prepared_ = construct_request(request, engine)
    assert isinstance(prepared_, InFlightRequest)
    found = [Url.parse(url) for url in (request.url, *urls)]
    return replace(prepared_, tainting="cors", urls=tuple(url for url in found if url))


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(GET, (), id="C88-get"),
        pytest.param(POST, (), id="C88-post"),
        pytest.param(PUT, (PreflightCause(PreflightTrigger.METHOD, "PUT"),), id="C88-put"),
        pytest.param(
            replace(POST, body=STREAM),
            (PreflightCause(PreflightTrigger.STREAM_BODY),),
            id="C87-stream",
        ),
        pytest.param(
            replace(POST, has_upload_listener=True),
            (PreflightCause(PreflightTrigger.UPLOAD_LISTENER),),
            id="C87-listener",
        ),
        pytest.param(
            replace(PUT, has_upload_listener=True, headers=(("X-A", "1"),)),
            (
                PreflightCause(PreflightTrigger.METHOD, "PUT"),
                PreflightCause(PreflightTrigger.HEADER, "x-a"),
                PreflightCause(PreflightTrigger.UPLOAD_LISTENER),
            ),
            id="all",
        ),
    ],
)
def test_causes(request_: FetchRequest, expected: tuple[PreflightCause, ...]) -> None:
    """C87, C88: a request needs a preflight for its method, its headers, or its upload."""
    assert preflight_causes(in_flight(request_)) == expected


@pytest.mark.parametrize(
    ("request_", "engines"),
    [
        pytest.param(in_flight(GET, THIRD), "", id="nothing-to-keep"),
        pytest.param(
            replace(in_flight(GET, THIRD), needed_preflight=True), "firefox webkit", id="asked"
        ),
        pytest.param(replace(in_flight(GET, THIRD), original=SET), "firefox webkit", id="set"),
        pytest.param(
            replace(in_flight(GET, THIRD), original=(("Accept", "a"),)), "", id="nothing-unsafe"
        ),
        pytest.param(
            replace(in_flight(GET), needed_preflight=True, original=SET), "", id="no-redirect"
        ),
    ],
)
def test_a_redirect_keeps_the_need(request_: InFlightRequest, engines: str) -> None:
    """C109: two engines ask again after a redirect, even for what needs no permission any more."""
    found = {engine: preflight_causes(replace(request_, engine=engine)) for engine in ENGINES}
    assert [engine for engine, causes in found.items() if causes] == engines.split()
    assert {causes for causes in found.values() if causes} <= {REDIRECT}


def test_a_cause_of_its_own_comes_first() -> None:
    """C109: what needs permission by itself is not asked for because of a redirect."""
    request = replace(in_flight(PUT, THIRD, engine="webkit"), needed_preflight=True)
    assert preflight_causes(request) == (PreflightCause(PreflightTrigger.METHOD, "PUT"),)


def test_asked() -> None:
    """What needs permission is the method and the headers, by an origin, at a URL."""
    request = replace(PUT, headers=SET, credentials="include", partition="p", url=f"{API}/x?y#z")
    assert preflight_query(
        in_flight(request), preflight_causes(in_flight(request))
    ) == PreflightQuery(
        partition="p",
        origin=HERE,
        url=f"{API}/x?y#z",
        method="PUT",
        names=("x-b", "authorization", "x-a"),
        has_credentials=True,
    )


def test_asked_after_a_redirect() -> None:
    """C104: after a redirect, null asks; Firefox asks for the page, WebKit for what was set."""
    request = in_flight(replace(PUT, headers=SET), f"{THIRD}/")
    request = replace(request, headers=(("X-A", "1"),), dropped=frozenset({"authorization"}))
    found = [preflight_query(replace(request, engine=engine), ()) for engine in ENGINES]
    asked = PreflightQuery(
        origin="null", is_redirected=True, url=f"{THIRD}/", method="PUT", names=("x-a",)
    )
    assert found == [
        asked,
        asked,
        replace(asked, origin=HERE, is_redirected=False, names=("x-b", "x-a")),
        replace(asked, names=("x-b", "authorization", "x-a")),
    ]


@pytest.mark.parametrize(
    ("urls", "engines"),
    [
        pytest.param([], "", id="no-redirect"),
        pytest.param([f"{THIRD}/"], "fetch chromium", id="tainted"),
    ],
)
def test_asked_by_an_opaque_origin(urls: list[str], engines: str) -> None:
    """A redirect makes another opaque origin of one, but not in WebKit; in Firefox, the page asks."""
    request = in_flight(replace(PUT, origin="null"), *urls)
    found = {engine: preflight_query(replace(request, engine=engine), ()) for engine in ENGINES}
    assert [engine for engine, asked in found.items() if asked.is_redirected] == engines.split()


def test_asked_of_the_own_origin() -> None:
    """Firefox asks the page's own origin for permission in the name of that origin."""
    request = in_flight(PUT, f"{HERE}/")
    found = [preflight_query(replace(request, engine=engine), ()) for engine in ENGINES]
    assert [(asked.origin, asked.is_own) for asked in found] == [
        ("null", False), ("null", False), (HERE, True), ("null", False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("request_", "causes", "expected"),
    [
        pytest.param(PUT, (PreflightCause(PreflightTrigger.METHOD, "PUT"),), False, id="method"),
        pytest.param(replace(POST, has_upload_listener=True), (), True, id="C87-listener"),
        pytest.param(GET, REDIRECT, True, id="redirect"),
    ],
)
def test_forced(
    request_: FetchRequest, causes: tuple[PreflightCause, ...], *, expected: bool
) -> None:
    """C87: some permissions are needed whatever the method and the headers are."""
    assert preflight_query(in_flight(request_), causes).is_forced is expected


@pytest.mark.parametrize(
    ("name", "engines"),
    [
        *(
            (name, "chromium firefox")
            for name in ("If-Match", "if-modified-since", "If-None-Match")
        ),
        *((name, "chromium firefox") for name in ("If-Range", "If-Unmodified-Since")),
        *((name, "") for name in ("Cache-Control", "Pragma", "Range", "X-If-Match")),
    ],
)
def test_conditional_requests(name: str, engines: str) -> None:
    """Two engines ask for a conditional request every time."""
    request = replace(GET, headers=(("X-A", "1"), (name, "1")))
    found = [
        engine
        for engine in ENGINES
        if preflight_query(in_flight(request, engine=engine), ()).ignores_cache
    ]
    assert found == engines.split()


ASKED = PreflightQuery(origin=HERE, url=f"{API}/x#y", method="PUT", names=("x-b", "x-a", "x-b"))
CAUSES = (PreflightCause(PreflightTrigger.METHOD, "PUT"),)


@pytest.mark.parametrize(
    ("engine", "names"),
    [
        pytest.param("fetch", "x-a,x-b", id="C61-fetch"),
        pytest.param("chromium", "x-a,x-b", id="C61-chromium"),
        pytest.param("firefox", "x-a,x-b,x-b", id="C61-firefox"),
        pytest.param("webkit", "x-a,x-b", id="C61-webkit"),
    ],
)
def test_preflight(engine: Engine, names: str) -> None:
    """C61: a preflight lists the headers sorted, without a space, and sends nothing of them."""
    assert preflight_request(ASKED, CAUSES, engine) == WireRequest(
        method="OPTIONS",
        url=f"{API}/x",
        headers=(
            ("Accept", "*/*"),
            ("Access-Control-Request-Method", "PUT"),
            ("Access-Control-Request-Headers", names),
            ("Origin", HERE),
        ),
        has_credentials=False,
        body=None,
        is_preflight=True,
        causes=CAUSES,
    )


def test_preflight_without_headers() -> None:
    """C61: where there is nothing to list, nothing is listed."""
    assert preflight_request(replace(ASKED, names=()), CAUSES, "fetch").headers == (
        ("Accept", "*/*"),
        ("Access-Control-Request-Method", "PUT"),
        ("Origin", HERE),
    )
