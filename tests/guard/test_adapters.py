"""The guard in each adapter: one table for all of them, and what each does of its own."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

import pytest
from flask import Flask

from crossorigin import Policy, Reason
from crossorigin.asgi import CORSMiddleware as ASGIMiddleware
from crossorigin.flask import CORS
from crossorigin.wsgi import CORSMiddleware as WSGIMiddleware
from tests.asgi.calls import Server, called
from tests.cases.case import ELSEWHERE, HERE
from tests.cases.senders import sent_request
from tests.cases.sending import APP, EVIL, READERS, SENT
from tests.guard.adapters import (
    ADAPTERS,
    CLOSED_VIEWS,
    environ_for,
    hello,
    hello_async,
    messages_for,
    scope_for,
)
from tests.wsgi.calls import CLOSED, NOTHING, OPEN, Reply, answered, ask

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from crossorigin import CORSRequest, Origin

POLICY: Final = Policy(HERE)
FORM: Final = sent_request("POST", origin=ELSEWHERE, site="cross-site", has_cookie=True)
EVIL_SOCKET: Final = sent_request("GET", origin=EVIL, is_websocket=True)
COVERED: Final = {name: row for name, row in SENT.items() if row[1] is not None}
UNCOVERED: Final = {name: row for name, row in SENT.items() if row[1] is None}

each_adapter = pytest.mark.parametrize("adapter", ADAPTERS)


def refused(reply: Reply) -> str | None:
    """Return the reason for which *reply* refuses, or ``None`` if it is the app's."""
    assert reply.error is None
    assert reply.status in {200, 403}
    return reply.body.partition(": ")[0] if reply.status == 403 else None


@each_adapter
@pytest.mark.parametrize("name", COVERED)
def test_the_table(name: str, adapter: str) -> None:
    """Each adapter refuses what the guard refuses, and lets the rest through."""
    sent, policy, reason = COVERED[name]
    assert policy is not None
    assert refused(ADAPTERS[adapter](sent, policy)) == reason


@pytest.mark.parametrize("adapter", CLOSED_VIEWS)
@pytest.mark.parametrize("name", UNCOVERED)
def test_the_table_where_no_policy_covers(name: str, adapter: str) -> None:
    """A view that is taken out has no policy to ask, and the guard still stands before it."""
    sent, _, reason = UNCOVERED[name]
    assert refused(CLOSED_VIEWS[adapter](sent)) == reason


@each_adapter
def test_the_whole_answer(adapter: str) -> None:
    """A refusal is one sentence that nobody keeps, with what the policy adds, and no more."""
    reply = ADAPTERS[adapter](FORM, POLICY)
    body = "sender-not-allowed: A page of another origin sent this, and neither the guard nor"
    assert reply.body.startswith(body)
    assert dict(reply.headers) == {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(reply.body)),
        "Cache-Control": "no-store",
        **CLOSED,
    }


@each_adapter
def test_an_allowed_page_may_read_why(adapter: str) -> None:
    """A page that may read is told why its cookies are refused."""
    reply = ADAPTERS[adapter](sent_request("POST", origin=HERE, has_cookie=True), POLICY)
    assert (refused(reply), reply.cors) == (Reason.COOKIES_NOT_ALLOWED, OPEN)


@each_adapter
def test_a_refusal_is_logged(adapter: str, caplog: pytest.LogCaptureFixture) -> None:
    """At the level INFO, one record says what was refused, and why."""
    caplog.set_level("INFO", logger="crossorigin")
    ADAPTERS[adapter](FORM, POLICY)
    (record,) = [record for record in caplog.records if record.name == "crossorigin"]
    assert record.getMessage().startswith(f'POST / from "{ELSEWHERE}": refused by the guard')


def test_a_trusted_sender_cannot_read() -> None:
    """Who may only send gets no header that would let it read."""
    sent, policy, _ = SENT["trusted"]
    assert policy is not None
    replies = [adapter(sent, policy) for adapter in ADAPTERS.values()]
    assert [(reply.status, reply.cors) for reply in replies] == [(200, CLOSED)] * len(ADAPTERS)


def test_a_socket_is_closed_where_the_server_knows_no_answer() -> None:
    """Without the extension, a handshake is refused by closing, before any acceptance."""
    known: list[dict[str, Any] | None] = [None, {}, {"http.response.trailers": {}}]
    for extensions in known:
        server = messages_for(EVIL_SOCKET, READERS, extensions)
        assert server.sent == [{"type": "websocket.close", "code": 1008}]


def test_a_socket_is_answered_where_the_server_can() -> None:
    """With the extension, the answer to a handshake is the same as to a form."""
    server = messages_for(EVIL_SOCKET, READERS, {"websocket.http.response": {}})
    start, body = server.sent
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 403)
    assert body["type"] == "websocket.http.response.body"
    assert body["body"].startswith(b"sender-not-allowed: ")


@pytest.mark.parametrize("kind", ["lifespan", "something-new"])
def test_other_scopes_are_the_apps(kind: str) -> None:
    """What has no headers is no request, and goes to the app as it is."""
    seen: list[object] = []

    async def app(scope: object, *_: object) -> None:
        seen.append(scope)

    scope = {"type": kind}
    asyncio.run(called(ASGIMiddleware(app, READERS, guard=True), scope, Server()))
    assert seen == [scope]
    assert seen[0] is scope


