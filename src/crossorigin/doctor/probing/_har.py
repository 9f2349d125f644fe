"""
Read the requests to other origins that a browser's developer tools have saved as HAR.

A file is long by the content of its responses, of which nothing is read: one pass over its brackets
finds the requests, and only these are parsed. So the memory for a file is that of its bytes.

Source: https://w3c.github.io/web-performance/specs/HAR/Overview.html
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, cast

from crossorigin._browser import Url, list_members
from crossorigin.doctor.probing._captured import MAX_REQUESTS, Captured
from crossorigin.doctor.probing._targets import UsageError, header_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_LENGTH: Final = 268_435_456
_NOT_A_HAR: Final = "--har is not a HAR file: save one from the Network panel."
# A request longer than this is of a page that uploads, and more brackets are of no browser.
MAX_ENTRY: Final = 1_048_576
MAX_BRACKETS: Final = 2_000_000
# All up to the next bracket that stands in no text, in one pass.
_UP_TO_BRACKET: Final = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL)
_KEY: Final = re.compile(rb'"([a-z]{1,10})"\s*+:\s*+\Z')
# The place of the entries: the keys of the objects and lists around them.
_ENTRIES: Final = [b"log", b"entries"]
_DEPTH: Final = 4
_MAX_KEY: Final = 64
_BETWEEN: Final = b", \t\r\n"
# How a script or a font is fetched; all else asks for no permission.
_CORS: Final = "cors"
_BY_SCRIPT: Final = frozenset({"", "fetch", "xhr"})


@dataclass(frozen=True, slots=True)
class _Entry:
    """A request of a HAR file, and whether it failed without a response."""

    captured: Captured
    is_by_script: bool
    has_failed: bool

    @property
    def preflights(self) -> str | None:
        """Return the method for which it is the preflight, if it is one."""
        asked = self.captured.header("access-control-request-method")
        return asked if self.captured.method == "OPTIONS" else None


def read_har(data: bytes) -> list[Captured]:
    """
    Return the requests in *data* that a page sent to another origin, each once.

    Of a request whose preflight failed, a browser keeps little or nothing: the preflight says the rest.

    Raises:
        UsageError: If it is no HAR file, or there is none in it, or too many.
    """
    try:
        entries = [_entry(json.loads(text)) for text in _Brackets(_as_utf_8(data)).entries()]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, UsageError):
            raise
        raise UsageError(_NOT_A_HAR) from error
    found = [*_fetches(entries)]
    once = {(each.method, each.url, each.origin): each for each in found}
    if not once:
        raise UsageError("--har has no request that a page sent to another origin.")
    if len(once) > MAX_REQUESTS:
        raise UsageError(
            f"--har has {len(once)} requests to other origins: save one with {MAX_REQUESTS} at most."
        )
    return list(once.values())


def _as_utf_8(data: bytes) -> bytes:
    """Return the JSON *data* in UTF-8; Windows' own tools like to write UTF-16."""
    encoding = json.detect_encoding(data[:4])
    if encoding == "utf-8":
        return data
    return data.decode(encoding).encode()


