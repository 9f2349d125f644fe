"""``crossorigin audit`` says what a page could do to a server of this machine."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from crossorigin import Guard
from crossorigin.doctor.audit._attack_origins import UNRELATED
from crossorigin.doctor.audit._local_attacks import local_attacks
from crossorigin.flask import CORS
from tests.doctor.audit.cases_local import CASES, CLEAN, Asked, LocalCase, closed
from tests.doctor.audit.in_process import audit_of
from tests.doctor.audit.servers import PAGE, found, reported, run, shared
from tests.doctor.probing.raw import answering
from tests.doctor.servers import Response

if TYPE_CHECKING:
    from collections.abc import Generator

_ANY_HOST = CASES[0]


def _report(case: LocalCase, *arguments: str) -> dict[str, Any]:
    """Return the report about *case*, as a tool."""
    with answering(case.bytes_of) as (port, _):
        return reported(f"http://127.0.0.1:{port}/", *case.arguments, *arguments)


@pytest.mark.parametrize("case", [*CASES, *CLEAN], ids=lambda case: case.id)
def test_what_a_page_could_do(case: LocalCase) -> None:
    """The findings are what the server lets through, with their severities, and nothing more."""
    report = _report(case)
    assert found(report) == case.found
    assert (report["inconclusive"] is None) is case.is_known


def test_it_is_asked_with_an_origin_to_permit() -> None:
    """With an origin, the same is asked, and what that origin may do is judged as ever."""
    seen = found(_report(_ANY_HOST, "--origin", PAGE))
    assert seen == {"any-host": "high", "known-good-refused": "low"}


def test_what_is_sent() -> None:
    """GET, HEAD and OPTIONS are sent, as many as were announced at most; POST if somebody says so."""
    with answering(_ANY_HOST.bytes_of) as (port, heads):
        url = f"http://127.0.0.1:{port}/"
        report = reported(url)
        assert len(heads) == report["requests"]["sent"] <= report["requests"]["limit"]
        assert {head.split(b" ")[0] for head in heads} == {b"GET", b"HEAD", b"OPTIONS"}
        heads.clear()
        report = reported(url, "--send-unsafe")
        assert len(heads) == report["requests"]["sent"] <= report["requests"]["limit"]
        assert {head.split(b" ")[0] for head in heads} == {b"GET", b"HEAD", b"OPTIONS", b"POST"}


def test_headers_of_ones_own() -> None:
    """Headers of one's own go along, but for those that an attack has itself."""
    with answering(_ANY_HOST.bytes_of) as (port, heads):
        lines = ("-H", "X-Token: 7", "-H", "Accept: text/html")
        run(f"http://127.0.0.1:{port}/", *lines)
    rebound = [head for head in heads if b"Host: rebind." in head]
    assert [head.count(b"\r\nX-Token: 7\r\n") for head in rebound] == [1]
    assert [head.count(b"\r\nAccept: text/html\r\n") for head in rebound] == [1]
    streams = [head for head in heads if b"text/event-stream" in head]
    assert [head.count(b"\r\nAccept: ") for head in streams] == [1]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", "Whether forms of other sites are run takes a POST"),
        ("json", '"not_asked": "Whether forms'),
        ("markdown", "`Whether forms of other sites are run"),
        ("junit", '<skipped message="Whether forms of other sites'),
        ("sarif", '"level": "note"'),
    ],
)
def test_what_was_not_asked(form: str, expected: str) -> None:
    """Every format says that no forms were sent, unless some were, or nothing of the kind is asked."""
    case = CLEAN[0]
    with answering(case.bytes_of) as (port, _):
        url = f"http://127.0.0.1:{port}/"
        status, out, _ = run(url, "--format", form)
        assert (status, expected in " ".join(out.split())) == (0, True)
        status, out, _ = run(url, "--format", form, "--send-unsafe")
        assert (status, expected in " ".join(out.split())) == (0, False)


def test_a_server_that_hangs_up() -> None:
    """A server may hang up on what it refuses: that is no answer, and no doubt."""

    def answer(head: bytes) -> list[bytes]:
        is_refused = closed(Asked.of(head)) in {403, 421}
        return [] if is_refused else [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]

    with answering(answer) as (port, _):
        report = reported(f"http://127.0.0.1:{port}/")
    assert (report["findings"], report["inconclusive"]) == ([], None)


