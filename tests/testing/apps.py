"""Apps that tests of the browser for tests drive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crossorigin.testing import Browser

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from crossorigin._browser.engines import Engine

    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]

HERE = "https://app.example.com"
API = "https://api.example"
ALLOW = ("Access-Control-Allow-Origin", HERE)
CREDENTIALS = ("Access-Control-Allow-Credentials", "true")


class WSGI:
    """A WSGI app that answers everything alike, and remembers what it was asked."""

    def __init__(self, *headers: tuple[str, str], status: str = "200 OK", body: str = "") -> None:
        self.headers = list(headers)
        self.status = status
        self.body = body
        self.environs: list[WSGIEnvironment] = []
        self.bodies: list[bytes] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer."""
        self.environs.append(environ)
        self.bodies.append(environ["wsgi.input"].read())
        start_response(self.status, self.headers)
        return [self.body.encode()]


class ASGI:
    """An ASGI app that answers everything alike, and remembers what it was asked."""

    def __init__(self, *headers: tuple[str, str], body: str = "") -> None:
        self.headers = [(name.encode(), value.encode()) for name, value in headers]
        self.body = body
        self.scopes: list[dict[str, Any]] = []

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer."""
        assert scope["type"] == "http"
        self.scopes.append(scope)
        message = await receive()
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        half = {"type": "http.response.body", "body": self.body.encode(), "more_body": True}
        await send(half)
        await send({"type": "http.response.body", "body": message["body"]})
        assert await receive() == {"type": "http.disconnect"}


def page(app: Callable[..., object], origin: str = HERE, engine: Engine = "fetch") -> Browser:
    """Return a page of *origin*, to which *app* is the API."""
    return Browser(app, origin=origin, engine=engine)
