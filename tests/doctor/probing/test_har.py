"""A HAR file is read for the fetches of a page from another origin."""

from __future__ import annotations

import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from crossorigin.doctor.check import _run as _check_run
from crossorigin.doctor.probing import _har
from crossorigin.doctor.probing._captured import MAX_REQUESTS, PageOptions
from crossorigin.doctor.probing._har import read_har
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


def test_a_request_whose_preflight_failed() -> None:
    """Of a request that was never sent, a browser keeps a part, or nothing: its preflight has the rest."""
    asking = {"origin": PAGE, "access_control_request_method": "PUT"}
    provisional = entry(f"{_API}/kept", "PUT", "{}", referer=f"{PAGE}/", content_type="a/b")
    found = read_har(
        har(
            entry(
                f"{_API}/kept",
                "OPTIONS",
                **asking,
                access_control_request_headers="content-type,x-a",
            ),
            provisional | {"_error": "net::ERR_FAILED", "_resourceType": "fetch"},
            entry(f"{_API}/lost", "OPTIONS", **asking, access_control_request_headers="x-a"),
            entry(f"{_API}/read", "OPTIONS", origin=PAGE),
        )
    )
    seen = [(each.method, each.url, each.origin, each.headers, each.content) for each in found]
    assert seen == [
        (
            "PUT",
            f"{_API}/kept",
            PAGE,
            (
                ("referer", f"{PAGE}/"),
                ("content-type", "a/b"),
                ("x-a", "crossorigin-check"),
                ("Origin", PAGE),
            ),
            "{}",
        ),
        ("OPTIONS", f"{_API}/read", PAGE, (("origin", PAGE),), None),
        ("PUT", f"{_API}/lost", PAGE, (("x-a", "crossorigin-check"), ("Origin", PAGE)), None),
    ]


def test_a_request_that_failed_without_a_preflight() -> None:
    """Chromium keeps no Origin of it: that a script asked, and the page, are enough."""
    failed = {"_error": "net::ERR_FAILED", "_resourceType": "xhr"}
    found = read_har(
        har(
            entry(f"{_API}/a", referer=f"{PAGE}/") | failed,
            entry(f"{_API}/image", referer=f"{PAGE}/") | failed | {"_resourceType": "image"},
            entry(f"{_API}/b", referer=f"{PAGE}/") | {"_resourceType": "xhr"},
        )
    )
    assert [each.url for each in found] == [f"{_API}/a"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings(encoding: str) -> None:
    """Whatever a tool saves it as, a file is read; brackets and quotes in texts are none."""
    text = har(entry(f"{_API}/a?[{{", "POST", '\\"}]\u20ac', origin=PAGE)).decode()
    (found,) = read_har(text.encode(encoding))
    assert (found.url, found.content) == (f"{_API}/a?[{{", '\\"}]\u20ac')


def test_what_is_nested_is_not_read() -> None:
    """Of an entry, the request is read, and what else stands in it is not parsed at all."""
    response = b'{"content": {"text": "}]{[\\"", "no": JSON]}, [}'
    data = har(entry(f"{_API}/a", origin=PAGE)).replace(b'{"status": 0, "headers": []}', response)
    (found,) = read_har(data.replace(b", [}", b"}").replace(b"JSON]", b"[1]"))
    assert found.url == f"{_API}/a"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\x00", "is not a HAR file"),
        (b"[]", "is not a HAR file"),
        (b"[" * 100_000, "is not a HAR file"),
        (b"{}", "is not a HAR file"),
        (b'{"log": {"entries": [1]}}', "is not a HAR file"),
        (b'{"log": {"entries": [{"request": []}]}}', "is not a HAR file"),
        (b"]", "is not a HAR file"),
        (b'{"log": {"entries": [', "is not a HAR file"),
        (b'{"log": {"entries": []}} x', "is not a HAR file"),
        (b'{"log": {"entries": [[],[]]}}', "is not a HAR file"),
        (b'{"log": {"entries": [{"request": {"method": [], "\xff": 1}}]}}', "is not a HAR file"),
        (har(entry(f"{_API}/a", "POST", "x" * 1_100_000, origin=PAGE)), "longer than 1 MiB"),
        (har(), "has no request that a page sent to another origin"),
        (har(entry(f"{PAGE}/", origin=PAGE)), "has no request that a page sent to another"),
        (
            har(*[entry(f"{_API}/{at}", origin=PAGE) for at in range(MAX_REQUESTS + 1)]),
            "save one with 50 at most",
        ),
    ],
)
def test_what_is_no_such_file(data: bytes, sentence: str) -> None:
    """A file that cannot be read, or has nothing to check, is one sentence."""
    with pytest.raises(UsageError, match=sentence):
        read_har(data)


def test_what_is_nested_too_deep(monkeypatch: pytest.MonkeyPatch) -> None:
    """The brackets of a file are counted."""
    monkeypatch.setattr(_har, "MAX_BRACKETS", 5)
    with pytest.raises(UsageError, match="save fewer requests"):
        read_har(b"[" * 6)


def test_memory() -> None:
    """A file of lists takes the memory of its bytes, and not that of its lists."""
    data = b'{"log":{"entries":[{"request":{},"response":[' + b"[]," * 50_000 + b"[]]},1]}}"
    tracemalloc.start()
    try:
        with pytest.raises(UsageError, match="is not a HAR file"):
            read_har(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * len(data)


def test_what_cannot_be_sent_is_refused() -> None:
    """A cookie that no browser sends is a mistake in the file; a broken letter is replaced."""
    (cookie, letter) = read_har(
        har(
            entry(f"{_API}/a", origin=PAGE, cookie="a=\u2028b"),
            entry(f"{_API}/b", "POST", "\ud800", origin=PAGE),
        )
    )
    with pytest.raises(UsageError, match="cannot be sent"):
        cookie.question(PageOptions())
    question = letter.question(PageOptions())
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
