"""A page in progress."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from urllib.parse import urlsplit

from tests.engines.cases import Result, Script, read_report
from tests.engines.wire import Request, answer

_HERE = Path(__file__).parent
_HTML = [("Content-Type", "text/html")]
# A sandboxed frame has another origin than the page that its program comes from.
_PROGRAM = [("Content-Type", "text/javascript"), ("Access-Control-Allow-Origin", "*")]
_FILES = {
    "": ("runner.html", _HTML),
    "runner.js": ("runner.js", _PROGRAM),
    "requests.js": ("requests.js", _PROGRAM),
    "loads.js": ("loads.js", _PROGRAM),
    "sandbox.html": ("sandbox.html", _HTML),
    "sandbox.js": ("sandbox.js", _PROGRAM),
}


class Run:
    """The page at *url*, which runs *script* and then reports."""

    def __init__(self, url: str, script: Script) -> None:
        self.url = url
        self.script = script
        self._report: Future[dict[str, Result]] = Future()

    def results(self, timeout: float) -> dict[str, Result]:
        """
        Wait for the report and return what the page could read, by case.

        Raises:
            TimeoutError: If the page has not reported after *timeout* seconds.
            BaseException: What a function that plays an origin raised meanwhile.
        """
        return self._report.result(timeout)

    def respond(self, request: Request) -> bytes:
        """Answer the page's own requests: itself, its program, its cases and its report."""
        name = request.path.removeprefix(urlsplit(self.url).path)
        if name in _FILES:
            file, headers = _FILES[name]
            embedder = self.script.embedder
            policy = [("Cross-Origin-Embedder-Policy", embedder)] if embedder else []
            return answer(200, headers + policy, (_HERE / file).read_bytes())
        if name == "script.json":
            return answer(200, [("Content-Type", "application/json")], self.script.as_json())
        if name == "report":
            self._report.set_result(read_report(request.body))
            return answer()
        return answer(404)

    def fail(self, failure: BaseException) -> None:
        """Wait for no report: the bed failed."""
        if not self._report.done():
            self._report.set_exception(failure)
