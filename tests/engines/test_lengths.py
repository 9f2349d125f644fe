"""What an engine adds to a request, as far as the browser for tests adds it, too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from crossorigin.testing import Browser
from tests.engines.cases import Case, Script
from tests.engines.engines import ENGINES
from tests.engines.launch import launch
from tests.engines.testbed import Bed
from tests.engines.wire import answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from crossorigin._browser.engines import Engine
    from tests.engines.wire import Request

PAGE: Final = "https://app.example.com"
API: Final = "https://api.example.com"
SECONDS: Final = 60
ALLOW: Final = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "PUT, PATCH, DELETE, QUERY"),
]
MOVED: Final = "moved"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a page fetches, by the path."""

    path: str
    method: str
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


FETCHES: Final = (
    *(Fetched(f"/none-{method}", method) for method in ("GET", "POST", "PUT", "PATCH", "DELETE")),
    *(Fetched(f"/empty-{method}", method, "") for method in ("POST", "PUT", "PATCH", "QUERY")),
    *(Fetched(f"/{MOVED}-{method}", method) for method in ("POST", "PUT", "DELETE")),
    Fetched("/body", "POST", "abc"),
    Fetched("/range", "GET", None, (("Range", "bytes=0-1"),)),
)


def _answered(method: str, path: str) -> tuple[int, list[tuple[str, str]]]:
    """Return what both servers answer; a preflight is not redirected."""
    if path.startswith(f"/{MOVED}-") and method != "OPTIONS":
        return 307, [*ALLOW, ("Location", path.replace(MOVED, "there"))]
    return 200, ALLOW


def _play(request: Request) -> bytes:
    return answer(*_answered(request.method, request.path))


def _app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    status, headers = _answered(environ["REQUEST_METHOD"], environ["PATH_INFO"])
    start_response(f"{status} -", headers)
    return []


def _line(method: str, path: str, header: Callable[[str], str | None]) -> str:
    """Return a request on one line."""
    is_ranged = header("Range") is not None
    encoding = header("Accept-Encoding") if is_ranged else None
    return f"{method} {path} {header('Content-Length')} {encoding}"


def seen(name: str) -> list[str]:
    """Return what an engine sends."""
    cases = tuple(
        Case(id=one.path, url=API + one.path, method=one.method, body=one.body, headers=one.headers)
        for one in FETCHES
    )
    with Bed() as bed:
        bed.route(API, _play)
        run = bed.run(PAGE, Script(cases=cases))
        with launch(ENGINES[name], bed, run.url):
            run.results(SECONDS)
        requests = [one.request for one in bed.log if one.url.startswith(API)]
    return [_line(one.method, one.path, one.header) for one in requests]


def predicted(engine: Engine) -> list[str]:
    """Return what the browser for tests sends."""
    page = Browser(_app, origin=PAGE, base=API, engine=engine)
    outcomes = [
        page.fetch(one.path, method=one.method, data=one.body, headers=one.headers)
        for one in FETCHES
    ]
    requests = [exchange.request for outcome in outcomes for exchange in outcome.exchanges]
    return [_line(one.method, one.url.removeprefix(API), one.headers.get) for one in requests]


@pytest.mark.parametrize("engine", ["chromium", "firefox", "webkit"])
def test_lengths(engine: Engine) -> None:
    """Lengths are told of all that the method or the body gives one, and a range is not encoded."""
    assert seen(engine) == predicted(engine)
