"""Servers that differ from their policy: all that browsers and caches notice is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.doctor.conformance.comparing import compare, shown, target_of
from tests.doctor.conformance.serving import ALSO, BASE, FunctionTransport
from tests.doctor.conformance.wrong import ORIGINS, RESPONSES
from tests.doctor.conformance.wrong_preflights import CACHES, PREFLIGHTS

if TYPE_CHECKING:
    from tests.doctor.conformance.wrong import Case

WRONG: Final = (*ORIGINS, *RESPONSES, *PREFLIGHTS, *CACHES)


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.id)
def test_a_wrong_server(case: Case) -> None:
    """Of the causes that somebody notices, these are found, and no others."""
    result = compare(target_of(case.policy, BASE, "/", *ALSO), FunctionTransport(case.answer))
    found = {
        matters: {str(each.cause) for each in result.material if each.matters_to == matters}
        for matters in ("browser", "cache")
    }
    assert found == {"browser": set(case.browser), "cache": set(case.cache)}, shown(result)
