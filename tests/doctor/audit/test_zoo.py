"""``crossorigin audit`` finds what is wrong with each server of the zoo, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin.doctor.audit._kinds import FindingSlug
from tests.doctor.audit import clean, flawed_headers, flawed_origins
from tests.doctor.audit.zoo import PAGE, found, reported

if TYPE_CHECKING:
    from tests.doctor.audit.zoo import Flawed
    from tests.doctor.zoo import Server

FLAWED = (*flawed_origins.FLAWED, *flawed_headers.FLAWED)


@pytest.mark.parametrize("animal", FLAWED, ids=lambda animal: animal.id)
def test_every_flaw_is_found(zoo: Server, animal: Flawed) -> None:
    """What is found of a server is its flaw, with its severity, and nothing more."""
    report = reported(f"{zoo.url}/{animal.id}/orders", "--origin", PAGE, *animal.arguments)
    assert found(report) == animal.found


@pytest.mark.parametrize("animal", clean.CLEAN, ids=lambda animal: animal.id)
def test_nothing_is_found_where_nothing_is_wrong(zoo: Server, animal: Flawed) -> None:
    """Of a clean server, nothing is found."""
    report = reported(f"{zoo.url}/{animal.id}/orders", "--origin", PAGE, *animal.arguments)
    assert report["findings"] == []


def test_the_zoo_has_every_flaw() -> None:
    """Each finding is one of a server of the zoo, but for one that loopback cannot show."""
    slugs = {slug for animal in FLAWED for slug in animal.found}
    assert {*map(str, FindingSlug)} - slugs == {"open-on-private-network"}


@pytest.mark.parametrize("animal", FLAWED[:3], ids=lambda animal: animal.id)
def test_no_more_is_sent_than_was_announced(zoo: Server, animal: Flawed) -> None:
    """A server sees GET, HEAD and OPTIONS, and no more of them than were announced."""
    before = len(zoo.asked)
    report = reported(f"{zoo.url}/{animal.id}/orders", "--origin", PAGE)
    asked = zoo.asked[before:]
    assert {each.method for each in asked} <= {"GET", "HEAD", "OPTIONS"}
    assert len(asked) == report["requests"]["sent"] <= report["requests"]["limit"]
