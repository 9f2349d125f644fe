"""Put one server under load and under faults, and say what came of it."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from soak.client import Client, Tally
from soak.servers import DOUBLING, SHORT, serving
from soak.traffic import KINDS

if TYPE_CHECKING:
    from soak.servers import Server

# How many connections ask at once.
CONNECTIONS: Final = 32
# How many are opened one after another, and how many requests each of them sends.
AFTER_ANOTHER: Final = 10_000
_REQUESTS_EACH: Final = 3
# The share of the time in which workers are killed, and how long one is let live then.
_SHARE_OF_KILLING: Final = 0.2
_SECONDS_TO_LIVE: Final = 2
# An app that raises in the midst of an answer ends the connection, which is another thing.
_WHOLE: Final = [kind for kind in KINDS if not kind.is_cut]
_WRK_SECONDS: Final = 5
_RATE: Final = re.compile(r"Requests/sec: +([0-9.]+)")


@dataclass(slots=True)
class Fared:
    """
    Hold how a server fared.

    Attributes:
        name: Its name.
        tallies: What came of the load, of killing workers, and of one connection after another.
        seconds: How long the load lasted.
        killed: How many workers were killed.
        before: The workers' memory after the first answers, in megabytes.
        after: Their memory before any was killed.
        throughput: Requests per second, by wrk; ``None`` without wrk.
    """

    name: str
    tallies: list[Tally] = field(default_factory=list[Tally])
    seconds: float = 0
    killed: int = 0
    before: float = 0
    after: float = 0
    throughput: float | None = None

    @property
    def kinds(self) -> Counter[str]:
        """Return how many answers of each kind were checked."""
        return sum((tally.kinds for tally in self.tallies), Counter[str]())

    @property
    def checked(self) -> int:
        """Return how many answers were checked."""
        return self.kinds.total()

    @property
    def wrong(self) -> int:
        """Return how many of them were wrong."""
        return sum(tally.wrong for tally in self.tallies)

    @property
    def connections(self) -> int:
        """Return how many connections were opened."""
        return sum(tally.connections for tally in self.tallies)

    @property
    def left(self) -> int:
        """Return how many requests were left before they were answered."""
        return sum(tally.left for tally in self.tallies)

    @property
    def lost(self) -> int:
        """Return how many requests got no answer."""
        return sum(tally.lost for tally in self.tallies)


def run(name: str, seconds: float, seed: int, connections: int = AFTER_ANOTHER) -> Fared:
    """Return how the server *name* fares under *seconds* of load and *connections* more."""
    fared = Fared(name)
    with serving(name) as server:
        asyncio.run(_run(server, fared, seconds, seed, connections))
        fared.throughput = _throughput(server.port)
    return fared


async def _run(server: Server, fared: Fared, seconds: float, seed: int, connections: int) -> None:
    """Put *server* under load, then under faults."""
    fared.seconds = seconds * (1 - _SHARE_OF_KILLING)
    client = partial(Client, server.port, doubles=fared.name in DOUBLING)
    warm = client(seed)
    await warm.one_after_another(100, _REQUESTS_EACH)
    fared.before = server.megabytes()
    one_by_one = client(seed + 1, _WHOLE)
    requests = 1 if fared.name in SHORT else _REQUESTS_EACH
    await one_by_one.one_after_another(connections, requests)
    load = client(seed + 2)
    await _load(load, fared.seconds)
    fared.after = server.megabytes()
    _must_not_lose(load.tally, one_by_one.tally, warm.tally)
    faults = client(seed + 3)
    async with asyncio.TaskGroup() as group:
        group.create_task(_load(faults, seconds - fared.seconds))
        group.create_task(_kill(server, fared, seconds - fared.seconds))
    fared.tallies = [warm.tally, load.tally, faults.tally, one_by_one.tally]


async def _load(client: Client, seconds: float) -> None:
    """Have *client* ask for so many *seconds*."""
    loading = asyncio.create_task(client.load(CONNECTIONS))
    await asyncio.wait([loading], timeout=seconds)
    client.stop()
    await loading


async def _kill(server: Server, fared: Fared, seconds: float) -> None:
    """Kill a worker every other second."""
    for _ in range(int(seconds / _SECONDS_TO_LIVE)):
        fared.killed += server.kill_a_worker()
        await asyncio.sleep(_SECONDS_TO_LIVE)


def _must_not_lose(*tallies: Tally) -> None:
    """Count as wrong what was lost though no worker was killed."""
    for tally in tallies:
        for loss in tally.losses:
            tally.complain(f"a request got no answer, though no worker was killed: {loss}")


def _throughput(port: int) -> float | None:
    """Return how many requests per second wrk gets answered at *port*."""
    if shutil.which("wrk") is None:
        return None
    command = [
        *("wrk", "--threads", "1", "--connections", "8", "--duration", f"{_WRK_SECONDS}s"),
        *("--header", "Origin: https://customer-1.example", f"http://127.0.0.1:{port}/"),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = _RATE.search(done.stdout)
    return float(found[1]) if found else None
