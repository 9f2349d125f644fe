"""``crossorigin check`` names what is wrong with each server of the zoo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor import animals_of_preflights, animals_of_responses
from tests.doctor.zoo import reported, serving, slugs

if TYPE_CHECKING:
    from tests.doctor.animal import Animal

ANIMALS = (*animals_of_preflights.ANIMALS, *animals_of_responses.ANIMALS)


@pytest.mark.parametrize("animal", ANIMALS, ids=lambda animal: animal.id)
def test_the_cause_is_named(animal: Animal) -> None:
    """Why a page cannot read, what causes it, and what else is wrong are what they should be."""
    with serving(animal.answer) as server:
        url = f"{server.url}{animal.path}"
        report = reported(url, "--origin", animal.page, *animal.arguments)
    assert report["reason"] == animal.reason
    assert report["verdict"] == ("readable" if animal.reason is None else "blocked")
    assert sorted(slugs(report, "causes")) == sorted(animal.causes)
    assert set(animal.findings) <= set(slugs(report, "findings"))


@pytest.mark.parametrize("animal", ANIMALS, ids=lambda animal: animal.id)
def test_nothing_that_changes_anything_is_sent(animal: Animal) -> None:
    """Without ``--send-unsafe``, a server sees GET, HEAD and OPTIONS, and a few of them."""
    with serving(animal.answer) as server:
        report = reported(f"{server.url}{animal.path}", "--origin", animal.page, *animal.arguments)
    assert {asked.method for asked in server.asked} <= {"GET", "HEAD", "OPTIONS"}
    assert len(server.asked) == len(report["requests"]["sent"]) <= report["requests"]["limit"]
