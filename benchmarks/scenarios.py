"""The requests that are measured, as a WSGI or an ASGI server hands them over."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping, Sequence
    from wsgiref.types import WSGIApplication, WSGIEnvironment

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]
    Headers = dict[str, str]

PATH: Final = "/orders/7"
ALLOWED: Final = "https://app.example.com"
REFUSED: Final = "https://evil.test"
_BROWSER: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass(frozen=True, slots=True)
class Scenario:
    """
    Hold a request.

    Attributes:
        name: What the tables call it.
        method: Its method.
        origins: The values of ``Origin``, one per request, in turn; none: no such header.
        asked: The headers that a preflight has beside ``Origin``.
    """

    name: str
    method: str = "GET"
    origins: tuple[str, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()


def preflight(name: str, origin: str, request_headers: str = "content-type") -> Scenario:
    """Return the preflight of a ``PUT`` with *request_headers* from *origin*."""
    asked = (
        ("Access-Control-Request-Method", "PUT"),
        ("Access-Control-Request-Headers", request_headers),
    )
    return Scenario(name, "OPTIONS", (origin,), asked)


GET_ALLOWED: Final = Scenario("GET, allowed", origins=(ALLOWED,))
GET_WITHOUT: Final = Scenario("GET, no Origin")
GET_REFUSED: Final = Scenario("GET, refused", origins=(REFUSED,))
PREFLIGHT: Final = preflight("preflight", ALLOWED)
GETS: Final = (GET_ALLOWED, GET_WITHOUT, GET_REFUSED)
SCENARIOS: Final = (*GETS, PREFLIGHT)


def wsgi_call(app: WSGIApplication, scenario: Scenario) -> Callable[[], object]:
    """Return a function that has *app* answer the request of *scenario* once."""
    template = _environ(scenario)
    # A server makes a new string of the bytes that came: one whose hash is not known yet.
    raw = cycle([origin.encode("latin-1") for origin in scenario.origins] or [b""])
    has_origin = bool(scenario.origins)

    def call() -> None:
        environ = template.copy()
        if has_origin:
            environ["HTTP_ORIGIN"] = next(raw).decode("latin-1")
        body = app(environ, _start_response)
        for _ in body:
            pass
        close = getattr(body, "close", None)
        if close is not None:
            close()

    return call


def wsgi_answer(app: WSGIApplication, scenario: Scenario) -> Headers:
    """Return what *app* answers: its headers in lower case, and ``:status``."""
    answer: Headers = {}

    def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> Any:  # noqa: ANN401 - WSGI's writer
        answer[":status"] = status[:3]
        answer.update((name.lower(), value) for name, value in headers)
        return _write

    environ = _environ(scenario)
    if scenario.origins:
        environ["HTTP_ORIGIN"] = scenario.origins[0]
    body = app(environ, start_response)
    for _ in body:
        pass
    close = getattr(body, "close", None)
    if close is not None:
        close()
    return answer


def asgi_call(app: ASGIApp, scenario: Scenario) -> Callable[[], object]:
    """Return a function that has *app* answer the request of *scenario* once, without a loop."""
    template = _scope(scenario)
    headers: Sequence[tuple[bytes, bytes]] = template["headers"]

    def call() -> None:
        scope = template.copy()
        scope["headers"] = [*headers]
        _run(app(scope, _receive, _send))

    return call


def asgi_answer(app: ASGIApp, scenario: Scenario) -> Headers:
    """Return what *app* answers: its headers in lower case, and ``:status``."""
    answer: Headers = {}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer[":status"] = str(message["status"])
            answer.update((name.decode(), value.decode()) for name, value in message["headers"])

    _run(app(_scope(scenario), _receive, send))
    return answer


def _run(answered: Awaitable[None]) -> None:
    """Run a coroutine that never has to wait."""
    for _ in answered.__await__():
        raise RuntimeError("the app waits, and there is no event loop")


def _start_response(_status: str, _headers: list[tuple[str, str]], _exc_info: object = None) -> Any:  # noqa: ANN401 - WSGI's writer
    """Take the start of a response."""
    return _write


def _write(_data: bytes) -> object:
    """Take a piece of a response."""
    return None


async def _receive() -> Message:
    """Return an empty body."""
    return {"type": "http.request", "body": b"", "more_body": False}


async def _send(message: Message) -> None:
    """Take a message."""


def _headers(scenario: Scenario) -> list[tuple[str, str]]:
    """Return what a browser sends, but for ``Origin``."""
    return [
        ("Host", "api.example.com"),
        ("User-Agent", _BROWSER),
        ("Accept", "*/*"),
        ("Accept-Language", "en-US,en;q=0.5"),
        ("Accept-Encoding", "gzip, deflate, br, zstd"),
        ("Sec-Fetch-Dest", "empty"),
        ("Sec-Fetch-Mode", "cors"),
        ("Sec-Fetch-Site", "same-site"),
        *scenario.asked,
    ]


def _environ(scenario: Scenario) -> WSGIEnvironment:
    """Return the environ of *scenario*, but for ``Origin``."""
    return {
        "REQUEST_METHOD": scenario.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": PATH,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_SOFTWARE": "gunicorn",
        "REMOTE_ADDR": "127.0.0.1",
        "REMOTE_PORT": "50000",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in _headers(scenario)},
    }


def _scope(scenario: Scenario) -> dict[str, Any]:
    """Return the ASGI scope of *scenario*."""
    headers = [*_headers(scenario), *(("Origin", origin) for origin in scenario.origins)]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": scenario.method,
        "scheme": "http",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
    }
