"""Parse an expression of JavaScript, PCRE, RE2 or Go, without recursion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin.proof._backtracking import possessive
from crossorigin.proof._characters import EVERY, Points, fold, point
from crossorigin.proof._dialect_classes import read_class
from crossorigin.proof._dialect_codes import Place
from crossorigin.proof._dialect_escapes import read_escape
from crossorigin.proof._dialect_groups import Kind, Opening, choice, close_group, read_opening
from crossorigin.proof._dialect_quantifiers import are_few, read_quantifier
from crossorigin.proof._dialect_reader import Reader
from crossorigin.proof._syntax import (
    ASCII,
    Chars,
    End,
    Repeat,
    Sequence,
    Start,
    Term,
)

if TYPE_CHECKING:
    from crossorigin.proof._dialects import Dialect

_REPEATED: Final = {Kind.PLAIN, Kind.AHEAD, Kind.NOT_AHEAD}
# The automaton, and whoever reads a term, goes as deep as it is.
MAX_DEPTH: Final = 100
_CAPTURES: Final = re.compile(
    r"\\.|\[\]?(?:\\.|[^\]\\])*\]?|(?P<named>\((?:\?P?<(?![=!])|\?'))|(?P<plain>\((?![?*]))",
    re.DOTALL,
)
_SPACE: Final = re.compile(r"(?:\s|#[^\n]*\n?)+")
_QUOTATION: Final = re.compile(r"(.*?)(?:\\E|\Z)", re.DOTALL)


class _Frame:
    """
    A group that is still open.

    Attributes:
        opening: What opened it, at the index *opened*.
        flags: The flags that hold here.
        alternatives: The terms before the last ``|``; *parts* are those since.
        can_repeat: Whether a quantifier may follow.
        is_lazy: Whether a quantifier takes as little as it can.
    """

    __slots__ = ("alternatives", "can_repeat", "flags", "is_lazy", "opened", "opening", "parts")

    def __init__(self, opening: Opening, opened: int) -> None:
        self.opening = opening
        self.opened = opened
        self.flags = opening.flags
        self.alternatives: list[Term] = []
        self.parts: list[Term] = []
        self.can_repeat = False
        self.is_lazy = False

    def branch(self) -> None:
        """Begin the next alternative."""
        self.alternatives.append(_sequence(self.parts))
        self.parts = []
        self.can_repeat = False

    def close(self) -> list[Term]:
        """Return the terms between each ``|``."""
        self.branch()
        return self.alternatives


def _sequence(parts: list[Term]) -> Term:
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts))


def parse(text: str, dialect: Dialect, flags: str = "") -> Term:
    """
    Return the term of the expression *text*.

    Args:
        text: The expression, without what a language puts around it.
        dialect: The dialect that it is written in.
        flags: Letters, as in ``(?i)``.

    Raises:
        ExpressionError: If an engine would refuse it.
        UndecidedError: If what it accepts cannot be said.
    """
    return _Parser(dialect.read(text), dialect, flags).term()


class _Parser:
    """The parser of one expression."""

    __slots__ = ("_dialect", "_frames", "_groups", "_has_names", "_names", "_reader")

    def __init__(self, text: str, dialect: Dialect, flags: str) -> None:
        self._dialect = dialect
        self._reader = Reader(text)
        self._frames = [_Frame(Opening(Kind.PLAIN, flags), 0)]
        captures = list(_CAPTURES.finditer(text))
        self._has_names = any(match["named"] for match in captures)
        self._groups = sum(bool(match["named"] or match["plain"]) for match in captures)
        self._names: set[str] = set()

    def term(self) -> Term:
        """Return the term of the whole expression."""
        reader = self._reader
        while not reader.is_at_end:
            self._step()
        frame = self._frames.pop()
        if self._frames:
            reader.fail("a group is not closed", frame.opened)
        term = choice(frame.close())
        if self._dialect.is_linear and not are_few(term, self._dialect.most_repeats or 0):
            reader.fail("the numbers of nested quantifiers are too large", 0)
        return term

    def _step(self) -> None:
        """Read the next item."""
        reader, frame = self._reader, self._frames[-1]
        if "x" in frame.flags and reader.take_match(_SPACE):
            return
        character = reader.text[reader.at]
        quantifier = read_quantifier(reader, self._dialect)
        if quantifier is not None:
            self._repeat(quantifier)
        elif character == "(":
            self._open()
        elif character == ")":
            self._close()
        elif character == "|":
            reader.take()
            frame.branch()
        elif character in "^$":
            reader.take()
            self._assert(Start() if character == "^" else End())
        elif character == "\\":
            self._escape()
        else:
            self._character(character)

    def _character(self, character: str) -> None:
        """Read a class, a dot, or a character that stands for itself."""
        reader = self._reader
        if character == "[":
            self._add(read_class(reader, self._place()), is_folded=True)
            return
        if self._dialect.is_strict and character in "]{}":
            reader.fail("the sign needs a backslash")
        reader.take()
        # An origin has no line break, which is all that a dot may leave out.
        self._add(EVERY if character == "." else point(ord(character)))

    def _place(self) -> Place:
        return Place(
            self._dialect,
            self._groups,
            has_names=self._has_names,
            ignores_case="i" in self._frames[-1].flags,
        )

    def _add(self, points: Points, *, is_folded: bool = False) -> None:
        """Add one character of a set, in any case where that is ignored."""
        frame = self._frames[-1]
        if "i" in frame.flags and not is_folded:
            points = fold(points, self._dialect.folds)
        frame.parts.append(Chars(points & ASCII))
        frame.can_repeat = True

    def _assert(self, term: Term) -> None:
        """Add an assertion; RE2 and Go repeat it like anything else."""
        frame = self._frames[-1]
        frame.parts.append(term)
        frame.can_repeat = self._dialect.is_linear

    def _escape(self) -> None:
        """Read an escape."""
        reader, dialect = self._reader, self._dialect
        start = reader.at
        reader.take()
        letter = reader.text[reader.at : reader.at + 1]
        if dialect.has_quotes and letter == "Q":
            reader.take()
            match = reader.take_match(_QUOTATION)
            for character in match[1] if match else "":
                self._add(point(ord(character)))
        elif dialect.has_atomic and letter == "E":
            reader.take()
        elif letter in dialect.assertions and letter:
            reader.take()
            if letter == "K" and self._looks_around():
                reader.fail("\\K stands outside of look-ahead and look-behind", start)
            self._assert(dialect.assertions[letter])
        else:
            self._add(read_escape(reader, self._place()).points)

    def _looks_around(self) -> bool:
        plain = {Kind.PLAIN, Kind.ATOMIC}
        return any(frame.opening.kind not in plain for frame in self._frames)

    def _open(self) -> None:
        """Open a group, or change the flags of the one that is open."""
        reader, frame = self._reader, self._frames[-1]
        start = reader.at
        reader.take()
        opening = read_opening(reader, self._dialect, frame.flags)
        if opening.kind is Kind.NONE:
            is_comment = reader.text.startswith("(?#", start)
            frame.can_repeat &= is_comment
            if self._dialect.is_linear:
                # What stood before the flags.
                frame.can_repeat = bool(frame.parts)
            frame.flags = opening.flags
            return
        if opening.name in self._names and not self._dialect.is_linear:
            if self._dialect.is_javascript or "J" in frame.flags or "(?|" in reader.text:
                reader.give_up(start, "whether a name may stand twice depends on the version")
            reader.fail("two groups have the same name", start)
        if opening.name:
            self._names.add(opening.name)
        if len(self._frames) > MAX_DEPTH:
            reader.give_up(start, f"groups are nested more than {MAX_DEPTH} deep")
        self._frames.append(_Frame(opening, start))

    def _close(self) -> None:
        """Close the group that is open."""
        reader = self._reader
        start = reader.at
        reader.take()
        frame = self._frames.pop()
        if not self._frames:
            reader.fail("a bracket closes no group", start)
        kind = frame.opening.kind
        if kind is Kind.ATOMIC and (frame.is_lazy or "U" in frame.flags):
            reader.give_up(frame.opened, "it gives nothing back, and takes little first")
        term = close_group(kind, frame.close(), frame.opened, reader, self._dialect)
        outer = self._frames[-1]
        outer.parts.append(term)
        outer.is_lazy |= frame.is_lazy
        # JavaScript repeats a look-ahead only for the sake of old pages, and no look-behind.
        repeated = {Kind.PLAIN} if self._dialect.is_strict else _REPEATED
        outer.can_repeat = kind in repeated or not self._dialect.is_javascript

    def _repeat(self, quantifier: tuple[int, int | None]) -> None:
        """Repeat the last term."""
        reader, frame = self._reader, self._frames[-1]
        if not frame.can_repeat or not frame.parts:
            reader.fail("there is nothing to repeat", reader.at - 1)
        frame.can_repeat = False
        least, most = quantifier
        part = frame.parts[-1]
        start = reader.at - 1
        if reader.accept("?"):
            frame.is_lazy = True
        elif self._dialect.has_atomic and reader.accept("+"):
            frame.parts[-1] = possessive(part, least, most, reader.since(start))
            return
        frame.parts[-1] = Repeat(part, least, most)
