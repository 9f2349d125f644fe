"""Write terms as a few characters, and match them the slow way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin.proof._syntax import (
    ANY,
    Ahead,
    Behind,
    Chars,
    Choice,
    End,
    Repeat,
    Sequence,
    Start,
    literal,
    mask_of,
)

if TYPE_CHECKING:
    from crossorigin.proof._syntax import Term

LABEL_CHAR = Chars(mask_of("abcdefghijklmnopqrstuvwxyz0123456789-"))
_REPEATED = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def expression(text: str) -> Term:
    r"""
    Return the term of *text*, which is all of an origin.

    ``.`` is any character, ``@`` one of a label, ``\`` takes the next character as it is; ``*``, ``+``
    and ``?`` repeat one character, and ``|`` stands between alternatives.
    """
    return Choice(tuple(_sequence(part) for part in text.split("|")))


def _sequence(text: str) -> Term:
    """Return the term of *text*, which has no alternatives."""
    parts: list[Term] = []
    characters = iter(text)
    for character in characters:
        if character in _REPEATED:
            parts[-1] = Repeat(parts[-1], *_REPEATED[character])
        elif character == "\\":
            parts.append(literal(next(characters)))
        else:
            parts.append({".": ANY, "@": LABEL_CHAR}.get(character) or literal(character))
    return Sequence(tuple(parts))


def matches(term: Term, text: str) -> bool:
    """Tell, by trying everything, whether *term* matches the whole of *text*."""
    return len(text) in _ends(term, text, 0)


def _ends(term: Term, text: str, at: int) -> set[int]:
    """Return where *term* may end in *text*, if it begins *at* an index."""
    match term:
        case Chars(mask):
            return {at + 1} if at < len(text) and mask >> ord(text[at]) & 1 else set()
        case Sequence(parts):
            places = {at}
            for part in parts:
                places = {end for place in places for end in _ends(part, text, place)}
            return places
        case Choice(parts):
            return {end for part in parts for end in _ends(part, text, at)}
        case Repeat(part, least, most):
            return _repeated(part, least, most, text, at)
        case _:
            return {at} if _holds(term, text, at) else set()


def _holds(assertion: Ahead | Behind | Start | End, text: str, at: int) -> bool:
    """Tell whether *assertion* holds in *text*, *at* an index."""
    match assertion:
        case Ahead(part, is_negative):
            return bool(_ends(part, text, at)) is not is_negative
        case Behind(part, is_negative):
            found = any(at in _ends(part, text, start) for start in range(at + 1))
            return found is not is_negative
        case Start():
            return at == 0
        case End():
            return at == len(text)


def _repeated(part: Term, least: int, most: int | None, text: str, at: int) -> set[int]:
    """Return where *part*, several times, may end."""
    places = {at}
    for _ in range(least):
        places = {end for place in places for end in _ends(part, text, place)}
    found = set(places)
    # Beyond that many, nothing new is reached.
    rest = len(text) + 1 if most is None else min(most - least, len(text) + 1)
    for _ in range(rest):
        places = {end for place in places for end in _ends(part, text, place)}
        found |= places
    return found
