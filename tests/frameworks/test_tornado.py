"""The example of Tornado answers as that of every framework, on a real server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.frameworks.conformance import EXCHANGES
from tests.frameworks.servers import EXAMPLES, answered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.frameworks.conformance import Exchange

pytestmark = pytest.mark.programs

_PROGRAM = """
import asyncio, sys, tornado_app
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
async def main():
    (bound,) = bind_sockets(0, "127.0.0.1")
    HTTPServer(tornado_app.application()).add_socket(bound)
    print(bound.getsockname()[1], flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Serve the example, and yield its port."""
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM],
        cwd=EXAMPLES / "by_hand",
        env={**os.environ, "PYTHONPATH": str(EXAMPLES / "by_hand")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        number = int(process.stdout.readline())
        socket.create_connection(("127.0.0.1", number)).close()
        yield number
        process.terminate()


@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda exchange: exchange.name)
def test_exchange(port: int, exchange: Exchange) -> None:
    """The status, the CORS headers and ``Vary`` are these, and nothing more."""
    answer = answered(port, exchange)
    assert (answer.status, answer.cors) == (exchange.status, exchange.cors)
    if exchange.body is not None:
        assert answer.body == exchange.body
