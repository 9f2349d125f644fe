"""Read a file of configuration: of bounded length, as text, and nothing that only claims to be one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from pathlib import Path

MAX_LENGTH: Final = 2 * 1024 * 1024


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
        raise UsageError(f"{shown} cannot be read: {error.strerror}.") from None
    if len(data) > MAX_LENGTH:
        raise UsageError(f"{shown} is longer than 2 MiB: that is no configuration.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{shown} is not text in UTF-8.") from None
    if "\0" in text:
        raise UsageError(f"{shown} is not text: it has a null byte.")
    if not text.strip():
        raise UsageError(f"{shown} is empty.")
    return text
