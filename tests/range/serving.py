"""
Serve tools of the range in one process, until it is ended.

``python -m tests.range.serving guarded flask fastapi`` writes the port of each to standard error,
and that of a server which tells the shots that have had an effect. A process can have one site of
Django, bare or guarded; of the others, ``bare,guarded`` serves both.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from tests.range.targets.effects import DONE

if TYPE_CHECKING:
    from collections.abc import Callable

_HOST: Final = "127.0.0.1"
PORTS: Final = "ports: "
EFFECTS: Final = "effects"


def _serve_wsgi(app: Any) -> int:  # noqa: ANN401 - of some framework
    from werkzeug.serving import make_server  # noqa: PLC0415 - not where MCP servers run

    server = make_server(_HOST, 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    return server.port


def _serve_asgi(app: Any) -> int:  # noqa: ANN401 - of some framework
    import socket  # noqa: PLC0415 - as above

    import uvicorn  # noqa: PLC0415 - as above

    listening = socket.create_server((_HOST, 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_keep_alive=60))
    Thread(target=server.run, args=([listening],), daemon=True).start()
    port: int = listening.getsockname()[1]
    return port


def _serve_aiohttp(app: Any) -> int:  # noqa: ANN401 - not where MCP servers run
    import socket  # noqa: PLC0415 - as above

    from aiohttp import web  # noqa: PLC0415 - as above

    listening = socket.create_server((_HOST, 0))

    async def serve() -> None:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.SockSite(runner, listening).start()
        await asyncio.Event().wait()

    Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
    port: int = listening.getsockname()[1]
    return port


_SERVE: Final[dict[str, Callable[[Any], int]]] = {
    "flask": _serve_wsgi,
    "fastapi": _serve_asgi,
    "django": _serve_wsgi,
    "aiohttp": _serve_aiohttp,
    "mcp": _serve_asgi,
    "fastmcp": _serve_asgi,
    "gradio": _serve_asgi,
}


class _Effects(BaseHTTPRequestHandler):
    """The server that tells the shots."""

    def do_GET(self) -> None:
        """Answer with the ids of the shots that have had an effect."""
        body = json.dumps(sorted(DONE)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - its name
        """Say nothing."""


def main(states: str, *names: str) -> None:
    """Serve the tools *names* in each of *states*, which a comma separates."""
    # Nothing but the ports is to be read where they are written.
    logging.disable()
    ports = {
        state: {name: _served(name, guarded=state == "guarded") for name in names}
        for state in states.split(",")
    }
    effects = ThreadingHTTPServer((_HOST, 0), _Effects)
    told = json.dumps({"tools": ports, EFFECTS: effects.server_port})
    sys.stderr.write(f"{PORTS}{told}\n")
    sys.stderr.flush()
    effects.serve_forever()


def _served(name: str, *, guarded: bool) -> int:
    """Serve a tool, and return its port."""
    module = import_module(f"tests.range.targets.{name}_tool")
    return _SERVE[name](module.application(guarded=guarded))


if __name__ == "__main__":
    main(*sys.argv[1:])
