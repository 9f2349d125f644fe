"""Requests per second through a real server: gunicorn with two workers, asked by wrk."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure
from benchmarks.measure import Spread
from benchmarks.scenarios import ALLOWED, PATH

if TYPE_CHECKING:
    from collections.abc import Generator

SECTION: Final = "gunicorn, 2 workers"
WRK: Final = "wrk"
HOW_TO_INSTALL: Final = "apt-get install --no-install-recommends wrk"
_SERVED: Final = {
    "bare Flask": "bare",
    "CORS(app)": "crossorigin",
    "Flask-CORS, app": "flask_cors",
}
_START_SECONDS: Final = 30
_PREFLIGHT: Final = (
    "--script",
    str(Path(__file__).with_name("preflight.lua")),
    "--header",
    "Access-Control-Request-Method: PUT",
    "--header",
    "Access-Control-Request-Headers: content-type",
)
_REQUESTS: Final[dict[str, tuple[str, ...]]] = {"GET, allowed": (), "preflight": _PREFLIGHT}
_LISTENING: Final = re.compile(rb"Listening at: (http://127\.0\.0\.1:\d+)")
_RATE: Final = re.compile(r"Requests/sec: +([0-9.]+)")
_FAILED: Final = re.compile(r"Non-2xx or 3xx responses: \d+|Socket errors: .*")


def figures(rounds: int, seconds: int) -> list[Figure]:
    """
    Return the rates, asked in turn for *seconds* each, *rounds* times.

    Without wrk there are none.
    """
    if shutil.which(WRK) is None:
        return []
    rates: dict[tuple[str, str], list[float]] = {}
    order = Random(0)  # noqa: S311 - who is asked next
    with ExitStack() as stack:
        addresses = {name: stack.enter_context(_served(app)) for name, app in _SERVED.items()}
        for address in addresses.values():
            _rate(address, (), 1)  # the first requests wait for the workers
        for name, arguments in _REQUESTS.items():
            for _ in range(rounds):
                for app in order.sample(list(addresses), len(addresses)):
                    rate = _rate(addresses[app], arguments, seconds)
                    rates.setdefault((app, name), []).append(rate)
    return [_figure(rates, app, name) for name in _REQUESTS for app in _SERVED]


def _figure(rates: dict[tuple[str, str], list[float]], app: str, name: str) -> Figure:
    """Return the rate of *app* for the requests *name*, and its ratio to that of the bare app."""
    bare = rates[next(iter(_SERVED)), name]
    pairs = zip(rates[app, name], bare, strict=True)
    ratio = Spread.of([rate / base for rate, base in pairs])
    return Figure(SECTION, app, name, Spread.of(rates[app, name]), "requests/s", ratio)


@contextmanager
def _served(app: str) -> Generator[str]:
    """Serve *app* of :mod:`benchmarks.served`, and tell where."""
    command = [
        *(sys.executable, "-m", "gunicorn", "--workers", "2", "--bind", "127.0.0.1:0"),
        *("--log-level", "info", f"benchmarks.served:{app}"),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as server:
        try:
            yield _address(server)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.communicate()


def _address(server: subprocess.Popen[bytes]) -> str:
    """Return where *server* says that it listens."""
    if server.stderr is None:
        raise RuntimeError("gunicorn has no log")
    log = b""
    while select.select([server.stderr], [], [], _START_SECONDS)[0]:
        piece = os.read(server.stderr.fileno(), 4096)
        log += piece
        # The last worker's line: from here on, it says nothing before it is stopped.
        if (found := _LISTENING.search(log)) and log.count(b"Booting worker") == 2:  # noqa: PLR2004
            return found[1].decode()
        if not piece:
            break
    raise RuntimeError(f"gunicorn does not start: {log.decode()}")


def _rate(address: str, arguments: tuple[str, ...], seconds: int) -> float:
    """Return how many requests per second the server at *address* answers."""
    command = [
        *(WRK, "--threads", "1", "--connections", "8", "--duration", f"{seconds}s"),
        *("--header", f"Origin: {ALLOWED}", *arguments, f"{address}{PATH}"),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rate, failed = _RATE.search(done.stdout), _FAILED.search(done.stdout)
    if rate is None or failed is not None:
        raise RuntimeError(f"{' '.join(command)} says:\n{done.stdout}")
    return float(rate[1])
