"""Print the figures as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.figures import shown, shown_range, shown_ratio

if TYPE_CHECKING:
    from benchmarks.figures import Figure


def head(section: str) -> str:
    """Return the line above the figures of *section*."""
    return f"{section:62} {'ratio':>8} {'half lie between':>17}   median"


def line(figure: Figure) -> str:
    """Return the line of *figure*."""
    spread = figure.ratio
    ratio = shown_ratio(spread.median) if spread else ""
    between = shown_range(spread) if spread else ""
    value = f"{shown(figure.value.median)} {figure.unit}"
    return f"  {figure.row:45} {figure.column:14} {ratio:>8} {between:>17}   {value}"
