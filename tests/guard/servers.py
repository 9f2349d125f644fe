"""Serve the apps that stand behind a guard, on every server that can take a WebSocket."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator

_HOST: Final = "127.0.0.1"
_FLASK: Final = "tests.guard.served_flask"
_STARLETTE: Final = "tests.guard.served_starlette:application"
_COVERED: Final = "tests.guard.served_starlette:covered"
_CLOSING: Final = "tests.guard.served_starlette:without_extensions"
_WERKZEUG: Final = (
    f"from werkzeug.serving import make_server; from {_FLASK} import application;"
    " make_server('127.0.0.1', 0, application, threaded=True, fd={fd}).serve_forever()"
)
_UVICORN: Final = ("-m", "uvicorn", "--fd", "{fd}", "--ws")
# What runs after `python`, given the socket that listens.
COMMANDS: Final = {
    "gunicorn": (
        *("-m", "gunicorn", f"{_FLASK}:application", "--bind", "fd://{fd}"),
        *("--worker-class", "gthread", "--threads", "4", "--no-control-socket"),
    ),
    "werkzeug": ("-c", _WERKZEUG),
    "uvicorn-websockets": (*_UVICORN, "websockets-sansio", _STARLETTE),
    "uvicorn-wsproto": (*_UVICORN, "wsproto", _STARLETTE),
    "hypercorn": ("-m", "hypercorn", _STARLETTE, "--bind", "fd://{fd}"),
    "uvicorn-starlette": (*_UVICORN, "websockets-sansio", _COVERED),
    "hypercorn-starlette": ("-m", "hypercorn", _COVERED, "--bind", "fd://{fd}"),
}
# The same, where a handshake cannot be answered, but only closed.
CLOSING_COMMANDS: Final = {
    "uvicorn-websockets-closing": (*_UVICORN, "websockets-sansio", _CLOSING),
    "uvicorn-wsproto-closing": (*_UVICORN, "wsproto", _CLOSING),
    "hypercorn-closing": ("-m", "hypercorn", _CLOSING, "--bind", "fd://{fd}"),
}
_ALL: Final = {**COMMANDS, **CLOSING_COMMANDS}


@contextmanager
def serving(server: str) -> Generator[int]:
    """Start *server*, yield its port, and end all of its processes."""
    with socket.create_server((_HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, *(part.format(fd=listening.fileno()) for part in _ALL[server])],
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
