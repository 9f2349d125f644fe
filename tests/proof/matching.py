"""Match a text with a term by trying everything: slow, and obviously right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin.proof._syntax import (
    Ahead,
    Behind,
    Chars,
    Choice,
    End,
    Repeat,
    Sequence,
    Start,
)

if TYPE_CHECKING:
    from crossorigin.proof._syntax import Term


def matches(term: Term, text: str) -> bool:
    """Tell whether the whole of *text* matches *term*."""
    return len(text) in Matcher(text).ends(term, 0)


class Matcher:
    """The texts that end where a term does, for one *text*."""

    def __init__(self, text: str) -> None:
        """Know nothing yet."""
        self._text = text
        self._known: dict[tuple[int, int], frozenset[int]] = {}
        # A term must not be forgotten while its id is remembered.
        self._terms: list[Term] = []

    def ends(self, term: Term, at: int) -> frozenset[int]:
        """Return every index where a text may end that begins *at* an index and matches *term*."""
        key = (id(term), at)
        if key not in self._known:
            self._terms.append(term)
            self._known[key] = frozenset(self._find(term, at))
        return self._known[key]

    def _find(self, term: Term, at: int) -> set[int]:  # noqa: PLR0911 - one for each kind of term
        text = self._text
        match term:
            case Chars(mask):
                return {at + 1} if at < len(text) and mask >> ord(text[at]) & 1 else set()
            case Sequence(parts):
                here = {at}
                for part in parts:
                    here = {end for start in here for end in self.ends(part, start)}
                return here
            case Choice(parts):
                return {end for part in parts for end in self.ends(part, at)}
            case Repeat():
                return self._repeat(term, at)
            case Ahead(part, is_negative):
                return {at} if bool(self.ends(part, at)) != is_negative else set()
            case Behind(part, is_negative):
                is_here = any(at in self.ends(part, start) for start in range(at + 1))
                return {at} if is_here != is_negative else set()
            case Start():
                return {at} if at == 0 else set()
            case End():
                return {at} if at == len(text) else set()

    def _repeat(self, term: Repeat, at: int) -> set[int]:
        here = {at}
        for _ in range(min(term.least, len(self._text) + 1)):
            here = {end for start in here for end in self.ends(term.part, start)}
        # More often than there are characters, it matches the empty text: as often as one likes.
        left = len(self._text) + 1 if term.most is None else term.most - term.least
        found = set(here)
        while left and here:
            here = {end for start in here for end in self.ends(term.part, start)} - found
            found |= here
            left -= 1
        return found
