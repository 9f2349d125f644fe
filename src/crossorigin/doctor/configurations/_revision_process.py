"""The process that loads a module of a revision, and hands over plain data."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.configurations._apps import recipes_of
from crossorigin.doctor.configurations._objects import load_object
from crossorigin.doctor.probing._targets import UsageError


def main(text: str, answer: str) -> None:
    """
    Write what *text* names in this folder to the file *answer*.

    Args:
        text: ``module:NAME``.
        answer: The file.
    """
    try:
        given = {"recipes": [each.as_dict() for each in recipes_of(_load(text), text)]}
        written = json.dumps(given, default=str)
    except UsageError as error:
        written = json.dumps({"complaint": str(error)})
    Path(answer).write_text(written, encoding="utf-8")


def _load(text: str) -> object:
    """Return what *text* names, if its module is one of this folder."""
    here = Path.cwd().resolve()
    found, module = load_object(text, here)
    file = Path(module.__file__ or "/").resolve()
    if not file.is_relative_to(here):
        # What is installed is the same in every revision.
        place, name = escape(str(file), 200), text.rpartition(":")[2]
        raise UsageError(
            f"{escape(text, 200)} was loaded from {place}, not from the revision: name its file,"
            f" path/to/module.py:{escape(name, 100)}."
        )
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
