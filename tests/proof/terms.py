"""Draw terms of every kind over a few characters."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from crossorigin.proof._syntax import (
    ANY,
    EMPTY,
    NOTHING,
    Ahead,
    Behind,
    Chars,
    Choice,
    End,
    Repeat,
    Sequence,
    Start,
    mask_of,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from crossorigin.proof._syntax import Term

LETTERS: Final = "ab."
# All texts of a few letters.
TEXTS: Final = ["".join(letters) for size in range(5) for letters in product(LETTERS, repeat=size)]
_chars: Final = st.sampled_from([ANY, *(Chars(mask_of(part)) for part in ("a", "b", ".", "ab"))])
_simple: Final[SearchStrategy[Term]] = _chars | st.sampled_from([EMPTY, NOTHING, Start()])


_BOUNDS: Final[list[tuple[int, int | None]]] = [
    (0, None),
    (1, None),
    (0, 2),
    (0, 1),
    (2, 2),
    (0, 3),
    (1, 2),
    (0, 0),
    (3, None),
]


def _repeated(part: Term, bounds: tuple[int, int | None]) -> Term:
    """Return *part*, as often as *bounds* say."""
    return Repeat(part, *bounds)


def _composed(inner: SearchStrategy[Term]) -> SearchStrategy[Term]:
    """Return what draws terms made of *inner* ones, without assertions about what follows."""
    parts: SearchStrategy[tuple[Term, ...]] = st.lists(inner, max_size=3).map(tuple)
    bounds = st.sampled_from(_BOUNDS)
    return (
        parts.map(Sequence)
        | parts.map(Choice)
        | st.builds(_repeated, inner, bounds)
        | st.builds(Behind, inner, st.booleans())
    )


def _asserting(inner: SearchStrategy[Term]) -> SearchStrategy[Term]:
    """Return what draws terms made of *inner* ones, which may assert what follows."""
    parts: SearchStrategy[tuple[Term, ...]] = st.lists(inner, max_size=3).map(tuple)
    bounds = st.sampled_from(_BOUNDS[:3])
    return (
        parts.map(Sequence)
        | parts.map(Choice)
        | st.builds(_repeated, inner, bounds)
        | st.builds(Ahead, inner, st.booleans())
    )


# In a look-behind there is no look-ahead: that is not decided.
_composed_terms: Final[SearchStrategy[Term]] = st.recursive(_simple, _composed, max_leaves=5)
_at_end: Final[SearchStrategy[Term]] = st.just(End())
terms: Final[SearchStrategy[Term]] = st.recursive(
    _composed_terms | _at_end, _asserting, max_leaves=5
)
