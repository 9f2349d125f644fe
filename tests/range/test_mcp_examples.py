"""The examples of MCP servers, before pages that are MCP clients, in real engines."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.engines.engines import ENGINES
from tests.engines.launch import launch
from tests.project.programs import RANGE, miss
from tests.range.examples import served
from tests.range.ground import Ground
from tests.range.plan import Page
from tests.range.shooting import PYTHON

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

pytestmark = pytest.mark.programs

_ROOT: Final = Path(__file__).parents[2]
_INSPECTOR: Final = "http://localhost:6274"
_EVIL: Final = "http://evil.example"
_SECONDS: Final = 60


@contextmanager
def serving(example: str, folder: Path) -> Generator[int]:
    """Serve *example* by uvicorn, as its first line says, and give its port."""
    command = (str(PYTHON), "-m", "uvicorn", f"{example}:application", "--port", "{port}")
    with served(command, "mcp", folder / "log") as port:
        yield port


@pytest.fixture(scope="module", params=["sdk_server", "fastmcp_server"])
def port(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve one of the examples."""
    if not PYTHON.exists():
        miss(RANGE)
    with serving(str(request.param), tmp_path_factory.mktemp("mcp")) as port:
        yield port


@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_is_a_client(port: int, engine: str) -> None:
    """The page that is listed has a session; a foreign page and a rebound one have none."""
    local, rebound = f"http://localhost:{port}", f"http://rebound.example:{port}"
    pages = [
        Page(_INSPECTOR, [_shot("listed", local)]),
        Page(_EVIL, [_shot("foreign", local)]),
        Page(rebound, [_shot("rebound", rebound)], {rebound: port}),
    ]
    with Ground() as ground:
        ground.lead(local, port)
        with launch(ENGINES[engine], ground, ground.add(pages)):
            read = ground.reports(_SECONDS)
        answers = {shot: head.split(" ")[1] for shot, head in ground.answers().items()}
    # The session is read from a header that is exposed, and deleted at the end.
    expected = "kept, 200 text/event-stream, 200"
    assert read == {"listed": expected, "foreign": "", "rebound": ""}
    answered = {"listed": "200", "listed-stream": "200", "foreign": "403", "rebound": "421"}
    assert answers == answered


def _shot(name: str, origin: str) -> dict[str, object]:
    return {"id": name, "way": "mcp", "url": f"{origin}/mcp?shot={name}"}
