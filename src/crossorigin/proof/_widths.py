"""Say how many characters a term takes, where PCRE asks: in a look-behind."""

from __future__ import annotations

from crossorigin.proof._syntax import Chars, Choice, Repeat, Sequence, Term


def width(term: Term) -> int | None:
    """Return how many characters *term* takes; ``None``, if it can take more or fewer."""
    if isinstance(term, Chars):
        return 1
    if isinstance(term, Repeat):
        once = width(term.part)
        return None if once is None or term.least != term.most else once * term.least
    if not isinstance(term, Sequence | Choice):
        return 0
    each = [width(part) for part in term.parts]
    known = [one for one in each if one is not None]
    if len(known) < len(each):
        return None
    if isinstance(term, Sequence):
        return sum(known)
    return known[0] if len(set(known)) == 1 else None
