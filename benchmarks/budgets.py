"""What each figure may be: the one table, and who misses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks import (
    asgi_apps,
    construction,
    django_apps,
    flask_apps,
    growth,
    guarding,
    hostile,
    watching,
)
from benchmarks.figures import shown, shown_ratio
from benchmarks.plans import MILLION
from benchmarks.scenarios import GETS, PREFLIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.figures import Figure

TOLERANCE: Final = 0.015
RATIO: Final = "×"
_GETS: Final = tuple(scenario.name for scenario in GETS)
_PREFLIGHT: Final = (PREFLIGHT.name,)
_TWO_MB: Final = (hostile.size_name(hostile.LINES_SIZE),)
_EIGHT_KB: Final = (hostile.size_name(8 * 1024),)
_MOST: Final = (growth.column(MILLION),)


@dataclass(frozen=True, slots=True)
class Budget:
    """
    Hold what the figures of a row may be at most.

    Attributes:
        section: Their table.
        row: Their row.
        columns: Their columns.
        limit: What they may be.
        unit: Of what; a ratio may be over by :data:`TOLERANCE`.
    """

    section: str
    row: str
    columns: tuple[str, ...]
    limit: float
    unit: str = RATIO


BUDGETS: Final = (
    Budget("Flask", flask_apps.APP_WIDE, _GETS, 1.05),
    Budget("Flask", flask_apps.BY_ROUTE, _GETS, 1.05),
    Budget("Flask", flask_apps.ANYBODY, _GETS, 1.05),
    Budget("Flask", flask_apps.BY_BLUEPRINT, _GETS, 1.08),
    Budget("Flask", flask_apps.BY_VIEW, _GETS, 1.08),
    Budget("Flask", flask_apps.ALONE, _GETS, 1.08),
    Budget("Flask", flask_apps.APP_WIDE, _PREFLIGHT, 0.03),
    Budget("Flask", flask_apps.ANYBODY, _PREFLIGHT, 0.03),
    Budget("Flask", flask_apps.BY_ROUTE, _PREFLIGHT, 0.25),
    Budget("Flask", flask_apps.BY_BLUEPRINT, _PREFLIGHT, 0.25),
    Budget("Flask", flask_apps.BY_VIEW, _PREFLIGHT, 0.25),
    Budget("Flask", flask_apps.ALONE, _PREFLIGHT, 0.25),
    Budget("Django", django_apps.DJANGOS, _GETS, 1.05),
    Budget(flask_apps.FIRST, flask_apps.FIRST_ROW, (flask_apps.FIRST_COLUMN,), 5, "ms"),
    Budget("Starlette", asgi_apps.OURS, _GETS, 1.15),
    Budget("Starlette", asgi_apps.OURS, _PREFLIGHT, 0.35),
    Budget(watching.COUNTERS, watching.COUNTED_FLASK, _GETS, 1.01),
    Budget(watching.COUNTERS, watching.COUNTED_ASGI, _GETS, 1.01),
    Budget(watching.SHADOW, watching.SHADOW_FLASK, _GETS, 1.03),
    Budget(watching.SHADOW, watching.SHADOW_ASGI, _GETS, 1.03),
    Budget(guarding.SECTION, guarding.HOSTS_FLASK, _GETS, 1.01),
    Budget(guarding.SECTION, guarding.HOSTS_ASGI, _GETS, 1.01),
    Budget("Starlette", asgi_apps.APP_WIDE, _GETS, 1.15),
    Budget("Starlette", asgi_apps.BY_ENDPOINT, _GETS, 1.20),
    Budget(growth.SECTION, growth.row(growth.EXACT, growth.HIT), _MOST, 1.2),
    Budget(growth.SECTION, growth.row(growth.EXACT, growth.MISS), _MOST, 1.2),
    Budget(growth.SECTION, growth.row(growth.BELOW, growth.HIT), _MOST, 1.2),
    Budget(growth.SECTION, growth.row(growth.BELOW, growth.MISS), _MOST, 1.2),
    Budget(hostile.SECTION, hostile.LISTED, _EIGHT_KB, 100, "µs"),
    Budget(hostile.SECTION, hostile.ECHOED, _EIGHT_KB, 100, "µs"),
    Budget(hostile.SECTION, hostile.LINES_WSGI, _TWO_MB, 20_000, "µs"),
    Budget(hostile.SECTION, hostile.LINES_ASGI, _TWO_MB, 20_000, "µs"),
    Budget(
        construction.SECTION,
        construction.row(construction.EXACT, construction.TIME),
        _MOST,
        5,
        construction.UNITS[construction.TIME],
    ),
    Budget(
        construction.SECTION,
        construction.row(construction.EXACT, construction.MEMORY),
        _MOST,
        250,
        construction.UNITS[construction.MEMORY],
    ),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    Hold what became of a budget.

    Attributes:
        name: The figure's.
        limit: What it may be, as text.
        measured: What it is, as text; empty if it was not measured.
        holds: Whether it is within its budget.
        passes: Whether it is, or is over by no more than the tolerance.
    """

    name: str
    limit: str
    measured: str
    holds: bool
    passes: bool

    @property
    def word(self) -> str:
        """Return what became of it, in a word."""
        if not self.measured:
            return "not measured"
        return "within" if self.holds else "hardly over" if self.passes else "OVER"

    def __str__(self) -> str:
        """Return a line that names the figure."""
        return f"{self.name}: {self.measured}, {self.word} (budget: {self.limit})"


def judged(figures: Iterable[Figure]) -> list[Verdict]:
    """Return what the budgets say of *figures*."""
    by_place = {(figure.section, figure.row, figure.column): figure for figure in figures}
    return [
        _judged(budget, column, by_place.get((budget.section, budget.row, column)))
        for budget in BUDGETS
        for column in budget.columns
    ]


def _judged(budget: Budget, column: str, figure: Figure | None) -> Verdict:
    """Return what *budget* says of the *figure* in its *column*."""
    name = f"{budget.section}: {budget.row}: {column}"
    limit = _text(budget, budget.limit)
    if figure is None:
        return Verdict(name, limit, "", holds=False, passes=False)
    spread = figure.ratio if budget.unit == RATIO and figure.ratio is not None else figure.value
    tolerance = TOLERANCE if budget.unit == RATIO else 0
    over = spread.median - budget.limit
    measured = _text(budget, spread.median)
    return Verdict(name, limit, measured, holds=over <= 0, passes=over <= tolerance)


def _text(budget: Budget, number: float) -> str:
    """Return *number* in the unit of *budget*."""
    return shown_ratio(number) if budget.unit == RATIO else f"{shown(number)} {budget.unit}"
