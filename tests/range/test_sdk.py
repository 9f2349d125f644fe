"""The clients that come with the packages of the tools: no page, and served."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from tests.project.programs import RANGE, miss
from tests.range import sdk
from tests.range.calls import HEAVY
from tests.range.shooting import PYTHON, serving
from tests.range.targets.effects import UNREAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.range.shooting import Served

pytestmark = pytest.mark.programs

_PATIENCE: Final = 60


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Serve the tools whose packages have a client."""
    if not PYTHON.exists():
        miss(RANGE)
    with serving(HEAVY) as served:
        yield served


@pytest.mark.parametrize(
    ("name", "host"),
    [("mcp", "localhost"), ("mcp", "127.0.0.1"), ("fastmcp", "localhost"), ("gradio", "127.0.0.1")],
)
def test_the_own_client_of_a_tool_is_served(served: Served, name: str, host: str) -> None:
    """The client that comes with a package calls its guarded server, under each name."""
    (port,) = (tool.port for tool in served.tools if tool.name == name and tool.guarded)
    shot = f"sdk.{name}"
    command = [str(PYTHON), "-m", sdk.__name__, name, f"http://{host}:{port}", shot]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE)
    assert f"{UNREAD} {shot}" in done.stdout
