"""All cases, in the order of the rows."""

from __future__ import annotations

from typing import Final

from tests.cases import (
    caches,
    classification,
    lifetimes,
    origins,
    preflights,
    readable,
    request_headers,
)
from tests.cases.mistakes import MISTAKES

CASES: Final = [
    *classification.CASES,
    *origins.CASES,
    *readable.CASES,
    *preflights.CASES,
    *request_headers.CASES,
    *lifetimes.CASES,
    *caches.CASES,
]

__all__ = ["CASES", "MISTAKES"]
