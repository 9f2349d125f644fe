"""
The terms of several expressions as one table of instructions, over one partition of the alphabet.

Equal terms are one instruction, so that what is built of them can be compared by number.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from crossorigin.proof._syntax import (
    ASCII,
    EMPTY,
    Ahead,
    Behind,
    Chars,
    Choice,
    End,
    Repeat,
    Sequence,
    Start,
    UndecidedError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin.proof._syntax import Mask, Term

# Beside ASCII: the sign that stands for a character of a wide set.
MARKER: Final[Mask] = 1 << 128
SYMBOLS: Final = 129
TOO_LARGE: Final = "too large: it needs more states than are looked at"
# A nest of assertions is closed by recursion.
MAX_DEPTH: Final = 40
_PREFERRED: Final = "xabcdefghijklmnopqrstuvwyz0123456789"


class Kind(IntEnum):
    """What an instruction does."""

    CHARS = 0
    SEQUENCE = 1
    CHOICE = 2
    REPEAT = 3
    AHEAD = 4
    BEHIND = 5
    START = 6
    END = 7


class Instruction(NamedTuple):
    """
    A term whose parts are numbers of instructions.

    Attributes:
        kind: What it does.
        parts: The instructions it is made of.
        mask: The characters of ``CHARS``.
        least: How often at least, of ``REPEAT``; of an assertion, whether it is negative.
        most: How often at most, ``-1`` for any number.
    """

    kind: Kind
    parts: tuple[int, ...] = ()
    mask: Mask = 0
    least: int = 0
    most: int = -1


class Budget:
    """
    How much work may still be done: a bound on states and steps that needs no clock.

    Attributes:
        left: How many steps.
    """

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        """Allow that many *steps*."""
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """
        Take *steps* away.

        Raises:
            UndecidedError: If none are left.
        """
        self.left -= steps
        if self.left < 0:
            raise UndecidedError("the whole", TOO_LARGE)


class Program:
    """
    The instructions of terms, each once.

    Attributes:
        instructions: By number.
        behind: The instructions of what look-behinds ask for, the inner ones first.
    """

    def __init__(self, budget: Budget) -> None:
        """Begin without terms."""
        self.instructions: list[Instruction] = []
        self.behind: list[int] = []
        self._budget = budget
        self._numbers: dict[Instruction, int] = {}
        self._anything = -1

    def number(self, instruction: Instruction) -> int:
        """Return the number of *instruction*, a new one if there is none."""
        found = self._numbers.get(instruction)
        if found is None:
            found = self._numbers[instruction] = len(self.instructions)
            self.instructions.append(instruction)
        return found

    def add(self, term: Term) -> int:
        """Return the number of *term*, whose parts are added first; nothing here is recursive."""
        done: list[int] = []
        # A part that stands in several places is the same object: it is added once.
        known: dict[int, int] = {}
        pending: list[tuple[Term, bool]] = [(term, False)]
        while pending:
            self._budget.spend()
            current, has_parts = pending.pop()
            if id(current) in known:
                done.append(known[id(current)])
                continue
            parts = parts_of(current)
            if parts and not has_parts:
                pending.append((current, True))
                pending.extend((part, False) for part in reversed(parts))
                continue
            cut = len(done) - len(parts)
            numbers = tuple(done[cut:])
            del done[cut:]
            known[id(current)] = self._number_of(current, numbers)
            done.append(known[id(current)])
        return done.pop()

    def masks(self) -> set[Mask]:
        """Return the sets of characters that the terms tell apart."""
        return {each.mask for each in self.instructions if each.kind is Kind.CHARS}

    def _number_of(self, term: Term, parts: tuple[int, ...]) -> int:
        """Return the number of *term*, the numbers of whose parts are known."""
        match term:
            case Sequence():
                return self._sequence(parts)
            case Behind(_, is_negative):
                return self._behind(parts[0], is_negative=is_negative)
            case _:
                return self.number(_instruction(term, parts))

    def _sequence(self, parts: tuple[int, ...]) -> int:
        """Return the number of a sequence: pairs, so that its rest is an instruction, too."""
        number = self.number(Instruction(Kind.SEQUENCE)) if not parts else parts[-1]
        for part in reversed(parts[:-1]):
            number = self.number(Instruction(Kind.SEQUENCE, (part, number)))
        return number

    def _behind(self, part: int, *, is_negative: bool) -> int:
        """Return the number of a look-behind: which of them it is, and what it asks for."""
        self._refuse_ahead(part)
        if self._anything < 0:
            anything = self.number(Instruction(Kind.CHARS, mask=ASCII | MARKER))
            self._anything = self.number(Instruction(Kind.REPEAT, (anything,)))
        asked = self._sequence((self._anything, part))
        if asked not in self.behind:
            self.behind.append(asked)
        which = self.behind.index(asked)
        return self.number(Instruction(Kind.BEHIND, (part,), least=int(is_negative), most=which))

    def _refuse_ahead(self, part: int) -> None:
        """
        Go through what a look-behind asks for.

        Raises:
            UndecidedError: If a look-ahead is in it, which may reach out of it.
        """
        pending = [part]
        seen: set[int] = set()
        while pending:
            current = pending.pop()
            if current in seen:
                continue
            seen.add(current)
            instruction = self.instructions[current]
            if instruction.kind in {Kind.AHEAD, Kind.END}:
                raise UndecidedError("(?<=", "a look-ahead inside a look-behind reaches out of it")
            pending.extend(instruction.parts)


class Classes:
    """
    Classes of characters that no expression tells apart.

    Attributes:
        of: The class of each character, by its code.
        characters: A character of each class, the one that reads best.
        masks: The characters of each class.
    """

    def __init__(self, masks: Iterable[Mask]) -> None:
        """Divide the alphabet by each of the *masks*."""
        parts: list[Mask] = [ASCII, MARKER]
        for mask in masks:
            divided = [(part & mask, part & ~mask) for part in parts]
            parts = [piece for pair in divided for piece in pair if piece]
        chosen = sorted((_rank(part), part) for part in parts)
        self.masks = [part for _, part in chosen]
        self.characters = [_SYMBOLS[rank] for (rank, _) in chosen]
        self.of = [0] * SYMBOLS
        for number, mask in enumerate(self.masks):
            rest = mask
            while rest:
                low = rest & -rest
                self.of[low.bit_length() - 1] = number
                rest ^= low


def _instruction(
    term: Chars | Choice | Repeat | Ahead | Start | End, parts: tuple[int, ...]
) -> Instruction:
    """Return the instruction of *term*, the numbers of whose parts are known."""
    match term:
        case Chars(mask):
            return Instruction(Kind.CHARS, mask=mask)
        case Choice():
            # Equal branches are one.
            return Instruction(Kind.CHOICE, tuple(dict.fromkeys(parts)))
        case Repeat(_, least, most):
            return Instruction(Kind.REPEAT, parts, least=least, most=-1 if most is None else most)
        case Ahead(_, is_negative):
            return Instruction(Kind.AHEAD, parts, least=int(is_negative))
        case Start():
            return Instruction(Kind.START)
        case _:
            return Instruction(Kind.END)


def parts_of(term: Term) -> tuple[Term, ...]:
    """Return the terms that *term* is made of."""
    match term:
        case Sequence(parts) | Choice(parts):
            return parts
        case Repeat(part, _, most):
            return (EMPTY,) if most == 0 else (part,)
        case Ahead(part) | Behind(part):
            return (part,)
        case _:
            return ()


def _ordered_symbols() -> str:
    """Return all symbols, those first that read best in an invented name."""
    rest = "".join(chr(code) for code in range(SYMBOLS) if chr(code) not in _PREFERRED)
    return _PREFERRED + rest


_SYMBOLS: Final = _ordered_symbols()
_RANKED: Final = [1 << ord(symbol) for symbol in _SYMBOLS]


def _rank(mask: Mask) -> int:
    """Return the place of the best symbol of *mask*."""
    return next(rank for rank, bit in enumerate(_RANKED) if mask & bit)
