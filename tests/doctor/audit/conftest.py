"""Start the zoo once for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.audit import clean, flawed_headers, flawed_origins
from tests.doctor.audit.zoo import serving_all
from tests.doctor.zoo import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.doctor.zoo import Server


@pytest.fixture(scope="session")
def zoo() -> Iterator[Server]:
    """Give a server that is all servers of the zoo, each below its name."""
    animals = (*flawed_origins.FLAWED, *flawed_headers.FLAWED, *clean.CLEAN)
    with serving(serving_all({animal.id: animal.answer for animal in animals})) as server:
        yield server
