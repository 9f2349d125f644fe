"""Start servers of the zoo, each in a folder of its own on a free loopback port, and end them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from tests.zoo.kinds import program_of

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from tests.zoo.kinds import Kind

HOST: Final = "127.0.0.1"
# How long an attempt to connect waits before the next one, and how many there are.
_TRY_SECONDS: Final = 0.02
_TRIES: Final = 3000
_PLACE: Final = re.compile(r"<<([a-z_]+)>>")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that has been started, perhaps before it listens."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def wait(self) -> None:
        """
        Wait until it listens.

        Raises:
            RuntimeError: If it ends instead, or takes too long; with its own words.
        """
        for _ in range(_TRIES):
            try:
                socket.create_connection((HOST, self.port)).close()
            except ConnectionRefusedError:
                try:
                    self.process.wait(_TRY_SECONDS)
                except subprocess.TimeoutExpired:
                    continue
                break
            return
        raise RuntimeError(f"a server does not start: {self.log.read_text()}")


@contextmanager
def held_port() -> Generator[int]:
    """
    Yield a port on which nothing listens, and hold it.

    Nobody else is given it, and a server may listen to it nevertheless: a socket that is only bound
    stands in no one's way who sets `SO_REUSEADDR`, too, as servers do.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((HOST, 0))
        port: int = held.getsockname()[1]
        yield port


@contextmanager
def started(kind: Kind, parts: Mapping[str, str]) -> Generator[Server]:
    """Start a server of *kind*, with *parts* in its configuration or its program."""
    with held_port() as port, TemporaryDirectory(prefix="zoo-") as name:
        folder = Path(name)
        # Apache and Varnish give up the privileges of whoever starts them.
        folder.chmod(0o755)
        values = {
            "program": program_of(kind),
            "folder": name,
            "port": str(port),
            **kind.parts,
            **parts,
        }
        (folder / kind.file).write_text(filled(kind.text, values))
        log = folder / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [filled(word, values) for word in kind.command],
                env={**os.environ, **kind.environment, "HOME": name, "PORT": str(port)},
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            yield Server(port, process, log)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return *text* with a value for each name in ``<<`` and ``>>``, in the values, too."""
    while _PLACE.search(text):
        text = _PLACE.sub(lambda found: values[found[1]], text)
    return text
