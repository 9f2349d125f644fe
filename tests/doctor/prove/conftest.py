"""A folder with the configurations that the tests compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.prove.commands import FILES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which the command runs."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path
