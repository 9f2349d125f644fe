"""Draw a plot as SVG, in the colours of a light and of a dark page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

WIDTH: Final = 760
_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif"

Colour = Literal["text", "quiet", "grid", "ours", "first", "second", "third", "fourth"]
Anchor = Literal["start", "middle", "end"]

# Told apart by people who see no red, or no green; contrast with the page at least 4.5.
PALETTES: Final[dict[str, dict[Colour, str]]] = {
    "light": {
        "text": "#1f2328",
        "quiet": "#59636e",
        "grid": "#d8dde3",
        "ours": "#0b57d0",
        "first": "#b3541e",
        "second": "#7d4698",
        "third": "#0b7a66",
        "fourth": "#636c76",
    },
    "dark": {
        "text": "#e6e8eb",
        "quiet": "#a3abb5",
        "grid": "#3a4048",
        "ours": "#7cb0ff",
        "first": "#f0a06a",
        "second": "#cf9bec",
        "third": "#5fd0b7",
        "fourth": "#a3abb5",
    },
}


@dataclass(slots=True)
class Drawing:
    """
    Hold the elements of a plot.

    Attributes:
        title: What the plot shows.
        palette: The colours.
        height: In the same units as :data:`WIDTH`.
    """

    title: str
    palette: dict[Colour, str]
    height: float = WIDTH
    _elements: list[str] = field(default_factory=list[str])

    def line(
        self, points: list[tuple[float, float]], colour: Colour, width: float = 1, dash: str = ""
    ) -> None:
        """Draw a line through *points*."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashes = f" stroke-dasharray={quoteattr(dash)}" if dash else ""
        self._elements.append(
            f'<polyline points="{path}" fill="none" stroke="{self.palette[colour]}"'
            f' stroke-width="{width}" stroke-linejoin="round" stroke-linecap="round"{dashes}/>'
        )

    def dot(self, x: float, y: float, colour: Colour) -> None:
        """Draw a dot."""
        fill = self.palette[colour]
        self._elements.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{fill}"/>')

    def bar(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Draw a bar."""
        self._elements.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2"'
            f' fill="{self.palette[colour]}"/>'
        )

    def text(  # noqa: PLR0913 - what a text has
        self,
        x: float,
        y: float,
        text: str,
        *,
        colour: Colour = "text",
        anchor: Anchor = "start",
        size: int = 13,
        weight: int = 400,
    ) -> None:
        """Write *text*, its base line at *y*."""
        self._elements.append(
            f'<text x="{x:.1f}" y="{y:.1f}" fill="{self.palette[colour]}" font-size="{size}"'
            f' font-weight="{weight}" text-anchor="{anchor}">{escape(text)}</text>'
        )

    def svg(self) -> str:
        """Return the file."""
        size = f'viewBox="0 0 {WIDTH} {self.height:.0f}" width="{WIDTH}" height="{self.height:.0f}"'
        font = f"font-family={quoteattr(_FONT)}"
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {font}>',
                f"<title>{escape(self.title)}</title>",
                *self._elements,
                "</svg>\n",
            ]
        )
