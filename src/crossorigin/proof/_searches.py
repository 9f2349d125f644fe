"""Look for the origins that are among texts, part by part of what browsers send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import MAX_HOST_LENGTH
from crossorigin._web.origins import split_origin
from crossorigin.proof._products import Product
from crossorigin.proof._universe import UNIVERSE, rough_table_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin.proof._derivatives import Expressions
    from crossorigin.proof._products import Texts
    from crossorigin.proof._tables import Table
    from crossorigin.proof._universe import Part

# So many steps take less than a second.
STEPS: Final = 200_000


class Search:
    """A search for origins among texts."""

    def __init__(self, texts: Texts, expressions: Expressions) -> None:
        """Begin to search *texts*."""
        self._texts = texts
        self._expressions = expressions
        self._found: dict[Part, str | None] = {}
        # What is told apart does not matter before the first character of a host.
        self._plain = Product(texts, expressions)

    def shortest(self, parts: Iterable[Part] = UNIVERSE) -> str | None:
        """
        Return an origin: of the first of *parts* that has one, the shortest.

        Raises:
            UndecidedError: If that takes too many steps.
        """
        for part in parts:
            if part not in self._found:
                self._found[part] = self._shortest_in(part)
            found = self._found[part]
            if found is not None:
                return found
        return None

    def _shortest_in(self, part: Part) -> str | None:
        """Return the shortest origin of *part*, or ``None`` if there is none."""
        if self._plain.is_dead(self._plain.after(part.prefix)):
            return None
        rough = rough_table_of(part)
        if rough is not None:
            found = self._shortest(part.prefix, rough)
            if found is None or split_origin(found) is not None:
                return found
        exact = self._shortest(part.prefix, table_of(part))
        # If the shortest is too long for a browser, or for the DNS, so are all others.
        is_too_long = exact is not None and len(exact) > MAX_HOST_LENGTH and not split_origin(exact)
        return None if is_too_long else exact

    def _shortest(self, prefix: str, table: Table) -> str | None:
        """Return the shortest of the texts that are *prefix* and one of *table*."""
        product = Product(self._texts, self._expressions, table.masks)
        return next(product.texts(prefix, table), None)
