"""A place in the text of an expression."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crossorigin.proof._syntax import ExpressionError, UndecidedError

if TYPE_CHECKING:
    from typing import NoReturn


class Reader:
    """
    A text and a place in it.

    Attributes:
        text: The text, with one character for each that the engine sees.
        at: The index of the next character.
    """

    __slots__ = ("at", "text")

    def __init__(self, text: str) -> None:
        """Begin at the first character of *text*."""
        self.text = text
        self.at = 0

    @property
    def is_at_end(self) -> bool:
        """Whether no character is left."""
        return self.at >= len(self.text)

    def next_is(self, token: str) -> bool:
        """Tell whether *token* comes next."""
        return self.text.startswith(token, self.at)

    def accept(self, token: str) -> bool:
        """Tell whether *token* comes next, and go behind it."""
        if not self.text.startswith(token, self.at):
            return False
        self.at += len(token)
        return True

    def take(self) -> str:
        """Return the next character, ``""`` at the end, and go behind it."""
        character = self.text[self.at : self.at + 1]
        self.at += 1
        return character

    def take_match(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        """Return how *expression* matches here, and go behind what it matches."""
        match = expression.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
        return match

    def since(self, start: int) -> str:
        """Return the text from the index *start* to here, short enough to be read."""
        text = self.text[start : self.at]
        return text if len(text) <= _READABLE else text[:_READABLE] + "…"

    def fail(self, why: str, at: int | None = None) -> NoReturn:
        """Raise that the engine would refuse this: *why*, and *at* which index."""
        raise ExpressionError(self.at if at is None else at, why)

    def give_up(self, start: int, why: str) -> NoReturn:
        """Raise that the part from the index *start* to here cannot be decided, and *why*."""
        raise UndecidedError(self.since(start), why)


_READABLE = 40
