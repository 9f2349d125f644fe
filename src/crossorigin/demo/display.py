"""Tell whether somebody sits in front of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# Somebody far away, or nobody: a browser that opens here would not be seen.
_ELSEWHERE: Final = ("CI", "SSH_CONNECTION", "SSH_TTY")
_DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY")


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """
    Return whether a browser that opens here is seen by the one who typed the command.

    Args:
        environment: The environment variables.
        platform: As ``sys.platform`` names it.
    """
    if any(environment.get(name) for name in _ELSEWHERE):
        return False
    if platform in {"darwin", "win32"}:
        return True
    return any(environment.get(name) for name in _DISPLAYS)
