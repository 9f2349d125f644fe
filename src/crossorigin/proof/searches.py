"""Look for the origins that are among texts, part by part of what browsers send."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from crossorigin._web.origins import split_origin
from crossorigin.proof.products import Product
from crossorigin.proof.programs import Budget
from crossorigin.proof.universe import NAME_PARTS, Part, all_masks, rough_names, table_of

if TYPE_CHECKING:
    from crossorigin.proof.products import Texts

# So many steps take less than a second.
STEPS: Final = 400_000


class Search:
    """
    A search for origins among texts, within a bound of its own.

    Attributes:
        texts: The texts.
        budget: How much work may still be done.
    """

    def __init__(self, texts: Texts, budget: Budget | None = None) -> None:
        """Begin to search *texts*."""
        self.texts = texts
        self.budget = budget or Budget(STEPS)

    def shortest(self) -> str | None:
        """
        Return an origin: of the first part of the universe that has one, the shortest.

        Raises:
            UndecidedError: If that takes too many steps.
        """
        found = (self.shortest_in(part) for part in Part)
        return next((origin for origin in found if origin is not None), None)

    def shortest_in(self, part: Part) -> str | None:
        """
        Return the shortest origin of *part* of the universe, or ``None`` if there is none.

        Raises:
            UndecidedError: If that takes too many steps.
        """
        if part in NAME_PARTS:
            rough = next(self.rough.texts(part.prefix, rough_names()), None)
            if rough is None or split_origin(rough) is not None:
                return rough
        if self._exact.is_dead(self._exact.after(part.prefix)):
            return None
        return next(self._exact.texts(part.prefix, table_of(part)), None)

    @cached_property
    def rough(self) -> Product:
        """The automata over the characters that names tell apart."""
        return Product(self.texts, self.budget, rough_names().masks)

    @cached_property
    def _exact(self) -> Product:
        """The automata over all characters that the universe tells apart."""
        return Product(self.texts, self.budget, all_masks())
