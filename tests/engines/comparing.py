"""Compare the model of the browser with a real engine, row by row, and explain what differs."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from crossorigin._browser import answer_differences, sending_differences
from crossorigin._browser.differences import DIFFERENCES
from tests.engines.engines import ENGINES
from tests.engines.observing import observed
from tests.engines.telling import Told, predicted

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from crossorigin._browser.engines import Difference, Engine
    from tests.engines.rows import Row

# Beyond 1,024 entries, Chromium's preflight cache forgets at random.
BATCH: Final = 750
_TABLES: Final = (answer_differences, sending_differences)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row of which an engine makes something else than the model says."""

    engine: Engine
    row: Row
    seen: Told
    predicted: Told

    @property
    def gone(self) -> list[str]:
        """Return the differences without which the model would agree: they happen no longer."""
        return [
            name for name in DIFFERENCES if told_without(name, self.row, self.engine) == self.seen
        ]

    def __str__(self) -> str:
        """Return what was seen, and what was not."""
        lines = [f"{self.engine}: {self.row.id}"]
        for name, seen, expected in [
            ("read", self.seen.read, self.predicted.read),
            ("wire", self.seen.wire, self.predicted.wire),
        ]:
            if seen != expected:
                lines += [f"  {name}, by the engine:", *(f"    {one}" for one in seen)]
                lines += [f"  {name}, by the model:", *(f"    {one}" for one in expected)]
        lines += [f"  no longer happens: {name}" for name in self.gone]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of some rows in one engine, and how many deviate from the standard."""

    engine: Engine
    rows: int
    deviations: int
    disagreements: tuple[Disagreement, ...]


def compared(
    engine: Engine, rows: Sequence[Row], report: Callable[[int], None] = lambda _: None
) -> Comparison:
    """Compare *engine* with the model on *rows*, and *report* how many are done."""
    found: list[Disagreement] = []
    deviations = 0
    for batch in batches(rows):
        told = observed(ENGINES[engine], batch).told
        for row in batch:
            expected = predicted(row, engine)
            deviations += expected != predicted(row, "fetch")
            if told[row.id] != expected:
                found.append(Disagreement(engine, row, told[row.id], expected))
        report(len(batch))
    return Comparison(engine, len(rows), deviations, tuple(found))


def batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield *rows*, as many at a time as one launch of a browser runs."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def told_without(name: str, row: Row, engine: Engine) -> Told:
    """Return what the model would make of *row* if *engine* had not the difference *name*."""
    with without(name, engine):
        return predicted(row, engine)


@contextmanager
def without(name: str, engine: Engine) -> Generator[None]:
    """Let *engine* do as the standard says, as to the difference *name*, while the block runs."""
    constant = name.upper().replace("-", "_")
    (table,) = (table for table in _TABLES if hasattr(table, constant))
    whole = cast("Difference[object]", getattr(table, constant))
    others = {other: value for other, value in whole.engines.items() if other != engine}
    setattr(table, constant, replace(whole, engines=others))
    try:
        yield
    finally:
        setattr(table, constant, whole)
