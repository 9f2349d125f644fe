"""Say how many characters a term takes."""

from __future__ import annotations

from crossorigin.proof.syntax import Chars, Choice, Repeat, Sequence, Term


def widths(term: Term) -> tuple[int, int | None]:
    """Return how many characters *term* takes at least, and at most; ``None``: any number."""
    if isinstance(term, Chars):
        return 1, 1
    if isinstance(term, Sequence):
        both = [widths(part) for part in term.parts]
        return sum(least for least, _ in both), _sum([most for _, most in both])
    if isinstance(term, Choice):
        both = [widths(part) for part in term.parts]
        most = [most for _, most in both]
        highest = None if None in most else max((each for each in most if each is not None), default=0)
        return min((least for least, _ in both), default=0), highest
    if isinstance(term, Repeat):
        least, widest = widths(term.part)
        most = 0 if widest == 0 else None
        if widest is not None and term.most is not None:
            most = widest * term.most
        return least * term.least, most
    return 0, 0


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None
