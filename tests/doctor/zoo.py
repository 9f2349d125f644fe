"""Start servers that answer as they are told, on loopback, and ask the doctor about them."""

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
class Asked:
    """Hold what a server was asked."""

    method: str
    target: str
    headers: Mapping[str, str]

    @property
    def origin(self) -> str:
        """Return the value of ``Origin``, empty if there is none."""
        return self.headers.get("Origin", "")

    @property
    def is_preflight(self) -> bool:
        """Tell whether a browser asks for permission."""
        return self.method == "OPTIONS" and "Access-Control-Request-Method" in self.headers


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what a server answers."""

    status: int = 200
    headers: Lines = ()
    body: bytes = b""


@dataclass(slots=True)
class Server:
    """
    Hold a server that listens.

    Attributes:
        url: Its address, without a slash at the end.
        asked: All that it was asked so far.
    """

    url: str
    asked: list[Asked] = field(default_factory=list[Asked])


@contextmanager
def serving(answer: Callable[[Asked], Told], port: int = 0) -> Generator[Server]:
    """Serve what *answer* says on *port*, or on a free one, until the end of the block."""
    server = Server("")

    class Handler(BaseHTTPRequestHandler):
        """Answer every method alike."""

        def __getattr__(self, name: str) -> Callable[[], None]:
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

        def answer(self) -> None:
            """Answer."""
            asked = Asked(self.command, self.path, dict(self.headers.items()))
            server.asked.append(asked)
            told = answer(asked)
            self.send_response_only(told.status)
            for name, value in told.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(told.body)

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
    """Run ``crossorigin check`` with *arguments*; return its status, and what it printed."""
    result = cli_runner().invoke(check, list(arguments), prog_name="crossorigin check")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def reported(*arguments: str) -> dict[str, Any]:
    """Return what ``crossorigin check`` reports as JSON."""
    status, printed, _ = run(*arguments, "--format", "json")
    report: dict[str, Any] = json.loads(printed)
    assert status == {"readable": 0, "blocked": 1, "unreachable": 3}[report["verdict"]]
    return report


def slugs(report: dict[str, Any], kind: str) -> list[str]:
    """Return the slugs of the causes, or of the findings, of *report*."""
    return [each["slug"] for each in report[kind]]


def allowing(asked: Asked, *more: tuple[str, str], credentials: bool = False) -> Lines:
    """Return what a correct server sends to PAGE, with *more*."""
    lines: Lines = (("Vary", "Origin"), *more)
    if asked.origin == PAGE:
        lines = (("Access-Control-Allow-Origin", PAGE), *lines)
        if credentials:
            lines = (("Access-Control-Allow-Credentials", "true"), *lines)
    if asked.is_preflight:
        methods = ("Access-Control-Allow-Methods", "GET, PUT, PATCH, DELETE")
        lines = (*lines, methods, ("Access-Control-Allow-Headers", "content-type, x-token"))
    return lines
