"""
Run an application on App Engine's development server, and ask it over a raw socket.

Measured with version 528 of the Google Cloud SDK; ``docs/guides/app-engine.md`` explains the
traps to the person who meets them.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from tests.project.programs import require_program

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

PROGRAM: Final = "dev_appserver.py"
HOST: Final = "127.0.0.1"
# Seconds of silence that mean that nothing will come any more.
PATIENCE: Final = 120
# The SDK imports ``cgi``, which Python 3.13 does not have.
SDK_PYTHONS: Final = ("3.12", "3.11", "3.10", "3.9")
# What the SDK calls python313 and so on, where crossorigin runs too.
RUNTIMES: Final = ("3.13", "3.12", "3.11")

_LISTENING: Final = re.compile(r'Starting module "default" running at: http://[^:]+:(\d+)')
_READY: Final = "Starting admin server at"


class Answer(NamedTuple):
    """A response: the header lines in their order, none of them merged."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


class Output:
    """What a group of processes prints, line by line, until none of them is left."""

    def __init__(self, stream: IO[str]) -> None:
        """Read *stream* from now on, so that no process waits for a full pipe."""
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._printed: list[str] = []
        Thread(target=self._read, args=(stream,), daemon=True).start()

    def __iter__(self) -> Iterator[str]:
        """Yield each line as it comes, after those that were yielded before."""
        while True:
            try:
                line = self._lines.get(timeout=PATIENCE)
            except Empty:
                raise TimeoutError(f"{PROGRAM} neither prints nor ends:\n{self}") from None
            if line is None:
                self._lines.put(None)
                return
            self._printed.append(line)
            yield line

    def __str__(self) -> str:
        """Return what was printed so far."""
        return "".join(self._printed)

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._lines.put(line)
        self._lines.put(None)


@contextmanager
def serving(folder: Path, scratch: Path) -> Generator[int]:
    """
    Serve the application in *folder* and yield its port.

    Args:
        folder: Where its ``app.yaml`` is.
        scratch: A folder for whatever the server writes.

    Raises:
        RuntimeError: If the server ends instead.
    """
    with started(folder, scratch) as output:
        yield _port(output)


@contextmanager
def started(folder: Path, scratch: Path) -> Generator[Output]:
    """Start the server for *folder*, yield what it prints, and end all of its processes."""
    process = subprocess.Popen(
        _command(folder, scratch),
        cwd=folder,
        env=_environment(scratch),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    assert process.stdout is not None
    output = Output(process.stdout)
    try:
        yield output
    finally:
        # The server, the SDK's second process and gunicorn's are one group; a signal to the
        # first of them alone leaves gunicorn running, or takes 16 seconds.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        # Every one of them holds the pipe, so its end proves that none is left.
        list(output)


def ask(port: int, method: str, path: str, headers: dict[str, str]) -> Answer:
    """Send one request to *port*, on a connection of its own, and return the bytes' meaning."""
    sent = {"Host": f"{HOST}:{port}", "Connection": "close", "Content-Length": "0", **headers}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    with socket.create_connection((HOST, port), timeout=PATIENCE) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        with connection.makefile("rb") as answer:
            head, _, body = answer.read().decode("latin-1").partition("\r\n\r\n")
    status, *fields = head.split("\r\n")
    pairs = (line.partition(":") for line in fields)
    return Answer(
        int(status.split(" ")[1]),
        tuple((name, value.strip(" \t")) for name, _, value in pairs),
        body,
    )


def _port(output: Output) -> int:
    """Return where the application listens, as soon as the server is ready."""
    port = 0
    for line in output:
        listening = _LISTENING.search(line)
        port = int(listening[1]) if listening else port
        if _READY in line:
            return port
    raise RuntimeError(f"{PROGRAM} ended instead of serving:\n{output}")


def _command(folder: Path, scratch: Path) -> list[str]:
    """Return the command that serves the application in *folder*."""
    program = require_program(PROGRAM)
    version, python = _first_python(RUNTIMES, "venv, ensurepip")
    runtime = f"python{version.replace('.', '')}"
    return [
        str(_clean_python(scratch)),
        program,
        "--application=example",
        # Port 0 is any free port; the server prints which.
        *(f"--{prefix}host={HOST}" for prefix in ("", "admin_", "api_")),
        *(f"--{prefix}port=0" for prefix in ("", "admin_", "api_")),
        f"--runtime={runtime}",
        f"--runtime_python_path={runtime}={python}",
        f"--python_virtualenv_path={scratch / 'virtualenv'}",
        f"--storage_path={_made(scratch / 'storage')}",
        # gunicorn keeps a socket in the home folder.
        f"--env_var=HOME={_made(scratch / 'home')}",
        "--max_module_instances=1",
        "--automatic_restart=False",
        str(folder / "app.yaml"),
    ]


def _environment(scratch: Path) -> dict[str, str]:
    """Return the environment in which the SDK starts, whatever ours is."""
    certificates = scratch / "certificates.pem"
    certificates.touch()
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {
        # Without this one, SDK 528 stops at a name that it forgot to import. The file may be
        # empty: what is asked here is not asked over TLS.
        "HTTPLIB2_CA_CERTS": str(certificates),
        **ours,
        "CLOUDSDK_PYTHON": str(_clean_python(scratch)),
        "CLOUDSDK_CONFIG": str(_made(scratch / "config")),
        "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
        "TMPDIR": str(_made(scratch / "temporary")),
    }


def _clean_python(scratch: Path) -> Path:
    """Return a Python for the SDK without ``certifi``, which would hide the one it brings."""
    folder = scratch / "python"
    if not folder.exists():
        _, python = _first_python(SDK_PYTHONS, "venv, cgi")
        subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
    return folder / "bin" / "python"


def _first_python(versions: tuple[str, ...], modules: str) -> tuple[str, str]:
    """Return the first of *versions* that is installed and has *modules*, and its path."""
    for version in versions:
        for python in _candidates(version):
            statement = f"import sys, {modules}; print('%d.%d' % sys.version_info[:2])"
            ran = subprocess.run(
                [python, "-c", statement], check=False, capture_output=True, text=True
            )
            if ran.stdout.strip() == version:
                return version, python
    # Not a program's name, but what is missing: skipped or failed as a program would be.
    message = f"Python {' or '.join(versions)}"
    return versions[0], require_program(message)


def _candidates(version: str) -> Iterator[str]:
    """Yield what may be a Python of *version*: this one, on the PATH, or kept by pyenv."""
    yield sys.executable
    for folder in os.get_exec_path():
        yield from map(str, Path(folder).glob(f"python{version}"))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from map(str, pyenv.glob(f"versions/{version}.*/bin/python{version}"))


def _made(folder: Path) -> Path:
    """Return *folder*, which exists from now on."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder
