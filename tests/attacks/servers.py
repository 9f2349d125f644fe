"""Serve the app of ``raw_app.py``, and speak to it byte by byte."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Generator

_HOST: Final = "127.0.0.1"
# Seconds of silence that mean that nothing will come any more.
_PATIENCE: Final = 60
_APP: Final = "tests.attacks.raw_app"
_WERKZEUG: Final = (
    f"from werkzeug.serving import make_server; from {_APP} import app;"
    " make_server('127.0.0.1', 0, app, threaded=True, fd={fd}).serve_forever()"
)
_GUNICORN: Final = (
    "-m",
    "gunicorn",
    "--no-control-socket",
    "--bind",
    "fd://{fd}",
    "--worker-class",
)
# What runs after `python`, given the socket that listens.
COMMANDS: Final = {
    "gunicorn-sync": (*_GUNICORN, "sync", f"{_APP}:app"),
    "gunicorn-gthread": (*_GUNICORN, "gthread", "--threads", "2", f"{_APP}:app"),
    "werkzeug": ("-c", _WERKZEUG),
}
_CONCERNS_CORS: Final = ("access-control-", "timing-allow-origin", "vary")


class Answer(NamedTuple):
    """
    Hold what a server answered.

    Attributes:
        status: The status, or 0 if it closed the connection without a word.
        headers: The header lines in their order, none of them merged.
        body: What followed.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def cors(self) -> dict[str, str]:
        """Return the headers that concern CORS, none of which may stand twice."""
        found = [each for each in self.headers if each[0].lower().startswith(_CONCERNS_CORS)]
        assert len(found) == len(dict(found))
        return dict(found)


@contextmanager
def serving(name: str) -> Generator[int]:
    """Start the server *name*, yield its port, and end all of its processes."""
    with socket.create_server((_HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, *(part.format(fd=listening.fileno()) for part in COMMANDS[name])],
            pass_fds=[listening.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    # The socket listens already, and whoever connects waits until the server answers. This
    # process has closed it: if the server ends instead, the connection does, too.
    try:
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def exchange(port: int, sent: bytes) -> Answer:
    """Send the bytes *sent*, and return what the server at *port* answers until it closes."""
    received = b""
    with socket.create_connection((_HOST, port), timeout=_PATIENCE) as connection:
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65536):
                received += part
        except OSError as error:
            # A server that has refused does not read the rest.
            if error.errno not in {errno.ECONNRESET, errno.ENOTCONN, errno.EPIPE}:
                raise
    return _read(received)


def _read(received: bytes) -> Answer:
    """Return the parts of a response, which must be one that every browser reads alike."""
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode("ascii").split("\r\n")
    assert [line for line in lines if not line.isprintable()] == []
    headers = tuple((name, value) for name, _, value in (line.partition(": ") for line in lines))
    return Answer(int(status.split(" ")[1]) if status else 0, headers, body)
