"""The examples of the guide to local tools, each on a real server."""

from __future__ import annotations

import http.client
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from tests.project.programs import RANGE, miss
from tests.range.examples import served
from tests.range.shooting import PYTHON

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

pytestmark = pytest.mark.programs

_ROOT: Final = Path(__file__).parents[2]
_PATIENCE: Final = 60
_PAGE: Final = "http://localhost:5173"
_HANDSHAKE: Final = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


class Example(NamedTuple):
    """
    An example, and what can be asked of it.

    Attributes:
        command: What follows the name of the program, with a place for the port.
        post: The path that has an effect, and the body that it takes.
        get: The path that is read, if there is one.
        socket: The path of its WebSocket, if there is one.
        callers: The origins that may call it.
    """

    command: tuple[str, ...]
    post: tuple[str, str | None]
    get: str | None = "/notes"
    socket: str | None = None
    callers: tuple[str, ...] = (_PAGE,)


EXAMPLES: Final = {
    "flask": Example(
        ("-m", "flask", "--app", "flask_tool", "run", "--port", "{port}"), ("/remove", None)
    ),
    "aiohttp": Example(
        ("-m", "aiohttp.web", "-H", "127.0.0.1", "-P", "{port}", "aiohttp_tool:application"),
        ("/remove", None),
        socket="/kernel",
        callers=(_PAGE, "tauri://localhost"),
    ),
    "tornado": Example(("tornado_tool.py",), ("/remove", None), socket="/kernel", callers=()),
    "gradio": Example(
        ("-m", "uvicorn", "gradio_tool:app", "--port", "{port}"),
        ("/notes/gradio_api/run/note", '{"data": ["milk"]}'),
        get=None,
    ),
}


@contextmanager
def serving(name: str, folder: Path) -> Generator[int]:
    """Serve the example *name*, as its first line says, and give its port."""
    if name == "gradio" and not PYTHON.exists():
        miss(RANGE)
    program = str(PYTHON) if name == "gradio" else sys.executable
    with served((program, *EXAMPLES[name].command), "local", folder / "log") as port:
        yield port


@pytest.fixture(scope="module", params=EXAMPLES)
def tool(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Example, int]]:
    """Serve an example."""
    name = str(request.param)
    with serving(name, tmp_path_factory.mktemp(name)) as port:
        yield EXAMPLES[name], port


def _asked(port: int, path: str, body: str | None, headers: Mapping[str, str]) -> tuple[int, str]:
    """Return the status of the answer, and who may read it."""
    method = "GET" if body is None else "POST"
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)) as connection:
        kind = {"Content-Type": "application/json"} if body else {}
        connection.request(method, path, body, {**headers, **kind})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Access-Control-Allow-Origin", "")


def _statuses(tool: tuple[Example, int], headers: Mapping[str, str]) -> set[int]:
    """Return the statuses of all that can be asked of *tool*."""
    example, port = tool
    path, body = example.post
    statuses = {_asked(port, path, body or "", headers)[0]}
    if example.get:
        statuses.add(_asked(port, example.get, None, headers)[0])
    if example.socket:
        status, _ = _asked(port, example.socket, None, {**headers, **_HANDSHAKE})
        statuses.add(200 if status == http.client.SWITCHING_PROTOCOLS else status)
    return statuses


def test_its_own_page_calls_it(tool: tuple[Example, int]) -> None:
    """The page of each of its names is served, and so is a program."""
    for host in ("localhost", "127.0.0.1", "[::1]"):
        own = {"Host": f"{host}:{tool[1]}", "Origin": f"http://{host}:{tool[1]}"}
        assert _statuses(tool, {**own, "Sec-Fetch-Site": "same-origin"}) == {200}
        assert _statuses(tool, {"Host": own["Host"]}) == {200}


def test_a_foreign_page_does_not(tool: tuple[Example, int]) -> None:
    """Neither to send nor to read, and to no address."""
    for host in ("localhost", "[::1]"):
        foreign = {"Host": f"{host}:{tool[1]}", "Origin": "http://evil.example"}
        assert _statuses(tool, {**foreign, "Sec-Fetch-Site": "cross-site"}) == {403}


def test_a_rebound_page_does_not(tool: tuple[Example, int]) -> None:
    """To the browser it is the tool's own."""
    rebound = f"evil.example:{tool[1]}"
    assert _statuses(tool, {"Host": rebound, "Origin": f"http://{rebound}"}) == {421}


def test_its_callers_read(tool: tuple[Example, int]) -> None:
    """Whoever is listed is served, and may read."""
    example, port = tool
    path, body = example.post
    for origin in example.callers:
        sent = {"Host": f"localhost:{port}", "Origin": origin, "Sec-Fetch-Site": "cross-site"}
        assert _asked(port, path, body or "", sent) == (200, origin)
        assert _statuses(tool, sent) == {200}
