"""An example of the documentation, on a server of its own."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.zoo.serving import Server, held_port

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

_ROOT: Final = Path(__file__).parents[2]


@contextmanager
def served(command: Sequence[str], folder: str, log: Path) -> Generator[int]:
    """
    Serve an example, and give its port.

    Args:
        command: The program and its arguments, with a place for the port.
        folder: The folder of the example.
        log: The file for what the server prints.
    """
    with held_port() as port, log.open("wb") as output:
        process = subprocess.Popen(
            [word.format(port=port) for word in command],
            cwd=_ROOT / "examples" / folder,
            env={**os.environ, "PYTHONPATH": str(_ROOT / "src"), "PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            Server(port, process, log).wait()
            yield port
        finally:
            process.kill()
            process.wait()
