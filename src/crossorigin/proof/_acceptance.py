"""The set of the ``Origin`` values that something accepts, among those that browsers send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin.proof._derivatives import Expressions
from crossorigin.proof._products import (
    DIFFERENCE,
    INTERSECTION,
    UNION,
    Combination,
    Operation,
    Product,
)
from crossorigin.proof._searches import STEPS, Search
from crossorigin.proof._syntax import ANYTHING, NOTHING, Choice, literal
from crossorigin.proof._unions import any_of
from crossorigin.proof._witnesses import Witnesses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin.proof._products import Texts
    from crossorigin.proof._syntax import Term
    from crossorigin.proof._verdicts import Witness


@dataclass(frozen=True, slots=True)
class Acceptance:
    """
    The values of ``Origin`` that something accepts, among those that browsers send.

    Attributes:
        texts: The texts; only those count that browsers send.
        is_literal_star: Whether it is a ``*`` that is sent as such: what anyone may read.
    """

    texts: Texts
    is_literal_star: bool = False

    def accepts(self, origin: str) -> bool:
        """Tell whether *origin*, as a browser sends it, is one of them."""
        if not origin.isascii():
            return False
        product = Product(self.texts, Expressions(STEPS))
        return product.accepts(product.after(origin))

    def __or__(self, other: Acceptance) -> Acceptance:
        """Return the union of both."""
        if self.is_literal_star or other.is_literal_star:
            return ANYONE
        one, two = self.texts, other.texts
        if not isinstance(one, Combination):
            # Of a thousand terms, too, a union is one automaton: they stand together.
            one, two = two, one
        if not isinstance(one, Combination) and not isinstance(two, Combination):
            return Acceptance(Choice((two, one)))
        return Acceptance(_together(UNION, one, two))

    def __and__(self, other: Acceptance) -> Acceptance:
        """Return the intersection of both."""
        return Acceptance(Combination(INTERSECTION, self.texts, other.texts))

    def __sub__(self, other: Acceptance) -> Acceptance:
        """Return the difference: less the origins of *other*."""
        return Acceptance(_together(DIFFERENCE, self.texts, other.texts))

    @property
    def is_empty(self) -> bool:
        """
        Whether nothing is accepted.

        Raises:
            UndecidedError: If that takes too many steps.
        """
        return Search(self.texts, Expressions(STEPS)).shortest() is None

    def witness(self) -> Witness | None:
        """
        Return the shortest and most telling of the origins, or ``None`` if there is none.

        Raises:
            UndecidedError: If that takes too many steps.
        """
        return next(iter(Witnesses(self.texts, Expressions(STEPS)).found()), None)


def _together(operation: Operation, one: Texts, two: Texts) -> Texts:
    """Return *one* and *two*, made one by a union or a difference, a chain of which is one."""
    if (
        isinstance(one, Combination)
        and one.operation is operation
        and not isinstance(one.right, Combination)
        and not isinstance(two, Combination)
    ):
        return Combination(operation, one.left, Choice((one.right, two)))
    return Combination(operation, one, two)


ANYONE: Final = Acceptance(ANYTHING, is_literal_star=True)
NOBODY: Final = Acceptance(NOTHING)


def accept_term(term: Term) -> Acceptance:
    """Return what *term* accepts, which must match the whole value."""
    return Acceptance(term)


def accept_origins(texts: Iterable[str]) -> Acceptance:
    """Return what a list of *texts* accepts, which are compared byte for byte."""
    return Acceptance(any_of([literal(text).parts for text in texts if text.isascii()]))
