"""Start the servers once for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.audit import cases_clean, cases_headers, cases_origins
from tests.doctor.audit.servers import serving_all
from tests.doctor.servers import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.doctor.servers import Server


@pytest.fixture(scope="session")
def servers() -> Iterator[Server]:
    """Give one server that answers as every case, each below its name."""
    cases = (*cases_origins.CASES, *cases_headers.CASES, *cases_clean.CASES)
    with serving(serving_all({case.id: case.answer for case in cases})) as server:
        yield server
