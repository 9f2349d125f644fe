"""Read a file of configuration: of bounded length, as text, and nothing that only claims to be one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from pathlib import Path

MAX_LENGTH: Final = 2 * 1024 * 1024


def is_there(path: Path) -> bool:
    """Tell whether anything is at *path*; a name that the system refuses names nothing."""
    return os.path.exists(path)  # noqa: PTH110 - that of Path raises for a name that is too long


def is_file(path: Path) -> bool:
    """Tell whether a file is at *path*, as :func:`is_there` does."""
    return os.path.isfile(path)  # noqa: PTH113 - as above


def read_text(path: Path, name: str) -> str:
    """
    Return the text of the file at *path*, which is called *name*.

    Raises:
        UsageError: If it is no file, too long, empty, or no text.
    """
    shown = escape(name, 200)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_LENGTH + 1)
    except IsADirectoryError:
        raise UsageError(f"{shown} is a folder: name a file in it.") from None
    except OSError as error:
        raise UsageError(
            f"{shown} cannot be read: {error.strerror}: name a file that can."
        ) from None
    if len(data) > MAX_LENGTH:
        raise UsageError(f"{shown} is longer than 2 MiB: name the file of the CORS part alone.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(
            f"{shown} is not text in UTF-8: save it so, or name another file."
        ) from None
    if "\0" in text:
        raise UsageError(f"{shown} is not text: it has a null byte: name another file.")
    if not text.strip():
        raise UsageError(f"{shown} is empty: name the file that has the CORS part.")
    return text
