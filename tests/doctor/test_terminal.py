"""What stands around ``crossorigin check``: progress, the terminal, and an app in this process."""

from __future__ import annotations

import asyncio
import io
import sys
import threading
from typing import TYPE_CHECKING, cast

from crossorigin.doctor._progress import Progress
from crossorigin.doctor._terminal import show
from crossorigin.doctor.probing._in_process import ADDRESS, InProcessTransport
from crossorigin.doctor.probing._transport import (
    HTTPRequest,
    HTTPResponse,
    NetworkError,
    NetworkErrorKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pytest

API = "https://api.example.com"


class Recorder(threading.Event):
    """Wait for a line."""

    def __init__(self) -> None:
        """Hold no line yet."""
        super().__init__()
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        """Hold *line*."""
        self.lines.append(line)
        self.set()


def test_what_takes_long_is_told() -> None:
    """After a while, what is on its way is told, and all that follows at once."""
    told = Recorder()
    with Progress(told, patience=0.001) as progress:
        progress(HTTPRequest(method="GET", url=f"{API}/1"))
        assert told.wait(10)
        progress(HTTPRequest(method="GET", url=f"{API}/2?key=abc"))
    # It may have been late before the first request.
    assert told.lines[0] in {"starting", f"asking GET {API}/1"}
    assert told.lines[-1] == f"asking GET {API}/2?key=***"


def test_what_is_quick_is_not_told() -> None:
    """Who is done in time has said nothing, and will not."""
    told = Recorder()
    with Progress(told, patience=600) as progress:
        progress(HTTPRequest(method="GET", url=API))
    assert told.lines == []


class Terminal(io.TextIOWrapper):
    """Look like a terminal."""

    def isatty(self) -> bool:
        """Be one."""
        return True


def shown(kind: type[io.TextIOWrapper], encoding: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what is shown on a stream of *kind* that knows *encoding*."""
    stream = kind(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    show([("ok", "✓ [b]GET[/b] é :smile:"), ("plain", "a" * 100)])
    stream.flush()
    return cast("io.BytesIO", stream.buffer).getvalue().decode(encoding)


def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal a line has its colour; nothing in it is taken for markup, or broken."""
    text = shown(Terminal, "utf-8", monkeypatch)
    assert text == f"\x1b[32m✓ [b]GET[/b] é :smile:\x1b[0m\n{'a' * 100}\n"


def test_a_file_in_ascii_gets_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are no signs, letters stand for them."""
    text = shown(io.TextIOWrapper, "ascii", monkeypatch)
    assert text == f"+ [b]GET[/b] ? :smile:\n{'a' * 100}\n"


def _echo(environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answer with the length of the body."""
    start_response("200 OK", [("X-Length", str(environ.get("CONTENT_LENGTH")))])
    return [b""]


async def _silent(scope: dict[str, object], _: object, __: object) -> None:
    """Answer nothing, for ever."""
    if scope["type"] == "lifespan":
        raise NotImplementedError
    await asyncio.Event().wait()


def test_an_app_gets_the_body_and_is_the_only_one_there() -> None:
    """A body is passed on with its length; elsewhere there is nobody."""
    app = InProcessTransport(_echo)
    try:
        reply = app.send(HTTPRequest(method="POST", url=f"{ADDRESS}/", content=b"abc"))
        nobody = app.send(HTTPRequest(method="GET", url=f"{API}/"))
    finally:
        app.close()
    assert reply == HTTPResponse(status=200, headers=(("X-Length", "3"),))
    assert isinstance(nobody, NetworkError)
    assert nobody.sentence == "The host cannot be reached (only the app itself is asked)."


def test_an_app_that_says_nothing_is_given_up() -> None:
    """An ASGI app has its time, too."""
    app = InProcessTransport(_silent, timeout=0.1)
    try:
        reply = app.send(HTTPRequest(method="GET", url=f"{ADDRESS}/"))
    finally:
        app.close()
    assert reply == NetworkError(kind=NetworkErrorKind.TIMED_OUT)
