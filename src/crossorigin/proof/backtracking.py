"""What an atomic group, or a possessive quantifier, accepts, where that can be said without one."""

from __future__ import annotations

from typing import Final

from crossorigin.proof.syntax import (
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
    choices = [_choiceless(each) for each in (bare.parts if isinstance(bare, Choice) else (bare,))]
    if any(_is_doubtful(one, choices[:index]) for index, one in enumerate(choices)):
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


def _is_doubtful(one: tuple[int, ...] | None, earlier: list[tuple[int, ...] | None]) -> bool:
    """Tell whether an alternative may match where an *earlier* one matches another text."""
    if one is None:
        return True
    return any(
        other is None
        or (
            len(other) != len(one)
            and all(mine & theirs & ASCII for mine, theirs in zip(one, other, strict=False))
        )
        for other in earlier
    )
