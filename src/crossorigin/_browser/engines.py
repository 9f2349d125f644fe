"""
The engines, and the rows of the table of their differences.

Source: https://fetch.spec.whatwg.org/
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

# Whose behaviour is asked for; `fetch` is the standard's own.
Engine = Literal["fetch", "chromium", "firefox", "webkit"]

# The versions in which every row was seen, by a page that asked a server that logs bytes.
VERSIONS: Final[Mapping[Engine, str]] = {
    "chromium": "156.0.8078.114",
    "firefox": "153.8.0esr",
    "webkit": "2.50.6",
}


@dataclass(frozen=True, slots=True)
class Difference(Generic[T]):
    """
    One row: the behaviour of the standard, and those of the engines that differ.

    Attributes:
        what: The meaning of the value.
        clause: The clause of the standard, from the ``#`` of its address.
        standard: The standard's value.
        engines: The value of each engine that differs.
    """

    what: str
    clause: str
    standard: T = field(kw_only=True)
    engines: Mapping[Engine, T] = field(kw_only=True)

    def of(self, engine: Engine) -> T:
        """Return the value of *engine*."""
        return self.engines.get(engine, self.standard)
