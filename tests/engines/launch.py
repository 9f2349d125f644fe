"""Open a page in a browser with a fresh profile, and leave nothing behind."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.engines.bidi import visited
from tests.engines.console import Console
from tests.engines.engines import Engine, Visit
from tests.engines.family import family
from tests.project.programs import require_program

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.engines.testbed import Bed

_START_SECONDS = 30
# Whatever a browser writes for its user goes to the profile.
_HOMES = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
_QUIET = {
    "LIBGL_ALWAYS_SOFTWARE": "1",
    # Without it, a released Firefox ignores the preference `services.settings.server`.
    "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1",
    "NO_AT_BRIDGE": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
}


@contextmanager
def display() -> Generator[str]:
    """Run a screen that nobody sees, and give its name."""
    number = Console(re.compile(r"(?P<text>\d+)$"))
    # The server itself finds a free display and says which, once it is ready.
    command = [require_program("Xvfb"), "-displayfd", "2", "-nolisten", "tcp"]
    with family(command, os.environ, number):
        yield ":" + number.wait_for(bool, _START_SECONDS)[0]


@contextmanager
def launch(engine: Engine, bed: Bed, url: str, *, console: bool = False) -> Generator[Console]:
    """
    Open *url* in *engine*, with *bed* as its proxy, while the block runs.

    Give what the engine prints; with *console*, that is the messages of the page's console.
    """
    with ExitStack() as stack:
        program = require_program(*engine.programs)
        for other in engine.also_needs:
            require_program(other)
        profile = stack.enter_context(TemporaryDirectory(prefix=f"{engine.name}-"))
        environment = {**os.environ, **_QUIET, **dict.fromkeys(_HOMES, profile)}
        if engine.display:
            environment["DISPLAY"] = stack.enter_context(display())
        visit = Visit(
            url=url,
            program=program,
            profile=Path(profile),
            proxy_port=bed.port,
            authority_pem=bed.authority.pem,
            console=console,
        )
        printed = Console(engine.printed)
        stack.enter_context(family(engine.command(visit), environment, printed))
        if engine.bidi and console:
            address = printed.wait_for(bool, _START_SECONDS)[0]
            printed = stack.enter_context(visited(address, url))
        yield printed
