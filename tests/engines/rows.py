"""
A row: what a page fetches, and what the servers on the way answer.

The same row is put to the model of the browser and to real engines. Every URL of a row is of the
shape ``ORIGIN/@/N``, and of the *N*th hop; for the ``@``, each run puts the row's own name.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from crossorigin._browser.header_lists import header_value
from crossorigin._browser.messages import FetchRequest, WireResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._browser.header_lists import HeaderList

HERE: Final = "https://app.example.com"
API: Final = "https://api.example.com"
OTHER: Final = "https://cdn.example.com"
THIRD: Final = "https://sub.example.org:8443"
# Those that a page of HERE reaches with its cookies.
SAME_SITE: Final = frozenset({HERE, API, OTHER})

_THIRD_HOST: Final = urlsplit(THIRD).hostname or ""
_BODILESS: Final = frozenset({204, 304})
_BODY: Final = b"read"
_NOWHERE: Final = WireResponse(404, (("Content-Length", "0"),))


@dataclass(frozen=True, slots=True)
class Hop:
    """
    What is answered at one URL: to preflights, and to all other requests.

    Of several answers, each is given once, and the last from then on. ``None`` hangs up. In the
    value of a header, ``{origin}``, ``{method}`` and ``{headers}`` stand for what was asked.
    """

    preflight: tuple[WireResponse | None, ...]
    response: tuple[WireResponse | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """
    One case of a table.

    Attributes:
        id: Its name, which is part of its URLs.
        fetches: What a page fetches, one after another.
        hops: What is answered, by the number in the URL.
        fails: Why, by the standard, the last fetch fails; empty if it does not.
        via: The way in which a script fetches.
    """

    id: str
    fetches: tuple[FetchRequest, ...]
    hops: tuple[Hop, ...]
    fails: str = ""
    via: Literal["fetch", "xhr"] = "fetch"

    @property
    def sends_cookies(self) -> bool:
        """Tell whether the page has cookies for all that it may be led to."""
        return all(fetch.origin == HERE for fetch in self.fetches) and _THIRD_HOST not in repr(self)

    @property
    def is_dropped(self) -> bool:
        """Tell whether a server hangs up, which some engines answer by asking again."""
        return any(None in (*hop.preflight, *hop.response) for hop in self.hops)

    def url_of(self, fetch: FetchRequest) -> str:
        """Return the URL of *fetch*, in this row's name."""
        return named(fetch.url, self.id)


def named(text: str, id_: str) -> str:
    """Return *text*, a URL or a header's value, with the name of a row in its place."""
    return text.replace("/@/", f"/{id_}/")


class Server:
    """Every server that one run of a row may reach."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self._preflights = [list(hop.preflight) for hop in row.hops]
        self._responses = [list(hop.response) for hop in row.hops]

    def answer(self, method: str, url: str, headers: HeaderList) -> WireResponse | None:
        """Return the whole head of the answer to a request."""
        asks = (
            method == "OPTIONS"
            and header_value(headers, "access-control-request-method") is not None
        )
        at = hop_of(url)
        if at >= len(self._row.hops):
            return _NOWHERE
        waiting = (self._preflights if asks else self._responses)[at]
        given = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if given is None:
            return None
        length = 0 if asks else len(_BODY)
        framing = () if given.status in _BODILESS else (("Content-Length", str(length)),)
        lines = [(name, self._filled(value, headers)) for name, value in given.headers]
        return replace(given, headers=(*lines, *framing))

    def _filled(self, value: str, asked: HeaderList) -> str:
        value = named(value, self._row.id)
        for place, name in _PLACES.items():
            if place in value:
                value = value.replace(place, header_value(asked, name) or "")
        return value


_PLACES: Final = {
    "{origin}": "origin",
    "{method}": "access-control-request-method",
    "{headers}": "access-control-request-headers",
}


def hop_of(url: str) -> int:
    """Return the number of the hop that *url* is about, beyond all if it is about none."""
    number = urlsplit(url).path.split("/")[-1]
    return int(number) if number.isdecimal() else sys.maxsize


def row_of(target: str) -> str:
    """Return the name of the row that the *target* of a request is about."""
    return target.split("/", 2)[1]


def body_of(response: WireResponse, method: str) -> bytes:
    """Return the body that goes with *response*."""
    length = header_value(response.headers, "content-length")
    return _BODY if method != "HEAD" and length == str(len(_BODY)) else b""


def bytes_of(response: WireResponse, method: str) -> bytes:
    """Write *response* as it goes over the wire, every line as it stands."""
    lines = [f"HTTP/1.1 {response.status} -", *(f"{n}:{v}" for n, v in response.headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body_of(response, method)


def served(rows: tuple[Row, ...]) -> Callable[[str, str, HeaderList], WireResponse | None]:
    """Return what answers, for all *rows*, a request of a method, a URL and headers."""
    servers = {row.id: Server(row) for row in rows}

    def answer(method: str, url: str, headers: HeaderList) -> WireResponse | None:
        server = servers.get(row_of(urlsplit(url).path))
        return _NOWHERE if server is None else server.answer(method, url, headers)

    return answer
