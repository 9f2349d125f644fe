"""The pictures of the docs are those of the command."""

from __future__ import annotations

import pytest

from tools.terminal_pictures import FOLDER, NAMES, THEMES, screen, words_of


@pytest.mark.parametrize("name", NAMES)
def test_no_picture_is_stale(name: str) -> None:
    """Both pictures are of today's command: `make pictures` was run."""
    taken = screen(name)
    for brightness in THEMES:
        picture = (FOLDER / f"{name}-{brightness}.svg").read_text(encoding="utf-8")
        assert words_of(picture) == taken.words


def test_every_picture_is_known() -> None:
    """There is no picture but those that are drawn."""
    drawn = {f"{name}-{brightness}.svg" for name in NAMES for brightness in THEMES}
    assert {path.name for path in FOLDER.iterdir()} == drawn


def test_no_picture_asks_another_host() -> None:
    """A picture needs nothing from elsewhere: no font, no script."""
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "url(http" not in text
        assert "<script" not in text
