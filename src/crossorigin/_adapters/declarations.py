"""The line of a program that covers something with a policy."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from types import FrameType

_PACKAGE: Final = f"{__name__.partition('.')[0]}."


class Declaration(NamedTuple):
    """A file and a line of it, from 1; or the name of a setting, which has no line."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        """Return both as editors and terminals know them, ``file:line``."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


def declaration() -> Declaration | None:
    """Return the line of the program that has called into this package, ``None`` if there is none."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - `inspect` reads the files
    while frame is not None and (frame.f_globals.get("__name__") or "").startswith(_PACKAGE):
        frame = frame.f_back
    return None if frame is None else Declaration(frame.f_code.co_filename, frame.f_lineno)
