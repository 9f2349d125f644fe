"""A row of the table: what servers answer, and what a page then fetches and expects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NotRequired, TypedDict, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossorigin._browser.messages import Credentials, Mode, Redirect, ReferrerPolicy

PAGE: Final = "http://app.example:8000"
_NAMES: Final = {
    "ACAO": "Access-Control-Allow-Origin",
    "ACAC": "Access-Control-Allow-Credentials",
    "ACAM": "Access-Control-Allow-Methods",
    "ACAH": "Access-Control-Allow-Headers",
    "ACEH": "Access-Control-Expose-Headers",
    "ACMA": "Access-Control-Max-Age",
}
# A status, and lines of headers.
_Answer = list[int | str]


class _Answers(TypedDict):
    """Several answers, each with how often it is given."""

    times: list[tuple[int, _Answer]]


class _Hop(TypedDict):
    """What is answered at a URL."""

    preflight: NotRequired[_Answer]
    response: _Answer | _Answers


class Fetch(TypedDict):
    """What a page fetches; what is missing has its default."""

    url: str
    method: NotRequired[str]
    headers: NotRequired[list[str]]
    credentials: NotRequired[Credentials]
    mode: NotRequired[Mode]
    redirect: NotRequired[Redirect]
    referrer_policy: NotRequired[ReferrerPolicy]
    data: NotRequired[str]
    body: NotRequired[str]


class Expected(TypedDict, total=False):
    """
    What becomes of a fetch, as far as a row says it; ``None`` means that a header is absent.

    Attributes:
        type: The response's type; ``error`` for a network error.
        ok: Whether there is a response.
        status: Its status, as the page sees it.
        url: Its URL, as the page sees it.
        visible: Headers that the page reads.
        visible_none: Whether the page reads none.
        preflights: How many preflights are sent.
        requests: How many requests are sent, preflights included.
        acrm: What the last preflight asks for, the method.
        acrh: What the last preflight asks for, the headers.
        method: The method of the last request.
        sent: Headers of the last request.
        sent_not: Headers that the last request has not with these values.
        origins: The ``Origin`` of each request that is no preflight.
        last_origin: That of the last request.
        cookie: The cookies of the last request.
        preflight_cookies: Those of each preflight.
    """

    type: str
    ok: bool
    status: int
    url: str
    visible: dict[str, str | None]
    visible_none: bool
    preflights: int
    requests: int
    acrm: str | None
    acrh: str | None
    method: str
    sent: dict[str, str | None]
    sent_not: dict[str, str]
    origins: list[str | None]
    last_origin: str | None
    cookie: str | None
    preflight_cookies: list[str | None]


class Step(TypedDict):
    """A fetch, and the seconds before it."""

    advance: NotRequired[float]
    fetch: Fetch
    expect: Expected


class _Row(TypedDict):
    title: str
    page: NotRequired[str]
    hops: dict[str, _Hop]
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and headers, in which ``{origin}`` stands for the ``Origin`` of the request."""

    status: int
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row.

    Attributes:
        id: The file, and the number in it.
        title: What it is about.
        page: The page's origin.
        preflights: What preflights are answered, by URL.
        responses: What other requests are answered, by URL, each once, the last from then on.
        steps: What the page fetches.
    """

    id: str
    title: str
    page: str
    preflights: Mapping[str, Answer]
    responses: Mapping[str, tuple[Answer, ...]]
    steps: tuple[Step, ...]


def split(line: str) -> tuple[str, str]:
    """Return the name and the value of a header's *line*."""
    name, _, value = line.partition(": ")
    return _NAMES.get(name, name), value


def _answer(written: _Answer) -> Answer:
    status, *lines = written
    return Answer(int(status), tuple(split(str(line)) for line in lines))


def _answers(written: _Answer | _Answers) -> tuple[Answer, ...]:
    if isinstance(written, list):
        return (_answer(written),)
    return tuple(_answer(one) for count, one in written["times"] for _ in range(count))


def _row(id_: str, row: _Row) -> Row:
    hops = row["hops"].items()
    return Row(
        id=id_,
        title=row["title"],
        page=row.get("page", PAGE),
        preflights={url: _answer(hop["preflight"]) for url, hop in hops if "preflight" in hop},
        responses={url: _answers(hop["response"]) for url, hop in hops},
        steps=tuple(row["steps"]),
    )


_TABLE: Final = cast(
    "dict[str, list[_Row]]", json.loads(Path(__file__).with_name("rows.json").read_text())
)
ROWS: Final = tuple(
    _row(f"{source}#{number}", row)
    for source, rows in _TABLE.items()
    for number, row in enumerate(rows, 1)
)
