"""What a measurement says: a figure, in a section's table."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from benchmarks.measure import Spread

_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """
    Hold one figure.

    Attributes:
        section: The table in which it stands.
        row: What was measured.
        column: With what.
        value: How much it is.
        unit: Of what.
        ratio: The value, divided by that of the baseline.
    """

    section: str
    row: str
    column: str
    value: Spread
    unit: str
    ratio: Spread | None = None

    @property
    def name(self) -> str:
        """Return how a message calls this figure."""
        return f"{self.section}: {self.row}: {self.column}"

    def to_json(self) -> str:
        """Return this figure as a line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Figure:
        """Return the figure that *line* holds."""
        values: dict[str, Any] = json.loads(line)
        ratio = values.pop("ratio")
        value = Spread(**values.pop("value"))
        return cls(**values, value=value, ratio=None if ratio is None else Spread(**ratio))


def shown(number: float) -> str:
    """Return *number* with three digits that count, and separators of thousands."""
    if number == 0:
        return "0"
    if abs(number) >= 10**_DIGITS:
        return f"{number:,.0f}"
    whole = len(str(int(abs(number)))) if abs(number) >= 1 else 0
    return f"{number:.{_DIGITS - whole}f}"


def shown_ratio(number: float) -> str:
    """Return *number* as a factor."""
    return f"×{number:.3f}" if number < 10 else f"×{shown(number)}"  # noqa: PLR2004


def shown_range(spread: Spread) -> str:
    """Return what half of the measurements lie between."""
    if spread.high >= 10:  # noqa: PLR2004 - as many digits as matter
        return f"{shown(spread.low)}–{shown(spread.high)}"
    return f"{spread.low:.3f}–{spread.high:.3f}"
