"""Print lines, in colour on a terminal, and plain for a file or a program."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin.doctor._text_layout import Line

_STYLES: Final = {
    "readable": "bold green",
    "blocked": "bold red",
    "unreachable": "bold red",
    "reason": "bold red",
    "failed": "red",
    "ok": "green",
    "cause": "bold yellow",
    "fix": "green",
    "console": "red",
    "command": "cyan",
    "dim": "dim",
}
# For a terminal that knows no more than ASCII, or some other few signs.
_PLAIN: Final = str.maketrans("✓✗·", "+x-")


def show(lines: Iterable[Line]) -> None:
    """Print *lines* to standard output."""
    encoding = sys.stdout.encoding or "utf-8"
    # Flask's own command line brings no Rich.
    if not sys.stdout.isatty() or find_spec("rich") is None:
        for _, line in lines:
            click.echo(_fit(line, encoding))
        return
    # Rich takes longer to load than a pipe may wait.
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    for kind, line in lines:
        console.print(Text(_fit(line, encoding), _STYLES.get(kind, "")))


def _fit(line: str, encoding: str) -> str:
    """Return *line* in signs that *encoding* has."""
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        return line.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    return line