class _Brackets:
    """The brackets of a file, up to the current one: which keys they stand under, and the current entry."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._keys: list[bytes] = []
        self._kept: list[bytes] = []
        self._kept_from = 0
        self._has_entries = False

    def entries(self) -> Iterator[bytes]:
        """
        Yield the entries as JSON, but for all that is nested in them beside the request.

        Raises:
            UsageError: If there are too many brackets, or an entry is too long.
            ValueError: If the brackets do not match, or there are no entries.
        """
        at = 0
        for _ in range(MAX_BRACKETS):
            found = _UP_TO_BRACKET.match(self._data, at)
            if found is None:
                break
            if self._is_in_entries and self._data[at : found.start(1)].strip(_BETWEEN):
                # Neither an object nor a list.
                raise ValueError
            at = found.end()
            if found[1] in b"[{":
                self._open(at - 1)
            elif self._close(at):
                yield b"".join(self._kept)
        else:
            raise UsageError("--har is nested too deep, or too long: save fewer requests.")
        if self._keys or not self._has_entries or self._data[at:].strip():
            raise ValueError

    @property
    def _is_in_entries(self) -> bool:
        """Tell whether the current value is the list of entries."""
        # One key more than its own would say that it is not: no more are copied, however many.
        return self._keys[1:_DEPTH] == _ENTRIES

    @property
    def _depth(self) -> int:
        """Return how deep the current value is nested, or 0 outside of the entries."""
        return len(self._keys) if self._keys[1 : _DEPTH - 1] == _ENTRIES else 0

    @property
    def _is_passed_over(self) -> bool:
        """Tell whether the current value stands in an entry, beside the request."""
        return self._depth == _DEPTH + 1 and self._keys[_DEPTH] != b"request"

    def _open(self, at: int) -> None:
        """Begin the value that the bracket *at* opens."""
        key = _KEY.search(self._data, max(0, at - _MAX_KEY), at)
        self._keys.append(key[1] if key else b"")
        self._has_entries = self._has_entries or self._is_in_entries
        if self._depth == _DEPTH:
            self._kept, self._kept_from = [], at
        elif self._is_passed_over:
            self._kept.append(self._data[self._kept_from : at])

    def _close(self, end: int) -> bool:
        """End the value whose bracket ends at *end*; tell whether that is an entry, which is kept."""
        is_entry = self._depth == _DEPTH
        if is_entry:
            self._kept.append(self._data[self._kept_from : end])
            if sum(map(len, self._kept)) > MAX_ENTRY:
                raise UsageError("--har has a request longer than 1 MiB: save it without that one.")
        elif self._is_passed_over:
            self._kept.append(b"null")
            self._kept_from = end
        self._keys.pop()
        return is_entry


def _entry(entry: dict[str, Any]) -> _Entry:
    """Return what *entry* says of its request."""
    request: dict[str, Any] = entry["request"]
    post: dict[str, Any] = request.get("postData") or {}
    content = post.get("text")
    captured = Captured(
        method=str(request["method"]),
        url=str(request["url"]),
        headers=tuple(
            (str(header["name"]), str(header["value"]))
            for header in cast("list[dict[str, Any]]", request["headers"])
        ),
        content=None if content is None else str(content),
    )
    kind = str(entry.get("_resourceType", ""))
    return _Entry(captured, kind in _BY_SCRIPT, bool(entry.get("_error")))


def _fetches(entries: Iterable[_Entry]) -> Iterator[Captured]:
    """Yield the fetches of pages from other origins among *entries*."""
    entries = [*entries]
    preflights = {
        (each.preflights, each.captured.url): each.captured for each in entries if each.preflights
    }
    kept: set[tuple[str | None, str]] = set()
    for entry in entries:
        if entry.preflights is not None:
            continue
        key = (entry.captured.method, entry.captured.url)
        kept.add(key)
        preflight = preflights.get(key)
        whole = entry.captured if preflight is None else _completed(entry.captured, preflight)
        if _is_cross_origin(whole, entry):
            yield whole
    for (method, url), preflight in preflights.items():
        if (method, url) not in kept:
            yield _completed(Captured(method=method or "", url=url), preflight)


def _completed(captured: Captured, preflight: Captured) -> Captured:
    """Return *captured* with the origin and the headers for which its *preflight* asks."""
    missing = [
        header_of(name)
        for name in list_members(preflight.headers, "access-control-request-headers")
        if captured.header(name.lower()) is None
    ]
    origin = preflight.header("origin") if captured.header("origin") is None else None
    lines = () if origin is None else (("Origin", origin),)
    return replace(captured, headers=(*captured.headers, *missing, *lines))


def _is_cross_origin(captured: Captured, entry: _Entry) -> bool:
    """Tell whether a page asked for something of another origin, with CORS."""
    url = Url.parse(captured.url)
    if url is None or not url.host or captured.origin in {None, url.origin}:
        return False
    mode = captured.header("sec-fetch-mode")
    if mode is not None:
        return mode == _CORS
    # Of a request that failed, Chromium keeps the headers of the page only.
    return captured.header("origin") is not None or (entry.has_failed and entry.is_by_script)
