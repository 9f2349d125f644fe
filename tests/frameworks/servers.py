"""Serve an example on a real server, and speak to it over a socket."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.frameworks.conformance import Exchange

ROOT: Final = Path(__file__).parents[2]
EXAMPLES: Final = ROOT / "examples"
_CONCERNS_CORS: Final = ("access-control-", "timing-allow-origin", "vary")
_HOST: Final = "127.0.0.1"
# Seconds of silence that mean that nothing will come any more.
_PATIENCE: Final = 60
_WAITRESS: Final = (
    "import socket, waitress; from {module} import application;"
    " waitress.serve(application, sockets=[socket.socket(fileno={fd})])"
)
# What runs after `python` in the folder of the examples, given the socket that listens.
ASGI_SERVERS: Final = {
    "uvicorn": ("-m", "uvicorn", "{module}:application", "--fd", "{fd}"),
    "hypercorn": ("-m", "hypercorn", "{module}:application", "--bind", "fd://{fd}"),
    "granian": (
        *("-m", "granian", "{module}:application", "--interface", "asgi"),
        *("--host", _HOST, "--port", "{port}", "--workers", "1"),
    ),
}
WSGI_SERVERS: Final = {
    "gunicorn": (
        *("-m", "gunicorn", "{module}:application"),
        *("--bind", "fd://{fd}", "--no-control-socket"),
    ),
    "waitress": ("-c", _WAITRESS),
}
# What a server prints that takes no socket, once it listens to the port that it was told.
_READY: Final = {"granian": b"Started worker"}


@dataclass(frozen=True, slots=True)
class Answer:
    """
    Hold what a server has answered.

    Attributes:
        status: The status.
        headers: The header lines in their order, the names in lower case, none of them merged.
        body: The body.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def cors(self) -> tuple[tuple[str, str], ...]:
        """Return the headers that concern CORS, sorted."""
        return tuple(sorted(each for each in self.headers if each[0].startswith(_CONCERNS_CORS)))


@contextmanager
def serving(server: str, example: Path) -> Generator[int]:
    """Start *server* with *example*, yield its port, and end all of its processes."""
    with socket.create_server((_HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
        if server in _READY:
            listening.close()
        command = {**ASGI_SERVERS, **WSGI_SERVERS}[server]
        values = {"module": example.stem, "fd": listening.fileno(), "port": port}
        process = subprocess.Popen(
            [sys.executable, *(part.format_map(values) for part in command)],
            pass_fds=[] if server in _READY else [listening.fileno()],
            cwd=example.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if server in _READY else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # A socket that was handed over listens already, and whoever connects waits until the server
    # answers. If the server ends instead, the connection does, too.
    try:
        if process.stdout is not None:
            printed = iter(process.stdout.readline, b"")
            assert any(_READY[server] in line for line in printed), f"{server} does not start"
            _wait_for(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until *process*, which is about to, listens to *port*."""
    while process.poll() is None:
        with suppress(ConnectionRefusedError), socket.create_connection((_HOST, port)):
            return
    raise RuntimeError(f"the server for port {port} has ended")


def answered(port: int, exchange: Exchange) -> Answer:
    """Return what the server at *port* answers to *exchange*."""
    headers = {"Origin": exchange.origin, "Access-Control-Request-Method": exchange.asks}
    connection = http.client.HTTPConnection(_HOST, port, timeout=_PATIENCE)
    with closing(connection):
        connection.request(
            exchange.method,
            exchange.path,
            headers={name: value for name, value in headers.items() if value is not None},
        )
        response = connection.getresponse()
        found = tuple((name.lower(), value) for name, value in response.getheaders())
        return Answer(response.status, found, response.read())
