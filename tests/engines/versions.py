"""Which version of an engine is installed."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Final

from tests.engines.engines import ENGINES
from tests.engines.launch import display
from tests.project.programs import require_program

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

_VERSION: Final = re.compile(r"[0-9]+(?:\.[0-9]+)+(?:esr)?")


@cache
def version_of(name: Engine) -> str:
    """Return the version that the program of the engine *name* tells."""
    engine = ENGINES[name]
    command = [require_program(*engine.programs), "--version"]
    if engine.display:
        # It tells nothing before it has found a display.
        with display() as screen:
            return _told([*command, f"--display={screen}"])
    return _told(command)


def _told(command: list[str]) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = _VERSION.search(done.stdout + done.stderr)
    if found is None:
        raise ValueError(f"no version: {done.stdout}{done.stderr}")
    return found[0]
