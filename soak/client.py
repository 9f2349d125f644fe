"""Send requests over many connections at once, and check the headers of every answer."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random
from typing import TYPE_CHECKING, Final

from soak.answers import complaint, read
from soak.traffic import KINDS, TWICE, sent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from soak.traffic import Kind

_MOST_COMPLAINTS: Final = 20
# One request in so many is left before it is answered.
_LEAVES: Final = 500
# Each waits for the other side's kernel now and then, so that one lane is mostly idle.
_LANES: Final = 20
_PATIENCE: Final = 20
_GONE: Final = (ConnectionError, asyncio.IncompleteReadError)


@dataclass(slots=True)
class Tally:
    """
    Hold what a soak has come to.

    Attributes:
        kinds: How many answers of each kind were checked.
        complaints: What was wrong with them: the first of it.
        wrong: How many were wrong.
        lost: How many requests got no whole answer, because their worker was killed.
        losses: Why: the first of them.
        left: How many were left by the client before they were answered.
        connections: How many connections were opened.
    """

    kinds: Counter[str] = field(default_factory=Counter[str])
    complaints: list[str] = field(default_factory=list[str])
    wrong: int = 0
    lost: int = 0
    losses: list[str] = field(default_factory=list[str])
    left: int = 0
    connections: int = 0

    @property
    def checked(self) -> int:
        """Return how many answers were checked."""
        return self.kinds.total()

    def lose(self, error: Exception) -> None:
        """Count a request that got no answer."""
        self.lost += 1
        self.losses += [repr(error)] if len(self.losses) < _MOST_COMPLAINTS else []

    def complain(self, text: str) -> None:
        """Count a wrong answer."""
        self.wrong += 1
        self.complaints += [text] if len(self.complaints) < _MOST_COMPLAINTS else []


class Client:
    """Send requests until told to stop."""

    def __init__(
        self, port: int, seed: int, kinds: Sequence[Kind] = KINDS, *, doubles: bool = False
    ) -> None:
        """
        Ask the server at *port* for what *seed* draws of *kinds*.

        It *doubles* the headers, if it puts those of a second start beside the first ones.
        """
        self._doubles = doubles
        self.tally = Tally()
        self._port = port
        self._kinds = kinds
        self._random = Random(seed)  # noqa: S311 - a load, not a secret
        self._number = 0
        self._is_over = False

    def stop(self) -> None:
        """Have every connection end with the answer that it waits for."""
        self._is_over = True

    async def load(self, connections: int) -> None:
        """Ask over so many *connections* at once, until told to stop."""
        async with asyncio.TaskGroup() as group:
            for _ in range(connections):
                group.create_task(self._reconnect())

    async def one_after_another(self, connections: int, requests: int) -> None:
        """Open so many *connections* for *requests* each, in a few lanes, one after another."""
        async with asyncio.TaskGroup() as group:
            for _ in range(_LANES):
                group.create_task(self._in_a_lane(connections // _LANES, requests))

    async def _in_a_lane(self, connections: int, requests: int) -> None:
        """Open so many *connections*, each after the one before."""
        for _ in range(connections):
            await self._connect(requests)

    async def _reconnect(self) -> None:
        """Open a connection whenever the last one has ended."""
        while not self._is_over:
            await self._connect(requests=100)

    async def _connect(self, requests: int) -> None:
        """Ask over one connection, until it ends."""
        self.tally.connections += 1
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        except ConnectionError as error:
            self.tally.lose(error)
            return
        try:
            for _ in range(requests):
                if self._is_over or not await self._ask(reader, writer):
                    break
        except _GONE as error:
            self.tally.lose(error)
        finally:
            writer.close()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Send a request and check its answer; return whether another one may follow."""
        self._number += 1
        kind = self._random.choice(self._kinds)
        request = sent(kind, self._number, self._random)
        writer.write(request.data)
        if self._random.randrange(_LEAVES) == 0:
            self.tally.left += 1
            return False
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await read(reader, kind.method)
        except asyncio.IncompleteReadError:
            if not kind.is_cut:
                raise
            return False  # the server drops all of an answer whose app raises
        except TimeoutError:
            self.tally.complain(f"no answer in {_PATIENCE} seconds: {request.data!r}")
            return False
        self.tally.kinds[kind.name] += 1
        wrong = complaint(request, answer, 2 if kind is TWICE and self._doubles else 1)
        if wrong is not None:
            self.tally.complain(wrong)
        if not answer.is_whole and not kind.is_cut:
            self.tally.lose(ConnectionError(f"the answer ended too early: {request.data!r}"))
        # A server may drop the connection of an app that raised, without a word.
        return not answer.is_last and kind.status < HTTPStatus.INTERNAL_SERVER_ERROR
