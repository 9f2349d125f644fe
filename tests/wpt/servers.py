"""The servers of a row, as one WSGI app for each origin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from tests.wpt.rows import Answer, Row


class Servers:
    """What answers all requests of a row."""

    def __init__(self, row: Row) -> None:
        self._preflights = row.preflights
        self._responses = {url: list(answers) for url, answers in row.responses.items()}
        urls = [step["fetch"]["url"] for step in row.steps]
        origins = ("/".join(url.split("/")[:3]) for url in (*row.responses, *urls))
        self.apps = dict.fromkeys((row.page, *origins), self._answered)
        self.apps.pop("null", None)

    def _answered(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        origin = environ.get("HTTP_ORIGIN")
        url = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}{environ['PATH_INFO']}"
        asks = "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ
        answer = self._preflights.get(url) if asks else self._next(url)
        if answer is None:
            start_response("404 -", [])
            return []
        filled = ((name, _filled(value, origin)) for name, value in answer.headers)
        headers = [(name, value) for name, value in filled if value is not None]
        start_response(f"{answer.status} -", headers)
        return []

    def _next(self, url: str) -> Answer | None:
        waiting = self._responses.get(url)
        if not waiting:
            return None
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


def _filled(value: str, origin: str | None) -> str | None:
    """Return *value* for a request of *origin*, ``None`` if there is no such line."""
    if "{if-origin}" in value:
        return value.replace("{if-origin}", "") if origin else None
    return value.replace("{origin|*}", origin or "*").replace("{origin}", origin or "")
