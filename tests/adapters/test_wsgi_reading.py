"""The parts of a WSGI environ that are read, and handed on whole."""

from __future__ import annotations

import logging
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import pytest

from crossorigin import CORSRequest, Guard, Policy, Reason
from crossorigin._adapters import wsgi_calls
from crossorigin._adapters.layers import DEBUGGER, TELEMETRY, Layer
from crossorigin._adapters.wsgi_calls import (
    add_headers,
    answer_preflight,
    answer_refused,
    cors_request,
    fetch_metadata,
    may_be_debuggers,
    preflight_answer,
    quick_answer,
    respond,
)
from crossorigin._policy.requests import FetchMetadata
from crossorigin._policy.shadows import with_shadow
from tests.adapters.test_wsgi_answers import Started
from tests.policy.test_compiled import APP, EVIL

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

HOST: Final = "api.example.com"
PUT: Final = frozenset({"PUT"})
LOOSE: Final = Policy([APP, EVIL], methods=["PUT"], allow_headers=["X-A"], credentials=True)
SHADOWED: Final = with_shadow(lambda: LOOSE, Policy(APP, methods=["PUT"]), awaits=False)
BY_ROUTE: Final = Policy(APP, allow_headers=["X-A"])


def environ_of(method: str = "GET", **others: str) -> WSGIEnvironment:
    """Return the environ of a request from a page to the host."""
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/orders/7",
        "wsgi.url_scheme": "https",
        "HTTP_HOST": HOST,
        "HTTP_ORIGIN": APP,
        **others,
    }


def preflight_of(asked: str = "PUT", names: str = "x-a") -> WSGIEnvironment:
    """Return the environ of a preflight."""
    return environ_of(
        "OPTIONS",
        HTTP_ACCESS_CONTROL_REQUEST_METHOD=asked,
        HTTP_ACCESS_CONTROL_REQUEST_HEADERS=names,
    )


def layer(endpoint: str = "") -> Layer[Any]:
    """Return a layer of an app, whose endpoint is read from the environ."""
    return Layer("ours", lambda environ: f"{endpoint}{environ['PATH_INFO']}")


def test_a_request() -> None:
    """All that a policy reads is in it."""
    expected = CORSRequest(
        "OPTIONS",
        origin=APP,
        request_method="PUT",
        request_headers="x-a",
        host=HOST,
        path="/orders/7",
        route_methods=PUT,
    )
    assert cors_request(preflight_of(), PUT) == expected
    assert cors_request({"REQUEST_METHOD": "GET"}) == CORSRequest("GET")


@pytest.mark.parametrize(("scheme", "expected"), [(None, "https"), ("http", "http")])
def test_what_a_guard_reads(scheme: str | None, expected: str) -> None:
    """All that a guard reads is in it; a scheme that is known better counts."""
    environ = environ_of(
        "POST", HTTP_SEC_FETCH_SITE="cross-site", HTTP_COOKIE="a=b", HTTP_UPGRADE="websocket"
    )
    sent = fetch_metadata(environ, scheme)
    assert sent.request == cors_request(environ)
    assert (sent.site, sent.scheme) == ("cross-site", expected)
    assert (sent.has_cookie, sent.is_websocket) == (True, True)
    bare = fetch_metadata({"REQUEST_METHOD": "GET"})
    assert bare == FetchMetadata(CORSRequest("GET"))


@pytest.mark.parametrize(
    ("others", "origin", "reason"),
    [
        ({}, APP, None),
        ({"HTTP_COOKIE": "a=b"}, APP, Reason.COOKIES_NOT_ALLOWED),
        ({}, EVIL, Reason.ORIGIN_NOT_ALLOWED),
    ],
)
def test_a_shadow_is_told_of(others: dict[str, str], origin: str, reason: Reason | None) -> None:
    """What a shadow would refuse is counted, with the endpoint of this very environ."""
    ours, environ = layer("v"), environ_of(**{"HTTP_ORIGIN": origin, **others})
    headers = add_headers(ours, SHADOWED.compiled, environ, [])
    assert headers == list(LOOSE.decide(cors_request(environ)).headers)
    rows = [(row.origin, row.reason, row.endpoint) for row in ours.stats.would_refuse]
    assert rows == ([] if reason is None else [(origin, reason, "v/orders/7")])


