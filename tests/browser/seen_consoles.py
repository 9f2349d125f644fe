"""What three engines were seen to print: requests, answers and consoles, from a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NotRequired, TypedDict

from crossorigin._browser.main_fetch import run_fetch
from crossorigin._browser.messages import TEXT, FetchRequest, WireResponse
from tests.browser.fetches import HERE

if TYPE_CHECKING:
    from crossorigin._browser.console_lines import Way
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.messages import Credentials, Mode, Redirect, WireRequest
    from crossorigin._browser.outcome import FetchOutcome

CONSOLES: Final[tuple[Engine, ...]] = ("chromium", "firefox", "webkit")
Answer = tuple[int, list[tuple[str, str]]]


class _Fetched(TypedDict):
    """What a page fetched."""

    url: str
    method: NotRequired[str]
    headers: NotRequired[dict[str, str]]
    body: NotRequired[str]
    credentials: NotRequired[Credentials]
    mode: NotRequired[Mode]
    redirect: NotRequired[Redirect]


class _Row(TypedDict):
    """A row of the file; without a status, the server hung up, or was not there."""

    id: str
    request: _Fetched
    origin: NotRequired[str]
    way: NotRequired[Way]
    page: NotRequired[str]
    preflight: NotRequired[Answer | None]
    response: NotRequired[Answer | None]
    after: NotRequired[Answer]
    second_preflight: NotRequired[Answer]
    console: dict[Engine, list[str]]


@dataclass(frozen=True, slots=True)
class Seen:
    """One request, what answered it, and what was printed."""

    row: _Row

    @property
    def request(self) -> FetchRequest:
        """What the page fetched."""
        asked = self.row["request"]
        return FetchRequest(
            url=asked["url"],
            origin=self.row.get("origin", HERE),
            method=asked.get("method", "GET"),
            headers=tuple(asked.get("headers", {}).items()),
            body=TEXT if "body" in asked else None,
            credentials=asked.get("credentials", "same-origin"),
            mode=asked.get("mode", "cors"),
            redirect=asked.get("redirect", "follow"),
        )

    def outcome(self, engine: Engine) -> FetchOutcome:
        """What becomes of the request, by the model of *engine*."""
        return run_fetch(self.request, self._answer, engine=engine)

    def _answer(self, request: WireRequest) -> WireResponse | None:
        row = self.row
        if request.url.endswith("/2"):
            given = row.get("second_preflight") if request.is_preflight else row.get("after")
        else:
            given = row.get("preflight") if request.is_preflight else row.get("response")
        return None if given is None else WireResponse(given[0], tuple(map(_pair, given[1])))


def _pair(header: tuple[str, str]) -> tuple[str, str]:
    name, value = header
    return name, value


def _read() -> tuple[Seen, ...]:
    text = Path(__file__).with_name("console.json").read_text(encoding="utf-8")
    rows: list[_Row] = json.loads(text)
    return tuple(map(Seen, rows))


SEEN: Final = _read()
