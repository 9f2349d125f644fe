"""The counters of a layer: loaded with the first refusal, or when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from time import time
from typing import TYPE_CHECKING, Final

from crossorigin._policy.reasons import Reason
from crossorigin.errors import printable

if TYPE_CHECKING:
    from crossorigin._policy.matching import OriginSet
    from crossorigin._policy.origins import Origin

# Stands for all that has no row of its own, because there are too many.
OTHERS: Final = "(others)"
MAX_ENDPOINTS: Final = 500
MAX_ROWS: Final = 1000
# Refusals that need no decision, since one like them was decided on before.
MAX_KNOWN: Final = 1000


@dataclass(frozen=True, slots=True)
class WouldRefuse:
    """
    The requests of one origin to one endpoint that would be refused for one reason.

    Attributes:
        origin: The value of ``Origin``, in printable ASCII; ``-`` where there is none.
        reason: The reason to refuse them.
        endpoint: The view, or ``-`` where none is known.
        count: How many there were.
        first, last: The times of the first and of the last one.
        looks_like: The origin that may send or read, for which this one can be mistaken.
    """

    origin: str
    reason: Reason
    endpoint: str
    count: int
    first: datetime
    last: datetime
    looks_like: str | None


@dataclass(slots=True)
class Count:
    """
    A count of the requests of one reason.

    Attributes:
        reason: The reason of their decision.
        value: How many there were.
    """

    reason: Reason
    value: int = 0


@dataclass(slots=True)
class _Row:
    """A row of :class:`WouldRefuse` that is still counted; times are seconds since the epoch."""

    parsed: Origin | None
    listed: OriginSet | None
    first: float
    last: float
    count: int = 0
    looks_like: str | None = None
    is_compared: bool = False


_Key = tuple[str, Reason, str]


class Stats:
    """
    The refusals of a layer, counted in this process, and those that there would be.

    However many origins and endpoints there are, the memory is bounded: the rest has the name
    :data:`OTHERS`.

    Args:
        clock: Returns the time in seconds since the epoch.

    Attributes:
        known: The counts of requests that need no decision, by the hash of origin, host and
            endpoint: one like each was decided on before, and where no function decides, these
            three tell. Of what a client sent, nothing is kept.
        lock: Is held while anything is counted.
    """

    __slots__ = ("_clock", "_endpoints", "_refused", "_rows", "known", "lock")

    def __init__(self, clock: Callable[[], float] = time) -> None:
        """Have counted nothing yet."""
        self._clock = clock
        self.lock: AbstractContextManager[bool] = Lock()
        self.known: dict[int, Count] = {}
        self._refused: dict[tuple[Reason, str], Count] = {}
        self._endpoints: set[str] = set()
        self._rows: dict[_Key, _Row] = {}

    @property
    def refused(self) -> Mapping[tuple[Reason, str], int]:
        """Return the number of refusals by reason and endpoint."""
        with self.lock:
            return {key: count.value for key, count in self._refused.items()}

    @property
    def would_refuse(self) -> list[WouldRefuse]:
        """Return the requests that a shadow, or a guard that only reports, would refuse."""
        with self.lock:
            rows = list(self._rows.items())
        return sorted(
            (_finished(*row) for row in rows), key=lambda row: (-row.count, row.origin, row.reason)
        )

    def as_dict(self) -> dict[str, list[dict[str, str | int | None]]]:
        """Return all counters in the types of JSON, for a page of metrics."""
        refused = sorted(self.refused.items())
        return {
            "refused": [
                {"reason": str(reason), "endpoint": endpoint, "count": count}
                for (reason, endpoint), count in refused
            ],
            "would_refuse": [
                {
                    "origin": row.origin,
                    "reason": str(row.reason),
                    "endpoint": row.endpoint,
                    "count": row.count,
                    "first": row.first.isoformat(),
                    "last": row.last.isoformat(),
                    "looks_like": row.looks_like,
                }
                for row in self.would_refuse
            ],
        }

    def add(self, reason: Reason, endpoint: str) -> None:
        """Count a refusal."""
        with self.lock:
            self._count_of(reason, endpoint).value += 1

    def remember(self, origin: str, host: str | None, endpoint: str, reason: Reason) -> None:
        """Have the next request like this one counted without a decision."""
        with self.lock:
            if len(self.known) >= MAX_KNOWN:
                self.known.clear()
            is_refused = reason is not Reason.SAME_ORIGIN
            count = self._count_of(reason, endpoint) if is_refused else Count(reason)
            self.known[hash((origin, host, endpoint))] = count

    def add_would_refuse(
        self,
        origin: str | None,
        reason: Reason,
        endpoint: str,
        parsed: Origin | None = None,
        listed: OriginSet | None = None,
    ) -> None:
        """
        Count a request that would be refused.

        Args:
            origin: The value of ``Origin``.
            reason: The reason to refuse it.
            endpoint: The view.
            parsed: The origin that *origin* names, if it does.
            listed: The origins that *parsed* may be mistaken for.
        """
        shown = "-" if origin is None else printable(origin)
        with self.lock:
            key = shown, reason, self._bounded(endpoint)
            row = self._rows.get(key)
            now = self._clock()
            if row is None:
                if len(self._rows) >= MAX_ROWS:
                    self._fold()
                row = self._rows[key] = _Row(parsed, listed, now, now)
            row.count += 1
            row.last = now

    def _count_of(self, reason: Reason, endpoint: str) -> Count:
        """Return the count of a reason at an endpoint."""
        key = reason, self._bounded(endpoint)
        return self._refused.get(key) or self._refused.setdefault(key, Count(reason))

    def _bounded(self, endpoint: str) -> str:
        """Return *endpoint*, or :data:`OTHERS` if there are too many to count each."""
        shown = printable(endpoint) if endpoint else "-"
        if shown not in self._endpoints:
            if len(self._endpoints) >= MAX_ENDPOINTS:
                return OTHERS
            self._endpoints.add(shown)
        return shown

    def _fold(self) -> None:
        """
        Put the smaller half of the rows into those of the others.

        The rows of origins that come often stay, however many come once.
        """
        own = [key for key in self._rows if key[0] != OTHERS]
        own.sort(key=lambda key: (self._rows[key].count, self._rows[key].last))
        for key in own[: MAX_ROWS // 2]:
            row = self._rows.pop(key)
            others = (OTHERS, key[1], OTHERS)
            into = self._rows.setdefault(others, _Row(None, None, row.first, row.last))
            into.count += row.count
            into.first, into.last = min(into.first, row.first), max(into.last, row.last)


def _finished(key: _Key, row: _Row) -> WouldRefuse:
    """Return *row* for a person, who reads it once in a while: here there is time to compare."""
    if not row.is_compared and row.parsed is not None and row.listed is not None:
        from crossorigin._policy.look_alikes import look_alike  # noqa: PLC0415 - for a person

        row.looks_like = look_alike(row.parsed, row.listed)
        row.is_compared = True
    first, last = (datetime.fromtimestamp(at, UTC) for at in (row.first, row.last))
    return WouldRefuse(*key, row.count, first, last, row.looks_like)
