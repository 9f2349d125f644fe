"""A report has colours on a terminal, and its letters fit any encoding."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, cast

from crossorigin.doctor._terminal import show

if TYPE_CHECKING:
    import pytest


class Terminal(io.TextIOWrapper):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        """Be one."""
        return True


def shown(kind: type[io.TextIOWrapper], encoding: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the output on a stream of *kind* with *encoding*."""
    stream = kind(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    show([("ok", "✓ [b]GET[/b] é :smile:"), ("plain", "a" * 100)])
    stream.flush()
    return cast("io.BytesIO", stream.buffer).getvalue().decode(encoding)


def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal a line has its colour; nothing in it is taken for markup, or broken."""
    text = shown(Terminal, "utf-8", monkeypatch)
    assert text == f"\x1b[32m✓ [b]GET[/b] é :smile:\x1b[0m\n{'a' * 100}\n"


def test_a_file_in_ascii_gets_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are no signs, letters stand for them."""
    text = shown(io.TextIOWrapper, "ascii", monkeypatch)
    assert text == f"+ [b]GET[/b] ? :smile:\n{'a' * 100}\n"
