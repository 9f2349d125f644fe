"""What a person says of the expressions that stand in public repositories is what is proved."""

from __future__ import annotations

from typing import Final

import pytest

from crossorigin.proof import Flavor, Risk, examine
from tests.proof.corpus import DECIDED, REFUSED, ROWS, Row
from tests.proof.engines import Question, ask

# What makes an origin dangerous to let in, where nothing is known of credentials.
_DANGEROUS: Final = {Risk.STRANGER, Risk.OPAQUE}


@pytest.mark.parametrize("row", DECIDED)
def test_the_verdict_is_that_of_a_person(row: Row) -> None:
    """Each expression is harmless or dangerous, as a person says, and its first witness says why."""
    acceptance = row.acceptance()
    proof = examine(acceptance)
    assert proof.verdict == row.verdict
    assert all(acceptance.accepts(witness.origin) for witness in proof.opens)
    assert row.witness is None or acceptance.accepts(row.witness)
    is_first_dangerous = bool(proof.opens) and proof.opens[0].risk in _DANGEROUS
    assert is_first_dangerous is (row.verdict == "dangerous")


@pytest.mark.programs
@pytest.mark.parametrize("flavor", list(Flavor))
def test_every_witness_is_let_in_by_the_engine(flavor: Flavor) -> None:
    """Whatever is shown to be let in, the engine of the flavor lets in."""
    rows = [row for row in DECIDED if row.flavor is flavor]
    found = [[each.origin for each in examine(row.acceptance()).opens] for row in rows]
    questions = [
        Question(row.expression, row.flavor, row.ignore_case, origins)
        for row, origins in zip(rows, found, strict=True)
    ]
    answers = ask(questions)
    assert answers == [[True] * len(origins) for origins in found]


def test_the_corpus_is_as_large_as_is_claimed() -> None:
    """There are 300 expressions at least, each flavor's among them; three in a hundred are undecided."""
    compiled = [row for row in ROWS if row.verdict != REFUSED]
    undecided = [row for row in compiled if not row.is_decided]
    assert len(compiled) >= 300
    assert {row.flavor for row in DECIDED} == set(Flavor)
    assert len(undecided) <= 0.03 * len(compiled)
