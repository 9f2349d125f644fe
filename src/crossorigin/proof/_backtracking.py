"""What an atomic group, or a possessive quantifier, accepts, where that can be said without one."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from crossorigin.proof._syntax import (
    ASCII,
    Ahead,
    Behind,
    Chars,
    Choice,
    End,
    Repeat,
    Sequence,
    Start,
    Term,
    UndecidedError,
)

_MOST: Final = 64
_MOST_CHOICES: Final = 500
_WHY: Final = "it gives nothing back, and more than one character or one text can match it"


def possessive(part: Term, least: int, most: int | None, text: str) -> Term:
    """
    Return the term that repeats *part* as often as it can, and never less often.

    Args:
        part: The term.
        least: How often at least.
        most: How often at most; ``None`` for any number.
        text: The quantifier, as it is written.

    Raises:
        UndecidedError: If *part* is not one character.
    """
    single = _bare(part)
    if not isinstance(single, Chars):
        if least == most and _choiceless(single) is not None:
            return Repeat(single, least, most)
        raise UndecidedError(text, _WHY)
    no_more = Ahead(single, is_negative=True)
    if most is None:
        return Sequence((Repeat(single, least, None), no_more))
    if least >= most:
        return Repeat(single, least, most)
    fewer = Sequence((Repeat(single, least, most - 1), no_more))
    # In a sequence: these are no alternatives that somebody wrote.
    return Sequence((Choice((fewer, Repeat(single, most, most))),))


def atomic(part: Term, text: str) -> Term:
    """
    Return the term that matches what *part* matches first, and nothing else.

    Args:
        part: The term.
        text: The group, as it is written.

    Raises:
        UndecidedError: If what *part* matches first is not all that it may match.
    """
    bare = _bare(part)
    if isinstance(bare, Repeat) and isinstance(_bare(bare.part), Chars):
        # Greedy: a lazy one would be written without a group.
        return possessive(bare.part, bare.least, bare.most, text)
    choices = {_choiceless(each) for each in (bare.parts if isinstance(bare, Choice) else (bare,))}
    known = [one for one in choices if one is not None]
    if len(known) < len(choices):
        raise UndecidedError(text, _WHY)
    if len({len(one) for one in known}) > 1:
        # Each is compared with each.
        if len(known) > _MOST_CHOICES:
            raise UndecidedError(text, f"too large: it has more than {_MOST_CHOICES} alternatives")
        if any(_begin_alike(one, other) for one, other in combinations(known, 2)):
            raise UndecidedError(text, _WHY)
    return part


def _bare(term: Term) -> Term:
    """Return *term* without the sequences and choices of one."""
    while isinstance(term, Sequence | Choice) and len(term.parts) == 1:
        term = term.parts[0]
    return term


def _choiceless(term: Term) -> tuple[int, ...] | None:
    """Return the sets that *term* matches one after the other, ``None`` if that depends."""
    if isinstance(term, Chars):
        return (term.mask,)
    if isinstance(term, Start | End | Ahead | Behind):
        return ()
    if isinstance(term, Repeat):
        once = _choiceless(term.part) if term.least == term.most else None
        # Nested, they would soon be more than there is room for.
        return None if once is None or len(once) * term.least > _MOST else once * term.least
    each = [_choiceless(part) for part in term.parts]
    known = [masks for masks in each if masks is not None]
    if isinstance(term, Choice) or len(known) < len(each):
        return None
    return tuple(mask for masks in known for mask in masks)


def _begin_alike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Tell whether two alternatives may match at the same place, each another text."""
    return len(one) != len(other) and all(
        mine & theirs & ASCII for mine, theirs in zip(one, other, strict=False)
    )
