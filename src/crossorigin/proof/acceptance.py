"""The set of the ``Origin`` values that something accepts, among those that browsers send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._web.origins import split_origin
from crossorigin.proof.grammar import (
    IPV4,
    IPV6,
    NAME,
    NULL,
    ODD_HOST,
    OPAQUE,
    SHORT_NAME,
    choice,
    http_origin,
)
from crossorigin.proof.products import (
    DIFFERENCE,
    INTERSECTION,
    UNION,
    Combination,
    Operation,
    Product,
)
from crossorigin.proof.programs import Budget
from crossorigin.proof.unions import any_of
from crossorigin.proof.syntax import ANYTHING, NOTHING, literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin.proof.products import Texts
    from crossorigin.proof.syntax import Term
    from crossorigin.proof.verdicts import Witness

# So many steps take less than a second.
STEPS: Final = 400_000
# What browsers send, what is most telling first. A host that no name of the DNS has comes last.
_ADDRESS: Final = choice(IPV4, IPV6)
UNIVERSE: Final[tuple[tuple[Term, Term | None], ...]] = (
    (http_origin("https", NAME), http_origin("https", SHORT_NAME)),
    (http_origin("http", NAME), http_origin("http", SHORT_NAME)),
    (http_origin("https", _ADDRESS), None),
    (http_origin("http", _ADDRESS), None),
    (NULL, None),
    (OPAQUE, None),
    (http_origin("https", ODD_HOST), None),
    (http_origin("http", ODD_HOST), None),
)


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
        product = Product(self.texts, Budget(STEPS))
        return product.accepts(product.after(origin))

    def __or__(self, other: Acceptance) -> Acceptance:
        """Return what this one or *other* accepts."""
        if self.is_literal_star or other.is_literal_star:
            return ANYONE
        return self._combined(UNION, other)

    def __and__(self, other: Acceptance) -> Acceptance:
        """Return what both accept."""
        return self._combined(INTERSECTION, other)

    def __sub__(self, other: Acceptance) -> Acceptance:
        """Return what this one accepts and *other* does not."""
        return self._combined(DIFFERENCE, other)

    @property
    def is_empty(self) -> bool:
        """
        Whether nothing is accepted.

        Raises:
            UndecidedError: If that takes too many steps.
        """
        return shortest_origin(self.texts, Budget(STEPS)) is None

    def witness(self) -> Witness | None:
        """
        Return the shortest and most telling of the origins, or ``None`` if there is none.

        Raises:
            UndecidedError: If that takes too many steps.
        """
        from crossorigin.proof.proving import witness_of  # noqa: PLC0415 - it builds on this

        return witness_of(self)

    def _combined(self, operation: Operation, other: Acceptance) -> Acceptance:
        """Return this one and *other*, made one by *operation*."""
        return Acceptance(Combination(operation, self.texts, other.texts))


ANYONE: Final = Acceptance(ANYTHING, is_literal_star=True)
NOBODY: Final = Acceptance(NOTHING)


def accept_term(term: Term) -> Acceptance:
    """Return what *term* accepts, which must match the whole value."""
    return Acceptance(term)


def accept_origins(texts: Iterable[str]) -> Acceptance:
    """Return what a list of *texts* accepts, which are compared byte for byte."""

    return Acceptance(any_of([literal(text).parts for text in texts if text.isascii()]))


def origins_in(texts: Texts, part: Term) -> Texts:
    """Return those of *texts* that are origins of *part* of the universe."""
    return Combination(INTERSECTION, part, texts)


def shortest_in(texts: Texts, part: Term, exact: Term | None, budget: Budget) -> str | None:
    """
    Return the shortest origin of *part* of the universe that is one of *texts*.

    Args:
        texts: The texts.
        part: The part, which may have more in it than browsers send.
        exact: The same without that; it has more states.
        budget: How much work may be done.
    """
    found = Product(origins_in(texts, part), budget).shortest()
    if found is None or exact is None or split_origin(found) is not None:
        return found
    return Product(origins_in(texts, exact), budget).shortest()


def shortest_origin(texts: Texts, budget: Budget) -> str | None:
    """Return an origin that is one of *texts*: of the first part that has one, the shortest."""
    for part, exact in UNIVERSE:
        found = shortest_in(texts, part, exact, budget)
        if found is not None:
            return found
    return None
