"""What becomes of a row, told in the same words by the model and by an engine."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser.header_lists import combine, header_value, split
from crossorigin._browser.main_fetch import run_fetch
from crossorigin._browser.preflight_cache import PreflightCache
from tests.engines.rows import Server

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.messages import WireRequest, WireResponse
    from crossorigin._browser.outcome import FetchOutcome
    from tests.engines.rows import Row

_BOUNDARY: Final = re.compile(r"boundary=\S+")
# Headers that an engine sets, too, be they forbidden or not.
_OWN: Final = frozenset(
    [
        "accept",
        "accept-charset",
        "accept-encoding",
        "accept-language",
        "cache-control",
        "connection",
        "content-length",
        "cookie",
        "date",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "pragma",
        "priority",
        "referer",
        "te",
        "upgrade",
        "upgrade-insecure-requests",
        "user-agent",
        "via",
    ]
)
# Chromium's cache writes a range anew, as every `XMLHttpRequest` does with the charset of a body.
_REDUNDANT: Final = re.compile(r"\s+|\+|(?<![0-9])0+(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Read:
    """What a script reads of one response."""

    type: str
    status: int = 0
    url: str = ""
    headers: HeaderList = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What becomes of a row: what is read, and every request on the wire, in order."""

    read: tuple[Read, ...]
    wire: tuple[str, ...]


def outcomes(row: Row, engine: Engine) -> list[FetchOutcome]:
    """Return what the model of *engine* makes of each fetch of *row*."""
    server = Server(row)

    def answer(request: WireRequest) -> WireResponse | None:
        return server.answer(request.method, request.url, request.headers)

    found: list[FetchOutcome] = []
    cache = PreflightCache()
    for fetch in row.fetches:
        asked = replace(fetch, url=row.url_of(fetch))
        found.append(run_fetch(asked, answer, engine=engine, cache=cache))
        cache = found[-1].cache
    return found


def predicted(row: Row, engine: Engine) -> Told:
    """Tell what the model of *engine* makes of *row*."""
    found = outcomes(row, engine)
    reads = tuple(
        Read(
            outcome.type if row.via == "fetch" or outcome.type == "error" else "",
            outcome.status,
            outcome.url,
            outcome.headers,
        )
        for outcome in found
    )
    lines = [
        line_of(row, request.method, request.url, request.headers, request.has_credentials)
        for outcome in found
        for request in (exchange.request for exchange in outcome.exchanges)
    ]
    return Told(reads, wire_of(row, lines))


def wire_of(row: Row, lines: Iterable[str]) -> tuple[str, ...]:
    """Return the *lines* of a wire; an engine may ask again where a server hangs up."""
    told: list[str] = []
    for line in lines:
        if not (row.is_dropped and told and told[-1] == line):
            told.append(line)
    return tuple(told)


def line_of(row: Row, method: str, url: str, headers: HeaderList, has_cookie: bool) -> str:  # noqa: FBT001 - one of five facts
    """Return a request on one line: what it asks for, in whose name, and what the page set."""
    parts = [method, url, f"Origin: {header_value(headers, 'origin')}"]
    for name in ("Access-Control-Request-Method", "Access-Control-Request-Headers"):
        value = header_value(headers, name.lower())
        parts += [] if value is None else [f"{name}: {value}"]
    parts += [f"{name}: {value}" for name, value in _set_by_page(row, headers)]
    return " | ".join([*parts, *(["Cookie"] if has_cookie and row.sends_cookies else [])])


def _set_by_page(row: Row, headers: HeaderList) -> list[tuple[str, str]]:
    """Return those of the *headers* of a request that the page has set, or that its body has."""
    values: dict[str, list[str]] = {"content-type": [""]}
    for fetch in row.fetches:
        for name, value in fetch.headers:
            values.setdefault(name.lower(), []).append(value.strip())
    told: list[tuple[str, str]] = []
    for name, value in sorted((name.lower(), value) for name, value in combine(headers)):
        set_here = values.get(name, [])
        is_own = name in _OWN or name.startswith("sec-")
        if set_here and (not is_own or set(set_here) & set(split(value))):
            told.append((name, _plain(name, value)))
    return told


def _plain(name: str, value: str) -> str:
    """Return *value* of the header *name* without what is an engine's own affair."""
    if name == "content-type":
        return _BOUNDARY.sub("boundary=", value).lower()
    return _REDUNDANT.sub("", value.lower()) if name == "range" else value
