"""Read what a browser's developer tools copy of a request: as cURL, fetch, Node.js fetch or PowerShell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.probing._captured import MAX_REQUESTS
from crossorigin.doctor.probing._curl import NAMES, read_curl
from crossorigin.doctor.probing._fetch_text import CALL, read_fetch
from crossorigin.doctor.probing._powershell import COMMAND, read_powershell
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from crossorigin.doctor.probing._captured import Captured

MAX_LENGTH: Final = 1_048_576
# What a terminal shows before a command.
_PROMPT: Final = re.compile(r"\s*(?:PS [^\n>]{0,300}>|[$#%>])\s+")


def read_copied(text: str) -> list[Captured]:
    """
    Return each request in *text*, which developer tools have copied.

    Raises:
        UsageError: If it is no such text, is longer than a megabyte, or has too many requests.
    """
    if len(text) > MAX_LENGTH:
        raise UsageError("--curl is longer than a megabyte.")
    prompt = _PROMPT.match(text)
    found = _read(text if prompt is None else text[prompt.end() :])
    if len(found) > MAX_REQUESTS:
        raise UsageError(f"--curl has {len(found)} requests: give {MAX_REQUESTS} at most.")
    return found


def _read(text: str) -> list[Captured]:
    """Return each request in *text*, of which the first word of a kind says how to read it."""
    first = text.split(maxsplit=1)[:1]
    if first and first[0].rpartition("/")[2] in NAMES:
        return read_curl(text)
    call, command = CALL.search(text), COMMAND.search(text)
    if call is not None and (command is None or call.start() < command.start()):
        return read_fetch(text)
    if command is not None:
        return read_powershell(text)
    raise UsageError(
        "--curl does not start with curl, fetch( or Invoke-WebRequest: copy the request in the"
        " Network panel."
    )
