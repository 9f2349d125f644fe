"""Each refusal is counted once, in every adapter, whatever the level of the log."""

from __future__ import annotations

import asyncio
import logging
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import pytest

from crossorigin import CORSRequest, Origin, Policy, Reason
from crossorigin.asgi import CORSMiddleware as ASGIMiddleware
from crossorigin.flask import CORS
from crossorigin.wsgi import CORSMiddleware as WSGIMiddleware
from tests.asgi import calls as asgi
from tests.flask.apps import app_with, crash, say_hello
from tests.refusals.covered import ADAPTERS
from tests.wsgi import calls as wsgi

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.refusals.covered import Covered

APP: Final = "https://app.example.com"
EVIL: Final = "https://evil.example"
POLICY: Final = Policy([APP], methods=["PUT"], allow_headers=["X-A"])
each_adapter = pytest.mark.parametrize("cover", ADAPTERS.values(), ids=ADAPTERS)


def failing(origin: Origin, _: CORSRequest) -> bool:
    """
    Raise.

    Raises:
        LookupError: Always.
    """
    raise LookupError(origin.host)


@each_adapter
@pytest.mark.parametrize("level", [logging.INFO, logging.WARNING])
def test_what_is_counted(
    cover: Callable[..., Covered], level: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Refused requests, preflights and forms are; what is allowed or of the app's own page is not."""
    caplog.set_level(level, "crossorigin")
    app = cover(POLICY, guard=True)
    asked = {"access_control_request_method": "PUT"}
    for _ in range(3):
        app.ask(origin=APP)
        app.ask()
        app.ask(origin=EVIL)
        app.ask(origin="null")
        app.ask(origin="http://localhost")
        app.ask("POST", EVIL)
        app.ask("OPTIONS", APP, **asked, access_control_request_headers="x-a")
        app.ask("OPTIONS", EVIL, **asked)
        app.ask("OPTIONS", APP, **asked, access_control_request_headers="x-a,x-b")
        app.ask("OPTIONS", APP, access_control_request_method="DELETE")
    counted = {
        (Reason.ORIGIN_NOT_ALLOWED, app.endpoint): 6,
        (Reason.ORIGIN_NULL, app.endpoint): 3,
        (Reason.SENDER_NOT_ALLOWED, app.endpoint): 3,
        (Reason.HEADER_NOT_ALLOWED, app.endpoint): 3,
        (Reason.METHOD_NOT_ALLOWED, app.elsewhere): 3,
    }
    assert app.stats.refused == counted
    assert app.stats.would_refuse == []
    ours = [record for record in caplog.records if record.name == "crossorigin"]
    assert len(ours) == (18 if level == logging.INFO else 0)


@each_adapter
def test_a_source_that_fails(
    cover: Callable[..., Covered], caplog: pytest.LogCaptureFixture
) -> None:
    """It refuses everyone, which is counted; its exception is logged."""
    app = cover(Policy(failing))
    for _ in range(3):
        app.ask(origin=EVIL)
    assert app.stats.refused == {(Reason.ORIGIN_SOURCE_FAILED, app.endpoint): 3}
    assert len(caplog.records) == 1


@each_adapter
def test_threads(cover: Callable[..., Covered]) -> None:
    """Nothing is lost that several threads refuse."""
    app = cover(POLICY)

    def refuse() -> None:
        for _ in range(200):
            app.ask(origin=EVIL)

    threads = [Thread(target=refuse) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert app.stats.refused == {(Reason.ORIGIN_NOT_ALLOWED, app.endpoint): 800}


@pytest.mark.parametrize("level", [logging.INFO, logging.WARNING])
def test_two_layers_count_once(level: int, caplog: pytest.LogCaptureFixture) -> None:
    """The layer that owns the response counts its refusal; the one around it does not."""
    caplog.set_level(level, "crossorigin")
    inner = app_with(index=say_hello)
    CORS(inner, POLICY)
    outer = WSGIMiddleware(inner, POLICY)
    for _ in range(3):
        wsgi.ask(outer, origin=EVIL)
    assert list(inner.extensions["crossorigin"].stats.refused.values()) == [3]
    assert outer.stats.refused == {}
    within = ASGIMiddleware(asgi.saying(), POLICY)
    around = ASGIMiddleware(within, Policy(failing))
    for _ in range(3):
        asgi.ask(around, origin=EVIL)
    assert list(within.stats.refused.values()) == [3]
    assert around.stats.refused == {}


def test_the_endpoints_of_flask() -> None:
    """A view has its name, in a preflight and for a form too; what routes nowhere has none."""
    app = app_with(index=say_hello, orders=say_hello)
    CORS(app, POLICY, guard=True)
    for path in ("/", "/orders", "/nowhere"):
        wsgi.ask(app, path, origin=EVIL)
        wsgi.ask(app, path, asks="GET", origin=EVIL)
        wsgi.ask(app, path, "POST", origin=EVIL)
    counted = app.extensions["crossorigin"].stats.refused
    assert counted == {
        (Reason.ORIGIN_NOT_ALLOWED, "index"): 2,
        (Reason.ORIGIN_NOT_ALLOWED, "orders"): 2,
        (Reason.ORIGIN_NOT_ALLOWED, "-"): 2,
        # These views take no POST.
        (Reason.SENDER_NOT_ALLOWED, "-"): 3,
    }


def test_a_crash_is_counted_once() -> None:
    """A refused page's request is counted, though the app raises in place of answering."""

    async def raising(*_: object) -> None:
        raise LookupError("the order 7")

    in_asgi = ASGIMiddleware(raising, POLICY)
    in_wsgi = WSGIMiddleware(lambda *_: crash(), POLICY)  # type: ignore[arg-type] # raises
    in_flask = app_with(index=crash)
    in_flask.testing = True
    CORS(in_flask, POLICY)
    asgi.answered(in_asgi, asgi.scope_of(origin=EVIL))
    for app in (in_wsgi, in_flask):
        wsgi.answered(app, wsgi.environ_of(origin=EVIL))
    for stats in (in_asgi.stats, in_wsgi.stats, in_flask.extensions["crossorigin"].stats):
        assert list(stats.refused.values()) == [1]


@pytest.mark.parametrize("extensions", [{}, {"websocket.http.response": {}}])
def test_a_websocket_is_counted(extensions: dict[str, Any]) -> None:
    """A handshake that the guard refuses is a refusal, however it is answered."""
    app = ASGIMiddleware(asgi.saying(), POLICY, guard=True)
    scope = asgi.scope_of(origin=EVIL)
    scope.update(type="websocket", scheme="ws", extensions=extensions)
    asyncio.run(asgi.called(app, scope, asgi.Server()))
    assert app.stats.refused == {(Reason.SENDER_NOT_ALLOWED, "-"): 1}
