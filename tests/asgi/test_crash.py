"""Apps that raise under the ASGI middleware: answered for who may read it, and raised again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Mount, Route

from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware
from tests.asgi.calls import answered, scope_of
from tests.cases.case import ELSEWHERE, HERE
from tests.wsgi.calls import ANYBODY, NOTHING, OPEN, Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from crossorigin import CORSRequest, Origin
    from crossorigin._adapters.asgi_calls import Message, Receive, Scope, Send

POLICY = Policy([HERE])
CRASH = LookupError("the password is swordfish")


async def crashing(_: Scope, __: Receive, ___: Send) -> None:
    """Raise at once."""
    raise CRASH


async def started(_: Scope, __: Receive, send: Send) -> None:
    """Raise after the start of a response, and before its end."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise CRASH


def crashed(mode: str | None = None, origin: str | None = HERE, method: str = "GET") -> Reply:
    """Return what is answered for an app that raises at once."""
    headers = [] if mode is None else [(b"sec-fetch-mode", mode.encode())]
    scope = scope_of(method, origin=origin, headers=headers)
    return answered(CORSMiddleware(crashing, POLICY), scope)


def test_a_page_can_read_that_the_app_has_crashed() -> None:
    """The answer is a plain 500 with the headers, nothing of the exception, and it is raised."""
    reply = crashed()
    assert reply.error is CRASH
    assert (reply.status, reply.body) == (500, "Internal Server Error\n")
    assert reply.headers == [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", "22"),
        ("Cache-Control", "no-store"),
        *OPEN.items(),
    ]


def test_any_page_can_read_it_under_an_open_policy() -> None:
    """With any origin allowed, any origin may know."""
    reply = answered(CORSMiddleware(crashing, origins="*"), scope_of(origin=ELSEWHERE))
    assert (reply.status, reply.cors) == (500, ANYBODY)


@pytest.mark.parametrize("mode", ["cors", None])
def test_fetch_says_that_it_is_one(mode: str | None) -> None:
    """A browser that says nothing of the mode, as old ones do, is taken for a page's."""
    reply = crashed(mode)
    assert (reply.status, reply.error) == (500, CRASH)


@pytest.mark.parametrize("mode", ["navigate", "no-cors", "same-origin", "websocket"])
def test_whoever_is_no_fetch_gets_what_the_server_answers(mode: str) -> None:
    """Who navigates sees the server's own page, or that of a debugger: nothing was started."""
    reply = crashed(mode)
    assert (reply.starts, reply.error) == (0, CRASH)


@pytest.mark.parametrize("origin", [ELSEWHERE, "null", "junk", "", None])
def test_who_may_not_read_gets_what_the_server_answers(origin: str | None) -> None:
    """Nobody else is told anything."""
    reply = crashed(origin=origin)
    assert (reply.starts, reply.error) == (0, CRASH)


def test_an_async_source_says_who_may_read_it() -> None:
    """The answer for a crash, too, waits for an ``async`` origin source."""

    async def source(origin: Origin, _: CORSRequest) -> bool:
        return str(origin) == HERE

    app = CORSMiddleware(crashing, origins=source)
    replies = [answered(app, scope_of(origin=origin)) for origin in (HERE, ELSEWHERE)]
    assert [(reply.status, reply.cors) for reply in replies] == [(500, OPEN), (0, NOTHING)]


def test_what_has_been_started_stays() -> None:
    """After the start of a response nothing can be answered: the exception is raised."""
    reply = answered(CORSMiddleware(started, POLICY), scope_of())
    assert (reply.status, reply.cors, reply.starts) == (200, OPEN, 1)
    assert reply.error is CRASH


def test_a_client_that_has_gone_does_not_hide_the_crash() -> None:
    """If the answer cannot be sent, it is still the app's exception that is raised."""

    async def send(_: Message) -> None:
        raise BrokenPipeError

    async def app(scope: Scope, receive: Receive, _: Send) -> None:
        await CORSMiddleware(crashing, POLICY)(scope, receive, send)

    assert answered(app, scope_of()).error is CRASH


def test_a_preflight_never_crashes() -> None:
    """The app is not asked, so it cannot fail; who is refused learns nothing more."""
    app = CORSMiddleware(crashing, POLICY)
    replies = [answered(app, scope_of(asks="GET", origin=origin)) for origin in (HERE, ELSEWHERE)]
    assert [(reply.status, reply.error) for reply in replies] == [(200, None), (403, None)]


async def crash(_: Request) -> PlainTextResponse:
    """Raise."""
    raise CRASH


async def pieces() -> AsyncIterator[bytes]:
    """Raise after the first piece."""
    yield b"hal"
    raise CRASH


async def stream(_: Request) -> StreamingResponse:
    """Raise in the middle of a body."""
    return StreamingResponse(pieces())


ROUTES = [Route("/", crash), Route("/stream", stream)]


@pytest.mark.parametrize("debug", [False, True])
def test_starlettes_own_answer_to_an_error_is_not_sent_on_top(*, debug: bool) -> None:
    """``ServerErrorMiddleware``, outside of ours, sees that the response was started."""
    app = Starlette(routes=ROUTES, debug=debug)
    app.add_middleware(CORSMiddleware, policy=POLICY)
    reply = answered(app, scope_of())
    assert (reply.status, reply.cors, reply.starts) == (500, OPEN, 1)
    assert (reply.body, reply.error) == ("Internal Server Error\n", CRASH)


def test_around_a_starlette_app_its_own_answer_stands() -> None:
    """Outside of ``ServerErrorMiddleware``, the app's own page for errors has the headers."""

    async def sorry(_: Request, __: Exception) -> PlainTextResponse:
        return PlainTextResponse("sorry", 500)

    app = Starlette(routes=ROUTES, exception_handlers={Exception: sorry})
    reply = answered(CORSMiddleware(app, POLICY), scope_of())
    assert (reply.status, reply.cors, reply.starts) == (500, OPEN, 1)
    assert (reply.body, reply.error) == ("sorry", CRASH)


def test_a_stream_that_raises() -> None:
    """What has left stays, and the exception reaches the server."""
    app = Starlette(routes=ROUTES)
    app.add_middleware(CORSMiddleware, policy=POLICY)
    reply = answered(app, scope_of(path="/stream"))
    assert (reply.status, reply.cors, reply.body) == (200, OPEN, "hal")
    assert reply.error is CRASH


@pytest.mark.parametrize("origin", [HERE, ELSEWHERE, None])
def test_a_mount_that_finds_nothing(origin: str | None) -> None:
    """A mounted router raises its 404, and the app around answers it: to a page, too."""
    mount = Mount("/api", routes=[], middleware=[Middleware(CORSMiddleware, policy=POLICY)])
    reply = answered(Starlette(routes=[mount]), scope_of(path="/api/nothing", origin=origin))
    assert (reply.status, reply.starts, reply.error) == (404, 1, None)
