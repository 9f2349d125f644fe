"""The limits of what is read are those that the documentation states, and the work is linear."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crossorigin.doctor.explain._pasted import MAX_PASTED
from crossorigin.doctor.probing import _captured, _copied, _har, _http, _session
from crossorigin.doctor.probing._copied import read_copied
from crossorigin.doctor.probing._transport import (
    HTTPRequest,
    HTTPResponse,
    NetworkError,
    NetworkErrorKind,
)
from soak.page import BOUNDS
from tests.attacks.meter import Meter, work
from tests.doctor.probing.raw import always, answering

if TYPE_CHECKING:
    from collections.abc import Callable

_PAGE = Path(__file__).parents[3] / "docs/reliability.md"
KIB, MIB = 1024, 1024 * 1024


def test_the_page_has_the_limits() -> None:
    """The page that a soak writes has them, too, and each number is the one in the code."""
    assert _PAGE.read_text().endswith(f"\n{BOUNDS}")
    cells = [line.strip("| ").split(" | ") for line in BOUNDS.splitlines() if line.startswith("|")]
    rows = {what: limit for what, limit, _ in cells}
    assert {
        "requests for each fetch": f"{_session.MAX_REQUESTS}",
        "time of an answer": f"`--timeout`, {_http.DEFAULT_TIMEOUT:g} seconds unless you say otherwise",
        "headers of an answer": f"{_http.MAX_HEADERS // KIB} KiB",
        "lines of headers of an answer": f"{_http.MAX_LINES:,}",
        "body of an answer": f"{_http.MAX_CONTENT // KIB} KiB",
        "a text for `explain`": f"{MAX_PASTED:,} characters",
        "a text for `--curl`": f"{_copied.MAX_LENGTH // MIB} MiB",
        "a file for `--har`": f"{_har.MAX_LENGTH // MIB} MiB, which is also the memory that it takes",
        "brackets in a HAR file": f"{_har.MAX_BRACKETS:,}",
        "a request in a HAR file": f"{_har.MAX_ENTRY // MIB} MiB; its response is not read",
        "fetches checked at once": f"{_captured.MAX_REQUESTS}",
    }.items() <= rows.items()


UNITS = {
    "words": "a ",
    "quotes": "'a' ",
    "open": "$'",
    "escapes": "\\\\'",
    "options": "-H a:b ",
    "carets": '^"',
    "pipes": "| ",
    "braces": "{a:",
    "comments": "/*",
    "slashes": "//\n",
    "strings": "'a',",
    "calls": "fetch(",
    "commands": 'irm -Uri "',
    "backticks": '`"',
    "typographic": "\u2018",
}


@pytest.mark.parametrize(
    "start", ["curl http://a.example/ ", "fetch('http://a.example/', ", "irm -Uri "]
)
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_a_text_is_read_in_one_pass(start: str, unit: str) -> None:
    """Four times as much of anything takes at most four times as many steps."""

    def cost(count: int) -> int:
        def read() -> None:
            with suppress(ValueError):
                read_copied(start + unit * count)

        return work(Meter(), read)[0]

    assert cost(4000) < 4 * cost(1000) + 200


def test_a_file_is_read_in_one_pass() -> None:
    """Four times as many brackets take four times as many steps."""

    def cost(count: int) -> int:
        data = json.dumps(
            {"log": {"entries": [{"request": {}, "response": [[]] * count}, 1]}}
        ).encode()
        return work(Meter(), _refused(data))[0]

    assert cost(4000) < 4 * cost(1000) + 200


def _refused(data: bytes) -> Callable[[], None]:
    """Return what reads *data*, which is no HAR file."""

    def read() -> None:
        with pytest.raises(ValueError, match="not a HAR"):
            _har.read_har(data)

    return read


def test_lines_are_counted() -> None:
    """As many lines as no server sends are an error, before anything looks at them."""

    def ask(lines: int) -> HTTPResponse | NetworkError:
        with answering(always(b"HTTP/1.1 200 OK\r\n", b"a:\r\n" * lines, b"\r\n")) as (port, _):
            request = HTTPRequest(method="GET", url=f"http://127.0.0.1:{port}/")
            return _http.HTTPTransport().send(request)

    kept, refused = ask(_http.MAX_LINES), ask(50_000)
    assert isinstance(kept, HTTPResponse)
    assert len(kept.headers) == _http.MAX_LINES
    assert isinstance(refused, NetworkError)
    assert refused.kind is NetworkErrorKind.TOO_MANY_HEADERS
    assert (
        refused.sentence == "The answer has more than 1,000 lines of headers, so it was not read."
    )
