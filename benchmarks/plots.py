"""Plot what a request costs with each library, and what many origins do to that."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import log10
from typing import TYPE_CHECKING, Final

from benchmarks import asgi_apps, django_apps, flask_apps, growth
from benchmarks.drawing import PALETTES, WIDTH, Colour, Drawing
from benchmarks.figures import shown
from benchmarks.scenarios import GET_ALLOWED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.figures import Figure

_OURS: Final = {
    asgi_apps.OURS,
    django_apps.OURS,
    flask_apps.ALONE,
    flask_apps.ANYBODY,
    flask_apps.APP_WIDE,
    flask_apps.BY_BLUEPRINT,
    flask_apps.BY_ROUTE,
    flask_apps.BY_VIEW,
}
_FRAMEWORKS: Final = ("Flask", "Starlette", "Django")
_TITLE_HEIGHT: Final = 36

_BARS_LEFT: Final = 262
_BARS_RIGHT: Final = 90
_STEP: Final = 25
_BAR: Final = 15
_BARS_TITLE: Final = "What is added to the CPU time of a GET, in percent of the bare app"

_LINES: Final[dict[str, tuple[str, Colour]]] = {
    growth.EXACT: ("crossorigin, CORS(app)", "ours"),
    "django-cors-headers": ("django-cors-headers", "third"),
    "Flask-CORS, decorator": ("Flask-CORS, decorator", "second"),
    "Flask-CORS, app": ("Flask-CORS, app", "first"),
    "Starlette": ("Starlette", "fourth"),
}
_LINES_TITLE: Final = "CPU time of a GET, by the number of origins that the policy lists"
_LEFT: Final = 74
_RIGHT: Final = 112  # where the labels of the lines stand
_DECADE: Final = 58
_MOST_DECADES: Final = 6
_TICKS: Final = {1: "10 µs", 2: "100 µs", 3: "1 ms", 4: "10 ms", 5: "100 ms", 6: "1 s"}


@dataclass(frozen=True, slots=True)
class Plot:
    """
    Hold a plot.

    Attributes:
        name: The beginning of its files' names.
        alt: What it shows, for those who do not see it.
        files: The files, by theme.
    """

    name: str
    alt: str
    files: dict[str, str]


def drawn(figures: Sequence[Figure]) -> list[Plot]:
    """Return the plots of *figures*."""
    requests = [
        figure
        for figure in figures
        if figure.section in _FRAMEWORKS and figure.column == GET_ALLOWED.name
    ]
    many = {
        name: [
            figure
            for figure in figures
            if figure.section == growth.SECTION and figure.row == growth.row(name, growth.HIT)
        ]
        for name in _LINES
    }
    return [
        _plot("requests", _BARS_TITLE, lambda drawing: _draw_bars(drawing, requests)),
        _plot("origins", _LINES_TITLE, lambda drawing: _draw_lines(drawing, many)),
    ]


def _plot(name: str, title: str, draw: Callable[[Drawing], None]) -> Plot:
    """Return the plot that *draw* draws, in each theme."""
    files: dict[str, str] = {}
    for theme, palette in PALETTES.items():
        drawing = Drawing(title, palette)
        drawing.text(0, 18, title, size=15, weight=600)
        draw(drawing)
        files[theme] = drawing.svg()
    return Plot(name, f"{title}.", files)


def _draw_bars(drawing: Drawing, figures: Sequence[Figure]) -> None:
    """Draw what each library adds, below the framework that it is for."""
    added = {
        figure: (figure.ratio.median - 1) * 100 for figure in figures if figure.ratio is not None
    }
    scale = (WIDTH - _BARS_LEFT - _BARS_RIGHT) / max(added.values(), default=1)
    y = float(_TITLE_HEIGHT)
    for _, group in groupby(added, key=lambda figure: figure.section):
        bare, *others = group
        y += _STEP
        time = f"{shown(bare.value.median)} {bare.unit}"
        drawing.text(_BARS_LEFT, y - 8, f"{bare.row}: {time}", colour="quiet", weight=600)
        for figure in sorted(others, key=lambda figure: added[figure]):
            if added[figure] == 0:
                continue  # a baseline, too
            colour: Colour = "ours" if figure.row in _OURS else "fourth"
            width = max(1, added[figure] * scale)
            base = y + _STEP - 9
            drawing.text(_BARS_LEFT - 10, base, figure.row, anchor="end")
            drawing.bar(_BARS_LEFT, base - 12, width, _BAR, colour)
            drawing.text(_BARS_LEFT + width + 8, base, f"+{added[figure]:.1f} %", weight=600)
            y += _STEP
    drawing.height = y + 12


def _draw_lines(drawing: Drawing, many: dict[str, list[Figure]]) -> None:
    """Draw a line for each library, both axes logarithmic."""
    across = (WIDTH - _LEFT - _RIGHT) / _MOST_DECADES
    bottom = float(_TITLE_HEIGHT + 16 + (max(_TICKS) - 1) * _DECADE)
    drawing.height = bottom + 48

    def place(origins: float, micros: float) -> tuple[float, float]:
        return _LEFT + log10(origins) * across, bottom - (log10(micros) - 1) * _DECADE

    for exponent, label in _TICKS.items():
        _, y = place(1, 10**exponent)
        drawing.line([(_LEFT, y), (WIDTH, y)], "grid")
        drawing.text(_LEFT - 10, y + 4, label, colour="quiet", anchor="end", size=12)
    for exponent in range(_MOST_DECADES + 1):
        x, _ = place(10**exponent, 10)
        label = f"{10**exponent:,}"
        drawing.text(x, bottom + 20, label, colour="quiet", anchor="middle", size=12)
    middle = (_LEFT + WIDTH - _RIGHT) / 2
    drawing.text(middle, bottom + 40, "origins", colour="quiet", anchor="middle", size=12)
    for name, figures in many.items():
        points = [
            place(float(figure.column.replace(",", "")), figure.value.median) for figure in figures
        ]
        if points:
            _draw_line(drawing, points, *_LINES[name])


def _draw_line(
    drawing: Drawing, points: list[tuple[float, float]], label: str, colour: Colour
) -> None:
    """Draw one line, with its *label* where there is room for it."""
    drawing.line(points, colour, width=3 if colour == "ours" else 2)
    for x, y in points:
        drawing.dot(x, y, colour)
    x, y = points[-1]
    if x > WIDTH - _RIGHT - 1:
        drawing.text(x, y - 12, label, colour=colour, anchor="end", weight=600)
    else:
        drawing.text(x + 10, y + 4, label, colour=colour, size=12, weight=600)
