"""An app in this process answers like a server, and is the only one there."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from crossorigin.doctor.probing._in_process import (
    ADDRESS,
    InProcessTransport,
    end_standard_output,
)
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


def test_what_is_printed_after_the_report(capfd: pytest.CaptureFixture[str]) -> None:
    """Whatever an app prints while the interpreter ends goes to standard error."""
    kept = os.dup(1)
    try:
        print("the report")  # noqa: T201 - its point
        end_standard_output()
        os.write(1, b"the app")
    finally:
        os.dup2(kept, 1)
        os.close(kept)
    assert capfd.readouterr() == ("the report\n", "the app")
