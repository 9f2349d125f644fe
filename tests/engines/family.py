"""A program and every process that it starts, ended together."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from typing import IO

    from tests.engines.console import Console

_END_SECONDS = 10


def _copy(stream: IO[str], console: Console) -> None:
    with stream:
        for line in stream:
            console.write(line.rstrip("\n"))
    console.end()


def _end(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_END_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(_END_SECONDS)


@contextmanager
def family(command: list[str], environment: Mapping[str, str], console: Console) -> Generator[None]:
    """
    Run *command* while the block runs, and write its standard error to *console*.

    It gets a process group of its own, which ends with the block.

    Raises:
        TimeoutError: If a process outlives the group: standard error, which they share, stays open.
    """
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    if process.stderr is None:
        raise AssertionError("a pipe was asked for")
    reader = Thread(target=_copy, args=(process.stderr, console), name=command[0])
    reader.start()
    try:
        yield
    finally:
        _end(process)
        reader.join(_END_SECONDS)
    if reader.is_alive():
        raise TimeoutError(f"a process that {command[0]} started is still running")
