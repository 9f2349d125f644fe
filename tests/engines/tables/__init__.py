"""
The rows that were written by hand: one module for each section of the Fetch Standard.

A row that starts with ``C`` and a number is of that row of the checklist in ``tests/README.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.engines.tables import (
    answers,
    asking,
    caches,
    cleared,
    exposed,
    found,
    headers,
    locations,
    methods,
    origins,
    redirects,
    repeated,
    sending,
)

if TYPE_CHECKING:
    from tests.engines.rows import Row

ROWS: Final[tuple[Row, ...]] = (
    *origins.ROWS,
    *answers.ROWS,
    *methods.ROWS,
    *headers.ROWS,
    *asking.ROWS,
    *caches.ROWS,
    *cleared.ROWS,
    *exposed.ROWS,
    *redirects.ROWS,
    *locations.ROWS,
    *repeated.ROWS,
    *sending.ROWS,
    *found.ROWS,
)
