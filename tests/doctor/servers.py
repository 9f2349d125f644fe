"""Servers on loopback that answer as a function says, and the doctor's report about them."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

from crossorigin.doctor.check._command import check
from tests.cli.command_line import cli_runner

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

# Of this machine, so that nothing is said of local networks.
PAGE: Final = "http://localhost:3000"
OTHER: Final = "https://other.example"
Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A request to a server."""

    method: str
    target: str
    headers: Mapping[str, str]

    @property
    def origin(self) -> str:
        """Return the value of ``Origin``, empty if there is none."""
        return self.headers.get("Origin", "")

    @property
    def is_preflight(self) -> bool:
        """Tell whether it is a preflight."""
        return self.method == "OPTIONS" and "Access-Control-Request-Method" in self.headers


@dataclass(frozen=True, slots=True)
class Response:
    """A response of a server."""

    status: int = 200
    headers: Lines = ()
    body: bytes = b""


@dataclass(slots=True)
class Server:
    """
    A server that listens.

    Attributes:
        url: Its address, without a slash at the end.
        requests: The requests so far.
    """

    url: str
    requests: list[Request] = field(default_factory=list[Request])


@contextmanager
def serving(answer: Callable[[Request], Response], port: int = 0) -> Generator[Server]:
    """Serve the responses of *answer* on *port*, or on a free one, until the end of the block."""
    server = Server("")

    class Handler(BaseHTTPRequestHandler):
        """Answer every method alike."""

        def __getattr__(self, name: str) -> Callable[[], None]:
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

        def answer(self) -> None:
            """Answer."""
            request = Request(self.command, self.path, dict(self.headers.items()))
            server.requests.append(request)
            response = answer(request)
            self.send_response_only(response.status)
            for name, value in response.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(response.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as http:
        server.url = f"http://127.0.0.1:{http.server_address[1]}"
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()


def run(*arguments: str) -> tuple[int, str, str]:
    """Run ``crossorigin check`` with *arguments*; return its status and both outputs."""
    result = cli_runner().invoke(check, list(arguments), prog_name="crossorigin check")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def reported(*arguments: str) -> dict[str, Any]:
    """Return the report of ``crossorigin check`` as JSON."""
    status, printed, _ = run(*arguments, "--format", "json")
    report: dict[str, Any] = json.loads(printed)
    assert status == {"readable": 0, "blocked": 1, "unreachable": 3}[report["verdict"]]
    return report


def slugs(report: dict[str, Any], kind: str) -> list[str]:
    """Return the slugs of the causes, or of the findings, of *report*."""
    return [each["slug"] for each in report[kind]]


def allowing(request: Request, *more: tuple[str, str], credentials: bool = False) -> Lines:
    """Return the headers of a correct server for PAGE, with *more*."""
    lines: Lines = (("Vary", "Origin"), *more)
    if request.origin == PAGE:
        lines = (("Access-Control-Allow-Origin", PAGE), *lines)
        if credentials:
            lines = (("Access-Control-Allow-Credentials", "true"), *lines)
    if request.is_preflight:
        methods = ("Access-Control-Allow-Methods", "GET, PUT, PATCH, DELETE")
        lines = (*lines, methods, ("Access-Control-Allow-Headers", "content-type, x-token"))
    return lines
