"""The hosts and the reads of a guard in each adapter: one table for all of them."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

import pytest

from crossorigin import Guard, Policy, Reason
from crossorigin.asgi import CORSMiddleware as ASGIMiddleware
from crossorigin.wsgi import CORSMiddleware as WSGIMiddleware
from tests.asgi.calls import Server, called
from tests.cases.reaching import EVIL, HERE, HOSTS, LOCAL, PAGE, REACHING, READERS
from tests.cases.senders import sent_request
from tests.guard.adapters import ADAPTERS, environ_for, hello, hello_async, scope_for
from tests.wsgi.calls import NOTHING, answered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from tests.wsgi.calls import Reply

REBOUND: Final = sent_request("GET", host="evil.example:8000", site="same-origin")
READ: Final = sent_request("GET", origin=EVIL, host=HERE, site="cross-site")
# One of each kind is enough for what a host can be.
WHOLE: Final = ["wsgi", "asgi", "flask-app", "django-site", "starlette-app"]

each_adapter = pytest.mark.parametrize("adapter", ADAPTERS)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Have Django log nothing of what it answers."""
    caplog.set_level(logging.CRITICAL, logger="django.request")


def guarded(guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put *guard* into every adapter."""
    monkeypatch.setattr("tests.guard.adapters.GUARD", guard)


@pytest.fixture
def _local(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the guard of a tool into every adapter."""
    guarded(LOCAL, monkeypatch)


def refused(reply: Reply) -> str | None:
    """Return the reason for which *reply* refuses, or ``None`` if it is the app's."""
    assert reply.error is None
    if reply.status == 200:
        return None
    reason = reply.body.partition(": ")[0]
    assert reply.status == (421 if reason == Reason.HOST_NOT_ALLOWED else 403)
    return reason


@pytest.mark.usefixtures("_local")
@each_adapter
@pytest.mark.parametrize("name", REACHING)
def test_the_table(name: str, adapter: str) -> None:
    """Each adapter refuses what the guard refuses, and lets the rest through."""
    sent, reason = REACHING[name]
    assert refused(ADAPTERS[adapter](sent, READERS)) == reason


@pytest.mark.usefixtures("_local")
@pytest.mark.parametrize("adapter", WHOLE)
@pytest.mark.parametrize("name", HOSTS)
def test_the_hosts(name: str, adapter: str) -> None:
    """Each adapter compares hosts in the same way."""
    host, is_listed = HOSTS[name]
    reply = ADAPTERS[adapter](sent_request("GET", host=host), READERS)
    # Django itself refuses some that are listed, with 400.
    assert (reply.status == 421) is not is_listed


@pytest.mark.usefixtures("_local")
@each_adapter
def test_the_whole_answer(adapter: str) -> None:
    """Another host is refused by one sentence that nobody keeps, with no header of a policy."""
    reply = ADAPTERS[adapter](REBOUND, READERS)
    assert (reply.status, reply.cors) == (421, NOTHING)
    assert dict(reply.headers) == {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(reply.body)),
        "Cache-Control": "no-store",
    }


@pytest.mark.usefixtures("_local")
@each_adapter
def test_a_preflight_for_another_host(adapter: str) -> None:
    """A preflight for another host is no preflight of this app."""
    sent = sent_request("OPTIONS", origin=PAGE, host="evil.example")
    reply = ADAPTERS[adapter](sent, READERS)
    assert (refused(reply), reply.cors) == (Reason.HOST_NOT_ALLOWED, NOTHING)


def preflights(guard: Guard) -> dict[str, Reply]:
    """Return what a preflight gets from the two middlewares, for another host."""
    asked = {"HTTP_ACCESS_CONTROL_REQUEST_METHOD": "PUT"}
    sent = sent_request("OPTIONS", origin=PAGE, host="evil.example")
    scope = scope_for(sent)
    scope["headers"].append((b"access-control-request-method", b"PUT"))
    server = Server()
    asyncio.run(called(ASGIMiddleware(hello_async, READERS, guard=guard), scope, server))
    wsgi = WSGIMiddleware(hello, READERS, guard=guard)
    return {"wsgi": answered(wsgi, environ_for(sent) | asked), "asgi": server.reply()}


