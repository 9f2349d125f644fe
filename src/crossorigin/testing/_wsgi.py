"""
Call a WSGI app as a server does.

Source: https://peps.python.org/pep-3333/
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import unquote_to_bytes

from crossorigin._web.fetch import DEFAULT_PORTS
from crossorigin.testing._exchanges import FAILED, Answer, Headers, Response, is_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType
    from wsgiref.types import WSGIApplication, WSGIEnvironment

    from crossorigin._browser import Url
    from crossorigin.testing._exchanges import HeaderLines, Request

    ExcInfo = (
        tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None
    )

# These two have no prefix. https://peps.python.org/pep-3333/#environ-variables
_BARE: Final = {"HTTP_CONTENT_TYPE": "CONTENT_TYPE", "HTTP_CONTENT_LENGTH": "CONTENT_LENGTH"}


class _Call:
    """The answer of a WSGI app so far."""

    __slots__ = ("chunks", "headers", "status")

    def __init__(self) -> None:
        """Begin without an answer."""
        self.status = 0
        self.headers: HeaderLines = ()
        self.chunks: list[bytes] = []

    def start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: ExcInfo = None, /
    ) -> Callable[[bytes], object]:
        """Note the status and the *headers*, unless others are on their way already."""
        if exc_info and exc_info[1] is not None and self.is_sent:
            raise exc_info[1].with_traceback(exc_info[2])
        self.status = int(status[:3])
        self.headers = tuple(headers)
        return self.chunks.append

    @property
    def is_sent(self) -> bool:
        """Tell whether a server would have sent the headers, which wait for the body."""
        return any(self.chunks)

    def run(self, app: WSGIApplication, environ: WSGIEnvironment) -> None:
        """Call *app*, and read its body to the end."""
        body: Iterable[bytes] = app(environ, self.start_response)
        try:
            self.chunks.extend(body)
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()


def call_wsgi(app: Callable[..., object], request: Request, url: Url) -> Answer:
    """Return the answer of the WSGI *app* to *request* for *url*."""
    call = _Call()
    error: Exception | None = None
    try:
        call.run(cast("WSGIApplication", app), environ_of(request, url))
    except Exception as raised:  # noqa: BLE001 - a test is told, as a server's log would be
        error = raised
    body = b"" if request.method == "HEAD" else b"".join(call.chunks)
    response = Response(call.status, Headers(call.headers), body)
    if not call.status or (error is not None and not call.is_sent):
        return Answer(FAILED, error)
    is_broken = error is not None and not is_whole(response)
    return Answer(None if is_broken else response, error)


def environ_of(request: Request, url: Url) -> WSGIEnvironment:
    """Return the environ of *request* for *url*."""
    environ: dict[str, object] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(url.path).decode("latin-1"),
        "QUERY_STRING": url.query.removeprefix("?"),
        "SERVER_NAME": url.host,
        "SERVER_PORT": url.port or str(DEFAULT_PORTS[url.scheme]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": url.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        key = f"HTTP_{name.upper().replace('-', '_')}"
        environ[_BARE.get(key, key)] = value
    return environ
