"""Each dialect is read as its engine reads it, whatever is written in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from crossorigin.proof import ExpressionError, Flavor, UndecidedError
from crossorigin.proof._flavors import parse_expression
from tests.proof.drawn_expressions import TEXTS, drawn
from tests.proof.engines import Question, ask
from tests.proof.matching import matches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.proof.engines import Answer

_COUNT: Final = 1500
# Google's library is written in C++, and knows one thing that Go's does not.
_ONLY_RE2: Final = r"\C"


def _said(flavor: Flavor, count: int) -> Iterable[tuple[Question, list[bool] | None]]:
    """Yield expressions of *flavor* that are decided, and what is said of them."""
    for text, ignore_case in drawn(flavor, count):
        if flavor is Flavor.GO and _ONLY_RE2 in text:
            continue
        try:
            term = parse_expression(text, flavor, ignore_case=ignore_case)
        except UndecidedError:
            continue
        except ExpressionError:
            said = None
        else:
            said = [matches(term, each) for each in TEXTS]
        yield Question(text, flavor, ignore_case, TEXTS), said


def _compare(flavor: Flavor, count: int) -> None:
    questions, said = zip(*_said(flavor, count), strict=True)
    wrong = [
        (question.expression, question.ignore_case, _differences(answer, own))
        for question, answer, own in zip(questions, ask(questions), said, strict=True)
        if answer != own
    ]
    assert wrong == []


def _differences(answer: Answer, said: Answer) -> object:
    """Return what the engine says otherwise."""
    if answer is None or said is None:
        return f"engine {answer and True}, here {said and True}"
    return [text for text, one, other in zip(TEXTS, answer, said, strict=True) if one != other]


@pytest.mark.parametrize(
    "flavor", [each for each in Flavor if each not in {Flavor.PCRE, Flavor.JAVASCRIPT}]
)
def test_what_is_drawn_is_read_as_by_the_engine(flavor: Flavor) -> None:
    """An expression is refused, or matches the same texts, as by Python and RE2."""
    _compare(flavor, _COUNT)


@pytest.mark.programs
def test_what_is_drawn_is_read_as_by_node() -> None:
    """As above, by Node.js."""
    _compare(Flavor.JAVASCRIPT, _COUNT)


@pytest.mark.programs
def test_what_is_drawn_is_read_as_by_nginx() -> None:
    """As above, by nginx with PCRE, which is started once for each expression."""
    _compare(Flavor.PCRE, _COUNT // 5)
