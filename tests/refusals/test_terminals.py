"""On the terminal of a development server, a refused page's line is seen, with nothing set up."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from urllib.request import Request, urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

pytestmark = pytest.mark.programs

FLASK: Final = """
from flask import Flask
from crossorigin.flask import CORS
app = Flask(__name__)
app.get("/orders")(lambda: "3")
CORS(app, origins="https://app.example.com")
"""
STARLETTE: Final = """
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from crossorigin.asgi import CORSMiddleware
async def orders(request): return PlainTextResponse("3")
star = Starlette(debug=True, routes=[Route("/orders", orders)])
app = CORSMiddleware(star, origins="https://app.example.com")
"""
SERVERS: Final = {
    "flask": (FLASK, ["flask", "--app", "shop", "run", "--debug", "--no-reload", "--port", "0"]),
    "uvicorn": (STARLETTE, ["uvicorn", "shop:app", "--port", "0"]),
}
LINE: Final = (
    'GET /orders from "https://evil.example": refused, origin-not-allowed. The policy does not let'
    ' this origin in. Next: add "https://evil.example" to "origins" if its pages may read this\n'
)


@contextmanager
def running(program: str, command: list[str], folder: Path) -> Generator[subprocess.Popen[str]]:
    """Run a server of *program* in *folder*."""
    (folder / "shop.py").write_text(program)
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", *command],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("server", SERVERS)
def test_a_refused_page(server: str, tmp_path: Path) -> None:
    """Its line stands there, with the reason and the next step."""
    with running(*SERVERS[server], tmp_path) as process:
        assert process.stdout is not None
        address = None
        while address is None:
            line = process.stdout.readline()
            assert line, "the server has not started"
            address = re.search(r"http://127\.0\.0\.1:\d+", line)
        request = Request(f"{address[0]}/orders", headers={"Origin": "https://evil.example"})  # noqa: S310 - of this test
        with urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
            assert answer.status == 200
        said = iter(process.stdout.readline, "")
        assert next(line for line in said if "evil.example" in line) == LINE
