"""The apps behind the browser: how they are called, and what becomes of those that fail."""

from __future__ import annotations

import gc
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from crossorigin.testing import Browser
from crossorigin.testing._network import interface_of
from tests.testing.apps import ALLOW, API, ASGI, HERE, WSGI, page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from tests.testing.apps import Receive, Send

HEAD: dict[str, Any] = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"access-control-allow-origin", b"*")],
}


def wsgi(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer."""
    start_response("200 OK", [ALLOW])
    return [environ["REQUEST_METHOD"].encode()]


async def asgi(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer."""
    assert (scope["type"], await receive()) == (
        "http",
        {"type": "http.request", "body": b"", "more_body": False},
    )
    await send(HEAD)
    await send({"type": "http.response.body"})


def returning(scope: dict[str, Any], receive: Receive, send: Send) -> Awaitable[None]:
    """Return what answers."""
    return asgi(scope, receive, send)


class Methods:
    """Apps that are methods."""

    async def asgi(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer."""

    def wsgi(self, environ: WSGIEnvironment, start_response: StartResponse) -> None:
        """Answer."""


@pytest.mark.parametrize(
    ("app", "expected"),
    [
        pytest.param(wsgi, "wsgi", id="function"),
        pytest.param(asgi, "asgi", id="coroutine-function"),
        pytest.param(WSGI(), "wsgi", id="object"),
        pytest.param(ASGI(), "asgi", id="object-with-coroutine-function"),
        pytest.param(Methods().wsgi, "wsgi", id="method"),
        pytest.param(Methods().asgi, "asgi", id="coroutine-method"),
        pytest.param(partial(wsgi), "wsgi", id="partial"),
        pytest.param(partial(asgi), "asgi", id="partial-coroutine-function"),
        pytest.param(returning, "asgi", id="function-that-returns-a-coroutine"),
    ],
)
def test_interfaces(app: Callable[..., object], expected: str) -> None:
    """An app is known by how it is called."""
    assert interface_of(app) == expected


@pytest.mark.parametrize("app", [len, dict])
def test_what_is_no_app(app: Callable[..., object]) -> None:
    """What is called in another way is refused, with how an app is called."""
    with pytest.raises(TypeError, match="is no app: a WSGI app takes environ"):
        Browser({API: app}, origin=HERE)


def raising(environ: WSGIEnvironment, _: StartResponse) -> Iterable[bytes]:
    """Raise at once."""
    raise RuntimeError(environ["REQUEST_METHOD"])


def raising_after_start(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
    """Raise before anything is sent."""
    start_response("200 OK", [ALLOW])
    yield b""
    raise RuntimeError("late")


def raising_after_body(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
    """Raise in the middle of the body."""
    start_response("200 OK", [ALLOW, ("Content-Length", "9")])
    yield b"half"
    raise RuntimeError("later")


def raising_after_all(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Raise when all was said."""
    start_response("200 OK", [ALLOW, ("Content-Length", "3")])(b"all")
    raise RuntimeError("last")


def correcting(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
    """Take back what is not sent yet."""
    start_response("200 OK", [])
    try:
        raising({"REQUEST_METHOD": "mended"}, start_response)
    except RuntimeError:
        start_response("500 Oh", [ALLOW], sys.exc_info())
    yield b"sorry"


def correcting_too_late(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
    """Take back what is sent already."""
    start_response("200 OK", [ALLOW])
    yield b"sent"
    try:
        raising({"REQUEST_METHOD": "too late"}, start_response)
    except RuntimeError:
        start_response("500 Oh", [], sys.exc_info())


async def asgi_raising(scope: dict[str, Any], _: Receive, __: Send) -> None:
    """Raise at once."""
    raise RuntimeError(scope["type"])


async def asgi_raising_after_start(_: dict[str, Any], __: Receive, send: Send) -> None:
    """Raise before the end."""
    await send(HEAD)
    await send({"type": "http.response.body", "body": b"half", "more_body": True})
    raise RuntimeError("later")


async def asgi_raising_after_all(_: dict[str, Any], __: Receive, send: Send) -> None:
    """Raise when all was said."""
    await send(HEAD)
    await send({"type": "http.response.debug"})
    await send({"type": "http.response.body", "body": b"all"})
    raise RuntimeError("last")


@pytest.mark.parametrize(
    ("app", "reason", "statuses"),
    [
        (raising, "allow-origin-missing", [500]),
        (raising_after_start, "allow-origin-missing", [500]),
        (raising_after_body, "no-response", [None]),
        (raising_after_all, "allowed", [200]),
        (correcting_too_late, "no-response", [None]),
        (asgi_raising, "allow-origin-missing", [500]),
        (asgi_raising_after_start, "no-response", [None]),
        (asgi_raising_after_all, "allowed", [200]),
    ],
)
def test_an_app_that_raises(
    app: Callable[..., object], reason: str, statuses: list[int | None]
) -> None:
    """The page gets what a server makes of an exception, and the test gets the exception."""
    outcome = page(app).fetch("/")
    answers = [each.response for each in outcome.exchanges]
    assert (outcome.reason, [each and each.status for each in answers]) == (reason, statuses)
    assert isinstance(outcome.exception, RuntimeError)
    assert f"the app raised: RuntimeError: {outcome.exception}" in outcome.explain()


@pytest.mark.parametrize("app", [raising, asgi_raising])
def test_raising_at_once(app: Callable[..., object]) -> None:
    """If that is wanted, the exception leaves the fetch."""
    browser = Browser(app, origin=HERE, raise_app_exceptions=True)
    with pytest.raises(RuntimeError):
        browser.fetch("/")


def test_a_response_that_is_taken_back() -> None:
    """What is not sent yet can be taken back, as PEP 3333 says."""
    outcome = page(correcting).fetch("/")
    assert (outcome.status, outcome.text, outcome.exception) == (500, "sorry", None)


def test_an_app_that_answers_nothing() -> None:
    """A server answers for an app that does not."""

    async def silent(_: dict[str, Any], __: Receive, ___: Send) -> None:
        return

    outcome = page(silent).fetch("/")
    assert outcome.exchanges[0].response is not None
    assert (outcome.exchanges[0].response.status, outcome.exception) == (500, None)


def test_the_body_is_closed() -> None:
    """The body of a WSGI app is closed at the end."""
    closed: list[bool] = []

    class Body(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [ALLOW])
        return Body([b"x"])

    assert (page(app).fetch("/").text, closed) == ("x", [True])


def test_an_app_that_hangs() -> None:
    """An app that sends nothing is waited for as long as the browser was told."""

    async def app(_: dict[str, Any], receive: Receive, __: Send) -> None:
        await receive()
        await receive()

    browser = Browser(app, origin=HERE, timeout=0)
    with pytest.raises(TimeoutError):
        browser.fetch("/")
    browser.close()


class Lifespan:
    """An ASGI app with a lifespan, which answers with what it has put into the state."""

    def __init__(self, answers: dict[str, str] | None = None) -> None:
        self.answers = answers or {}
        self.events: list[str] = []

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] == "http":
            await send(HEAD)
            await send({"type": "http.response.body", "body": scope["state"]["word"].encode()})
            return
        scope["state"]["word"] = "started"
        for event in ("startup", "shutdown"):
            assert await receive() == {"type": f"lifespan.{event}"}
            self.events.append(event)
            end = self.answers.get(event, "complete")
            await send({"type": f"lifespan.{event}.{end}", "message": "no database"})


def test_the_lifespan() -> None:
    """An ASGI app is started once and stopped, and its requests find what it has started."""
    app = Lifespan()
    with Browser({API: app, "https://b.example": app}, origin=HERE) as browser:
        assert app.events == ["startup"]
        texts = [browser.fetch(f"{base}/").text for base in (API, "https://b.example")]
    assert (texts, app.events) == (["started", "started"], ["startup", "shutdown"])


def test_without_a_lifespan() -> None:
    """An app that raises instead has no lifespan, as for every server."""
    with Browser({API: ASGI(ALLOW), "https://b.example": WSGI()}, origin=HERE) as browser:
        assert browser.fetch("/").readable


@pytest.mark.parametrize("event", ["startup", "shutdown"])
def test_a_lifespan_that_fails(event: str) -> None:
    """An app that cannot start, or stop, fails the test."""
    with (
        pytest.raises(RuntimeError, match=f"the app's {event} failed: no database"),
        Browser(Lifespan({event: "failed"}), origin=HERE),
    ):
        pass


def test_a_browser_that_nobody_closes() -> None:
    """A browser that is forgotten ends its thread, and leaves no loop behind."""
    before = set(threading.enumerate())
    browser = page(ASGI(ALLOW))
    browser.fetch("/")
    (thread,) = set(threading.enumerate()) - before
    del browser
    gc.collect()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_closing_twice() -> None:
    """What is closed can be closed."""
    browser = page(ASGI(ALLOW))
    browser.close()
    browser.close()
    with pytest.raises(RuntimeError, match="this browser is closed"):
        browser.fetch("/")
