"""A HAR file is read for the fetches of a page from another origin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from crossorigin.doctor.check import _run as _check_run
from crossorigin.doctor.probing._har import MAX_ENTRIES, read_har
from crossorigin.doctor.probing._targets import UsageError
from tests.doctor.servers import PAGE, Response, allowing, run, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.doctor.servers import Request

_API = "https://api.example.com"


def entry(url: str, method: str = "GET", body: str | None = None, **headers: str) -> dict[str, Any]:
    """Return an entry of a HAR file; in the names of *headers*, ``_`` is a dash."""
    lines = [{"name": name.replace("_", "-"), "value": value} for name, value in headers.items()]
    request: dict[str, Any] = {"method": method, "url": url, "headers": lines}
    if body is not None:
        request["postData"] = {"mimeType": "text/plain", "text": body}
    return {"request": request, "response": {"status": 0, "headers": []}}


def har(*entries: dict[str, Any]) -> bytes:
    """Return a HAR file of *entries*."""
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def test_what_a_page_fetched_of_another_origin_is_found() -> None:
    """Preflights, fetches of the page's own origin or without CORS, and repeats are left out."""
    found = read_har(
        har(
            entry(f"{_API}/a", "PUT", "{}", origin=PAGE),
            entry(f"{_API}/a", "PUT", "{}", origin=PAGE),
            entry(f"{_API}/a", "OPTIONS", origin=PAGE, access_control_request_method="PUT"),
            entry(f"{PAGE}/own", "POST", origin=PAGE),
            entry(f"{_API}/image"),
            entry(f"{_API}/form", "POST", origin=PAGE, sec_fetch_mode="navigate"),
            entry(f"{_API}/b", sec_fetch_mode="cors", referer=f"{PAGE}/page"),
            entry("data:,x", origin=PAGE),
        )
    )
    assert [(each.method, each.url, each.origin, each.content) for each in found] == [
        ("PUT", f"{_API}/a", PAGE, "{}"),
        ("GET", f"{_API}/b", PAGE, None),
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\x00", "is not a HAR file"),
        (b"[]", "is not a HAR file"),
        (b"[" * 100_000, "is not a HAR file"),
        (b"{}", "is not a HAR file"),
        (b'{"log": {"entries": [1]}}', "is not a HAR file"),
        (b'{"log": {"entries": [{"request": []}]}}', "is not a HAR file"),
        (har(), "has no request that a page sent to another origin"),
        (har(entry(f"{PAGE}/", origin=PAGE)), "has no request that a page sent to another"),
        (
            har(*[entry(f"{_API}/{at}", origin=PAGE) for at in range(MAX_ENTRIES + 1)]),
            "save one with 50 at most",
        ),
    ],
)
def test_what_is_no_such_file(data: bytes, sentence: str) -> None:
    """A file that cannot be read, or has nothing to check, is one sentence."""
    with pytest.raises(UsageError, match=sentence):
        read_har(data)


def test_what_cannot_be_sent_is_refused() -> None:
    """A cookie that no browser sends is a mistake in the file; a broken letter is replaced."""
    (cookie, letter) = read_har(
        har(
            entry(f"{_API}/a", origin=PAGE, cookie="a=\u2028b"),
            entry(f"{_API}/b", "POST", "\ud800", origin=PAGE),
        )
    )
    with pytest.raises(UsageError, match="cannot be sent"):
        cookie.question(origin=None, engine="fetch", sends_unsafe=False)
    question = letter.question(origin=None, engine="fetch", sends_unsafe=False)
    assert question.content == b"?"


def _closed_to_puts(asked: Request) -> Response:
    """Permit everything but PUT."""
    return Response(403) if asked.is_preflight else Response(200, allowing(asked))


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "markdown"])
def test_every_request_is_checked(tmp_path: Path, format_: str) -> None:
    """Each request has its report, and the status is that of the worst."""
    path = tmp_path / "page.har"
    with serving(_closed_to_puts) as server:
        path.write_bytes(
            har(
                entry(f"{server.url}/read", origin=PAGE),
                entry(f"{server.url}/write", "PUT", "{}", origin=PAGE),
            )
        )
        status, out, _ = run("--har", str(path), "--format", format_)
    assert (status, "/write" in out) == (1, True)
    # SARIF holds what is wrong only.
    assert "/read" in out or format_ == "sarif"
    if format_ == "json":
        report = json.loads(out)
        assert [report["verdict"], *(each["verdict"] for each in report["others"])] == [
            "readable",
            "blocked",
        ]


def test_a_file_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is not read without end."""
    monkeypatch.setattr(_check_run, "MAX_LENGTH", 10)
    path = tmp_path / "page.har"
    path.write_bytes(b"x" * 11)
    status, out, err = run("--har", str(path))
    assert (status, out) == (2, "")
    assert "save fewer requests" in err
