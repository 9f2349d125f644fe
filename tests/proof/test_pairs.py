"""What is said to be equal is equal to the engines, and a difference is one to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from crossorigin.proof import Verdict, compare
from tests.proof.corpus import DIFFERENT, EQUAL, PAIRS, Pair
from tests.proof.engines import Question, ask
from tests.proof.near_origins import all_short, some_near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.proof.engines import Answer

_MANY: Final = 100_000
_SHORT: Final = all_short(5)


def _ask(pairs: Sequence[Pair], origins: Sequence[Sequence[str]]) -> list[tuple[Answer, Answer]]:
    """Return what the engines of each pair say of its *origins*."""
    answers = ask(
        [
            Question(row.expression, row.flavor, row.ignore_case, some)
            for pair, some in zip(pairs, origins, strict=True)
            for row in pair.rows
        ]
    )
    return list(zip(answers[::2], answers[1::2], strict=True))


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_is_equal_or_differs_by_an_origin(pair: Pair) -> None:
    """The verdict is that of a person; each witness is accepted by one, and not by the other."""
    left, right = pair.left.acceptance(), pair.right.acceptance()
    proof = compare(left, right)
    assert proof.verdict is (Verdict.EQUAL if pair.witness is None else Verdict.DIFFERENT)
    assert all(right.accepts(each.origin) > left.accepts(each.origin) for each in proof.opens)
    assert all(left.accepts(each.origin) > right.accepts(each.origin) for each in proof.closes)
    assert bool(proof.opens or proof.closes) is (pair.witness is not None)


@pytest.mark.programs
def test_every_difference_is_one_to_the_engines() -> None:
    """The witnesses of the proof, and the one that a person found, are let in by one engine only."""
    origins: list[list[str]] = []
    for pair in DIFFERENT:
        proof = compare(*(row.acceptance() for row in pair.rows))
        found = [witness.origin for witness in (*proof.opens, *proof.closes)]
        origins.append([pair.witness or "", *found])
    for pair, (left, right) in zip(DIFFERENT, _ask(DIFFERENT, origins), strict=True):
        assert left is not None, pair
        assert right is not None, pair
        assert all(one is not other for one, other in zip(left, right, strict=True)), pair


@pytest.mark.programs
@pytest.mark.parametrize("start", range(0, len(EQUAL), 10))
def test_what_is_equal_is_equal_to_the_engines(start: int) -> None:
    """Both engines let in the same of many origins that come near, and of all short ones."""
    pairs = EQUAL[start : start + 10]
    origins = [
        some_near(_MANY, " ".join(row.expression for row in pair.rows), _known(pair)) + _SHORT
        for pair in pairs
    ]
    for pair, (left, right) in zip(pairs, _ask(pairs, origins), strict=True):
        assert left is not None, pair
        assert left == right, pair


def _known(pair: Pair) -> str:
    """Return an origin that both let in, if there is one."""
    both = pair.left.acceptance() & pair.right.acceptance()
    witness = None if both.is_empty else both.witness()
    return witness.origin if witness else ""
