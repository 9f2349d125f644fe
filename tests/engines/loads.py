"""
What a page is made of: images, scripts, styles, fonts; and what one page leaves to the next.

The model of the browser knows nothing of these, so what is expected is written down by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from tests.engines.cases import Case, Script
from tests.engines.launch import launch
from tests.engines.rows import API, HERE, OTHER, THIRD
from tests.engines.testbed import Bed
from tests.engines.wire import answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crossorigin._browser.engines import Engine as Name
    from tests.engines.cases import Result, Via
    from tests.engines.engines import Engine
    from tests.engines.run import Run
    from tests.engines.wire import Exchange, Request

    Lines = tuple[tuple[str, str], ...]

# The pages, in the order in which the engine visits them, in one tab.
Page = Literal["first", "second", "elsewhere", "require-corp", "credentialless"]
PAGES: Final[Mapping[Page, str]] = {
    "first": HERE,
    "second": HERE,
    "elsewhere": OTHER,
    "require-corp": HERE,
    "credentialless": HERE,
}
_EMBEDDERS: Final = frozenset({"require-corp", "credentialless"})
_SECONDS: Final = 60
# One black pixel.
_IMAGE: Final = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00"
    b"\x00\x02\x01D\x00;"
)
_BODIES: Final[Mapping[Via, tuple[str, bytes]]] = {
    "image": ("image/gif", _IMAGE),
    "script": ("text/javascript", b"throw new Error('thrown')"),
    "style": ("text/css", b"p { color: black }"),
    "module": ("text/javascript", b"export default 'read'"),
    "font": ("font/ttf", Path(__file__).with_name("tiny.ttf").read_bytes()),
}
_TEXT: Final = ("text/plain", b"text")
_TYPES: Final = {"cors": "read", "basic": "read", "opaque": "loaded"}
_ALLOW_ORIGIN: Final = "Access-Control-Allow-Origin"
_PERMISSION: Final = (
    (_ALLOW_ORIGIN, "{origin}"),
    ("Access-Control-Allow-Methods", "PUT"),
    ("Access-Control-Max-Age", "600"),
)
_TARGET: Final = re.compile(r"/(?P<row>[\w-]+)/(?P<hop>[0-9])")


@dataclass(frozen=True, slots=True)
class Seen:
    """
    What becomes of a row.

    Attributes:
        read: Of each load, what the page knows: ``read``, ``loaded`` or ``error``.
        wire: Each request, as its method and its Origin, if it has one.
    """

    read: tuple[str, ...]
    wire: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """
    One row.

    Attributes:
        id: Its name, which is part of its URLs.
        clause: The section of a standard that says what is expected.
        cases: What is loaded, and on which page; the URL ends in ``/@/0``.
        hops: The header lines of each response; all but the last redirect to the next. A line
            with ``{origin}`` is left out of the answer to a request that has no Origin.
        locations: The lines that redirect, if they are not one that leads to the next response.
        expected: What becomes of it by the standard.
        engines: What becomes of it in the engines that differ.
    """

    id: str
    clause: str
    cases: tuple[tuple[Page, Case], ...]
    hops: tuple[Lines, ...]
    expected: Seen
    locations: Lines = ()
    engines: Mapping[Name, Seen] = field(default_factory=dict["Name", Seen])

    def by(self, engine: Name) -> Seen:
        """Return what becomes of this in *engine*."""
        return self.engines.get(engine, self.expected)


def seen(engine: Engine, rows: Iterable[Load]) -> dict[str, Seen]:
    """Return what *engine* makes of *rows*."""
    by_id = {row.id: row for row in rows}
    with Bed() as bed:
        for origin in (HERE, API, OTHER, THIRD):
            bed.route(origin, lambda request: _answer(by_id, request))
        runs: list[Run] = []
        next_page = ""
        for page in reversed(tuple(PAGES)):
            script = Script(
                cases=tuple(_cases(by_id, page)),
                next_page=next_page,
                embedder=page if page in _EMBEDDERS else "",
            )
            runs.insert(0, bed.run(PAGES[page], script))
            next_page = runs[0].url
        with launch(engine, bed, next_page):
            results = {id_: one for run in runs for id_, one in run.results(_SECONDS).items()}
        return {row.id: Seen(_read(row, results), _wire(row, bed.log)) for row in by_id.values()}


def _cases(rows: Mapping[str, Load], page: Page) -> Iterable[Case]:
    """Yield what *page* loads."""
    for row in rows.values():
        for number, (where, case) in enumerate(row.cases):
            if where == page:
                url = case.url.replace("/@/", f"/{row.id}/")
                yield replace(case, id=f"{row.id}#{number}", url=url)


def _answer(rows: Mapping[str, Load], request: Request) -> bytes:
    """Return what a row has for *request*."""
    found = _TARGET.fullmatch(request.path)
    if found is None:
        return answer(404)
    row, hop = rows[found["row"]], int(found["hop"])
    origin = request.header("Origin")
    if request.method == "OPTIONS":
        return answer(200, _filled(_PERMISSION, origin))
    lines = _filled(row.hops[hop], origin)
    kind, body = _BODIES.get(row.cases[0][1].via, _TEXT)
    lines.append(("Content-Type", kind))
    if hop + 1 == len(row.hops):
        return answer(200, lines, body)
    where = [(name, value.replace("/@/", f"/{row.id}/")) for name, value in row.locations]
    return answer(302, [*lines, *(where or [("Location", f"/{row.id}/{hop + 1}")])], body)


def _filled(lines: Lines, origin: str | None) -> list[tuple[str, str]]:
    """Return *lines* for a request of *origin*."""
    return [
        (name, value.replace("{origin}", origin or ""))
        for name, value in lines
        if origin is not None or "{origin}" not in value
    ]


def _read(row: Load, results: Mapping[str, Result]) -> tuple[str, ...]:
    """Return what the pages know of *row*."""
    types = (results[f"{row.id}#{number}"].type for number in range(len(row.cases)))
    return tuple(_TYPES.get(type_, type_) for type_ in types)


def _wire(row: Load, log: Iterable[Exchange]) -> tuple[str, ...]:
    """Return the requests of *row*."""
    requests = (one.request for one in log if one.request.path.startswith(f"/{row.id}/"))
    return tuple(
        " ".join(filter(None, (request.method, request.header("Origin")))) for request in requests
    )
