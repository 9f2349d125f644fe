"""What a program prints, as it prints it."""

from __future__ import annotations

import re
from threading import Condition
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ANYTHING = re.compile("(?P<text>.*)")


class Console:
    """
    Lines that one thread writes and another waits for.

    Of each line that *pattern* matches, the group ``text`` is a message. The other lines are kept
    for the person who has to find out why a message did not come.
    """

    def __init__(self, pattern: re.Pattern[str] = _ANYTHING) -> None:
        self._pattern = pattern
        self._lines: list[str] = []
        self._messages: list[str] = []
        self._ended = False
        self._changed = Condition()

    def write(self, line: str) -> None:
        """Add *line*."""
        with self._changed:
            self._lines.append(line)
            if found := self._pattern.match(line):
                self._messages.append(found["text"])
            self._changed.notify_all()

    def end(self) -> None:
        """Say that no line will follow."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def messages(self) -> list[str]:
        """Return what was printed so far."""
        with self._changed:
            return list(self._messages)

    def wait_for(self, enough: Callable[[list[str]], bool], timeout: float) -> list[str]:
        """
        Return the messages once *enough* holds for them.

        Raises:
            TimeoutError: If it does not after *timeout* seconds, or at the end of the program.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._ended or enough(self._messages), timeout)
            if not enough(self._messages):
                raise TimeoutError("\n".join(["not printed; all that was printed:", *self._lines]))
            return list(self._messages)
