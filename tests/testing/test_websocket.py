"""The WebSockets of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from crossorigin.testing import Browser, WebSocketClosedError
from tests.testing.apps import HERE, WSGI, page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from crossorigin._browser.engines import Engine
    from tests.testing.apps import Receive, Send

CONNECT = {"type": "websocket.connect"}


class Echo:
    """An app that accepts a WebSocket of HERE only, and sends back what it gets."""

    def __init__(self) -> None:
        self.scopes: list[dict[str, Any]] = []
        self.ended: list[dict[str, Any]] = []

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer."""
        self.scopes.append(scope)
        assert await receive() == CONNECT
        if dict(scope["headers"])[b"origin"] != HERE.encode():
            await send({"type": "websocket.close", "code": 1008})
            return
        chosen = scope["subprotocols"][-1] if scope["subprotocols"] else None
        cookie = (b"set-cookie", b"seen=1; Secure; SameSite=None")
        await send({"type": "websocket.accept", "subprotocol": chosen, "headers": [cookie]})
        while (message := await receive())["type"] == "websocket.receive":
            if message.get("text") == "bye":
                await send({"type": "websocket.close", "code": 4000, "reason": "as you wish"})
                return
            await send({**message, "type": "websocket.send"})
        self.ended.append(message)


def test_talking() -> None:
    """A page sends text and bytes, and gets what the app sends."""
    app = Echo()
    with page(app).websocket("/ws") as socket:
        socket.send("text")
        socket.send(b"bytes")
        heard = [socket.receive(), socket.receive()]
        assert (socket.connected, socket.status, socket.protocol) == (True, 101, "")
    assert heard == ["text", b"bytes"]
    assert socket.connected is False
    assert app.ended == [{"type": "websocket.disconnect", "code": 1000, "reason": ""}]


def test_the_handshake() -> None:
    """The app gets what a browser sends, and its choice is the page's protocol."""
    app = Echo()
    browser = Browser(app, origin=HERE, base="http://localhost:8000")
    socket = browser.websocket("ws://localhost:8000/ws?a=1", protocols=("chat", "superchat"))
    scope = app.scopes[0]
    headers = dict(scope["headers"])
    assert socket.protocol == "superchat"
    assert (scope["type"], scope["scheme"], scope["path"], scope["query_string"]) == (
        "websocket",
        "ws",
        "/ws",
        b"a=1",
    )
    assert "method" not in scope
    assert (headers[b"origin"], headers[b"upgrade"], headers[b"host"]) == (
        HERE.encode(),
        b"websocket",
        b"localhost:8000",
    )
    socket.close()


def test_an_origin_that_is_refused() -> None:
    """A page that the app does not let in has no WebSocket, and a server answers 403."""
    socket = page(Echo(), "https://evil.example").websocket("/ws")
    assert (socket.connected, socket.status) == (False, 403)
    with pytest.raises(WebSocketClosedError, match="1006 the handshake was answered by 403"):
        socket.send("x")
    socket.close()


async def _denies(_: dict[str, Any], receive: Receive, send: Send) -> None:
    """Refuse by a response."""
    await receive()
    start: dict[str, Any] = {"type": "websocket.http.response.start", "status": 401, "headers": []}
    await send(start)
    await send({"type": "websocket.http.response.body", "body": b"no"})


async def _raises(_: dict[str, Any], __: Receive, ___: Send) -> None:
    """Raise."""
    raise RuntimeError("no socket")


async def _raises_later(_: dict[str, Any], __: Receive, send: Send) -> None:
    """Accept, and raise."""
    await send({"type": "websocket.accept"})
    raise RuntimeError("gone")


@pytest.mark.parametrize(("app", "status", "body"), [(_denies, 401, b"no"), (_raises, 500, b"In")])
def test_a_refusal(app: Callable[..., Awaitable[None]], status: int, body: bytes) -> None:
    """An app may say why it refuses, or fail."""
    response = page(app).websocket("/").exchange.response
    assert response is not None
    assert (response.status, response.body[:2]) == (status, body)


def test_an_app_that_raises() -> None:
    """What an app raises is kept with the handshake, or leaves it if that is wanted."""
    assert isinstance(page(_raises).websocket("/").exchange.exception, RuntimeError)
    with pytest.raises(RuntimeError, match="no socket"):
        Browser(_raises, origin=HERE, raise_app_exceptions=True).websocket("/")


def test_an_app_that_raises_later() -> None:
    """An app that fails while it talks closes the WebSocket."""
    socket = page(_raises_later).websocket("/")
    with pytest.raises(WebSocketClosedError, match="1006 the app has ended") as caught:
        socket.receive()
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_an_app_that_closes() -> None:
    """The code and the reason of the app reach the page; after that, nothing is sent."""
    socket = page(Echo()).websocket("/ws")
    socket.send("bye")
    with pytest.raises(WebSocketClosedError) as caught:
        socket.receive()
    assert (caught.value.code, caught.value.reason) == (4000, "as you wish")
    with pytest.raises(WebSocketClosedError):
        socket.send("still there?")


def test_what_is_not_heard() -> None:
    """What an app still sends to a page that leaves is dropped."""

    async def app(_: dict[str, Any], receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": "unheard"})
        while (await receive())["type"] != "websocket.disconnect":
            pass

    socket = page(app).websocket("/")
    socket.close()
    assert socket.connected is False


def test_nothing_comes() -> None:
    """A page waits no longer than the browser was told."""

    async def app(_: dict[str, Any], receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass

    browser = page(app)
    socket = browser.websocket("/")
    browser._profile.network.timeout = 0  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - no test waits
    with pytest.raises(TimeoutError):
        socket.receive()
    browser.close()


def test_cookies_of_a_handshake() -> None:
    """A handshake carries the cookies that go to another site, and may set some."""
    app = Echo()
    browser = page(app)
    browser.set_cookie("lax=1")
    for _ in range(2):
        browser.websocket("/ws").close()
    cookies = [dict(scope["headers"]).get(b"cookie") for scope in app.scopes]
    assert cookies == [None, b"seen=1"]


@pytest.mark.parametrize(
    ("engine", "expected"),
    [("chromium", None), ("webkit", None), ("firefox", b"cross-site"), ("fetch", b"cross-site")],
)
def test_what_engines_tell(engine: Engine, expected: bytes | None) -> None:
    """Not every engine says where a handshake comes from."""
    app = Echo()
    page(app, engine=engine).websocket("/ws").close()
    assert dict(app.scopes[0]["headers"]).get(b"sec-fetch-site") == expected


def test_a_wsgi_app() -> None:
    """A WSGI app gets the handshake, and that is all."""
    app = WSGI(status="403 Forbidden")
    socket = page(app).websocket("/ws")
    assert (socket.connected, socket.status) == (False, 403)
    assert app.environs[0]["HTTP_UPGRADE"] == "websocket"


def test_nobody_there() -> None:
    """Where no app is, nothing answers."""
    assert page(Echo()).websocket("wss://nowhere.example/").status == 0


@pytest.mark.parametrize("url", ["//[", "ftp://api.example/"])
def test_what_is_no_url(url: str) -> None:
    """What no WebSocket can be opened at is refused."""
    with pytest.raises(ValueError, match="no URL of a WebSocket"):
        page(Echo()).websocket(url)
