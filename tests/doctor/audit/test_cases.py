"""``crossorigin audit`` finds the flaw of each server, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin.doctor.audit._kinds import FindingSlug
from tests.doctor.audit import cases_clean, cases_headers, cases_local, cases_origins
from tests.doctor.audit.servers import PAGE, found, reported

if TYPE_CHECKING:
    from tests.doctor.audit.servers import Case
    from tests.doctor.servers import Server

FLAWED = (*cases_origins.CASES, *cases_headers.CASES)


@pytest.mark.parametrize("case", FLAWED, ids=lambda case: case.id)
def test_every_flaw_is_found(servers: Server, case: Case) -> None:
    """The findings of a server are its flaws, with their severities, and nothing more."""
    report = reported(f"{servers.url}/{case.id}/orders", "--origin", PAGE, *case.arguments)
    assert found(report) == case.found


@pytest.mark.parametrize("case", cases_clean.CASES, ids=lambda case: case.id)
def test_nothing_is_found_where_nothing_is_wrong(servers: Server, case: Case) -> None:
    """Of a clean server, nothing is found."""
    report = reported(f"{servers.url}/{case.id}/orders", "--origin", PAGE, *case.arguments)
    assert report["findings"] == []


def test_every_flaw_has_a_server() -> None:
    """Each finding is one of a server here."""
    findings = [case.found for case in FLAWED] + [case.found for case in cases_local.CASES]
    assert {*map(str, FindingSlug)} == {slug for found_ in findings for slug in found_}


@pytest.mark.parametrize("case", FLAWED[:3], ids=lambda case: case.id)
def test_no_more_is_sent_than_was_announced(servers: Server, case: Case) -> None:
    """A server sees GET, HEAD and OPTIONS, and no more of them than were announced."""
    before = len(servers.requests)
    report = reported(f"{servers.url}/{case.id}/orders", "--origin", PAGE)
    requests = servers.requests[before:]
    assert {each.method for each in requests} <= {"GET", "HEAD", "OPTIONS"}
    assert len(requests) == report["requests"]["sent"] <= report["requests"]["limit"]
