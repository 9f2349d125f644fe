"""The ground of the range: every name that an engine asks for, and names that rebind."""

from __future__ import annotations

import json
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from tests.engines.hosts import nothing_here
from tests.engines.testbed import Bed
from tests.engines.wire import answer
from tests.range.targets.callers import PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.engines.hosts import Handler
    from tests.engines.wire import Exchange, Request
    from tests.range.plan import Page

_HERE: Final = Path(__file__).parent
_PREFIX: Final = "/-/range/"
_JSON: Final = [("Content-Type", "application/json")]


def shot_of(request: Request) -> str | None:
    """Return the id of the shot whose request *request* is."""
    return parse_qs(urlsplit(request.target).query).get("shot", [None])[0]


def redirect(request: Request) -> bytes:
    """Redirect as the query says: what a careless server of an allowed page does."""
    query = parse_qs(urlsplit(request.target).query)
    return answer(int(query["status"][0]), [("Location", query["to"][0])])


class Ground(Bed):
    """
    A bed with the pages of the range.

    It answers for them whichever tool their names lead to meanwhile.
    """

    def __init__(self) -> None:
        super().__init__()
        self._sockets: set[str] = set()
        self._shots: dict[str, Exchange] = {}
        self._pages: list[Page] = []
        self._reports: list[Future[Mapping[str, str]]] = []
        self.route(PAGE, redirect)

    def lead(self, origin: str, port: int) -> None:
        """Let *origin* lead to the tool at *port*, its WebSockets, too."""
        self.route(origin, port)
        self.tunnel(origin.partition("://")[2], port)

    def add(self, pages: list[Page]) -> str:
        """Add *pages*, each of which leads to the next, and return the URL of the first."""
        self._pages = pages
        self._reports = [Future() for _ in pages]
        for page in pages:
            if not self._knows(page.origin):
                self.route(page.origin, nothing_here)
        return self._url(0)

    def reports(self, seconds: float) -> dict[str, str]:
        """
        Return what the pages have read, by shot.

        Raises:
            TimeoutError: If a page has not reported after *seconds*.
        """
        read: dict[str, str] = {}
        for report in self._reports:
            read |= report.result(seconds)
        return read

    def answers(self) -> dict[str, str]:
        """Return the head of the last answer to each shot, which is empty until it comes."""
        return {shot: exchange.answer_head for shot, exchange in list(self._shots.items())}

    def has_tunnel(self, shot: Mapping[str, object]) -> bool:
        """Tell whether a tunnel was opened as for *shot*: an engine asks a proxy for a WebSocket's."""
        return shot["way"] == "socket" and urlsplit(str(shot["url"])).netloc in self._sockets

    def tunnel_to(self, request: Request) -> int | None:
        """Return the port of the tool to which a WebSocket is opened, and note that."""
        port = super().tunnel_to(request)
        if port is not None:
            self._sockets.add(request.target)
        return port

    def take(self, exchange: Exchange) -> Handler | int:
        """Answer for the pages of the range, whichever tool their names lead to by now."""
        if exchange.request.path.startswith(_PREFIX):
            return self._respond
        if shot := shot_of(exchange.request):
            self._shots[shot] = exchange
        return super().take(exchange)

    def fail(self, failure: BaseException) -> None:
        """Let every page that has not reported fail with *failure*."""
        for report in self._reports:
            if not report.done():
                report.set_exception(failure)

    def _knows(self, origin: str) -> bool:
        known = self.knows(origin)
        if not known:
            self.strangers.remove(origin)
        return known

    def _url(self, number: int) -> str:
        return (
            f"{self._pages[number].origin}{_PREFIX}{number}/" if number < len(self._pages) else ""
        )

    def _respond(self, request: Request) -> bytes:
        match request.path.removeprefix(_PREFIX).split("/"):
            case ["runner.js"]:
                program = (_HERE / "runner.js").read_bytes()
                return answer(200, [("Content-Type", "text/javascript")], program)
            case ["arrived"]:
                exchange = self._shots.get(shot_of(request) or "")
                arrived = exchange is not None and bool(exchange.answer)
                return answer(200, _JSON, json.dumps(arrived).encode())
            case [number, name]:
                return self._respond_for(int(number), name, request)
            case _:
                return answer(404)

    def _respond_for(self, number: int, name: str, request: Request) -> bytes:
        page = self._pages[number]
        match name:
            case "":
                html = (_HERE / "runner.html").read_bytes()
                return answer(200, [("Content-Type", "text/html")], html)
            case "script.json":
                script = {"shots": page.shots, "next": self._url(number + 1)}
                return answer(200, _JSON, json.dumps(script).encode())
            case "rebind":
                for origin, port in page.rebinds.items():
                    self.lead(origin, port)
                return answer()
            case "report":
                self._reports[number].set_result(json.loads(request.body))
                return answer()
            case _:
                return answer(404)
