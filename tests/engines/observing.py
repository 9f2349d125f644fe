"""Put rows to a real engine, and tell what became of each."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser.messages import (
    BYTES,
    FORM,
    MULTIPART,
    STREAM,
    TEXT,
    WireResponse,
)
from crossorigin._web.fetch import OPAQUE_ORIGIN
from tests.engines.cases import FAREWELL, Case, Script
from tests.engines.launch import launch
from tests.engines.rows import API, HERE, OTHER, THIRD, bytes_of, row_of, served
from tests.engines.telling import Read, Told, line_of, wire_of
from tests.engines.testbed import Bed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.messages import Body, FetchRequest
    from tests.engines.cases import BodyKind, Result
    from tests.engines.console import Console
    from tests.engines.engines import Engine
    from tests.engines.hosts import Handler
    from tests.engines.rows import Row
    from tests.engines.run import Run
    from tests.engines.wire import Exchange, Request

    Answerer = Callable[[str, str, HeaderList], WireResponse | None]

_SECONDS_PER_ROW: Final = 0.2
_START_SECONDS: Final = 60
_HEAR_SECONDS: Final = 20
# A permission that names no age lasts five seconds. What a page fetches later than this says nothing
# of it. https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
_SECONDS_OF_A_PERMISSION: Final = 4
_MOST_TRIES: Final = 5
_KINDS: Final[Mapping[Body, BodyKind]] = {
    TEXT: "text",
    FORM: "form",
    MULTIPART: "multipart",
    BYTES: "bytes",
    STREAM: "stream",
}
_LOGIN: Final = "login"
_SERVERS: Final = (HERE, API, OTHER, THIRD)
# Which the model does not keep: it is enough to know that it is there.
_USERINFO: Final = re.compile(r"(?<=\Ahttps://)[^/@]*@")
_IN_A_URL: Final = re.compile(r"/([\w.!-]+)/[0-9,]")
_NUMBER_OF_PAGE: Final = re.compile(r"/-/run/[0-9]+/")
# Which MiniBrowser puts before a message.
_SOURCE_AND_LEVEL: Final = re.compile(r"^CONSOLE [A-Z]+ [A-Z]+ ")


@dataclass(frozen=True, slots=True)
class Sight:
    """What one engine made of rows, all that its console said, by row, and the rows that took long."""

    told: Mapping[str, Told]
    said: Mapping[str, tuple[str, ...]]
    slow: frozenset[str] = frozenset()


def observed(
    engine: Engine, rows: Iterable[Row], *, concurrency: int = 12, console: bool = False
) -> Sight:
    """
    Return what *engine* makes of *rows*; with *console*, one at a time.

    Rows that the machine was too slow for are put to the engine again.

    Raises:
        TimeoutError: If it was too slow each time.
    """
    rows = tuple(rows)
    sight = _observed(engine, rows, concurrency, console=console)
    told = dict(sight.told)
    for _ in range(_MOST_TRIES):
        if not sight.slow:
            return replace(sight, told=told)
        again = [row for row in rows if row.id in sight.slow]
        sight = replace(_observed(engine, again, 1, console=False), said=sight.said)
        told |= sight.told
    raise TimeoutError(f"too slow to tell: {', '.join(sorted(sight.slow))}")


def _observed(engine: Engine, rows: Sequence[Row], concurrency: int, *, console: bool) -> Sight:
    with Bed() as bed:
        pages = _pages(bed, tuple(rows), 1 if console else concurrency)
        with launch(engine, bed, pages[0].url, console=console) as printed:
            results: dict[str, Result] = {}
            for page in pages:
                seconds = _START_SECONDS + _SECONDS_PER_ROW * len(page.script.cases)
                results |= page.results(seconds)
            said = _heard(printed, len(pages)) if console else []
        lines = _lines(bed.log, tuple(rows))
    told = {row.id: Told(_reads(row, results), wire_of(row, lines[row.id])) for row in rows}
    slow = frozenset(row.id for row in rows if _seconds(row, results) > _SECONDS_OF_A_PERMISSION)
    return Sight(told, by_row(said, rows), slow)


def _seconds(row: Row, results: Mapping[str, Result]) -> float:
    """Return the longest time from the first fetch of *row* by a page to the end of its last."""
    pages: dict[str, list[Result]] = {}
    for number, fetch in enumerate(row.fetches):
        pages.setdefault(fetch.origin, []).append(results[f"{row.id}#{number}"])
    return max(page[-1].ended - page[0].started for page in pages.values()) / 1000


def _pages(bed: Bed, rows: tuple[Row, ...], concurrency: int) -> list[Run]:
    """Prepare a page for each origin that fetches, each of which leads to the next."""
    answer = served(rows)
    origins = dict.fromkeys([HERE, *(_page_of(fetch) for row in rows for fetch in row.fetches)])
    for origin in (*origins, *_SERVERS):
        bed.route(origin, _handler(origin, answer))
    pages: list[tuple[str, tuple[Case, ...]]] = [(origin, (_login(origin),)) for origin in _SERVERS]
    pages += [(origin, _cases(rows, origin)) for origin in origins]
    runs: list[Run] = []
    for origin, some in reversed(pages):
        next_page = runs[0].url if runs else ""
        script = Script(cases=some, concurrency=concurrency, next_page=next_page)
        runs.insert(0, bed.run(origin, script))
    return runs


def _cases(rows: tuple[Row, ...], origin: str) -> tuple[Case, ...]:
    """Return what a page of *origin* requests for *rows*."""
    return tuple(
        _case(row, number, fetch)
        for row in rows
        for number, fetch in enumerate(row.fetches)
        if _page_of(fetch) == origin
    )


def _login(origin: str) -> Case:
    """Return the request after which the engine has a cookie for *origin*, whose page it is."""
    return Case(id=f"{_LOGIN}-{origin}", url=f"{origin}/{_LOGIN}/0")


def _page_of(fetch: FetchRequest) -> str:
    """Return the origin of the page that fetches; a sandboxed frame stands in one."""
    return HERE if fetch.origin == OPAQUE_ORIGIN else fetch.origin


def _case(row: Row, number: int, fetch: FetchRequest) -> Case:
    """Return the *number*th request of *row*."""
    return Case(
        id=f"{row.id}#{number}",
        url=row.url_of(fetch),
        via=row.via,
        method=fetch.method,
        headers=fetch.headers,
        body=None if fetch.body is None else "sent",
        kind="text" if fetch.body is None else _KINDS[fetch.body],
        credentials=fetch.credentials,
        mode=fetch.mode,
        redirect=fetch.redirect,
        referrer_policy=fetch.referrer_policy,
        upload_listener=fetch.has_upload_listener,
        sandboxed=fetch.origin == OPAQUE_ORIGIN,
        chain=row.id,
    )


def _handler(origin: str, answer: Answerer) -> Handler:
    def handle(request: Request) -> bytes:
        if row_of(request.target) == _LOGIN:
            return _welcome(request)
        response = answer(request.method, origin + request.target, request.headers)
        return b"" if response is None else bytes_of(response, request.method)

    return handle


def _welcome(request: Request) -> bytes:
    cookie = ("Set-Cookie", "user=alice; Path=/; Secure; SameSite=Lax")
    headers = (cookie, ("Content-Length", "0"))
    return bytes_of(WireResponse(200, headers), request.method)


def _lines(log: list[Exchange], rows: tuple[Row, ...]) -> dict[str, list[str]]:
    """Return what was asked in the name of each row."""
    by_id = {row.id: row for row in rows}
    lines: dict[str, list[str]] = {row.id: [] for row in rows}
    for exchange in log:
        request = exchange.request
        row = by_id.get(row_of(request.target))
        if row is not None:
            has_cookie = bool(request.lines("Cookie"))
            line = line_of(row, request.method, exchange.url, request.headers, has_cookie)
            lines[row.id].append(line)
    return lines


def _reads(row: Row, results: Mapping[str, Result]) -> tuple[Read, ...]:
    """Return what the scripts of *row* read."""
    found = (results[f"{row.id}#{number}"] for number in range(len(row.fetches)))
    return tuple(
        Read(one.type, one.status, _USERINFO.sub("", one.url), one.headers) for one in found
    )


def _heard(printed: Console, pages: int) -> list[str]:
    """Return all that was printed until every page said farewell."""

    def enough(messages: list[str]) -> bool:
        return sum(FAREWELL in message for message in messages) >= pages

    with suppress(TimeoutError):
        printed.wait_for(enough, _HEAR_SECONDS)
    return printed.messages()


def by_row(messages: Iterable[str], rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """
    Sort the messages of a console by row, which a URL in them names.

    WebKit's first line has no URL; the line that has it follows.
    """
    found: dict[str, tuple[str, ...]] = {row.id: () for row in rows}
    waiting: tuple[str, ...] = ()
    for message in messages:
        if message.endswith(FAREWELL):
            continue
        text = _SOURCE_AND_LEVEL.sub("", message)
        waiting = (*waiting, _NUMBER_OF_PAGE.sub("/-/run/page/", text))
        named = [name for name in _IN_A_URL.findall(message) if name in found]
        if named:
            found[named[0]] += waiting
            waiting = ()
    return found
