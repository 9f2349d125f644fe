"""Servers that differ from their policy: all that browsers and caches notice is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from crossorigin.doctor.probing._transport import HTTPResponse, NetworkError, NetworkErrorKind
from tests.doctor.conformance.comparing import compare, shown, target_of
from tests.doctor.conformance.serving import ALSO, BASE, POLICY, FunctionTransport, right
from tests.doctor.conformance.wrong import ORIGINS, RESPONSES
from tests.doctor.conformance.wrong_preflights import CACHES, PREFLIGHTS

if TYPE_CHECKING:
    from tests.doctor.conformance.serving import Asked
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


def test_an_app_that_raises() -> None:
    """Its server answers 500 in its place, without the headers of the app."""

    def answer(asked: Asked) -> HTTPResponse | NetworkError:
        if asked.path == "/broken":
            return NetworkError(kind=NetworkErrorKind.APP_FAILED, detail="LookupError")
        return right(asked)

    result = compare(target_of(POLICY, BASE, "/", *ALSO), FunctionTransport(answer))
    assert {str(each.cause) for each in result.material} >= {"errors-kept-out"}
    assert {each.response.status for each in result.material} == {500}