def test_the_middlewares_answer_no_preflight_for_another_host() -> None:
    """The guard comes before the policy; one that only reports leaves the policy its answer."""
    assert {reply.status for reply in preflights(LOCAL).values()} == {421}
    reporting = Guard(hosts="localhost", report_only=True)
    assert {reply.status for reply in preflights(reporting).values()} == {200}


@each_adapter
def test_a_guard_that_only_reports(
    adapter: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Each request that would be refused is logged once, and goes to the app."""
    guarded(Guard(hosts="loopback", reads=True, report_only=True), monkeypatch)
    caplog.set_level("INFO", logger="crossorigin")
    replies = [ADAPTERS[adapter](sent, READERS) for sent in (REBOUND, READ)]
    assert [reply.status for reply in replies] == [200, 200]
    lines = [record.getMessage() for record in caplog.records if record.name == "crossorigin"]
    reasons = [Reason.HOST_NOT_ALLOWED, Reason.SENDER_NOT_ALLOWED]
    assert [sum(reason in line for line in lines) for reason in reasons] == [1, 1]


@pytest.mark.parametrize("kind", ["http", "websocket", "webtransport"])
@pytest.mark.parametrize("lines", [[b"evil.example"], [b"localhost", b"localhost"], []])
def test_scopes(kind: str, lines: list[bytes]) -> None:
    """Every kind of request is refused for another host, several, or none: before the app."""
    scope: dict[str, Any] = {"type": kind, "method": "GET", "path": "/"}
    scope["headers"] = [(b"host", line) for line in lines]
    server, calls = Server(), list[str]()

    async def app(scope: dict[str, Any], _: object, __: object) -> None:
        calls.append(scope["type"])

    asyncio.run(called(ASGIMiddleware(app, READERS, guard=LOCAL), scope, server))
    assert calls == []
    if kind == "http":
        assert server.reply().status == 421
    else:
        assert server.sent == [{"type": f"{kind}.close", "code": 1008}]


@pytest.mark.parametrize("names", [(b"Host", b"Sec-Fetch-Site"), (b"host", b"sec-fetch-site")])
@pytest.mark.parametrize("site", [b"cross-site", b"same-origin"])
def test_names_in_any_case(names: tuple[bytes, bytes], site: bytes) -> None:
    """A server that leaves the names of headers as they came is understood."""
    scope = scope_for(sent_request("GET"))
    scope["headers"] = [(names[0], b"localhost"), (names[1], site)]
    server = Server()
    asyncio.run(called(ASGIMiddleware(hello_async, READERS, guard=LOCAL), scope, server))
    assert server.reply().status == (403 if site == b"cross-site" else 200)


def test_the_router_and_the_source_are_not_asked_for_another_host() -> None:
    """What is not for this app costs it no question."""
    asked: list[str] = []

    def source(origin: object, _: object) -> bool:
        asked.append(str(origin))
        return True

    sent = sent_request("POST", origin=EVIL, host="evil.example")
    guard = Guard(hosts="localhost")
    assert (
        answered(WSGIMiddleware(hello, Policy(source), guard=guard), environ_for(sent)).status
        == 421
    )
    server = Server()
    app = ASGIMiddleware(hello_async, Policy(source), guard=guard)
    asyncio.run(called(app, scope_for(sent), server))
    assert server.reply().status == 421
    assert asked == []


def test_the_app_never_runs_for_another_host() -> None:
    """Whatever the method, a request for another host does not reach the app."""
    calls: list[str] = []

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        calls.append(environ["REQUEST_METHOD"])
        start_response("200 OK", [])
        return []

    covered = WSGIMiddleware(app, READERS, guard=Guard(hosts="localhost"))
    for method in ("GET", "HEAD", "OPTIONS", "POST", "QUERY", "get", ""):
        for site in (None, "same-origin", "none", "cross-site"):
            sent = sent_request(method, host="evil.example", site=site)
            assert answered(covered, environ_for(sent)).status == 421
    assert calls == []
