"""Thousands of sets, one joined to the next, are no deeper recursion than a few."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import pytest

from crossorigin.proof import NOBODY, Acceptance, Verdict, accept_term, examine
from crossorigin.proof._syntax import ANYTHING, literal
from tests.proof.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Operation: TypeAlias = Callable[[Acceptance, Acceptance], Acceptance]

_FIRST = accept_term(expression("https://@+\\.example\\.com")) & accept_term(ANYTHING)


def chain(operation: Operation, count: int) -> Acceptance:
    """Return a combination, and *count* others joined to it by *operation*."""
    others = [accept_term(literal(f"https://{number}")) for number in range(count)]
    return reduce(operation, others, _FIRST)


def joined_to_others(one: Acceptance, other: Acceptance) -> Acceptance:
    """Return the union, the combination last."""
    return other | one


@pytest.mark.parametrize(
    ("operation", "is_there"),
    [(Acceptance.__or__, True), (joined_to_others, True), (Acceptance.__sub__, False)],
)
def test_a_chain_of_terms(operation: Operation, *, is_there: bool) -> None:
    """Whichever side is the longer one, all the terms stand together, and it is decided."""
    assert chain(operation, 1200).accepts("https://1199") is is_there
    assert examine(chain(operation, 1000)).verdict is Verdict.HARMLESS


def test_a_chain_of_combinations() -> None:
    """What cannot stand together is walked side by side."""
    # As many as Python would not recurse into.
    chained = chain(lambda one, other: one | (other - NOBODY), 1100)
    assert chained.accepts("https://1099")
    assert not chained.accepts("https://1100")
    assert examine(chain(Acceptance.__and__, 1100)).verdict is Verdict.HARMLESS


def test_too_long_a_chain() -> None:
    """A chain that takes too many steps is undecided, and said to be."""
    proof = examine(chain(lambda one, other: (one | other) & accept_term(ANYTHING), 1100))
    assert (proof.verdict, proof.stopped_by) == (Verdict.UNDECIDED, "the whole")
