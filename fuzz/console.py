"""Read whatever a person pastes of a console."""

from __future__ import annotations

import json
from typing import Final

from crossorigin.doctor.explain._pasted import MAX_PASTED
from crossorigin.doctor.explain._run import run

_STATUSES: Final = frozenset({0, 1, 2})


def fuzz_console(data: bytes) -> None:
    """A paste has an explanation, has none, or is no text: printable lines, and no exception."""
    for as_json in (False, True):
        output = run(data[: 4 * MAX_PASTED + 1], None, as_json=as_json)
        assert output.status in _STATUSES
        lines = [line for _, line in output.lines]
        assert all(line.isascii() and line.isprintable() for line in lines)
        assert bool(lines) != bool(output.complaint)
        if as_json and lines:
            _check_json(json.loads("\n".join(lines)))


def _check_json(shown: dict[str, object]) -> None:
    """Assert that what a program is told has a reason with a cause, or neither."""
    assert (shown["reason"] is None) == (shown["causes"] == [])
    assert shown["schema"] == 1