def test_no_shadow_is_asked_without_an_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request without an ``Origin`` is decided on by nobody."""
    monkeypatch.setattr(wsgi_calls, "decide", None)
    environ = environ_of()
    del environ["HTTP_ORIGIN"]
    assert add_headers(layer(), SHADOWED.compiled, environ, []) == [("Vary", "Origin")]


def test_telemetry_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is telemetry, it learns of what is allowed; else nobody does."""
    told: list[str] = []

    def tell(observed: Layer[Any]) -> None:
        told.append(repr(observed))

    monkeypatch.setattr(Layer, "observe", tell)
    for loaded in (False, True):
        if loaded:
            monkeypatch.setitem(sys.modules, TELEMETRY, ModuleType(TELEMETRY))
        else:
            monkeypatch.delitem(sys.modules, TELEMETRY, raising=False)
        told.clear()
        add_headers(layer(), LOOSE.compiled, environ_of(), [])
        assert told == ["ours"] * loaded


def test_a_refusal_is_known_by_origin_and_host(caplog: pytest.LogCaptureFixture) -> None:
    """The same origin may be the app's own under another host, so both are asked for."""
    caplog.set_level(logging.WARNING, "crossorigin")
    ours, compiled = layer(), Policy(EVIL).compiled
    for host in (HOST, "app.example.com", HOST, "app.example.com"):
        add_headers(ours, compiled, environ_of(HTTP_HOST=host), [])
    assert ours.stats.refused == {(Reason.ORIGIN_NOT_ALLOWED, "/orders/7"): 2}


def test_who_replaces_headers(caplog: pytest.LogCaptureFixture) -> None:
    """The endpoint of this very environ is named."""
    add_headers(layer("v"), LOOSE.compiled, environ_of(), [("Access-Control-Allow-Origin", "*")])
    assert caplog.messages == [
        'The view "v/orders/7" sets Access-Control-Allow-Origin by itself: replaced by what ours says.'
    ]


def test_an_exception_is_handed_on() -> None:
    """What the app hands to ``start_response`` reaches the server, with headers or without."""
    given: list[object] = []

    def start(_status: str, _headers: object, exc_info: object = None, /) -> Any:  # noqa: ANN401 - WSGI's writer
        given.append(exc_info)
        return None

    info = (ValueError, ValueError(), None)
    ours, other = layer(), layer()
    for owners in ([], [other]):
        respond(ours, LOOSE.compiled, environ_of(), owners, start, "200 OK", [], info)  # type: ignore[arg-type] # no traceback
    assert given == [info, info]


@pytest.mark.parametrize(
    ("policy", "environ", "is_quick"),
    [
        (LOOSE, preflight_of(), True),
        (LOOSE, preflight_of(names=""), True),
        (LOOSE, preflight_of("DELETE"), False),
        (LOOSE, preflight_of(names="x-b"), False),
        (BY_ROUTE, preflight_of(), True),
        (BY_ROUTE, preflight_of("DELETE"), False),
        (SHADOWED, preflight_of(names=""), True),
        (SHADOWED, preflight_of(), False),
    ],
)
def test_preflights_at_a_glance(
    policy: Policy, environ: WSGIEnvironment, monkeypatch: pytest.MonkeyPatch, *, is_quick: bool
) -> None:
    """What policy and shadow list needs no decision; all else is decided on, with its route."""
    decision = policy.decide(cors_request(environ, PUT))
    headers = quick_answer(layer(), policy.compiled, environ, PUT)
    assert headers == (decision.answer_headers() if is_quick else None)
    started = Started()
    answer_preflight(layer(), policy, environ, started, PUT)
    assert (started.status, started.headers) == ("200 OK", decision.answer_headers())
    if is_quick:
        monkeypatch.setattr(wsgi_calls, "decide", None)
        assert preflight_answer(layer(), policy, environ, PUT)[0] == "200 OK"


def test_a_preflight_that_a_shadow_would_refuse() -> None:
    """It is counted, for a route whose methods count, too."""
    shadowed = with_shadow(
        lambda: Policy(APP, methods=["PUT"]), Policy(APP, methods="route"), awaits=False
    )
    ours = layer()
    for methods in (PUT, frozenset({"GET"})):
        answer_preflight(ours, shadowed, preflight_of(names=""), Started(), methods)
    assert [row.reason for row in ours.stats.would_refuse] == [Reason.METHOD_NOT_ALLOWED]


def test_a_guard_tells_of_its_environ() -> None:
    """The endpoint of what a guard refuses is that of this very environ."""
    ours, environ = layer("v"), environ_of("POST", HTTP_ORIGIN=EVIL)
    answer_refused(Guard(), environ, lambda: Policy(APP), Started(), ours)
    assert ours.stats.refused == {(Reason.SENDER_NOT_ALLOWED, "v/orders/7"): 1}


def test_no_debugger_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Werkzeug's debugger was never imported, it answers nothing."""
    monkeypatch.delitem(sys.modules, DEBUGGER, raising=False)
    environ = {**environ_of(), "QUERY_STRING": "__debugger__=yes&cmd=resource&f=style.css"}
    assert may_be_debuggers(environ) is False
