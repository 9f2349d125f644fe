"""``crossorigin check`` agrees with the engines, in verdicts and in consoles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.main_fetch import run_fetch
from crossorigin._browser.messages import WireRequest
from crossorigin.doctor._sanitize import mask_url
from crossorigin.doctor.check._check import check
from crossorigin.doctor.probing._targets import Question
from crossorigin.doctor.probing._transport import (
    HTTPRequest,
    HTTPResponse,
    NetworkError,
    NetworkErrorKind,
)
from tests.browser.fetches import ENGINES
from tests.browser.seen_consoles import CONSOLES, SEEN, Seen
from tests.engines.rows import Server
from tests.engines.tables import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._browser.engines import Engine
    from crossorigin._browser.messages import FetchRequest, WireResponse
    from crossorigin.doctor.check._check import Check
    from tests.engines.rows import Row


@dataclass(frozen=True, slots=True)
class Written:
    """Carry requests to answers that are written down."""

    answer: Callable[[HTTPRequest], WireResponse | None]

    def send(self, request: HTTPRequest) -> HTTPResponse | NetworkError:
        """Return the answer to *request*."""
        response = self.answer(request)
        if response is None:
            return NetworkError(kind=NetworkErrorKind.CONNECTION_CLOSED)
        return HTTPResponse(status=response.status, headers=response.headers)


def result_of(
    fetch: FetchRequest, engine: Engine, answer: Callable[[HTTPRequest], WireResponse | None]
) -> Check:
    """Return the check of *fetch*, if *answer* takes the place of the network."""
    question = Question(fetch=fetch, engine=engine, sends_unsafe=True)
    return check(question, Written(answer), lambda _: None)


@pytest.mark.parametrize("engine", CONSOLES)
@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(seen, id=seen.row["id"])
        for seen in SEEN
        if seen.row.get("way", "fetch") == "fetch" and not seen.row.get("page")
    ],
)
def test_the_console_is_what_was_seen(seen: Seen, engine: Engine) -> None:
    """The console of each engine is the one that was seen; passwords are masked."""

    def answer(request: HTTPRequest) -> WireResponse | None:
        asks = any(name == "Access-Control-Request-Method" for name, _ in request.headers)
        return seen._answer(  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - what was seen
            WireRequest(method=request.method, url=request.url, is_preflight=asks)
        )

    console = result_of(seen.request, engine, answer).console(engine)
    expected = [mask_url(line) for line in seen.row["console"][engine]]
    assert sorted((console or "").splitlines()) == sorted(expected)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_verdict_is_the_engines(engine: Engine) -> None:
    """
    For every row of the test-bed, the verdict and the reason are those of the engine.

    The command line takes no text that is no URL.
    """
    rows = [
        row
        for row in ROWS
        if len(row.fetches) == 1 and row.fetches[0].mode == "cors" and row.fails != "url-malformed"
    ]
    assert len(rows) > 100
    wrong = [row.id for row in rows if _found(row, engine) != _expected(row, engine)]
    assert wrong == []


def _found(row: Row, engine: Engine) -> tuple[str, str | None]:
    """Return the verdict and the reason of *row*, by the doctor."""
    server = Server(row)
    found = result_of(
        _fetch_of(row),
        engine,
        lambda request: server.answer(request.method, request.url, request.headers),
    )
    return found.verdict, None if found.reason is None else str(found.reason)


def _expected(row: Row, engine: Engine) -> tuple[str, str | None]:
    """Return the verdict and the reason of *row*, by the engine."""
    server = Server(row)
    outcome = run_fetch(
        _fetch_of(row),
        lambda request: server.answer(request.method, request.url, request.headers),
        engine=engine,
    )
    if outcome.blocked is None:
        # What the page asked not to see is no more readable than what it may not.
        return ("readable", None) if outcome.readable else ("blocked", "opaque")
    reason = str(outcome.blocked.failure)
    return "unreachable" if reason == "no-response" else "blocked", reason


def _fetch_of(row: Row) -> FetchRequest:
    """Return the fetch of *row*, in the name of the row."""
    return replace(row.fetches[0], url=row.url_of(row.fetches[0]))
