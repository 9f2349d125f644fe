"""The counters of a layer: of each refusal, in bounded memory, in any thread."""

from __future__ import annotations

import gc
import json
import tracemalloc
import weakref
from datetime import UTC, datetime
from threading import Thread
from typing import Final

import pytest

from crossorigin import CORSRequest, Origin, Policy, Reason
from crossorigin._adapters.stats import MAX_ENDPOINTS, MAX_KNOWN, MAX_ROWS, OTHERS, Stats

APP: Final = "https://app.example.com"
LISTED: Final = Policy([APP]).compiled.origins
REFUSED: Final = Reason.ORIGIN_NOT_ALLOWED
MEGABYTES: Final = 1024 * 1024


class Clock:
    """A clock that a test sets: the time in seconds."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_by_reason_and_endpoint() -> None:
    """Each reason at each endpoint has a count; nothing has none."""
    stats = Stats()
    for endpoint in ("orders", "orders", ""):
        stats.add(REFUSED, endpoint)
    stats.add(Reason.ORIGIN_NULL, "orders")
    assert stats.refused == {
        (REFUSED, "orders"): 2,
        (REFUSED, "-"): 1,
        (Reason.ORIGIN_NULL, "orders"): 1,
    }


def test_a_row() -> None:
    """It has the times of its first and its last request, in UTC, and the origin it looks like."""
    clock = Clock()
    stats = Stats(clock)
    evil = Origin.parse("https://app.examp1e.com")
    for clock.now in (10.0, 20.0, 30.0):
        stats.add_would_refuse(str(evil), REFUSED, "orders", evil, LISTED)
    (row,) = stats.would_refuse
    assert (row.origin, row.reason, row.endpoint, row.count) == (str(evil), REFUSED, "orders", 3)
    assert (row.first, row.last) == tuple(datetime.fromtimestamp(at, UTC) for at in (10, 30))
    assert row.looks_like == APP


def test_as_json() -> None:
    """All of it can be written as JSON, sorted: the most first."""
    stats = Stats(Clock())
    stats.add(REFUSED, "orders")
    for origin in (None, "null", "null"):
        stats.add_would_refuse(origin, Reason.SENDER_UNKNOWN, "")
    epoch = "1970-01-01T00:00:00+00:00"
    row = {"reason": "sender-unknown", "endpoint": "-", "first": epoch, "last": epoch}
    assert json.loads(json.dumps(stats.as_dict())) == {
        "refused": [{"reason": "origin-not-allowed", "endpoint": "orders", "count": 1}],
        "would_refuse": [
            {**row, "origin": "null", "count": 2, "looks_like": None},
            {**row, "origin": "-", "count": 1, "looks_like": None},
        ],
    }


@pytest.mark.parametrize(
    "hostile", ["a\r\nb", "\x1b[31m", "\u202e", "\ud800", "é" * 10_000], ids=ascii
)
def test_hostile_texts(hostile: str) -> None:
    """What a client sent is shown in printable ASCII, and cut."""
    stats = Stats()
    stats.add(REFUSED, hostile)
    stats.add_would_refuse(hostile, REFUSED, hostile)
    ((_, endpoint),) = stats.refused
    (row,) = stats.would_refuse
    for text in (endpoint, row.origin, row.endpoint):
        assert len(text) <= 121
        assert text.removesuffix("…").isascii()
        assert text.isprintable()


def test_endpoints_are_bounded() -> None:
    """More endpoints than are counted each are counted as others."""
    stats = Stats()
    for number in range(MAX_ENDPOINTS + 70):
        stats.add(REFUSED, str(number))
    assert len(stats.refused) == MAX_ENDPOINTS + 1
    assert stats.refused[REFUSED, OTHERS] == 70


def test_rows_are_bounded_and_those_that_come_often_stay() -> None:
    """However many origins come once, one that comes often keeps its row, and none is lost."""
    stats = Stats(Clock())
    for number in range(5 * MAX_ROWS):
        stats.add_would_refuse(f"https://e{number}.example", REFUSED, "orders")
        stats.add_would_refuse(APP, REFUSED, "orders")
    rows = {row.origin: row.count for row in stats.would_refuse}
    assert len(rows) <= MAX_ROWS
    assert rows[APP] == 5 * MAX_ROWS
    assert sum(rows.values()) == 10 * MAX_ROWS
    assert rows[OTHERS] > 0


def test_the_memory_is_bounded() -> None:
    """Twenty thousand hostile origins, hosts and endpoints take less than five megabytes."""
    tracemalloc.start()
    stats = Stats()
    for number in range(20_000):
        origin = f"https://{number}.{'e' * 200}.example"
        stats.remember(origin, str(number), str(number), REFUSED)
        stats.add(REFUSED, str(number))
        stats.add_would_refuse(origin, REFUSED, str(number))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 5 * MEGABYTES
    assert len(stats.known) <= MAX_KNOWN


class Sent(str):
    """A text that says when it is gone."""

    __slots__ = ("__weakref__",)


def test_nothing_that_was_sent_is_kept() -> None:
    """However long it is: the next request like it is known by a hash."""
    stats = Stats()
    origin, host = Sent(APP * 100), Sent("host")
    kept = [weakref.ref(origin), weakref.ref(host)]
    stats.remember(origin, host, "orders", REFUSED)
    del origin, host
    gc.collect()
    assert [each() for each in kept] == [None, None]
    assert list(stats.known) == [hash((APP * 100, "host", "orders"))]


def test_threads() -> None:
    """Nothing that several threads count at once is lost."""
    stats = Stats()

    def count() -> None:
        for _ in range(2000):
            stats.add(REFUSED, "orders")
            stats.add_would_refuse(APP, REFUSED, "orders")

    threads = [Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stats.refused == {(REFUSED, "orders"): 16_000}
    assert [row.count for row in stats.would_refuse] == [16_000]


def test_a_request_of_the_same_origin_is_no_refusal() -> None:
    """It gets no headers either, but it is known to be none."""
    policy, stats = Policy(APP), Stats()
    own = CORSRequest("GET", origin="https://shop.example", host="shop.example")
    reason = policy.decide(own).reason
    stats.remember("https://shop.example", "shop.example", "", reason)
    assert [count.reason for count in stats.known.values()] == [Reason.SAME_ORIGIN]
    assert stats.refused == {}
