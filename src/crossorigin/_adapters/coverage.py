"""The routes of an app: the policy that covers each, and where that was declared."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crossorigin._policy.policy import Policy

_PACKAGE: Final = f"{__name__.partition('.')[0]}."


@dataclass(frozen=True, slots=True)
class Declaration:
    """
    The place in a program at which it covers something with a policy.

    Attributes:
        file: The path of the file, as Python has it; the name of a setting, if that says it.
        line: The number of the line, from 1; ``None`` for a setting.
    """

    file: str
    line: int | None = None

    def __str__(self) -> str:
        """Return both as editors and terminals know them, ``file:line``."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class CoveredRoute:
    """
    A route of an app.

    Attributes:
        rule: Its path, as the framework writes it, with the prefix of where it is mounted.
        methods: The methods that it answers, in alphabetical order.
        policy: The policy that covers it; ``None`` if pages of other origins have no access.
        declared: Where that was said; ``None`` if it was said nowhere, so that nothing covers it.
    """

    rule: str
    methods: tuple[str, ...]
    policy: Policy | None
    declared: Declaration | None


def declaration() -> Declaration | None:
    """Return the line of the program that has called into this package, ``None`` if there is none."""
    # `inspect` reads the files as well.
    frame = sys._getframe(1)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    while (frame.f_globals.get("__name__") or "").startswith(_PACKAGE):
        if frame.f_back is None:
            return None
        frame = frame.f_back
    return Declaration(frame.f_code.co_filename, frame.f_lineno)
