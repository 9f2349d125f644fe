"""The origins that an expression of a configuration lets in, and the captures that hold all of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.configurations._configuration import undecided
from crossorigin.doctor.probing._targets import UsageError
from crossorigin.proof import (
    NOBODY,
    Acceptance,
    ExpressionError,
    Flavor,
    UndecidedError,
    accept_term,
)
from crossorigin.proof._flavors import parse_expression
from crossorigin.proof._syntax import Sequence
from crossorigin.proof._unions import any_of

if TYPE_CHECKING:
    from crossorigin.doctor.configurations._configuration import Place
    from crossorigin.proof._syntax import Term

# A group around all that is between the anchors, with its name if it has one.
_WHOLE: Final = re.compile(
    r"\^\((?:\?P?<(\w+)>)?((?:[^\\()\[\]]|\\.|\[[^\[\]]+\]|\((?:[^\\()\[\]]|\\.|\[[^\[\]]+\])*\))*)\)\$"
)
_NAMED: Final = re.compile(r"\(\?P?<(\w+)>")


def term_of(text: str, flavor: Flavor, place: Place, *, ignores_case: bool = False) -> Term:
    """
    Return the term of the expression *text*, which stands at *place*.

    Raises:
        UndecidedError: If it cannot be decided.
        UsageError: If the engine would not start with it.
    """
    try:
        return parse_expression(text, flavor, ignore_case=ignores_case)
    except UndecidedError as error:
        raise undecided(place, error.part, error.why) from None
    except ExpressionError as error:
        raise UsageError(f"{place}: {escape(text, 120)} is no expression: {error.why}.") from None


def expression(
    text: str, flavor: Flavor, place: Place, *, ignores_case: bool = False
) -> Acceptance:
    """Return the origins that the expression *text* lets in; raise as :func:`term_of` does."""
    return accept_term(term_of(text, flavor, place, ignores_case=ignores_case))


def any_of_terms(terms: list[Term]) -> Acceptance:
    """Return the origins that any of *terms* lets in, as one term: it is walked once for all."""
    each = (term.parts if isinstance(term, Sequence) else (term,) for term in terms)
    return accept_term(any_of(each)) if terms else NOBODY


def whole_captures(text: str) -> frozenset[str]:
    """Return the names of the captures of *text* that hold all that it matches."""
    found = _WHOLE.fullmatch(text)
    if found is None or found[2].startswith("?"):
        return frozenset()
    return frozenset(filter(None, ("1", found[1])))


def named_captures(text: str) -> list[str]:
    """Return the names of the captures of *text*."""
    return _NAMED.findall(text)
