"""Progress: nothing is told of a quick request, and everything once one is late."""

from __future__ import annotations

import threading

from crossorigin.doctor._progress import Progress
from crossorigin.doctor.probing._transport import HTTPRequest

API = "https://api.example.com"


class Recorder(threading.Event):
    """The lines so far, and an event for the next one."""

    def __init__(self) -> None:
        """Start without a line."""
        super().__init__()
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        """Keep *line*."""
        self.lines.append(line)
        self.set()


def test_what_takes_long_is_told() -> None:
    """After a while the request on its way is told, and every one that follows at once."""
    told = Recorder()
    with Progress(told, patience=0.001) as progress:
        progress(HTTPRequest(method="GET", url=f"{API}/1"))
        assert told.wait(10)
        progress(HTTPRequest(method="GET", url=f"{API}/2?key=abc"))
    # It may have been late before the first request.
    assert told.lines[0] in {"starting", f"asking GET {API}/1"}
    assert told.lines[-1] == f"asking GET {API}/2?key=***"


def test_what_is_quick_is_not_told() -> None:
    """A command that is done in time has told nothing."""
    told = Recorder()
    with Progress(told, patience=600) as progress:
        progress(HTTPRequest(method="GET", url=API))
    assert told.lines == []
