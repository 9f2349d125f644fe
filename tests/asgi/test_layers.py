"""Several ASGI layers on one request: the inner decision stands, and the log says so once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware
from tests.asgi.calls import answered, ask, saying, scope_of
from tests.cases.case import ELSEWHERE, HERE
from tests.wsgi.calls import CLOSED, NOTHING, OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._adapters.asgi_calls import ASGIApp, Receive, Scope, Send

STRICT = Policy([HERE], methods=["GET"])
LOOSE = Policy("*", methods=["GET", "PUT"])


def direct(app: ASGIApp) -> ASGIApp:
    """Return *app*."""
    return app


def copying(app: ASGIApp) -> ASGIApp:
    """Return *app*, called with a copy of the scope."""

    async def copied(scope: Scope, receive: Receive, send: Send) -> None:
        await app(dict(scope), receive, send)

    return copied


def mounting(app: ASGIApp) -> ASGIApp:
    """Return an app that has *app* below it."""
    return Starlette(routes=[Mount("/", app=app)])


async def crashing(_: Scope, __: Receive, ___: Send) -> None:
    """Raise."""
    raise LookupError


@pytest.mark.parametrize("between", [direct, copying, mounting])
@pytest.mark.parametrize(("origin", "cors"), [(HERE, OPEN), (ELSEWHERE, CLOSED), (None, CLOSED)])
def test_a_loose_outer_layer_does_not_open_a_strict_inner_app(
    between: Callable[[ASGIApp], ASGIApp], origin: str | None, cors: dict[str, str]
) -> None:
    """What the inner policy says stands, also where the scope is copied on the way."""
    outer = CORSMiddleware(between(CORSMiddleware(saying(), STRICT)), LOOSE)
    assert ask(outer, origin=origin).cors == cors


def test_the_log_says_so_once_and_names_both(caplog: pytest.LogCaptureFixture) -> None:
    """One warning, however many requests."""
    outer = CORSMiddleware(CORSMiddleware(saying(), STRICT), LOOSE)
    for _ in range(3):
        ask(outer)
    (record,) = caplog.records
    inner, _, rest = record.getMessage().partition(" covers this response, so ")
    assert record.levelname == "WARNING"
    assert inner.startswith("crossorigin.asgi.CORSMiddleware(<function saying")
    assert "origins=['https://app.example.com']" in inner
    assert rest.startswith("crossorigin.asgi.CORSMiddleware(<crossorigin.asgi.CORSMiddleware")
    assert rest.endswith("Remove one of the two; the inner one alone decides.")
    assert "origins='*'" in rest


def test_three_layers(caplog: pytest.LogCaptureFixture) -> None:
    """The innermost decides for all, and each of the others says so."""
    middle = CORSMiddleware(CORSMiddleware(saying(), STRICT), LOOSE)
    outer = CORSMiddleware(middle, Policy([ELSEWHERE]))
    assert ask(outer, origin=ELSEWHERE).cors == CLOSED
    assert len(caplog.records) == 2


def test_a_crash_is_answered_once() -> None:
    """The inner layer answers for its crash; the outer one lets the exception through."""
    outer = CORSMiddleware(CORSMiddleware(crashing, STRICT), LOOSE)
    reply = answered(outer, scope_of())
    assert (reply.status, reply.starts, reply.cors) == (500, 1, OPEN)
    assert isinstance(reply.error, LookupError)


def test_a_crash_that_the_inner_layer_keeps_to_itself() -> None:
    """If the inner layer tells a page nothing, the outer one does not tell it either."""
    outer = CORSMiddleware(CORSMiddleware(crashing, STRICT), LOOSE)
    reply = answered(outer, scope_of(origin=ELSEWHERE))
    assert (reply.starts, reply.cors) == (0, NOTHING)
    assert isinstance(reply.error, LookupError)


def test_the_outermost_layer_answers_a_preflight() -> None:
    """A preflight does not reach the app, so nobody knows what an inner layer would say."""
    outer = CORSMiddleware(CORSMiddleware(saying(), STRICT), LOOSE)
    assert ask(outer, asks="PUT").methods == "GET, PUT"


def test_an_inner_app_that_is_asked_twice(caplog: pytest.LogCaptureFixture) -> None:
    """A middleware that asks the app again, after a failure say, gets the headers again."""
    inner = CORSMiddleware(saying(), STRICT)

    async def dropped(_: object) -> None:
        """Take a message, and do nothing with it."""

    async def again(scope: Scope, receive: Receive, send: Send) -> None:
        await inner(scope, receive, dropped)
        await inner(scope, receive, send)

    assert ask(again).cors == OPEN
    assert caplog.records == []
