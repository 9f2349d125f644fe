"""What is made of what a page asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser import messages
from crossorigin._browser.construct import construct_request
from crossorigin._browser.failures import Blocked
from crossorigin._browser.in_flight import InFlightRequest
from crossorigin._browser.messages import Body, FetchRequest
from crossorigin._browser.safelist import PreflightCause, PreflightTrigger
from tests.browser.fetches import ENGINES, GET

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList

POST = replace(GET, method="POST")
NO_CORS = replace(POST, mode="no-cors")
JSON = Body("application/json")


def sent(request: FetchRequest, engine: Engine = "fetch") -> InFlightRequest:
    """Return *request*, which can be sent."""
    in_flight = construct_request(request, engine)
    assert isinstance(in_flight, InFlightRequest)
    return in_flight


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(replace(GET, url="/x"), ("url-malformed", "/x"), id="relative"),
        pytest.param(
            replace(GET, url="https://u:p@a.example/"), ("url-has-credentials", ""), id="userinfo"
        ),
        pytest.param(replace(GET, method="a b"), ("method-malformed", "a b"), id="method"),
        pytest.param(replace(GET, method=""), ("method-malformed", ""), id="no-method"),
        pytest.param(
            replace(GET, method="connect"), ("forbidden-method", "connect"), id="C58-connect"
        ),
        pytest.param(replace(GET, method="TRACE"), ("forbidden-method", "TRACE"), id="C58-trace"),
        pytest.param(replace(NO_CORS, method="PUT"), ("no-cors-method", "PUT"), id="no-cors"),
        pytest.param(
            replace(GET, headers=(("X-A", "1"), ("X B", "1"))),
            ("header-malformed", "X B"),
            id="name",
        ),
        pytest.param(
            replace(GET, headers=(("X-A", "\u20ac"),)), ("header-malformed", "X-A"), id="value"
        ),
        pytest.param(replace(GET, body=JSON), ("body-not-allowed", "GET"), id="get-with-body"),
        pytest.param(
            replace(GET, method="head", body=JSON),
            ("body-not-allowed", "HEAD"),
            id="head-with-body",
        ),
        pytest.param(
            replace(NO_CORS, body=messages.STREAM), ("stream-not-allowed", ""), id="no-cors-stream"
        ),
        pytest.param(
            replace(GET, method="T RACE", headers=(("", ""),)),
            ("method-malformed", "T RACE"),
            id="the-first-counts",
        ),
    ],
)
def test_refused(request_: FetchRequest, expected: tuple[str, str]) -> None:
    """What a script may not ask for is refused before anything is sent."""
    blocked = construct_request(request_, "fetch")
    assert isinstance(blocked, Blocked)
    assert (str(blocked.failure), blocked.subject) == expected


def test_method() -> None:
    """C50: the method is normalised."""
    assert sent(replace(GET, method="delete")).method == "DELETE"
    assert sent(replace(GET, method="patch")).method == "patch"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param((), (("Accept", "*/*"),), id="none"),
        pytest.param((("ACCEPT", "a"),), (("ACCEPT", "a"),), id="accept"),
        pytest.param((("X-A", " \r\n1\t"),), (("X-A", "1"), ("Accept", "*/*")), id="white-space"),
        pytest.param(
            (("Cookie", "a"), ("sec-x", "1"), ("X-Method-Override", "TRACE"), ("X-A", "1")),
            (("X-A", "1"), ("Accept", "*/*")),
            id="C73-forbidden",
        ),
        pytest.param(
            (("X-A", "1"), ("x-a", "2")),
            (("X-A", "1"), ("x-a", "2"), ("Accept", "*/*")),
            id="repeated",
        ),
    ],
)
def test_headers(headers: HeaderList, expected: HeaderList) -> None:
    """What is forbidden is dropped without a word; what is missing is added."""
    assert sent(replace(GET, headers=headers)).headers == expected


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        ("fetch", ("1", "2")), ("chromium", ("1, 2",)),
        ("firefox", ("1", "2")), ("webkit", ("1, 2",)),
    ],
)  # fmt: skip
def test_repeated_headers(engine: Engine, expected: tuple[str, ...]) -> None:
    """Two engines make one header of what is set twice, before they look at it."""
    in_flight = sent(replace(GET, headers=(("X-A", "1"), ("x-a", "2"))), engine)
    assert tuple(value for name, value in in_flight.headers if name.lower() == "x-a") == expected


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        pytest.param((), messages.TEXT, ["text/plain;charset=UTF-8"], id="text"),
        pytest.param((), messages.BYTES, [], id="bytes"),
        pytest.param((("content-type", "a/b"),), JSON, ["a/b"], id="set"),
        pytest.param((), JSON, ["application/json"], id="blob"),
        pytest.param((), None, [], id="no-body"),
    ],
)
def test_body_type(headers: HeaderList, body: Body | None, expected: list[str]) -> None:
    """A body brings its type, unless the page says another."""
    in_flight = sent(replace(POST, headers=headers, body=body))
    found = [value for name, value in in_flight.headers if name.lower() == "content-type"]
    assert found == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param((("X-A", "1"),), "Accept: */*", id="any-other"),
        pytest.param((("Range", "bytes=0-"),), "Accept: */*", id="range"),
        pytest.param(
            (("Accept", "a"), ("Content-Language", "en")),
            "Accept: a Content-Language: en",
            id="safe",
        ),
        pytest.param((("Accept", "a("),), "Accept: */*", id="unsafe"),
        pytest.param((("Content-Type", "application/json"),), "Accept: */*", id="json"),
        pytest.param(
            (("Accept", "a" * 100), ("Accept", "b" * 27)), f"Accept: {'a' * 100}", id="too-long"
        ),
        pytest.param(
            (("Accept", "a" * 100), ("accept", "b" * 26)),
            f"Accept: {'a' * 100} accept: {'b' * 26}",
            id="long",
        ),
    ],
)
def test_no_cors_headers(headers: HeaderList, expected: str) -> None:
    """In the mode no-cors, a page sets what is safe, all lines of it together."""
    in_flight = sent(replace(NO_CORS, headers=headers))
    assert " ".join(f"{name}: {value}" for name, value in in_flight.headers) == expected


@pytest.mark.parametrize(
    ("body", "engines"),
    [
        pytest.param(JSON, "webkit", id="unsafe"),
        pytest.param(messages.FORM, " ".join(ENGINES), id="safe"),
    ],
)
def test_no_cors_body_type(body: Body, engines: str) -> None:
    """In the mode no-cors, a body brings no unsafe type, but in WebKit it does."""
    request = replace(NO_CORS, body=body)
    found = [
        engine for engine in ENGINES if ("Content-Type", body.type) in sent(request, engine).headers
    ]
    assert found == engines.split()


def test_streams() -> None:
    """C87: one engine sends a stream, one sends its name, one refuses."""
    request = replace(POST, body=messages.STREAM)
    found = [construct_request(request, engine) for engine in ENGINES]
    assert [
        in_flight.body if isinstance(in_flight, InFlightRequest) else str(in_flight.failure)
        for in_flight in found
    ] == [
        messages.STREAM,
        messages.STREAM,
        messages.TEXT,
        "stream-not-allowed",
    ]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(POST, [None] * 4, id="nothing"),
        pytest.param(
            replace(POST, has_upload_listener=True, body=messages.TEXT),
            ["upload-listener"] * 4,
            id="C87-listener",
        ),
        pytest.param(
            replace(GET, has_upload_listener=True),
            ["upload-listener", None, "upload-listener", "upload-listener"],
            id="C87-listener-without-body",
        ),
    ],
)
def test_forced(request_: FetchRequest, expected: list[str | None]) -> None:
    """C87: what listens to an upload needs a preflight, whatever is uploaded."""
    found = [sent(request_, engine).forced for engine in ENGINES]
    assert [cause and str(cause.trigger) for cause in found] == expected


def test_a_stream_is_forced() -> None:
    """C87: a stream needs a preflight."""
    request = replace(POST, body=messages.STREAM)
    assert sent(request).forced == PreflightCause(PreflightTrigger.STREAM_BODY)


def test_what_is_remembered() -> None:
    """A redirect starts from the headers that were sent first."""
    in_flight = sent(replace(GET, headers=(("X-B", "1"), ("Cookie", "a"))))
    assert in_flight.original == in_flight.headers == (("X-B", "1"), ("Accept", "*/*"))
    assert in_flight.dropped == frozenset()
    assert [str(url) for url in in_flight.urls] == [GET.url]
