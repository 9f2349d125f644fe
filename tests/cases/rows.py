"""What the rows are: those that concern a server, and those that are the browser's."""

from __future__ import annotations

from typing import Final

# The sections that concern requests and responses: the first and the last row of each.
SECTIONS: Final = {
    "requests": (1, 12),
    "origins": (13, 28),
    "who may read": (29, 42),
    "methods": (43, 60),
    "request headers": (61, 75),
    "how long an answer is kept": (89, 95),
    "exposed headers": (96, 102),
    "caches": (112, 118),
    "timing": (125, 125),
}

# Rows about which a server has nothing to say: the row → why it is the browser's.
BROWSERS: Final = {
    "C56": "empty members of a list are the browser's to tolerate: none is ever sent",
}


def rows() -> list[str]:
    """Return the ids of all rows."""
    return [f"C{n}" for first, last in SECTIONS.values() for n in range(first, last + 1)]
