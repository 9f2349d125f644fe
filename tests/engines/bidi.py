"""Just enough WebDriver BiDi to open a page in Firefox and hear its console."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.engines.console import Console

if TYPE_CHECKING:
    from collections.abc import Generator

    from websockets.sync.client import ClientConnection


def _ask(socket: ClientConnection, number: int, method: str, **params: object) -> dict[str, Any]:
    socket.send(json.dumps({"id": number, "method": method, "params": params}))
    while True:
        message: dict[str, Any] = json.loads(socket.recv())
        if message.get("id") == number:
            return dict(message["result"])


def _copy(socket: ClientConnection, console: Console) -> None:
    with suppress(ConnectionClosed):
        for text in socket:
            message: dict[str, Any] = json.loads(text)
            if message.get("method") == "log.entryAdded":
                console.write(message["params"]["text"])
    console.end()


@contextmanager
def visited(address: str, url: str) -> Generator[Console]:
    """
    Open *url* in the browser whose BiDi server is at *address*, and give its console.

    Source: https://w3c.github.io/webdriver-bidi/#event-log-entryAdded
    """
    console = Console()
    with connect(f"{address}/session", proxy=None, max_size=None) as socket:
        _ask(socket, 1, "session.new", capabilities={})
        _ask(socket, 2, "session.subscribe", events=["log.entryAdded"])
        page = _ask(socket, 3, "browsingContext.getTree")["contexts"][0]["context"]
        _ask(socket, 4, "browsingContext.navigate", context=page, url=url, wait="none")
        reader = Thread(target=_copy, args=(socket, console), name="bidi")
        reader.start()
        yield console
    reader.join()
