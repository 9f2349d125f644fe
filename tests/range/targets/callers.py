"""Who may call the tools of the range: one list, which the policy has, and the guard asks."""

from __future__ import annotations

from typing import Final

from crossorigin import Guard, Policy

# A page that a development server has on another port, a desktop shell, an extension.
PAGE: Final = "http://localhost:5173"
SHELL: Final = "tauri://localhost"
EXTENSION: Final = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
CALLERS: Final = (PAGE, SHELL, EXTENSION)


def policy() -> Policy:
    """Return the policy: the callers may send and read, with the cookies of a session."""
    return Policy(CALLERS, methods=["QUERY"], credentials=True)


def guard() -> Guard:
    """Return the guard of a local tool."""
    return Guard.local()