UNREADABLE: Final[dict[str, dict[str, Any]]] = {
    "no-headers": {"headers": None},
    "a-number": {"headers": 7},
    "numbers": {"headers": [(1, 2)]},
    "text": {"headers": "junk"},
    "one": {"headers": [(b"origin",)]},
    "three": {"headers": [(b"origin", APP.encode()), (b"x-id", b"7", None)]},
    "bytearrays": {"headers": [(bytearray(b"origin"), bytearray(APP.encode()))]},
    "method-is-a-list": {"method": ["POST"]},
    "method-is-bytes": {"method": b"POST"},
}


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_refused(
    case: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A scope that no server makes may hide its sender: it is refused, and nothing is raised."""
    if kind == "websocket" and "method" in UNREADABLE[case]:
        kind = "http"  # a handshake has no method
    caplog.set_level(logging.INFO, "crossorigin")
    seen: list[object] = []

    async def app(scope: object, *_: object) -> None:
        seen.append(scope)

    server = Server()
    scope: dict[str, Any] = {"type": kind, "method": "POST", "scheme": [], "path": 7}
    scope["headers"] = []
    asyncio.run(called(ASGIMiddleware(app, READERS, guard=True), scope | UNREADABLE[case], server))
    assert seen == []
    if kind == "http":
        assert server.reply().status == 403
        assert server.reply().body.startswith("request-unreadable: ")
    else:
        assert server.sent == [{"type": "websocket.close", "code": 1008}]
    (message,) = caplog.messages
    assert "refused by the guard, request-unreadable. " in message


@pytest.mark.parametrize("kind", ["webtransport", "something-new", None])
def test_requests_of_kinds_that_are_not_known_are_refused(kind: str | None) -> None:
    """What has a part of a request is one, and a page may have sent it: it is closed."""
    parts: list[dict[str, Any]] = [
        {"headers": scope_for(sent)["headers"], "path": "/"} for sent in (EVIL_SOCKET, FORM)
    ]
    parts += [{"headers": []}, {"path": "/"}, {"method": "GET"}]
    for part in parts:
        seen: list[object] = []

        async def app(scope: object, *_: object, seen: list[object] = seen) -> None:
            seen.append(scope)

        server, scope = Server(), {"type": kind, **part}
        asyncio.run(called(ASGIMiddleware(app, READERS, guard=True), scope, server))
        assert (seen, server.sent) == ([], [{"type": f"{kind}.close", "code": 1008}])
        asyncio.run(called(ASGIMiddleware(app, READERS), scope, server))
        assert seen == [scope], "without a guard it is the app's"


def test_headers_that_can_be_read_once_reach_the_app() -> None:
    """The app of a WebSocket finds the headers that the guard has read."""
    seen: list[object] = []

    async def app(scope: dict[str, object], *_: object) -> None:
        seen.append(list(scope["headers"]))  # type: ignore[call-overload] # an iterable it is

    pairs = [(b"origin", APP.encode()), (b"host", b"api.example.com")]
    scope = {"type": "websocket", "path": "/", "headers": iter(pairs)}
    asyncio.run(called(ASGIMiddleware(app, READERS, guard=True), scope, Server()))
    assert seen == [pairs]


def test_an_inner_refusal_stands() -> None:
    """A looser policy around a guarded app leaves the refusal as it is."""
    inner = WSGIMiddleware(hello, POLICY, guard=True)
    outer = WSGIMiddleware(inner, Policy([HERE, ELSEWHERE], credentials=True))
    assert answered(outer, environ_for(FORM)).cors == CLOSED
    server = Server()
    guarded = ASGIMiddleware(hello_async, POLICY, guard=True)
    app = ASGIMiddleware(guarded, Policy([HERE, ELSEWHERE], credentials=True))
    asyncio.run(called(app, scope_for(FORM), server))
    assert server.reply().cors == CLOSED


def test_an_asynchronous_source_is_asked() -> None:
    """The guard waits for what an origin source says."""

    async def source(origin: Origin, _: CORSRequest) -> bool:
        return str(origin) == HERE

    app = ASGIMiddleware(hello_async, origins=source, guard=True)
    for origin, status in ((HERE, 200), (ELSEWHERE, 403)):
        server = Server()
        asyncio.run(called(app, scope_for(sent_request("POST", origin=origin)), server))
        assert server.reply().status == status


def test_the_end_of_a_socket_is_no_crash() -> None:
    """Where an app raises once its WebSocket has ended, nothing is written after that."""

    def app(_: WSGIEnvironment, __: StartResponse) -> Iterable[bytes]:
        raise StopIteration

    socket = sent_request("GET", origin=APP, is_websocket=True)
    reply = answered(WSGIMiddleware(app, READERS, guard=True), environ_for(socket))
    assert isinstance(reply.error, StopIteration)
    assert (reply.starts, reply.chunks) == (0, [])


def test_the_guard_covers_what_routes_nowhere() -> None:
    """In Flask the guard stands before errors of routing, too; a GET gets the error."""
    app = Flask(__name__)
    CORS(app, POLICY, guard=True)
    assert answered(app, environ_for(FORM, "/nowhere")).status == 403
    assert ask(app, "/nowhere", origin=ELSEWHERE).status == 404


def test_an_answer_where_no_policy_covers() -> None:
    """Where a view has no policy, the refusal has no CORS header at all."""
    assert CLOSED_VIEWS["flask"](FORM).cors == NOTHING
