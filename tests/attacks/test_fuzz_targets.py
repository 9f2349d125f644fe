"""What the fuzzer runs holds for what it starts from, so that a finding is one of the library."""

from __future__ import annotations

from pathlib import Path

import pytest

import fuzz
from fuzz.targets import TARGETS

CORPUS = Path(fuzz.__file__).parent / "corpus"
SEEDS = [(path.parent.name, path.name) for path in sorted(CORPUS.glob("*/*"))]


@pytest.mark.parametrize(("target", "seed"), SEEDS)
def test_what_the_fuzzer_starts_from(target: str, seed: str) -> None:
    """Every law holds for every seed."""
    TARGETS[target]((CORPUS / target / seed).read_bytes())


def test_every_target_has_seeds() -> None:
    """There is something to start from for each target, and no seed for none."""
    assert {target for target, _ in SEEDS} == set(TARGETS)
