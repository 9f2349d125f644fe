"""``crossorigin check`` names the mistake of each server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.check import cases_preflights, cases_responses
from tests.doctor.servers import reported, serving, slugs

if TYPE_CHECKING:
    from tests.doctor.check.case import Case

CASES = (*cases_preflights.CASES, *cases_responses.CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_cause_is_named(case: Case) -> None:
    """The reason, the causes and the findings are those of the case."""
    with serving(case.answer) as server:
        url = f"{server.url}{case.path}"
        report = reported(url, "--origin", case.page, *case.arguments)
    assert report["reason"] == case.reason
    assert report["verdict"] == ("readable" if case.reason is None else "blocked")
    assert sorted(slugs(report, "causes")) == sorted(case.causes)
    assert set(case.findings) <= set(slugs(report, "findings"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_nothing_that_changes_anything_is_sent(case: Case) -> None:
    """Without ``--send-unsafe``, a server sees GET, HEAD and OPTIONS, and a few of them."""
    with serving(case.answer) as server:
        report = reported(f"{server.url}{case.path}", "--origin", case.page, *case.arguments)
    assert {each.method for each in server.requests} <= {"GET", "HEAD", "OPTIONS"}
    assert len(server.requests) == len(report["requests"]["sent"]) <= report["requests"]["limit"]
