"""Apps that raise: Starlette answers as ever, and a page may read it where it may read the rest."""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from crossorigin import Policy
from crossorigin._adapters.layers import TELEMETRY
from crossorigin.starlette import CORS, cross_origin, same_origin
from tests.asgi.calls import answered, ask, scope_of
from tests.cases.case import HERE
from tests.starlette.apps import covered, crash, named, say_hello
from tests.wsgi.calls import NOTHING, OPEN

if TYPE_CHECKING:
    from starlette.requests import Request

    from crossorigin._adapters.asgi_calls import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = Policy([HERE])


def raise_again(_: Request, __: Exception) -> Response:
    """
    Be a handler that fails.

    Raises:
        ArithmeticError: Always.
    """
    raise ArithmeticError


async def fail_again(_: Request, __: Exception) -> Response:
    """
    Be a handler that fails.

    Raises:
        ArithmeticError: Always.
    """
    raise ArithmeticError


@pytest.mark.parametrize("handler", [raise_again, fail_again])
@pytest.mark.parametrize(("path", "cors"), [("/", OPEN), ("/closed", NOTHING)])
def test_a_handler_that_raises(path: str, cors: dict[str, str], handler: Any) -> None:  # noqa: ANN401
    """Its exception leaves the app, with the first one behind it, and a page gets an answer."""
    routes = [Route("/", crash), Route("/closed", same_origin(crash))]
    app = Starlette(routes=routes, exception_handlers={500: handler})
    CORS(app, POLICY)
    reply = answered(app, scope_of(path=path))
    assert isinstance(reply.error, ArithmeticError)
    assert isinstance(reply.error.__context__, LookupError)
    assert (reply.starts, reply.cors) == (bool(cors), cors)


def test_a_handler_in_a_thread() -> None:
    """It is called as Starlette calls it."""
    threads: list[int] = []

    def handler(_: Request, __: Exception) -> Response:
        threads.append(threading.get_ident())
        return PlainTextResponse("sorry", 503)

    app = Starlette(routes=[Route("/", crash)], exception_handlers={Exception: handler})
    CORS(app, POLICY)
    reply = answered(app, scope_of())
    assert (reply.status, reply.body, reply.cors) == (503, "sorry", OPEN)
    assert threads != [threading.get_ident()]


async def half(_: Request) -> Response:
    """Start a response that fails."""

    class Failing(Response):
        async def __call__(self, _scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401
            await send({"type": "http.response.start", "status": 200, "headers": []})
            raise LookupError

    return Failing()


def test_a_response_that_has_started() -> None:
    """There is no second one; a handler is called, as Starlette calls it."""
    errors: list[Exception] = []

    async def handler(_: Request, error: Exception) -> Response:
        errors.append(error)
        return PlainTextResponse("sorry")

    app = Starlette(routes=[Route("/", half)], exception_handlers={500: handler})
    CORS(app, POLICY)
    reply = answered(app, scope_of())
    assert (reply.starts, reply.status, reply.cors) == (1, 200, OPEN)
    assert errors == [reply.error]


def test_the_pages_of_debug_mode() -> None:
    """Starlette's page of a crash names the line, as it does without a policy."""
    app = Starlette(routes=[Route("/", crash)], debug=True)
    CORS(app, POLICY)
    reply = answered(app, scope_of())
    assert "LookupError" in reply.body
    assert "in crash" in reply.body or "crash" in reply.body
    assert reply.cors == OPEN


class Raising:
    """An app that stands outside of Starlette's own middlewares, and raises."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Answer, or raise.

        Raises:
            LookupError: At ``/late``.
        """
        if scope["path"] == "/late":
            raise LookupError
        await self.app(scope, receive, send)


def test_a_stack_of_the_apps_own() -> None:
    """What stands around Starlette's middlewares is called, and covered."""
    app = Starlette(routes=[Route("/", say_hello), Route("/late", cross_origin(POLICY)(say_hello))])
    build = app.build_middleware_stack
    app.build_middleware_stack = lambda: Raising(build())  # type: ignore[method-assign] # as others do
    CORS(app, same_origin)
    reply = answered(app, scope_of(path="/late"))
    assert (reply.status, reply.cors) == (500, OPEN)
    assert isinstance(reply.error, LookupError)
    reply = answered(app, scope_of(path="/late", origin=None))
    assert reply.starts == 0
    assert ask(app).cors == NOTHING


HEADERS: Final[list[object]] = [7, [7], [(b"vary", 7)], [("vary", "€")], [(b"a", b"b", b"c")]]


@pytest.mark.parametrize("target", ["app", "view"])
@pytest.mark.parametrize("headers", HEADERS, ids=repr)
def test_headers_that_no_server_takes(
    headers: object, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are for the server to refuse."""
    # What is told to telemetry is never answered at a glance.
    monkeypatch.delitem(sys.modules, TELEMETRY, raising=False)
    message = {"type": "http.response.start", "status": 200, "headers": headers}

    async def endpoint(_: Request) -> Response:
        class Wrong(Response):
            async def __call__(self, _scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401
                await send(message)

        return Wrong()

    sent: list[Message] = []

    async def send(each: Message) -> None:
        await asyncio.sleep(0)
        sent.append(each)

    wrong = cross_origin(named("view"))(endpoint) if target == "view" else endpoint
    app = covered(Starlette(routes=[Route("/", wrong)]), "app")
    for _ in range(2):
        sent.clear()

        async def run() -> None:
            scope = scope_of()
            await app(scope, receive, send)

        async def receive() -> Message:
            return {}

        asyncio.run(run())
        assert [each["headers"] for each in sent] == [headers]
