"""The clock of a browser under test."""

from __future__ import annotations

import time


class Clock:
    """A clock that stands still at the time when the browser was made, until a test advances it."""

    __slots__ = ("_now",)

    def __init__(self) -> None:
        """Start now, because a cookie may expire at a date."""
        self._now = time.time()

    @property
    def now(self) -> float:
        """Return the time, in seconds since 1970."""
        return self._now

    def advance(self, seconds: float) -> None:
        """
        Let *seconds* pass: preflights and cookies age.

        Raises:
            ValueError: If time would run backwards.
        """
        if seconds < 0:
            raise ValueError(f"seconds={seconds!r}: time does not run backwards")
        self._now += seconds
