"""Who answers for which origin, and what was asked of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from tests.engines.run import Run
from tests.engines.wire import Exchange, Request, answer

if TYPE_CHECKING:
    from tests.engines.cases import Script

# The exact bytes of the answer. Nothing at all hangs up, and `None` keeps silent.
Handler: TypeAlias = Callable[[Request], bytes | None]

_RUNS = "/-/run/"


def nothing_here(_: Request) -> bytes:
    """Answer every request with a bare 404."""
    return answer(404)


class Hosts:
    """
    The origins of one bed.

    *log* has every exchange with a routed origin but the pages' own, in the order in which the
    requests came; *strangers* has the origins that were asked for and are not routed, such as those
    of a browser's own errands.
    """

    def __init__(self) -> None:
        self.log: list[Exchange] = []
        self.strangers: list[str] = []
        self._routes: dict[str, Handler | int] = {}
        self._tunnels: dict[str, int] = {}
        self._runs: dict[str, Run] = {}
        self._asked: dict[str, list[Exchange]] = {}

    def route(self, origin: str, target: Handler | int) -> None:
        """Let *target*, a function or the loopback port of a real server, be *origin*."""
        self._routes[origin] = target

    def tunnel(self, authority: str, port: int) -> None:
        """Let the real server at the loopback *port* be *authority*, and speak TLS by itself."""
        self._tunnels[authority] = port

    def tunnel_to(self, request: Request) -> int | None:
        """Return the port of the server to which *request* opens a tunnel, if it speaks TLS itself."""
        return self._tunnels.get(request.target) if request.method == "CONNECT" else None

    def run(self, page_origin: str, script: Script) -> Run:
        """Prepare a page at *page_origin*; whoever opens its `url` runs *script*."""
        url = f"{page_origin}{_RUNS}{len(self._runs)}/"
        self._routes.setdefault(page_origin, nothing_here)
        return self._runs.setdefault(url, Run(url, script))

    def asked(self, url: str) -> list[Exchange]:
        """Return the exchanges for exactly *url*, in order."""
        return list(self._asked.get(url, []))

    def knows(self, origin: str) -> bool:
        """Return whether *origin* is routed; remember it as a stranger when it is not."""
        if origin not in self._routes:
            self.strangers.append(origin)
        return origin in self._routes

    def take(self, exchange: Exchange) -> Handler | int:
        """Note *exchange* and return who answers it."""
        if run := self._runs.get(exchange.url.rpartition("/")[0] + "/"):
            return run.respond
        self.log.append(exchange)
        self._asked.setdefault(exchange.url, []).append(exchange)
        return self._routes[exchange.origin]

    def fail(self, failure: BaseException) -> None:
        """Let every page that has not reported fail with *failure*."""
        for run in self._runs.values():
            run.fail(failure)
