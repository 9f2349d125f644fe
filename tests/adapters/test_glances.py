"""Which requests a guard must be asked about, and which are let through at a glance."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from crossorigin import Guard, Policy
from crossorigin._adapters.asgi_answers import answer_refused as answer_refused_async
from crossorigin._adapters.asgi_calls import look
from crossorigin._adapters.layers import Layer
from crossorigin._adapters.wsgi_calls import answer_refused, may_refuse
from tests.asgi.calls import Server, scope_of
from tests.wsgi.calls import environ_of

HOSTS = Guard(hosts="localhost")
LOCAL = Guard.local()
ORIGIN = b"https://evil.example"
HOST = (b"host", b"localhost")
Lines = list[Any]
# The guard, the method, the lines of the headers; the origin, and whether the guard is asked.
SEEN: dict[str, tuple[Guard, str, Lines, tuple[bytes | None, bool]]] = {
    "no lists, a read": (Guard(), "GET", [(b"origin", ORIGIN)], (ORIGIN, False)),
    "no lists, a form": (Guard(), "POST", [(b"origin", ORIGIN)], (ORIGIN, True)),
    "a listed host": (HOSTS, "GET", [HOST, (b"origin", ORIGIN)], (ORIGIN, False)),
    "a listed host, a form": (HOSTS, "POST", [HOST], (None, True)),
    "another host": (HOSTS, "GET", [(b"host", b"evil.example")], (None, True)),
    "no host": (HOSTS, "GET", [(b"x", b"y")], (None, True)),
    "two hosts": (HOSTS, "GET", [HOST, HOST], (None, True)),
    "two origins": (HOSTS, "GET", [HOST, *[(b"origin", ORIGIN)] * 2], (b",", False)),
    "names in upper case": (HOSTS, "GET", [(b"Host", b"localhost"), (b"Origin", ORIGIN)], (ORIGIN, True)),
    "a host that is no bytes": (HOSTS, "GET", [(b"host", 7)], (None, True)),
    "a host that is text": (HOSTS, "GET", [(b"host", "localhost")], (None, True)),
    "an entry that is no pair": (HOSTS, "GET", [(b"host",)], (None, True)),
    "a read of its own page": (LOCAL, "GET", [HOST, (b"sec-fetch-site", b"same-origin")], (None, False)),
    "a read without metadata": (LOCAL, "GET", [HOST], (None, False)),
    "a read of another page": (LOCAL, "GET", [HOST, (b"sec-fetch-site", b"cross-site")], (None, True)),
    "two sites": (LOCAL, "GET", [HOST, *[(b"sec-fetch-site", b"none")] * 2], (None, True)),
    "a read with an origin": (LOCAL, "GET", [HOST, (b"origin", ORIGIN)], (ORIGIN, True)),
    "reads, no hosts": (Guard(reads=True), "GET", [HOST], (None, False)),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEN)
def test_a_scope(name: str) -> None:
    """Its headers are read once; whatever is unusual about them is asked about."""
    guard, method, lines, (origin, is_asked) = SEEN[name]
    scope: dict[str, Any] = {"type": "http", "method": method, "headers": lines}
    # What was listed is known from then on.
    expected = (origin, guard if is_asked else None)
    assert [look(guard, scope) for _ in range(2)] == [expected] * 2


@pytest.mark.parametrize(
    ("guard", "method", "others", "expected"),
    [
        (Guard(), "GET", {}, False),
        (Guard(), "POST", {}, True),
        (HOSTS, "GET", {}, False),
        (HOSTS, "GET", {"HTTP_HOST": "evil.example"}, True),
        (LOCAL, "GET", {"HTTP_SEC_FETCH_SITE": "cross-site"}, True),
        (LOCAL, "GET", {"HTTP_UPGRADE": "websocket"}, True),
    ],
)
def test_an_environ(guard: Guard, method: str, others: dict[str, str], *, expected: bool) -> None:
    """The same of a WSGI request."""
    assert may_refuse(guard, environ_of("/", method, origin=None, **others)) is expected


def never() -> Policy | None:
    """
    Stand for a policy that is not to be asked.

    Raises:
        AssertionError: If it is.
    """
    raise AssertionError


def test_the_answer_for_another_host() -> None:
    """No policy is asked about a request for another host."""
    started: list[str] = []
    environ = environ_of("/", host="evil.example")

    def start(status: str, _headers: object, _: object = None) -> Any:  # noqa: ANN401 - WSGI's writer
        started.append(status)

    answer = answer_refused(HOSTS, environ, never, start, Layer("ours", lambda _: ""))
    assert answer is not None
    assert answer[0].startswith(b"host-not-allowed: ")
    assert started == ["421 Misdirected Request"]


def test_the_answer_for_another_host_in_asgi() -> None:
    """The same of a scope."""
    server = Server()
    scope = scope_of(headers=[(b"host", b"evil.example")])
    layer: Layer[Any] = Layer("ours", lambda _: "")
    asked = answer_refused_async(layer, HOSTS, scope, server.send, lambda _: never())
    assert asyncio.run(asked)
    assert server.reply().status == 421
