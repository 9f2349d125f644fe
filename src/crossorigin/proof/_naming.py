"""
The domains that a configuration names: spelled by its literal characters.

The expression is read a second time, with a marker in place of every wide set of characters.
What it then matches without a marker, somebody has written down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._policy.suffix_hints import preview_separator
from crossorigin.proof._grammar import DIGITS, DOT, LOWER, optional, sequence
from crossorigin.proof._products import DIFFERENCE, Combination, Product
from crossorigin.proof._programs import MARKER, parts_of
from crossorigin.proof._syntax import (
    ASCII,
    EMPTY,
    Ahead,
    Behind,
    Chars,
    Choice,
    Repeat,
    Sequence,
    literal,
    mask_of,
)
from crossorigin.proof._tables import Table

if TYPE_CHECKING:
    from crossorigin.proof._derivatives import Expressions
    from crossorigin.proof._products import Texts
    from crossorigin.proof._syntax import Mask, Term

# A set of more letters and digits than these names nothing.
_MAX_NARROW: Final = 4
_DOT: Final = mask_of(".")
_UPPER: Final = LOWER >> 32


_MARKED: Final = Chars(MARKER)
_ANYTHING: Final = Repeat(Chars(ASCII | MARKER), 0, None)
_UNNAMED: Final = Repeat(Chars(MARKER | mask_of("./:")), 0, None)
_START: Final = optional(sequence(_ANYTHING, Chars(mask_of("./"))))
# A wide set may stand for a port, and for its colon, too.
_TAIL: Final = sequence(
    optional(DOT),
    optional(
        sequence(
            Chars(MARKER | mask_of(":")), Repeat(Chars(MARKER | DIGITS | mask_of(".:")), 0, None)
        )
    ),
)


def marked(texts: Texts) -> Term:
    """Return *texts* with markers in place of wide sets; what either of two names, both name."""
    terms: list[Term] = []
    pending = [texts]
    while pending:
        current = pending.pop()
        if not isinstance(current, Combination):
            terms.append(current)
        elif current.operation is DIFFERENCE:
            pending.append(current.left)
        else:
            pending += [current.right, current.left]
    return _Marking().mark(Choice(tuple(terms)))


class Names:
    """The domains that texts name."""

    def __init__(self, texts: Texts, expressions: Expressions) -> None:
        """Read *texts* with markers."""
        self._texts = marked(texts)
        self._expressions = expressions

    def are_silent_about(self, domain: str) -> bool:
        """Tell whether a stranger could have *domain*, which is right below a listed suffix."""
        if self._has(sequence(_START, literal(domain))):
            return False
        label, _, parent = domain.partition(".")
        separator = preview_separator(parent)
        # Of `*--site`, all names are those of the owner of `site`.
        ends = label.split(separator)[1:] if len(separator) > 1 else []
        return not any(
            self._has(sequence(_ANYTHING, _MARKED, literal(f"{separator}{end}.{parent}")))
            for end in ends
        )

    def _has(self, host: Term) -> bool:
        """Tell whether one of the texts is *host*, and perhaps a port."""
        table = Table(sequence(host, _TAIL))
        product = Product(self._texts, self._expressions, table.masks)
        return next(product.texts("", table), None) is not None


class _Marking:
    """
    A term that is read with markers.

    Attributes:
        promised: What its look-aheads and look-behinds match; a name may stand in them alone.
    """

    def __init__(self) -> None:
        """Begin without assertions."""
        self.promised: list[Term] = []

    def mark(self, term: Term) -> Term:
        """Return *term* with markers, or what one of its assertions matches."""
        main = self._mark(term)
        # Around it stands what nobody has written down: any letter there would name every domain.
        asked = (Sequence((_UNNAMED, part, _UNNAMED)) for part in self.promised)
        return Choice((main, *asked))

    def _mark(self, term: Term) -> Term:
        """Return *term* with markers and without assertions; nothing here is recursive."""
        marked_terms: dict[int, Term] = {}
        pending: list[tuple[Term, bool]] = [(term, False)]
        while pending:
            current, has_parts = pending.pop()
            if id(current) in marked_terms:
                continue
            parts = parts_of(current)
            if parts and not has_parts:
                pending.append((current, True))
                pending.extend((part, False) for part in parts)
                continue
            done = tuple(marked_terms[id(part)] for part in parts)
            marked_terms[id(current)] = self._marked(current, done)
        return marked_terms[id(term)]

    def _marked(self, term: Term, parts: tuple[Term, ...]) -> Term:
        """Return *term* with markers; those of its *parts* are there."""
        match term:
            case Chars(mask):
                return Chars(_marked_mask(mask))
            case Sequence():
                return Sequence(parts)
            case Choice():
                return Choice(parts)
            case Repeat(_, least, most):
                return Repeat(parts[0], least, most)
            case Ahead(_, is_negative) | Behind(_, is_negative):
                # What must not match, names nothing; without it, more is named, never less.
                if not is_negative:
                    self.promised.append(parts[0])
                return EMPTY
            case _:
                return term


def _marked_mask(mask: Mask) -> Mask:
    """Return *mask* if it is narrow, otherwise the marker, and the dot if it has it."""
    letters = (mask & LOWER) | (mask & _UPPER) << 32
    if (letters.bit_count() + (mask & DIGITS).bit_count()) <= _MAX_NARROW:
        return mask
    return MARKER | (mask & _DOT)
