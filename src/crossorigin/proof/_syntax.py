"""
The terms of a regular expression over ASCII, whichever dialect it was written in.

A term is built by a parser of a dialect and read by the automaton. An origin is ASCII and has no
line break, so that a term needs neither other characters nor lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

# A set of characters: bit n stands for the character of code n.
Mask: TypeAlias = int
ASCII: Final[Mask] = (1 << 128) - 1


@dataclass(frozen=True, slots=True)
class Chars:
    """
    One character of a set.

    Attributes:
        mask: The set; ``0`` matches nothing.
    """

    mask: Mask


@dataclass(frozen=True, slots=True)
class Sequence:
    """Terms one after the other; none of them is the empty text."""

    parts: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several terms; none of them is nothing at all."""

    parts: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """
    A term several times.

    Attributes:
        part: The term.
        least: How often at least.
        most: How often at most; ``None`` for any number.
    """

    part: Term
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """
    An assertion that takes no character: whether *part* begins here.

    Attributes:
        part: The term.
        is_negative: Whether it must not begin here.
    """

    part: Term
    is_negative: bool = False


@dataclass(frozen=True, slots=True)
class Behind:
    """
    An assertion that takes no character: whether *part* ends here.

    Attributes:
        part: The term.
        is_negative: Whether it must not end here.
    """

    part: Term
    is_negative: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """The assertion that no character comes before."""


@dataclass(frozen=True, slots=True)
class End:
    """The assertion that no character follows."""


Term: TypeAlias = Chars | Sequence | Choice | Repeat | Ahead | Behind | Start | End

NOTHING: Final = Choice()
EMPTY: Final = Sequence()
ANY: Final = Chars(ASCII)
ANYTHING: Final = Repeat(ANY, 0, None)


def mask_of(characters: str) -> Mask:
    """Return the set of the ASCII *characters*."""
    mask = 0
    for character in characters:
        mask |= 1 << ord(character)
    return mask


def literal(text: str) -> Sequence:
    """Return the term of the ASCII *text* itself."""
    return Sequence(tuple(Chars(1 << ord(character)) for character in text))


class UndecidedError(Exception):
    r"""
    Nothing is said: what stands in the way is named.

    Attributes:
        part: The part of the source that cannot be decided, such as ``\1``.
        why: A clause without a full stop, such as ``a back-reference is not regular``.
    """

    def __init__(self, part: str, why: str) -> None:
        """Name the *part*, and say *why*."""
        super().__init__(f"{part}: {why}")
        self.part = part
        self.why = why


class ExpressionError(ValueError):
    """
    The text is no expression of its dialect: the engine would not start.

    Attributes:
        at: The index in the text.
        why: A clause without a full stop.
    """

    def __init__(self, at: int, why: str) -> None:
        """Say *why*, and where: *at* which index."""
        super().__init__(f"at {at}: {why}")
        self.at = at
        self.why = why
