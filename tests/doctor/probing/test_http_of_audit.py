"""What an audit sends of a page in a browser: another Host, two of them, a handshake, a stream."""

from __future__ import annotations

import re

import pytest

from crossorigin.doctor.probing._http import HTTPTransport
from crossorigin.doctor.probing._transport import HTTPRequest, HTTPResponse, NetworkError
from tests.doctor.probing.raw import always, answering

_OK = b"HTTP/1.1 200 OK\r\n"


def ask(port: int, *lines: tuple[str, str]) -> HTTPResponse | NetworkError:
    """Send a request with *lines* to *port*, and return the result."""
    url = f"http://127.0.0.1:{port}/"
    return HTTPTransport(5).send(HTTPRequest(method="GET", url=url, headers=lines))


@pytest.mark.parametrize(
    ("hosts", "sent"),
    [
        ((), ["127.0.0.1:{}"]),
        (("rebound.example",), ["rebound.example"]),
        (("a.example", "b.example"), ["a.example", "b.example"]),
    ],
    ids=["own", "another", "two"],
)
def test_a_host_of_ones_own(hosts: tuple[str, ...], sent: list[str]) -> None:
    """A request goes to the address of its URL, under the Host that it says, each on a line."""
    with answering(always(_OK, b"\r\n")) as (port, heads):
        ask(port, *(("Host", host) for host in hosts))
    found = re.findall(rb"^Host: (.*)\r$", heads[0], re.MULTILINE)
    assert found == [host.format(port).encode() for host in sent]
    assert heads[0].count(b"\r\n\r\n") == 1


def test_a_handshake_that_is_accepted() -> None:
    """A 101 is the answer: what comes after it is no HTTP, and nobody waits for it."""
    lines = (("Connection", "Upgrade"), ("Upgrade", "websocket"))
    head = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    with answering(always(head, b"\x89\x00"), stays=True) as (port, heads):
        result = ask(port, *lines)
    assert isinstance(result, HTTPResponse)
    assert (result.status, result.content) == (101, b"")
    assert heads[0].count(b"Connection: ") == 1


def test_a_stream_of_events() -> None:
    """Nobody waits for the end of a stream of events: its head is the answer."""
    head = b"Content-Type: Text/Event-Stream; charset=utf-8\r\n\r\n"
    with answering(always(_OK, head, b"data: 1\n\n"), stays=True) as (port, _):
        result = ask(port)
    assert isinstance(result, HTTPResponse)
    assert (result.status, result.content) == (200, b"")
