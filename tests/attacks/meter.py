"""Count the work that is done, instead of timing it."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
import sys
from typing import TYPE_CHECKING, Self, cast

import crossorigin

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType

    import pytest


class Meter:
    """
    Count the work that is done while it is entered.

    Attributes:
        calls: How many functions were called, Python's own included.
        characters: How many characters the texts had that methods of text, and regular
            expressions, were given to read.
    """

    def __init__(self) -> None:
        """Count nothing yet."""
        self.calls = 0
        self.characters = 0

    def __enter__(self) -> Self:
        """Begin to count, and let nothing else run in between."""
        gc.disable()
        sys.setprofile(self._see)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Count no longer."""
        sys.setprofile(None)
        gc.enable()

    def _see(self, _frame: FrameType, event: str, function: object) -> None:
        """Count a call."""
        if event in {"call", "c_call"}:
            self.calls += 1
            text = getattr(function, "__self__", None)
            if isinstance(text, str):
                self.characters += len(text)


class MeteredPattern:
    """Match as a regular expression does, and add what it is given to a meter."""

    def __init__(self, pattern: re.Pattern[str], meter: Meter) -> None:
        """Stand for *pattern*."""
        self._pattern = pattern
        self._meter = meter

    def __getattr__(self, name: str) -> Callable[..., object]:
        """Return the method *name*, which reads its first argument."""
        method: Callable[..., object] = getattr(self._pattern, name)

        def call(text: str, *arguments: int, **keywords: int) -> object:
            self._meter.characters += min(len(text), keywords.get("endpos", len(text)))
            return method(text, *arguments, **keywords)

        return call


def metered(monkeypatch: pytest.MonkeyPatch) -> Meter:
    """Return a meter that sees what the core's regular expressions are given, too."""
    meter = Meter()
    for entry in pkgutil.iter_modules(crossorigin.__path__, "crossorigin."):
        if entry.name.startswith("crossorigin._") and not entry.name.endswith("__main__"):
            module = importlib.import_module(entry.name)
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    pattern = cast("re.Pattern[str]", value)
                    monkeypatch.setattr(module, name, MeteredPattern(pattern, meter))
    return meter


def work(meter: Meter, do: Callable[[], object]) -> tuple[int, int]:
    """Return how many functions *do* calls, and how many characters they are given."""
    do()  # what is looked up once is looked up now
    meter.calls = meter.characters = 0
    with meter:
        do()
    return meter.calls, meter.characters
