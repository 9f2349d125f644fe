"""What is said of an expression is what its own engine does."""

from __future__ import annotations

import pytest

from crossorigin.proof import ExpressionError, Flavor, UndecidedError
from tests.proof.corpus import DECIDED, REFUSED, ROWS, Row
from tests.proof.engines import Question, ask
from tests.proof.near_origins import some_near

pytestmark = pytest.mark.programs

_FLAVORS = pytest.mark.parametrize("flavor", list(Flavor))
_COUNT = 60


def _question(row: Row, origins: list[str]) -> Question:
    return Question(row.expression, row.flavor, row.ignore_case, origins)


@_FLAVORS
def test_an_expression_accepts_what_its_engine_lets_in(flavor: Flavor) -> None:
    """Of many origins that come near, each is accepted, or not, as by the engine."""
    rows = [row for row in DECIDED if row.flavor is flavor]
    near = [some_near(_COUNT, row.expression, row.witness or "") for row in rows]
    answers = ask([_question(row, origins) for row, origins in zip(rows, near, strict=True)])
    wrong: list[str] = []
    for row, origins, answer in zip(rows, near, answers, strict=True):
        assert answer is not None, row.expression
        acceptance = row.acceptance()
        wrong += [
            f"{row.expression} {origin} {is_let_in}"
            for origin, is_let_in in zip(origins, answer, strict=True)
            if acceptance.accepts(origin) is not is_let_in
        ]
    assert wrong == []


@_FLAVORS
def test_the_witness_of_the_corpus_is_let_in(flavor: Flavor) -> None:
    """The origin that a person named is let in by the engine."""
    rows = [row for row in DECIDED if row.flavor is flavor and row.witness]
    answers = ask([_question(row, [row.witness or ""]) for row in rows])
    assert {row.expression: answer for row, answer in zip(rows, answers, strict=True)} == {
        row.expression: [True] for row in rows
    }


@_FLAVORS
def test_an_expression_is_refused_exactly_if_its_engine_refuses_it(flavor: Flavor) -> None:
    """What does not compile is said to be no expression."""
    rows = [row for row in ROWS if row.flavor is flavor]
    answers = ask([_question(row, []) for row in rows])
    refused = [row for row, answer in zip(rows, answers, strict=True) if answer is None]
    assert refused == [row for row in rows if row.verdict == REFUSED]


@pytest.mark.parametrize("row", [row for row in ROWS if not row.is_decided])
def test_what_is_not_decided_is_said(row: Row) -> None:
    """An expression that is none, or that cannot be decided, raises."""
    with pytest.raises(ExpressionError if row.verdict == REFUSED else UndecidedError):
        row.acceptance()
