"""The parts of an ASGI call: the headers of a request, read once, and whole responses."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import pytest

from crossorigin import CORSRequest
from crossorigin._adapters.asgi_calls import (
    ORIGIN,
    SEVERAL,
    asked_method,
    cors_request,
    fetch_metadata,
    raw_value,
    read_headers,
    send_whole,
    with_list,
)
from crossorigin._policy.requests import FetchMetadata

APP = b"https://app.example.com"
ASKS = b"access-control-request-method"
NAMES = b"access-control-request-headers"


def scope_of(*headers: object, **others: object) -> dict[str, Any]:
    """Return the scope of a request with *headers*."""
    return {"type": "http", "method": "GET", "headers": list(headers), **others}


# What a server sends, which leaves all names as they came or none.
LINES: Final[list[tuple[list[object], bytes | None]]] = [
    ([], None),
    ([(b"accept", b"*/*"), (b"cookie", b"a=b")], None),
    ([(b"origin", APP)], APP),
    ([(b"ORIGIN", APP)], APP),
    ([(b"oRiGiN", APP), (b"Accept", b"*/*")], APP),
    ([(b"Origin", APP), (b"Origin", b"https://evil.example")], b","),
    ([(b"origin", bytearray(APP))], APP),
    ([(b"origin", b"")], b""),
    ([(b"origin", APP), (b"origin", APP)], b","),
    ([(b"origin", b""), (b"origin", APP)], b","),
    ([(b"origin", APP)] * 3, b","),
    ([("origin", APP)], None),
    ([(b"origin", "https://app.example.com")], None),
    ([(b"origin",)], None),
    ([None], None),
]
# What no server sends, a case for each name: what only a slower look would find is passed by.
MIXED: Final[list[tuple[list[object], bytes | None]]] = [
    ([(b"oRiGiN", APP), (b"accept", b"*/*")], None),
    ([(b"origin", APP), (b"Origin", b"https://evil.example")], APP),
    ([(b"origin", None), (b"origin", APP)], APP),
]


@pytest.mark.parametrize(("headers", "expected"), [*LINES, *MIXED])
def test_one_line(headers: list[object], expected: bytes | None) -> None:
    """A header is read in any case; of two lines nothing is left that could match."""
    assert raw_value(scope_of(*headers), ORIGIN) == expected


def test_no_headers() -> None:
    """A scope may lack its headers, or have something else in their place."""
    for scope in ({}, {"headers": None}, {"headers": 7}):
        assert raw_value(scope, ORIGIN) is None
        assert read_headers(scope) is None
        assert with_list(scope) is scope
    assert with_list({"headers": iter([1])}) == {"headers": [1]}


def test_all_that_is_read() -> None:
    """Several lines are a list; a header that nobody asks about is not kept."""
    scope = scope_of(
        (b"Origin", APP),
        (b"x-a", b"1"),
        (NAMES, b"x-a"),
        (NAMES.title(), b"\xe4"),
        (b"cookie", b""),
    )
    assert read_headers(scope) == {ORIGIN: APP.decode(), NAMES: "x-a, \xe4", b"cookie": ""}
    assert read_headers(scope_of((b"origin", APP), (b"host", None))) is None


def test_lines_are_bounded() -> None:
    """More lines than any policy reads are not joined; so many are too many all the same."""
    read = read_headers(scope_of(*[(NAMES, b"x")] * 1000))
    assert read is not None
    (value,) = read.values()
    assert value.count(",") == 129


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([(ASKS, b"PUT")], "PUT"),
        ([(ASKS.title(), b"PUT")], "PUT"),
        ([(ASKS, b"PUT"), (ASKS, b"PUT")], SEVERAL.decode()),
        ([(ASKS, b"")], None),
        ([], None),
    ],
)
def test_preflights(headers: list[object], expected: str | None) -> None:
    """A preflight has one method at least that it asks for."""
    assert asked_method(scope_of(*headers)) == expected


def test_requests() -> None:
    """A policy decides on these parts of a scope, a guard on some more."""
    scope = scope_of((b"origin", APP), (ASKS, b"PUT"), (b"host", b"a"), path="/x")
    request = CORSRequest("GET", origin=APP.decode(), request_method="PUT", host="a", path="/x")
    assert cors_request(scope, read_headers(scope)) == request
    assert fetch_metadata(scope, read_headers(scope)) == FetchMetadata(request, scheme="")
    socket = {**scope_of((b"cookie", b"")), "type": "websocket", "scheme": "ws", "method": "PUT"}
    assert fetch_metadata(socket, read_headers(socket)) == FetchMetadata(
        CORSRequest("GET"), scheme="ws", has_cookie=True, is_websocket=True
    )


@pytest.mark.parametrize(
    ("kind", "method", "headers", "expected"),
    [
        ("http", "POST", [], True),
        ("websocket", None, [], True),
        ("http", "POST", [(b"x-id", b"7", None)], False),
        ("http", "POST", [(bytearray(b"origin"), APP)], False),
        ("http", "POST", [("origin", APP)], False),
        ("http", "POST", [(b"origin", bytearray(APP))], True),
        ("http", "POST", None, False),
        ("http", None, [], False),
        ("http", b"POST", [], False),
        ("websocket", None, 7, False),
        ("webtransport", "CONNECT", [], False),
        (None, "POST", [], False),
    ],
)
def test_what_can_be_read(
    kind: object,
    method: object,
    headers: object,
    expected: bool,  # noqa: FBT001
) -> None:
    """A guard can judge a request or a handshake whose headers are pairs of bytes, nothing else."""
    scope = {"type": kind, "method": method, "headers": headers}
    sent = fetch_metadata(scope, read_headers(scope))
    assert sent.is_readable is expected
    if not expected:
        assert (sent.request.origin, sent.site, sent.has_cookie) == (None, None, False)


def test_a_whole_response() -> None:
    """A response is a start and a body, of the kind that is asked for."""
    sent: list[object] = []

    async def send(message: object) -> None:
        sent.append(message)

    asyncio.run(send_whole(send, 403, [(b"a", b"b")], b"no", "websocket.http.response"))
    assert sent == [
        {"type": "websocket.http.response.start", "status": 403, "headers": [(b"a", b"b")]},
        {"type": "websocket.http.response.body", "body": b"no"},
    ]
