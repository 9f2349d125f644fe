"""Whatever a client sends, a server makes of it or an app answers: no fault of ours is added."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import pytest

from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware
from tests.asgi.calls import Pairs, Server, answered, ask, called, saying, scope_of
from tests.cases.case import ELSEWHERE, HERE
from tests.wsgi.calls import CLOSED, OPEN
from tests.wsgi.test_hostile import GENEROUS, HOSTILE, MAX_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._adapters.asgi_calls import Receive, Scope, Send

POLICY: Final = Policy([HERE], methods=["PUT"])
APP: Final = CORSMiddleware(saying(), GENEROUS)
LATIN: Final = {name: text.encode("utf-8", "replace") for name, text in HOSTILE.items()}
CREDENTIALED: Final = {**OPEN, "Access-Control-Allow-Credentials": "true"}


def preflight(origin: bytes, asks: bytes = b"PUT", *also: tuple[bytes, bytes]) -> dict[str, Any]:
    """Return the scope of a preflight, byte by byte."""
    marks = [(b"origin", origin), (b"access-control-request-method", asks)]
    return scope_of("OPTIONS", origin=None, headers=[*marks, *also])


@pytest.mark.parametrize("name", HOSTILE)
def test_origin(name: str) -> None:
    """No junk is an origin: a request is answered without access, a preflight refused."""
    actual = ask(APP, origin=None, headers=[(b"origin", LATIN[name])])
    asked = answered(APP, preflight(LATIN[name]))
    assert (actual.status, actual.body, actual.cors) == (200, "hello", CLOSED)
    assert (asked.status, list(asked.cors), asked.error) == (403, ["Vary"], None)
    assert asked.body.partition(":")[0] in {"origin-malformed", "origin-null"}


@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - {"empty", "null"}))
def test_requested_method(name: str) -> None:
    """No junk is a method: it is not repeated, not even under ``methods="*"``."""
    reply = answered(APP, preflight(HERE.encode(), LATIN[name]))
    assert (reply.status, reply.methods, reply.origin) == (200, None, HERE)


@pytest.mark.parametrize("name", HOSTILE)
def test_requested_headers(name: str) -> None:
    """No junk is a header name: it is not repeated, and the answer stays small."""
    names = (b"access-control-request-headers", LATIN[name])
    reply = answered(APP, preflight(HERE.encode(), b"PUT", names))
    permitted = reply.cors["Access-Control-Allow-Headers"]
    assert (reply.status, reply.origin) == (200, HERE)
    assert permitted == ("content-type, null" if name == "null" else "content-type")
    assert sum(len(f"{name}: {value}") for name, value in reply.headers) < MAX_HEADERS


@pytest.mark.parametrize(
    ("name", "method"),
    [
        (b"Origin", b"Access-Control-Request-Method"),
        (b"ORIGIN", b"ACCESS-CONTROL-REQUEST-METHOD"),
        (b"oRiGiN", b"access-control-REQUEST-method"),
    ],
)
def test_names_of_request_headers_have_no_case(name: bytes, method: bytes) -> None:
    """A server that leaves the names of headers as they came is understood, too."""
    marks = [(name, HERE.encode()), (method, b"PUT")]
    app = CORSMiddleware(saying(), POLICY)
    actual = ask(app, origin=None, headers=marks)
    asked = ask(app, "OPTIONS", origin=None, headers=marks)
    assert (actual.cors, asked.methods) == (OPEN, "PUT")


@pytest.mark.parametrize("other", [HERE, "https://evil.example", "", "null"])
def test_two_origins_are_none(other: str) -> None:
    """Several lines are a list, and no list is an origin, in whatever order they come."""
    pairs = [(b"origin", HERE.encode()), (b"origin", other.encode())]
    app = CORSMiddleware(saying(), POLICY)
    for headers in (pairs, pairs[::-1]):
        assert ask(app, origin=None, headers=headers).cors == CLOSED
        marks = [*headers, (b"access-control-request-method", b"PUT")]
        assert ask(app, "OPTIONS", origin=None, headers=marks).status == 403


def test_several_lines_of_requested_headers_are_one_list() -> None:
    """``Access-Control-Request-Headers`` may come in lines."""
    lines = [(b"access-control-request-headers", name) for name in (b"x-b", b"x-a")]
    reply = answered(APP, preflight(HERE.encode(), b"PUT", *lines))
    assert reply.cors["Access-Control-Allow-Headers"] == "content-type, x-a, x-b"


class Pair(list[bytes]):
    """A pair that is a list, as the specification permits."""


@pytest.mark.parametrize("kind", [list, tuple, iter], ids=["list", "tuple", "iterator"])
def test_headers_may_be_any_iterable(kind: Any) -> None:  # noqa: ANN401 - a type or a function
    """Whatever iterable the headers of a request are, the app can read them, too."""
    seen: list[object] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.extend(scope["headers"])
        await saying()(scope, receive, send)

    scope = scope_of()
    pairs = [Pair(pair) for pair in scope["headers"]]
    scope["headers"] = kind(pairs)
    assert answered(CORSMiddleware(app, POLICY), scope).cors == OPEN
    assert seen == pairs


MALFORMED: Final[dict[str, object]] = {
    "none": None,
    "number": 7,
    "text": "origin: https://app.example.com",
    "names-are-text": [("origin", HERE)],
    "value-is-text": [(b"origin", HERE)],
    "value-is-none": [(b"origin", None)],
    "three": [(b"origin", HERE.encode(), b"")],
    "one": [(b"origin",)],
    "no-pair": [None, (b"origin", HERE.encode())],
}


@pytest.mark.parametrize("method", ["GET", "OPTIONS", None])
@pytest.mark.parametrize("name", MALFORMED)
def test_headers_that_no_server_sends(name: str, method: str | None) -> None:
    """What is malformed opens nothing, and reaches the app as it is."""
    scope = {**scope_of(), "headers": MALFORMED[name], "method": method}
    reply = answered(CORSMiddleware(saying(), POLICY), scope)
    assert (reply.body, reply.cors, reply.error) == ("hello", CLOSED, None)


@pytest.mark.parametrize("missing", ["headers", "method", "path", "asgi", "extensions", "type"])
def test_a_scope_that_lacks_something(missing: str) -> None:
    """The app is called, whatever is missing, and gets no exception of ours."""
    called_with: list[object] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        called_with.append(missing in scope)

    scope = scope_of()
    del scope[missing]
    assert answered(CORSMiddleware(app, Policy(lambda _, __: True)), scope).error is None
    assert called_with == [False]


def garbage() -> Iterator[tuple[str, object]]:
    """Yield messages that start no response, each by its name."""
    yield "headers-none", None
    yield "headers-number", 7
    yield "headers-text", "a: b"
    yield "name-is-none", [(None, b"x")]
    yield "value-is-none", [(b"vary", None)]
    yield "value-is-number", [(b"vary", 7)]
    yield "three", [(b"vary", b"x", b"y")]
    yield "one", [(b"vary",)]
    yield "no-pair", [None]


@pytest.mark.parametrize("headers", [each for _, each in garbage()], ids=[n for n, _ in garbage()])
@pytest.mark.parametrize("origin", [HERE, None])
def test_a_start_that_no_server_takes(headers: object, origin: str | None) -> None:
    """The server gets the app's fault as it is, so that the complaint is the server's."""
    message = {"type": "http.response.start", "status": 200, "headers": headers}
    server = Server()

    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send(message)

    asyncio.run(called(CORSMiddleware(app, POLICY), scope_of(origin=origin), server))
    assert server.sent == [message]


@pytest.mark.parametrize("origin", [ELSEWHERE, HERE])
def test_a_start_in_text_opens_nothing(origin: str) -> None:
    """Some servers take text for bytes, so the middleware does: no header of the app stays."""
    headers = [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Credentials", "true")]
    server = Server()

    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    asyncio.run(called(CORSMiddleware(app, POLICY), scope_of(origin=origin), server))
    own = [(b"access-control-allow-origin", HERE.encode())] if origin == HERE else []
    assert server.sent[0]["headers"] == [*own, (b"vary", b"Origin")]


@pytest.mark.parametrize("message", [None, 7, "http.response.start", [], {}, {"type": None}])
def test_what_is_no_message(message: Any) -> None:  # noqa: ANN401 - anything at all
    """What is no message at all reaches the server as it is."""
    server = Server()

    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send(message)

    asyncio.run(called(CORSMiddleware(app, POLICY), scope_of(), server))
    assert server.sent == [message]


def test_a_start_without_headers() -> None:
    """The headers of a response may be missing: ours are there all the same."""

    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 204})

    assert answered(CORSMiddleware(app, POLICY), scope_of()).cors == OPEN


@pytest.mark.parametrize("origin", [HERE, None])
def test_headers_of_a_response_may_be_any_iterable(origin: str | None) -> None:
    """An app may send its headers as whatever can be iterated once."""

    async def app(_: Scope, __: Receive, send: Send) -> None:
        pairs = ([name, b"x"] for name in (b"x-a", b"vary"))
        await send({"type": "http.response.start", "status": 200, "headers": pairs})

    reply = answered(CORSMiddleware(app, POLICY), scope_of(origin=origin))
    assert reply.headers[0] == ("X-A", "x")
    assert reply.cors["Vary"] == "x, Origin"


@pytest.mark.parametrize("also", [[], [(b"vary", b"\xff\xfe")]])
def test_bytes_that_are_no_text_stay_as_they_are(also: Pairs) -> None:
    """An app's header of any bytes arrives byte by byte, merged lines too."""
    server = Server()
    app = saying((b"x-\xe4", bytes(range(0x80, 0x100))), *also)
    asyncio.run(called(CORSMiddleware(app, POLICY), scope_of(), server))
    headers = server.sent[0]["headers"]
    assert dict(headers)[b"x-\xe4"] == bytes(range(0x80, 0x100))
    assert dict(headers)[b"vary"] == (b"\xff\xfe, Origin" if also else b"Origin")


def test_a_start_that_is_sent_twice() -> None:
    """An app that starts its response again gets the headers again, and the server's complaint."""

    async def app(_: Scope, __: Receive, send: Send) -> None:
        for status in (200, 404):
            await send({"type": "http.response.start", "status": status, "headers": []})

    server = Server()
    asyncio.run(called(CORSMiddleware(app, POLICY), scope_of(), server))
    starts = [dict(each["headers"]) for each in server.sent]
    assert [each[b"access-control-allow-origin"] for each in starts] == [HERE.encode()] * 2


def test_the_usual_answer() -> None:
    """Under the policy that all this junk was sent to, the right origin may read."""
    assert ask(APP).cors == CREDENTIALED
