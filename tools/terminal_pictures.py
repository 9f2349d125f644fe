"""
Write docs/pictures: five typical failures as ``crossorigin check`` shows them, and ``flask cors``.

The command itself runs, on a pseudo-terminal, and asks servers or an app of the tests.
Their port is a free one of four digits; in the pictures, ``PORT`` stands in its place.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pty
import select
import subprocess
import sys
import termios
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tests.doctor.check import cases_preflights, cases_responses
from tests.doctor.servers import serving

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from tests.doctor.check.case import Case
    from tests.doctor.servers import Server

FOLDER: Final = Path(__file__).parent.parent / "docs/pictures"
COLUMNS: Final = 80
PORT: Final = 5000
_PORTS: Final = range(PORT, 10_000)
_SECONDS: Final = 30
_CASES: Final = {case.id: case for case in (*cases_preflights.CASES, *cases_responses.CASES)}
# What a picture is called, and the server that it is of.
PICTURES: Final[Mapping[str, Case]] = {
    "server-error": _CASES["500-behind-a-missing-header"],
    "auth-before-preflight": _CASES["401-on-the-preflight"],
    "trailing-slash-redirect": _CASES["308-for-a-slash"],
    "wildcard-with-credentials": _CASES["wildcard-with-credentials"],
    "cached-for-another-origin": _CASES["cached-for-another-origin"],
}
# What a picture is called, and what is typed in the folder of an app of the tests.
COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "flask-cors-routes": ("flask", "--app", "shop", "cors", "routes"),
    "flask-cors-check": ("flask", "--app", "shop", "cors", "check"),
}
NAMES: Final = (*PICTURES, *COMMANDS)
_APP: Final = Path(__file__).parent.parent / "tests/doctor/routes/pictured"
# Background, foreground, and the eight colours of a terminal: black, red, green, yellow, blue,
# magenta, cyan, white. Each is readable on its background (WCAG 2, contrast of 4.5 and more).
THEMES: Final[Mapping[str, TerminalTheme]] = {
    "light": TerminalTheme(
        (255, 255, 255),
        (31, 35, 40),
        [
            (31, 35, 40),
            (190, 30, 40),
            (20, 110, 50),
            (135, 85, 0),
            (10, 90, 190),
            (120, 60, 180),
            (10, 100, 120),
            (90, 98, 107),
        ],
    ),
    "dark": TerminalTheme(
        (22, 27, 34),
        (214, 220, 227),
        [
            (72, 79, 88),
            (255, 123, 114),
            (86, 211, 100),
            (227, 179, 65),
            (121, 192, 255),
            (210, 168, 255),
            (86, 212, 221),
            (214, 220, 227),
        ],
    ),
}
# As rich has it, but for its fonts, which would come from another host.
_FORMAT: Final = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font: {char_height}px/{line_height}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}}
.{unique_id}-title {{ font: 16px system-ui, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


@dataclass(frozen=True, slots=True)
class Screen:
    """
    The screen of a terminal.

    Attributes:
        name: What the picture is called.
        title: The command.
        shown: All that is written there, with the codes for colours.
    """

    name: str
    title: str
    shown: str

    def svg(self, theme: TerminalTheme) -> str:
        """Return the picture."""
        console = Console(record=True, width=COLUMNS, file=StringIO())
        console.print(Text.from_ansi(self.shown))
        svg = console.export_svg(
            title=self.title, theme=theme, code_format=_FORMAT, unique_id=self.name
        )
        # White around a light picture is no border.
        bordered = svg.replace("rgba(255,255,255,0.35)", "#80808080")
        return "\n".join(line.strip() for line in bordered.splitlines() if line.strip()) + "\n"

    @property
    def words(self) -> str:
        """Return what is written there, without colours and without whatever is between words."""
        return "".join(Text.from_ansi(self.shown).plain.split())


def words_of(svg: str) -> str:
    """Return what is written in the terminal of the picture *svg*, as ``Screen.words`` does."""
    parts = ET.fromstring(svg).findall(".//{*}g/{*}g/{*}text")  # noqa: S314 - written above
    return "".join("".join(part.text or "" for part in parts).split())


def screen(name: str) -> Screen:
    """Run the command of the picture *name*, against its server if it has one."""
    if name in COMMANDS:
        typed = COMMANDS[name]
        title = " ".join(word for word in typed if word not in {"--app", "shop"})
        return Screen(name, title, f"$ {' '.join(typed)}\n{on_a_terminal(*typed, folder=_APP)}")
    case = PICTURES[name]
    with _served(case) as server:
        url = f"{server.url}{case.path}"
        options = ["--origin", case.page, *case.arguments]
        lines = f"$ crossorigin check {url} \\\n    {' '.join(options)}\n"
        shown = lines + on_a_terminal("crossorigin", "check", url, *options)
        return Screen(
            name, "crossorigin check", shown.replace(server.url, f"http://127.0.0.1:{PORT}")
        )


@contextlib.contextmanager
def _served(case: Case) -> Generator[Server]:
    """Serve *animal* on the first free port of four digits, so that all lines break alike."""
    with contextlib.ExitStack() as stack:
        for port in _PORTS:
            try:
                server = stack.enter_context(serving(case.answer, port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
            else:
                break
        else:
            raise RuntimeError("no port is free")
        yield server


def on_a_terminal(*typed: str, folder: Path | None = None) -> str:
    """Return what the module and the arguments that are *typed* write to a terminal."""
    unwanted = {"COLUMNS", "FORCE_COLOR", "NO_COLOR"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    here, there = pty.openpty()
    termios.tcsetwinsize(there, (24, COLUMNS))
    running = subprocess.Popen(
        [sys.executable, "-m", *typed],
        cwd=folder,
        env={**kept, "TERM": "xterm-256color", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=there,
        start_new_session=True,
    )
    os.close(there)
    try:
        shown = _read(here)
        running.wait(_SECONDS)
    finally:
        running.kill()
        running.wait()
        os.close(here)
    return shown.replace("\r\n", "\n")


def _read(terminal: int) -> str:
    """Return all that is written to *terminal* until nobody has it open."""
    parts: list[bytes] = []
    # Linux reports the end of the other side as an error.
    with contextlib.suppress(OSError):
        while select.select([terminal], [], [], _SECONDS)[0] and (part := os.read(terminal, 4096)):
            parts.append(part)
    return b"".join(parts).decode()


def main() -> None:
    """Write every picture, for a light and for a dark page."""
    FOLDER.mkdir(exist_ok=True)
    for name in NAMES:
        taken = screen(name)
        for brightness, theme in THEMES.items():
            (FOLDER / f"{name}-{brightness}.svg").write_text(taken.svg(theme), encoding="utf-8")


if __name__ == "__main__":
    main()
