"""The rows of who may read, methods and headers, from the page to the network and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.messages import STREAM, TEXT, FetchRequest, WireResponse
from crossorigin._browser.safelist import PreflightCause, PreflightTrigger
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
    methods,
    permission,
    reason,
    redirect,
    verdict,
    wire,
)

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

OWN = replace(GET, url=f"{HERE}/")
NO_CORS = replace(GET, mode="no-cors")
CLOSED = WireResponse(200)
NULL = ("Access-Control-Allow-Origin", "null")
EXPOSE = ("Access-Control-Expose-Headers", "X-A")
OPTIONS = f"OPTIONS {API}/ {HERE} PUT"
SENT = f"PUT {API}/ {HERE}"


@pytest.mark.parametrize(
    ("request_", "response", "expected"),
    [
        pytest.param(GET, WireResponse(200, (ANYBODY,)), "", id="C29"),
        pytest.param(INCLUDE, WireResponse(200, (ANYBODY,)), "wildcard-with-credentials", id="C30"),
        pytest.param(INCLUDE, WireResponse(200, (ALLOW, CREDENTIALS)), "", id="C32"),
        pytest.param(INCLUDE, READABLE, "allow-credentials-missing", id="C33"),
        pytest.param(GET, WireResponse(200, (ALLOW, ALLOW)), "allow-origin-multiple", id="C35"),
        pytest.param(replace(GET, origin="null"), WireResponse(200, (NULL,)), "", id="C37"),
        pytest.param(GET, WireResponse(200, (methods("GET"),)), "allow-origin-missing", id="C39"),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_cors_check(
    engine: Engine, request_: FetchRequest, response: WireResponse, expected: str
) -> None:
    """A response is read if it is shared with the page."""
    outcome = browse(request_, response, engine=engine)
    assert (reason(outcome), outcome.failed_on_preflight) == (expected, False)
    assert outcome.readable is (expected == "")


@pytest.mark.parametrize("status", [400, 401, 404, 405, 500, 503])
def test_any_status(status: int) -> None:
    """C40: an error that is shared is read as any other response."""
    outcome = browse(GET, WireResponse(status, (ALLOW, EXPOSE, ("X-A", "1"), ("X-B", "2"))))
    assert (outcome.type, outcome.status, outcome.headers) == ("cors", status, (("x-a", "1"),))
    assert outcome.url == f"{API}/"


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        pytest.param(WireResponse(304, (), READABLE), ("", 200), id="C41-stored"),
        pytest.param(
            WireResponse(304, (("Access-Control-Allow-Origin", "https://b.example"),), READABLE),
            ("allow-origin-mismatch", 0),
            id="C41-updated",
        ),
        pytest.param(WireResponse(304, (ALLOW,), CLOSED), ("", 200), id="C41-opened"),
        pytest.param(WireResponse(304, (ALLOW,)), ("", 304), id="C41-asked-by-the-page"),
        pytest.param(WireResponse(304), ("allow-origin-missing", 0), id="C41-not-shared"),
    ],
)
def test_not_modified(response: WireResponse, expected: tuple[str, int]) -> None:
    """C41: of a 304 to the HTTP cache, what is stored is checked, with its headers."""
    outcome = browse(GET, response)
    assert (reason(outcome), outcome.status) == expected


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("status", [200, 204, 299])
def test_preflight(engine: Engine, status: int) -> None:
    """C43, C46, C47: a permitted preflight is followed by the request itself."""
    outcome = browse(PUT, permission(methods("PUT"), status=status), READABLE, engine=engine)
    assert outcome.readable
    assert wire(outcome) == [OPTIONS, SENT]
    assert outcome.causes == (PreflightCause(PreflightTrigger.METHOD, "PUT"),)
    assert outcome.exchanges[0].request.causes == outcome.causes


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(redirect(308, "/x", methods("PUT")), ("preflight-redirect", "/x"), id="C44"),
        pytest.param(permission(methods("PUT"), status=403), ("preflight-status", "403"), id="C45"),
        pytest.param(permission(methods("put")), ("method-not-allowed", "PUT"), id="C48"),
        pytest.param(permission(), ("method-not-allowed", "PUT"), id="C54"),
        pytest.param(permission(methods("P UT")), ("allow-methods-malformed", "P UT"), id="C55"),
        pytest.param(
            permission(methods("PUT"), headers("x a")), ("allow-headers-malformed", "x a"), id="C68"
        ),
        pytest.param(permission(methods("PUT")), ("header-not-allowed", "x-a"), id="C63"),
        pytest.param(CLOSED, ("allow-origin-missing", ""), id="C39"),
        pytest.param(None, ("no-response", ""), id="no-response"),
    ],
)
def test_preflight_fails(answer: WireResponse | None, expected: tuple[str, str]) -> None:
    """C44, C45: what does not permit the request ends it, and nothing else is sent."""
    outcome = browse(replace(PUT, headers=(("X-A", "1"),)), answer)
    assert verdict(outcome) == expected
    assert outcome.failed_on_preflight
    assert wire(outcome) == [f"{OPTIONS} x-a"]
    assert (outcome.status, outcome.headers, outcome.url) == (0, (), "")


def test_credentials_of_a_preflight() -> None:
    """C10: a preflight goes without cookies, and is checked as if it had them."""
    request = replace(PUT, credentials="include")
    outcome = browse(request, WireResponse(200, (ANYBODY, methods("PUT"))))
    assert verdict(outcome) == ("wildcard-with-credentials", "*")
    answer = permission(CREDENTIALS, methods("PUT"))
    outcome = browse(request, answer, WireResponse(200, (ALLOW, CREDENTIALS)))
    assert [exchange.request.has_credentials for exchange in outcome.exchanges] == [False, True]


def test_the_response_is_checked_too() -> None:
    """A permitted request is not yet a shared response."""
    outcome = browse(PUT, permission(methods("PUT")), CLOSED)
    assert (reason(outcome), outcome.failed_on_preflight) == ("allow-origin-missing", False)


@pytest.mark.parametrize("engine", ENGINES)
def test_authorization_that_is_not_listed(engine: Engine) -> None:
    """C65: what no wildcard covers is refused by the standard alone, and not kept by it."""
    request = replace(GET, headers=(("Authorization", "1"),))
    answer = permission(headers("*"))
    if engine == "fetch":
        outcome = browse(request, answer)
        assert verdict(outcome) == ("authorization-not-listed", "authorization")
        assert outcome.cache.entries == ()
    else:
        assert browse(request, answer, READABLE, engine=engine).readable


def test_stream() -> None:
    """C87: a stream is preceded by a preflight that asks for POST, and lists no header."""
    outcome = browse(replace(GET, method="POST", body=STREAM), permission(), READABLE)
    assert wire(outcome) == [f"OPTIONS {API}/ {HERE} POST", f"POST {API}/ {HERE}"]


def test_upload_listener() -> None:
    """C87: a listener to the upload is reason enough to ask."""
    request = replace(GET, method="POST", body=TEXT, has_upload_listener=True)
    outcome = browse(request, permission(), READABLE)
    assert outcome.causes == (PreflightCause(PreflightTrigger.UPLOAD_LISTENER),)
    assert outcome.exchanges[1].request.body == TEXT