def test_servers_elsewhere_are_not_asked() -> None:
    """A server of the web, or an app in this process, is reached by its own name: nothing is asked."""
    assert audit_of(shared).not_asked is None
    status, _, err = run(PAGE, "--origin", "https://a.example", "--send-unsafe")
    assert (status, "is for a server of this machine" in " ".join(err.split())) == (2, True)


def test_the_names_of_a_private_address() -> None:
    """Names that begin like the address are asked for, and the address in its other forms."""
    names = [
        attack.sender
        for attack in local_attacks("http://192.168.1.10:8000", sends_unsafe=False)
        if attack.slug == "look-alike-host"
    ]
    assert names == [
        "192.168.1.10.crossorigin-audit.invalid:8000",
        "3232235786:8000",
        "0300.0250.01.012:8000",
    ]
    v6 = [each.sender for each in local_attacks("http://[fd00::1]", sends_unsafe=False)]
    assert "fd00--1.crossorigin-audit.invalid" in v6


def test_every_address_of_this_machine() -> None:
    """A server may be named by the address that stands for all: its other names are asked for."""
    names = [each.sender for each in local_attacks("http://0.0.0.0:8000", sends_unsafe=False)]
    assert names[:4] == [
        "rebind.crossorigin-audit.invalid:8000",
        "localhost.crossorigin-audit.invalid:8000",
        "127.0.0.1.crossorigin-audit.invalid:8000",
        "2130706433:8000",
    ]


def test_software_without_a_guard() -> None:
    """For other software, the lines permit the origin; for a tool without one, there are none."""
    assert _report(_ANY_HOST, "--stack", "express")["fixes"] == []
    (fix,) = _report(_ANY_HOST, "--stack", "express", "--origin", PAGE)["fixes"]
    assert "guard" not in fix["text"]


def test_the_lines_for_a_private_address() -> None:
    """Its own host is listed beside those of loopback."""
    url = "http://192.168.1.10:8000"
    answer = Response(200, (("Server", "Werkzeug/3.1"),))
    (snippet,) = audit_of(lambda _: answer, known=url, url=f"{url}/").snippets
    assert 'guard=Guard.local(hosts=["192.168.1.10:8000"])' in snippet.text
    assert 'origins=["http://192.168.1.10:8000"]' in snippet.text


def test_no_name_leads_astray_by_https() -> None:
    """By https, a browser wants a certificate for the name: only who sends is asked."""
    slugs = {attack.slug for attack in local_attacks("https://localhost", sends_unsafe=False)}
    assert slugs == {"foreign-reads", "open-websocket"}


@contextmanager
def _serving(app: Flask) -> Generator[str]:
    """Serve *app* on a free port, and give its URL."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _tool() -> Flask:
    """Return a tool that does what it is told."""
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: "done", methods=["GET", "POST"])
    return app


def test_a_tool_bare_and_guarded() -> None:
    """A Flask app is open to pages; with the lines to paste, to none."""
    bare = _tool()
    with _serving(bare) as url:
        report = reported(url, "--send-unsafe")
        assert found(report) == {
            "any-host": "high",
            "foreign-posts": "high",
            "foreign-reads": "low",
        }
    ((fix, *more),) = (report["fixes"],)
    assert more == []
    guarded = _tool()
    exec(fix["text"], {"app": guarded})  # noqa: S102 - as a person pastes them
    with _serving(guarded) as url:
        report = reported(url, "--send-unsafe")
    assert (report["findings"], report["inconclusive"]) == ([], None)


def test_callers_that_are_declared() -> None:
    """A page of another port that may call is a finding, unless it is said to be meant."""
    app = _tool()
    CORS(app, origins="http://localhost:*", guard=Guard.local("http://localhost:*"))
    with _serving(app) as url:
        assert {*found(reported(url))} == {"any-port", "foreign-reads"}
        report = reported(url, "--declared", "http://localhost:*")
    assert report["findings"] == []


def test_a_finding_has_its_request() -> None:
    """A finding shows the request, every line of it, and a fix."""
    (finding,) = _report(_ANY_HOST)["findings"]
    assert "Host: rebind.crossorigin-audit.invalid:" in finding["request"][2]
    assert "guard=Guard.local()" in finding["fix"]
    assert UNRELATED not in "".join(finding["request"])
