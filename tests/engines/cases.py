"""What a page shall request, and what it could read: two JSON documents."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

Via: TypeAlias = Literal[
    "fetch", "xhr", "frame", "image", "script", "style", "module", "font", "timing"
]
BodyKind: TypeAlias = Literal["text", "form", "multipart", "bytes", "stream"]

# The page's last console line: what comes after it belongs to no case.
FAREWELL = "every case has run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    One request of a page.

    Give each case its own path or query: then no cache carries one case into another, and the log
    and the console can be read by URL. A `frame` navigates an `<iframe>`; `fetch` and `xhr` are the
    two ways in which a script reads a response; the others load what a page is made of, with the
    attribute *cross_origin*. A *framed* case runs in a frame of the page's own origin. Cases of one
    *chain* run one after another, in order. *timeout*, in milliseconds, is when one is given up.
    """

    id: str = ""
    url: str
    via: Via = "fetch"
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    kind: BodyKind = "text"
    credentials: Literal["omit", "same-origin", "include"] = "same-origin"
    mode: Literal["cors", "no-cors", "same-origin"] = "cors"
    redirect: Literal["follow", "error", "manual"] = "follow"
    referrer_policy: str = ""
    upload_listener: bool = False
    sandboxed: bool = False
    framed: bool = False
    cross_origin: Literal["anonymous", "use-credentials"] | None = None
    chain: str = ""
    timeout: int = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """
    What the page's script could tell about one case.

    If the response could not be read, *status* is 0 and all but *error* and *type* is empty.
    *headers* are the visible ones, sorted. *type* is what `Response.type` says; an `XMLHttpRequest`
    does not tell. *started* and *ended* are in milliseconds, by the clock of the page, or of the frame
    in which it ran.
    """

    id: str
    started: float
    ended: float
    type: str
    readable: bool
    status: int
    url: str
    headers: tuple[tuple[str, str], ...]
    body: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """
    The cases of one page.

    *concurrency* is how many run at a time. After its report, the page goes to *next_page*. It is sent
    with the header *embedder*, as its `Cross-Origin-Embedder-Policy`.
    """

    cases: tuple[Case, ...]
    concurrency: int = 1
    next_page: str = ""
    embedder: str = ""

    def as_json(self) -> bytes:
        """Write the set for the page."""
        return json.dumps({**asdict(self), "farewell": FAREWELL}).encode()


def read_report(body: bytes) -> dict[str, Result]:
    """Read what a page posted, by case."""
    entries: list[dict[str, Any]] = json.loads(body)
    results: dict[str, Result] = {}
    for entry in entries:
        headers = tuple((name, value) for name, value in entry.pop("headers"))
        results[entry["id"]] = Result(**entry, headers=headers)
    return results
