"""The test-bed is exact: what it records was sent, and what it sends is what was written."""

from __future__ import annotations

import os
import socket
import ssl
from http.client import HTTPSConnection, RemoteDisconnected
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.engines.cases import Script
from tests.engines.console import Console
from tests.engines.family import family
from tests.engines.testbed import Bed
from tests.engines.wire import Request, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 10


@pytest.fixture
def bed() -> Iterator[Bed]:
    """Run a bed."""
    with Bed() as bed:
        yield bed


def exchange(bed: Bed, sent: bytes) -> bytes:
    """Send bytes to the bed, and return what comes back until it hangs up."""
    with socket.create_connection(("127.0.0.1", bed.port), SECONDS) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(1 << 16), b""))


def tunnel(bed: Bed, host: str, port: int = 443) -> HTTPSConnection:
    """Return a connection to *host* through the bed, by a client that trusts its authority."""
    context = ssl.create_default_context(cadata=bed.authority.pem.decode())
    connection = HTTPSConnection("127.0.0.1", bed.port, timeout=SECONDS, context=context)
    connection.set_tunnel(host, port)
    return connection


def test_tls_on_a_plain_port_is_answered(bed: Bed) -> None:
    """A TLS hello gets a 400, not silence: an engine would wait for ever."""
    assert exchange(bed, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03") == answer(
        400, [("Connection", "close")]
    )


def test_bytes_are_kept(bed: Bed) -> None:
    """Header lines keep their case, their order and their number, in both directions."""
    written = b"HTTP/1.1 200 OK\r\nvARY: a\r\nVary:b\r\nVary:  c \r\nContent-Length: 0\r\n\r\n"
    bed.route("http://api.example.net:8080", lambda _: written)
    head = b"GET http://api.example.net:8080/a?b HTTP/1.1\r\nX-a: 1\r\nx-A:2\r\n\r\n"
    garbage = b"garbage\r\n\r\n"
    assert exchange(bed, head + garbage) == written + answer(400, [("Connection", "close")])
    (seen,) = bed.asked("http://api.example.net:8080/a?b")
    assert seen.request == Request(head, "GET", "/a?b", (("X-a", "1"), ("x-A", "2")))
    assert seen.answer_lines("vary") == ["a", "b", "c"]


def test_a_tunnel_ends_at_the_bed(bed: Bed) -> None:
    """A client that trusts the authority reaches any host and port over TLS."""
    bed.route("https://api.example.net:8443", lambda request: answer(200, [], request.body))
    connection = tunnel(bed, "api.example.net", 8443)
    bodies: list[bytes] = []
    for number in ("1", "2"):
        connection.request("POST", f"/{number}", body=number)
        bodies.append(connection.getresponse().read())
    connection.close()
    assert bodies == [b"1", b"2"]
    assert [seen.url for seen in bed.log] == [
        "https://api.example.net:8443/1",
        "https://api.example.net:8443/2",
    ]


def test_a_real_server_is_reached(bed: Bed) -> None:
    """A port plays a host: it gets the request, its target and the scheme of its origin."""
    with Bed() as server:
        server.route("http://api.example.net", lambda _: answer(201, [("X-A", "1")], b"made"))
        bed.route("https://api.example.net", server.port)
        connection = tunnel(bed, "api.example.net")
        connection.request("PUT", "/a", body="b")
        response = connection.getresponse()
        body = response.read()
        connection.close()
    (seen,) = server.log
    assert (response.status, body) == (201, b"made")
    assert (seen.request.method, seen.request.target, seen.request.body) == ("PUT", "/a", b"b")
    assert seen.request.lines("X-Forwarded-Proto") == ["https"]
    assert bed.log[0].answer == answer(201, [("X-A", "1")], b"made")


def test_a_server_may_speak_tls_by_itself(bed: Bed, tmp_path: Path) -> None:
    """A tunnel to such a server is carried byte for byte, under its own certificate."""
    leaf = tmp_path / "leaf.pem"
    leaf.write_bytes(bed.authority.leaf("api.example.net"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(leaf)

    def serve(listening: socket.socket) -> None:
        plain, _ = listening.accept()
        with context.wrap_socket(plain, server_side=True) as connection:
            connection.recv(1 << 16)
            connection.sendall(answer(200, (), b"its own words"))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        bed.tunnel("api.example.net:443", listening.getsockname()[1])
        server = Thread(target=serve, args=[listening])
        server.start()
        connection = tunnel(bed, "api.example.net")
        connection.request("GET", "/a")
        assert connection.getresponse().read() == b"its own words"
        connection.close()
        server.join(SECONDS)
    assert bed.log == []


def test_strangers_are_refused(bed: Bed) -> None:
    """A host that nobody plays cannot be reached, and is remembered."""
    connection = tunnel(bed, "update.example.com")
    with pytest.raises(OSError, match="502"):
        connection.request("GET", "/")
    assert bed.strangers == ["https://update.example.com"]


def test_a_host_may_hang_up(bed: Bed) -> None:
    """A function that answers nothing drops the connection."""
    bed.route("https://api.example.net", lambda _: b"")
    connection = tunnel(bed, "api.example.net")
    connection.request("GET", "/")
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        connection.getresponse()
    connection.close()


def test_mistakes_come_out() -> None:
    """What a function that plays a host raises ends the wait for the page, and the block."""

    def broken(request: Request) -> bytes:
        raise NotImplementedError(request.target)

    with pytest.RaisesGroup(pytest.RaisesExc(NotImplementedError, match="/a")), Bed() as bed:
        bed.route("http://api.example.net", broken)
        run = bed.run("https://app.example.com", Script(cases=()))
        exchange(bed, b"GET http://api.example.net/a HTTP/1.1\r\n\r\n")
        with pytest.raises(NotImplementedError):
            run.results(SECONDS)


def test_a_family_ends_whole() -> None:
    """A process that the program started, and that ignores the polite signal, is gone too."""
    console = Console()
    script = "(trap '' TERM; exec tail -f /dev/null) & echo $! >&2; wait"
    with family(["sh", "-c", script], os.environ, console):
        (child,) = console.wait_for(bool, SECONDS)
    # A process that has ended but that nobody has waited for has no command line any more.
    command_line = Path(f"/proc/{child}/cmdline")
    assert not command_line.exists() or command_line.read_bytes() == b""


def test_a_console_that_ends_too_soon_says_what_it_heard() -> None:
    """Waiting for a line of a program that has ended fails at once, with all its lines."""
    console = Console()
    with (
        family(["sh", "-c", "echo cannot open display >&2"], os.environ, console),
        pytest.raises(TimeoutError, match="cannot open display"),
    ):
        console.wait_for(lambda lines: "ready" in lines, SECONDS)
