"""Call a WSGI app as a server does, and keep all that it answers."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from werkzeug.test import create_environ

from crossorigin._web.fetch import CORS_RESPONSE_HEADERS, TIMING_ALLOW_ORIGIN
from tests.cases.case import HERE

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIApplication, WSGIEnvironment

    from crossorigin._adapters.wsgi_calls import ExcInfo

_OURS: Final = {*CORS_RESPONSE_HEADERS, "vary", TIMING_ALLOW_ORIGIN}

# What a response has that any page, that this page, and that no page may read.
ANYBODY: Final = {"Access-Control-Allow-Origin": "*"}
OPEN: Final = {"Access-Control-Allow-Origin": HERE, "Vary": "Origin"}
CLOSED: Final = {"Vary": "Origin"}
NOTHING: Final[dict[str, str]] = {}


@dataclass(slots=True)
class Reply:
    """
    Hold what an app has answered.

    Attributes:
        status: The status, 0 if the app did not start a response.
        headers: The very list that the server was given.
        chunks: The pieces of the body, as they came.
        starts: How often the response was started.
        error: The exception that left the app, if one did.
    """

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    chunks: list[bytes] = field(default_factory=list[bytes])
    starts: int = 0
    error: Exception | None = None

    @property
    def body(self) -> str:
        """Return the whole body."""
        return b"".join(self.chunks).decode()

    @property
    def cors(self) -> dict[str, str]:
        """Return the CORS headers and ``Vary``; of a name that stands twice, both values."""
        found: dict[str, str] = {}
        for name, value in self.headers:
            if name.lower() in _OURS:
                found[name] = f"{found[name]} AND {value}" if name in found else value
        return found

    @property
    def methods(self) -> str | None:
        """Return the methods that the answer to a preflight lists, if any."""
        return self.cors.get("Access-Control-Allow-Methods")

    @property
    def origin(self) -> str | None:
        """Return the origin that may read this, if any."""
        return self.cors.get("Access-Control-Allow-Origin")

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: ExcInfo = None, /
    ) -> Callable[[bytes], object]:
        """
        Start the response, as a server's ``start_response``.

        Raises:
            Exception: The one of *exc_info*, if a part of the body has been sent.
        """
        if exc_info and exc_info[1] and self.chunks:
            raise exc_info[1]
        assert exc_info or not self.starts, "the response was started before"
        self.status, self.headers = int(status[:3]), headers
        self.starts += 1
        return self.chunks.append


def environ_of(
    path: str = "/",
    method: str = "GET",
    *,
    origin: str | None = HERE,
    asks: str | None = None,
    host: str = "localhost",
    **also: str,
) -> WSGIEnvironment:
    """Return the environ of a request; *asks* makes it a preflight for that method."""
    path, _, query = path.partition("?")
    environ = create_environ("/", f"http://{host}", query, "OPTIONS" if asks else method)
    # Word for word: a client that reads it as an address would mend it.
    environ["PATH_INFO"] = path.encode().decode("latin-1")
    environ.update(also)
    if origin is not None:
        environ["HTTP_ORIGIN"] = origin
    if asks is not None:
        environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"] = asks
    return environ


def _do_nothing() -> None:
    """Close what need not be closed."""


def answered(app: WSGIApplication, environ: WSGIEnvironment) -> Reply:
    """Return what *app* answers to *environ*, and the exception that left it, if any."""
    reply = Reply()
    try:
        chunks = app(environ, reply.start)
        with ExitStack() as stack:
            stack.callback(getattr(chunks, "close", _do_nothing))
            for chunk in chunks:
                reply.chunks.append(chunk)
    except Exception as error:  # noqa: BLE001 - a server survives any
        reply.error = error
    return reply


def ask(  # noqa: PLR0913 - a request has many parts
    app: WSGIApplication,
    path: str = "/",
    method: str = "GET",
    *,
    origin: str | None = HERE,
    asks: str | None = None,
    host: str = "localhost",
    **also: str,
) -> Reply:
    """
    Return what *app* answers to a request.

    Raises:
        Exception: The one that left the app.
    """
    reply = answered(app, environ_of(path, method, origin=origin, asks=asks, host=host, **also))
    if reply.error is not None:
        raise reply.error
    return reply
