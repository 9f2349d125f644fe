"""Start a real server with two workers, find them, and kill one of them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator

_GUNICORN: Final = (
    *("gunicorn", "--workers", "2", "--log-level", "critical", "--bind", "127.0.0.1:{port}"),
    *("--worker-class", "{kind}", "soak.wsgi_app:app"),
)
_GRANIAN: Final = (
    *("granian", "--workers", "2", "--log-level", "critical"),
    *("--respawn-failed-workers", "--port", "{port}"),
)
SERVERS: Final = {
    "gunicorn, sync": tuple(part.replace("{kind}", "sync") for part in _GUNICORN),
    "gunicorn, gthread": (
        *(part.replace("{kind}", "gthread") for part in _GUNICORN),
        *("--threads", "4"),
    ),
    "uvicorn": (
        *("uvicorn", "--workers", "2", "--log-level", "critical", "--port", "{port}"),
        "soak.asgi_app:app",
    ),
    "granian, ASGI": (*_GRANIAN, "--interface", "asgi", "soak.asgi_app:app"),
    "granian, WSGI": (*_GRANIAN, "--interface", "wsgi", "soak.wsgi_app:app"),
}
# Which put the headers of a second start beside those of the first, instead of in their place:
# the app's own ones, too, and with no middleware between.
DOUBLING: Final = frozenset({"gunicorn, sync", "gunicorn, gthread"})
# Which close a connection after each answer.
SHORT: Final = frozenset({"gunicorn, sync"})
_START_SECONDS: Final = 60
_RESIDENT: Final = re.compile(r"^VmRSS:\s+(\d+) kB$", re.MULTILINE)
# A process beside the workers, which Python itself starts.
_NO_WORKER: Final = b"resource_tracker"


class Server:
    """
    Stand for a server that runs.

    Attributes:
        port: Where it listens.
    """

    def __init__(self, pid: int, port: int) -> None:
        """Stand for the server whose master is the process *pid*."""
        self._pid = pid
        self.port = port

    def kill_a_worker(self) -> bool:
        """End a worker at once; return whether there was one."""
        for pid in self._workers():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                return True
        return False

    def megabytes(self) -> float:
        """Return what the workers hold in memory, all together."""
        return sum(_resident(pid) for pid in self._workers()) / 1024

    def _workers(self) -> list[int]:
        """Return the ids of the worker processes."""
        children = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text()
        return [pid for pid in map(int, children.split()) if _NO_WORKER not in _command(pid)]


def _command(pid: int) -> bytes:
    """Return how the process *pid* was started; nothing, if it has ended."""
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _resident(pid: int) -> int:
    """Return how many kilobytes of memory the process *pid* holds."""
    with suppress(FileNotFoundError):
        found = _RESIDENT.search(Path(f"/proc/{pid}/status").read_text())
        return int(found[1]) if found else 0
    return 0


@contextmanager
def serving(name: str) -> Generator[Server]:
    """
    Run the server *name* of :data:`SERVERS`, and end all of its processes.

    Raises:
        RuntimeError: If it does not start.
    """
    port = _free_port()
    command = [part.format(port=port) for part in SERVERS[name]]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            [sys.executable, "-m", *command], stdout=log, stderr=log, start_new_session=True
        ) as process,
    ):
        try:
            if not _answers(process, port):
                log.seek(0)
                raise RuntimeError(f"{name} does not start:\n{log.read().decode()}")
            yield Server(process.pid, port)
        finally:
            with suppress(ProcessLookupError):  # one that never started has no group
                os.killpg(process.pid, signal.SIGKILL)


def _free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait for *process* to listen on *port*; return whether it does before it ends."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        with suppress(ConnectionError):
            socket.create_connection(("127.0.0.1", port)).close()
            return True
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)
            return False
    return False
