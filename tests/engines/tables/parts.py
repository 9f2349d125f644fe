"""What rows are made of: a page that fetches, and servers that permit all of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from crossorigin._browser.messages import FetchRequest, WireResponse
from tests.engines.rows import API, HERE, Hop, Row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._browser.header_lists import Header

ALLOW: Final = ("Access-Control-Allow-Origin", "{origin}")
ANYBODY: Final = ("Access-Control-Allow-Origin", "*")
CREDENTIALS: Final = ("Access-Control-Allow-Credentials", "true")
KEPT: Final = ("Access-Control-Max-Age", "600")


def allow(value: str) -> Header:
    """Return the header that says who may read."""
    return ("Access-Control-Allow-Origin", value)


def methods(value: str = "{method}") -> Header:
    """Return the header that lists methods: those that are asked for."""
    return ("Access-Control-Allow-Methods", value)


def headers(value: str = "{headers}") -> Header:
    """Return the header that lists request headers: those that are asked for."""
    return ("Access-Control-Allow-Headers", value)


def expose(value: str) -> Header:
    """Return the header that lists response headers."""
    return ("Access-Control-Expose-Headers", value)


def location(value: str) -> Header:
    """Return the header that says where to."""
    return ("Location", value)


def answer(*lines: Header, status: int = 200) -> WireResponse:
    """Return an answer with *lines*."""
    return WireResponse(status, lines)


PERMISSION: Final = answer(ALLOW, CREDENTIALS, methods(), headers())
KEPT_PERMISSION: Final = answer(ALLOW, CREDENTIALS, methods(), headers(), KEPT)
READABLE: Final = answer(ALLOW, CREDENTIALS)
OPEN: Final = Hop((PERMISSION,), (READABLE,))

GET: Final = FetchRequest(url=f"{API}/@/0", origin=HERE)
PUT: Final = replace(GET, method="PUT")
POST: Final = replace(GET, method="POST")
INCLUDE: Final = replace(GET, credentials="include")
OMIT: Final = replace(GET, credentials="omit")
NO_CORS: Final = replace(GET, mode="no-cors")
OWN: Final = replace(GET, url=f"{HERE}/@/0")


def setting(fetch: FetchRequest, *lines: Header) -> FetchRequest:
    """Return *fetch* with the headers *lines*."""
    return replace(fetch, headers=lines)


def row(id_: str, *fetches: FetchRequest, hop: Hop = OPEN, fails: str = "", **more: Any) -> Row:  # noqa: ANN401 - fields of a row
    """Return the row of *fetches* from one server."""
    return Row(id=id_, fetches=fetches, hops=(hop,), fails=fails, **more)


def read(id_: str, fetch: FetchRequest, *lines: Header, fails: str = "", status: int = 200) -> Row:
    """Return the row in which the response, but not the preflight, is as *lines* say."""
    return row(id_, fetch, hop=Hop((PERMISSION,), (answer(*lines, status=status),)), fails=fails)


def asked(id_: str, fetch: FetchRequest, *lines: Header, fails: str = "", status: int = 200) -> Row:
    """Return the row in which the preflight, but not the response, is as *lines* say."""
    return row(id_, fetch, hop=Hop((answer(*lines, status=status),), (READABLE,)), fails=fails)


def redirect(to: str, status: int = 302, *lines: Header) -> Hop:
    """Return the hop that redirects *to* a URL, in a readable response unless *lines* differ."""
    return Hop(
        (PERMISSION,), (answer(*(lines or (ALLOW, CREDENTIALS)), location(to), status=status),)
    )


def chain(statuses: Iterable[int], origins: Iterable[str]) -> tuple[Hop, ...]:
    """Return the hops that redirect along *origins*, with *statuses*."""
    steps = enumerate(zip(statuses, origins, strict=True), 1)
    return (*(redirect(f"{origin}/@/{at}", status) for at, (status, origin) in steps), OPEN)
