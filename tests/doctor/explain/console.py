"""The messages of real consoles, and the reason behind each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# Printed by Chromium 156, Firefox 153 and WebKitGTK 2.50 for servers that answer in every way.
_MESSAGES: Final = Path(__file__).with_name("messages.json")


@dataclass(frozen=True, slots=True)
class Printed:
    """
    A message of an engine.

    Attributes:
        case: The behaviour of the server.
        engine: The engine; ``None`` where all of them print the same.
        reason: The reason behind it.
        lines: The lines of the console.
    """

    case: str
    engine: str | None
    reason: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the paste of a person."""
        return "\n".join(self.lines)


PRINTED: Final = tuple(
    Printed(row["case"], row["engine"], row["reason"], tuple(row["lines"]))
    for row in json.loads(_MESSAGES.read_text(encoding="utf-8"))
)
