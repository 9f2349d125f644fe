"""The automaton accepts what trying everything accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from crossorigin.proof._derivatives import Expressions
from crossorigin.proof._products import DIFFERENCE, INTERSECTION, UNION, Combination, Product
from crossorigin.proof._searches import STEPS
from crossorigin.proof._syntax import (
    ANY,
    ANYTHING,
    Ahead,
    Behind,
    Chars,
    Choice,
    End,
    ExpressionError,
    Repeat,
    Sequence,
    Start,
    UndecidedError,
    literal,
    mask_of,
)
from crossorigin.proof._tables import Table
from tests.proof.expressions import matches
from tests.proof.terms import TEXTS, terms

if TYPE_CHECKING:
    from crossorigin.proof._products import Texts
    from crossorigin.proof._syntax import Term

A, B = literal("a"), literal("b")


def accepted(texts: Texts) -> list[str]:
    """Return what of all short texts is among *texts*."""
    product = Product(texts, Expressions(STEPS))
    return [text for text in TEXTS if product.accepts(product.after(text))]


@given(terms)
def test_any_term(term: Term) -> None:
    """All short texts are accepted that trying everything accepts."""
    assert accepted(term) == [text for text in TEXTS if matches(term, text)]


@given(terms, terms, terms)
def test_any_combination(one: Term, two: Term, three: Term) -> None:
    """Union, intersection and difference are those of sets."""
    of_one, of_two, of_three = (
        {text for text in TEXTS if matches(term, text)} for term in (one, two, three)
    )
    for operation, expected in (
        (UNION, of_one - of_two | of_three),
        (INTERSECTION, (of_one - of_two) & of_three),
        (DIFFERENCE, of_one - of_two - of_three),
    ):
        difference = Combination(DIFFERENCE, one, two)
        assert set(accepted(Combination(operation, difference, three))) == expected
    reverse = Combination(DIFFERENCE, three, Combination(DIFFERENCE, one, two))
    assert set(accepted(reverse)) == of_three - (of_one - of_two)


@given(terms, terms)
def test_the_shortest_text(one: Term, two: Term) -> None:
    """The first text that is found is as short as any that is in the one and not in the other."""
    texts = Combination(DIFFERENCE, one, two)
    table = Table(Repeat(Chars(mask_of("ab.")), 0, 4))
    product = Product(texts, Expressions(STEPS), table.masks)
    found = next(product.texts("", table), None)
    expected = accepted(texts)
    assert (found is None) is (not expected)
    if found is not None:
        assert found in expected
        assert len(found) == len(expected[0])


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        pytest.param(Sequence((A, Ahead(B), ANY)), ["ab"], id="look-ahead"),
        pytest.param(
            Sequence((Ahead(Sequence((ANYTHING, B))), Repeat(ANY, 2, 2))),
            ["ab", "ba", "bb", "b.", ".b"],
            id="look-ahead-from-the-start",
        ),
        pytest.param(Sequence((Ahead(A), B)), [], id="look-ahead-that-fails"),
        pytest.param(Sequence((Ahead(A, is_negative=True), ANY)), ["b", "."], id="not-ahead"),
        pytest.param(Sequence((ANY, Behind(A), B)), ["ab"], id="look-behind"),
        pytest.param(
            Sequence((ANY, Behind(A, is_negative=True), B)), ["bb", ".b"], id="not-behind"
        ),
        pytest.param(
            Sequence((ANY, ANY, Behind(Sequence((Behind(A), ANY))))),
            ["aa", "ab", "a."],
            id="look-behind-in-a-look-behind",
        ),
        pytest.param(Sequence((ANY, Behind(Sequence((Start(), B))))), ["b"], id="start-behind"),
        pytest.param(Sequence((ANY, ANY, Behind(Sequence((B, B))))), ["bb"], id="twice-behind"),
        pytest.param(Sequence((A, End(), Repeat(B, 0, None))), ["a"], id="end"),
        pytest.param(Sequence((A, Start(), Repeat(B, 0, None))), [], id="start-too-late"),
        pytest.param(Repeat(Repeat(A, 0, 1), 2, 2), ["", "a", "aa"], id="nullable-count"),
        pytest.param(Repeat(A, 0, 0), [""], id="never"),
        pytest.param(Choice((A, A)), ["a"], id="twice-the-same"),
    ],
)
def test_a_term(term: Term, expected: list[str]) -> None:
    """Each kind of term accepts what it says."""
    assert sorted(accepted(term)) == sorted(expected)


def nested(depth: int) -> Term:
    """Return look-aheads that are nested so deeply."""
    term: Term = A
    for _ in range(depth):
        term = Sequence((Ahead(Sequence((ANYTHING, term))), ANY))
    return term


@pytest.mark.parametrize(
    ("term", "part", "why"),
    [
        pytest.param(nested(3000), "(?=", "look-aheads are nested too deeply", id="nested"),
        pytest.param(
            Sequence((ANYTHING, Behind(Ahead(A)))),
            "(?<=",
            "a look-ahead inside a look-behind reaches out of it",
            id="ahead-in-behind",
        ),
        pytest.param(
            Sequence((ANYTHING, Behind(Sequence((A, Choice((B, End()))))))),
            "(?<=",
            "a look-ahead inside a look-behind reaches out of it",
            id="end-in-behind",
        ),
    ],
)
def test_what_is_not_decided(term: Term, part: str, why: str) -> None:
    """What is not decided is named."""
    with pytest.raises(UndecidedError) as caught:
        accepted(term)
    assert (caught.value.part, caught.value.why) == (part, why)
    assert str(caught.value) == f"{part}: {why}"


def test_what_an_engine_refuses() -> None:
    """A mistake in an expression says where it is."""
    error = ExpressionError(3, "an open bracket")
    assert (str(error), error.at, error.why) == ("at 3: an open bracket", 3, "an open bracket")


def test_no_recursion() -> None:
    """A term that is nested as deeply as a text of 10 KB can be is read like any other."""
    term: Term = A
    for _ in range(5000):
        term = Repeat(Sequence((term,)), 0, None)
    assert accepted(term) == ["", "a", "aa", "aaa", "aaaa"]
