"""
Merge the names of ``Vary`` into one line.

Source: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin._web.fetch import OPTIONAL_WHITE_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterable


def merged(values: Iterable[str], names: str) -> str:
    """
    Return the one ``Vary`` line that says all that *values* and *names* say.

    Args:
        values: The values of the ``Vary`` lines that a response has.
        names: The names to add, separated by commas.

    The order and the spelling of what was there stay; nothing stands twice; a ``*``,
    which says everything, stays alone.
    """
    members: dict[str, str] = {}
    for value in (*values, names):
        for member in value.split(","):
            name = member.strip(OPTIONAL_WHITE_SPACE)
            if name == "*":
                return "*"
            if name:
                members.setdefault(name.lower(), name)
    return ", ".join(members.values())
