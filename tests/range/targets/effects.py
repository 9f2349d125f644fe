"""What a request has done in a tool, and the text that only its own pages may read."""

from __future__ import annotations

from typing import Final

# Which shots have had an effect, by their ids; a set of Python is safe to add to from threads.
DONE: Final[set[str]] = set()
# Before the id of a shot, in an answer that no page of an attacker may read.
UNREAD: Final = "the secret of"


def act(shot: str) -> str:
    """Do what the request of *shot* asks for, and return the secret."""
    DONE.add(shot)
    return f"{UNREAD} {shot}"


def event(shot: str) -> str:
    """Do the same, and return the secret as the one event of a stream."""
    return f"data: {act(shot)}\n\n"
