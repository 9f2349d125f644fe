"""Which of several headers an answer to a preflight must list, and to whom it is given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.messages import PreflightQuery
from crossorigin._browser.preflights import preflight_check
from tests.browser.fetches import ANYBODY, API, ENGINES, HERE, headers, methods, permission

PUT = PreflightQuery(origin=HERE, url=f"{API}/", method="PUT")


@pytest.mark.parametrize("listed", ["x-a", "x-a, x-c"])
def test_every_header_must_be_listed(listed: str) -> None:
    """A header that is listed makes up for no other."""
    asked = replace(PUT, names=("x-a", "x-b"))
    answer = permission(methods("PUT"), headers(listed))
    found = [preflight_check(asked, answer, engine) for engine in ENGINES]
    assert found == [Blocked(Failure.HEADER_NOT_ALLOWED, "x-b")] * 4


def test_a_wildcard_and_credentials() -> None:
    """What will be sent with credentials must be let in by name."""
    answer = replace(permission(), headers=(ANYBODY, methods("PUT")))
    blocked = preflight_check(replace(PUT, has_credentials=True), answer, "fetch")
    assert blocked == Blocked(Failure.WILDCARD_WITH_CREDENTIALS, "*")
    assert preflight_check(PUT, answer, "fetch") is None
