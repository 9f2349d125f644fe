"""Requests over the network, the parts of a response that are kept, and the errors."""

from __future__ import annotations

import re
import socket
import ssl
import struct
import threading
from itertools import repeat
from typing import TYPE_CHECKING

import pytest
import trustme

from crossorigin.doctor.probing._http import HTTPTransport
from crossorigin.doctor.probing._transport import SENTENCES, HTTPRequest, HTTPResponse, NetworkError
from crossorigin.doctor.probing._transport import NetworkErrorKind as Kind
from tests.doctor.probing.raw import always, answering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_OK = b"HTTP/1.1 200 OK\r\n"
_SECONDS = 5.0
# Long enough for an answer on loopback, and not for what never comes.
_MOMENT = 0.2


def ask(
    port: int, request: HTTPRequest | None = None, **options: float
) -> HTTPResponse | NetworkError:
    """Send *request* to *port*, and return the result."""
    network = HTTPTransport(options.get("timeout", _SECONDS))
    return network.send(request or HTTPRequest(method="GET", url=f"http://127.0.0.1:{port}/"))


def error_after(answer: Callable[[bytes], Iterable[bytes]]) -> NetworkError:
    """Return the error after *answer*."""
    with answering(answer) as (port, _):
        result = ask(port)
    assert isinstance(result, NetworkError)
    return result


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def test_every_line_of_an_answer_is_kept() -> None:
    """Lines that repeat, odd case, order, and bytes that are no ASCII stay as they were sent."""
    lines = b"VARY: a\r\nx-A:  1 \r\nAccess-Control-Allow-Origin: *\r\nVary: \xe9\r\nx-A:\r\n"
    with answering(always(_OK, lines, b"Content-Length: 2\r\n\r\nhi")) as (port, _):
        result = ask(port)
    assert result == HTTPResponse(
        status=200,
        headers=(
            ("VARY", "a"),
            ("x-A", "1"),
            ("Access-Control-Allow-Origin", "*"),
            ("Vary", "é"),
            ("x-A", ""),
            ("Content-Length", "2"),
        ),
        content=b"hi",
        address="127.0.0.1",
    )


def test_a_request_is_sent_as_it_is_told() -> None:
    """Method, target, headers and body go over the wire in their order, and nothing is added."""
    with answering(always(_OK, b"\r\n")) as (port, heads):
        request = HTTPRequest(
            method="patch",
            url=f"http://127.0.0.1:{port}/a%20b?c=d",
            headers=(("X-b", "2"), ("Origin", "null"), ("X-a", "1")),
            content=b"body",
        )
        result = ask(port, request)
    assert isinstance(result, HTTPResponse)
    head = heads[0].decode().partition("\r\n\r\n")[0]
    assert head.split("\r\n") == [
        "patch /a%20b?c=d HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Connection: close",
        "X-b: 2",
        "Origin: null",
        "X-a: 1",
        "Content-Length: 4",
    ]


def test_what_comes_before_the_answer_is_passed_over() -> None:
    """An early hint is no answer."""
    with answering(always(b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n", _OK, b"\r\n")) as (port, _):
        result = ask(port)
    assert isinstance(result, HTTPResponse)
    assert (result.status, result.headers) == (200, ())


def test_a_body_without_an_end_is_cut() -> None:
    """No more than 64 KiB of a body is kept, and nobody waits for the rest."""
    with answering(_endless) as (port, _):
        result = ask(port)
    assert isinstance(result, HTTPResponse)
    assert (result.status, len(result.content)) == (200, 64 * 1024)


@pytest.mark.parametrize(
    "tail", [b"Content-Length: 9\r\n\r\nhi", b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"]
)
def test_a_body_that_breaks_off_is_an_answer(tail: bytes) -> None:
    """The headers have come, and they count."""
    with answering(always(_OK + tail)) as (port, _):
        result = ask(port)
    assert isinstance(result, HTTPResponse)
    assert result.status == 200


def test_a_body_that_never_comes_is_an_answer() -> None:
    """A server that sends headers and stops has answered."""
    with answering(always(_OK, b"Content-Length: 9\r\n\r\n"), stays=True) as (port, _):
        result = ask(port, timeout=_MOMENT)
    assert isinstance(result, HTTPResponse)
    assert (result.status, result.content) == (200, b"")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        pytest.param(always(), Kind.CONNECTION_CLOSED, id="nothing"),
        pytest.param(always(b"HTTP/1.1 200 OK\r\nX: y\r\n"), Kind.CONNECTION_CLOSED, id="cut"),
        pytest.param(always(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), Kind.NOT_HTTP, id="another-protocol"),
        pytest.param(always(b"\x15\x03\x01\x00\x02\x02\x16\r\n\r\n"), Kind.NOT_HTTP, id="tls"),
        pytest.param(always(_OK, b"no colon\r\n\r\n"), Kind.NOT_HTTP, id="malformed"),
        pytest.param(
            always(_OK, b"X: ", b"y" * 10_000_000),
            Kind.HEADERS_TOO_LONG,
            id="ten-megabytes",
        ),
        pytest.param(
            always(_OK, *[b"X-A: y\r\n" * 512] * 4096),
            Kind.HEADERS_TOO_LONG,
            id="endless",
        ),
    ],
)
def test_what_is_no_answer_has_a_reason(
    answer: Callable[[bytes], Iterable[bytes]], why: Kind
) -> None:
    """Anything but a response of bounded length in HTTP is an error with a sentence."""
    result = error_after(answer)
    assert (result.kind, result.sentence) == (why, SENTENCES[why])


def test_a_server_that_is_slow_is_given_up() -> None:
    """A server that begins its headers and stops has not answered."""
    with answering(always(_OK), stays=True) as (port, _):
        result = ask(port, timeout=_MOMENT)
    assert result == NetworkError(kind=Kind.TIMED_OUT, address="127.0.0.1")


def test_a_server_that_hangs_is_given_up() -> None:
    """A connection that is accepted and not answered ends with the time that was given."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        result = ask(listener.getsockname()[1], timeout=_MOMENT)
    assert isinstance(result, NetworkError)
    assert result.kind is Kind.TIMED_OUT


def test_no_time_at_all_is_too_little() -> None:
    """A time that is over before it begins is too short."""
    result = ask(free_port(), timeout=0)
    assert isinstance(result, NetworkError)
    assert result.kind is Kind.TIMED_OUT


def _reset(listener: socket.socket) -> None:
    """Take the request, and cut the connection without a word."""
    connection, _ = listener.accept()
    with connection:
        connection.recv(1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_a_connection_that_is_cut() -> None:
    """A connection that the other end resets is closed without an answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_reset, args=(listener,))
        thread.start()
        result = ask(listener.getsockname()[1])
        thread.join()
    assert isinstance(result, NetworkError)
    assert result.kind is Kind.CONNECTION_CLOSED


def test_a_port_on_which_nothing_listens() -> None:
    """A refused connection is an error of its own."""
    result = ask(free_port())
    assert result == NetworkError(kind=Kind.CONNECTION_REFUSED, address="127.0.0.1")


def test_a_name_that_nobody_has() -> None:
    """A name without an address is not found."""
    result = HTTPTransport(_SECONDS).send(HTTPRequest(method="GET", url="http://nobody.invalid/"))
    assert result == NetworkError(kind=Kind.NAME_NOT_FOUND)


def test_an_address_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address without a route is an error of its own."""

    def connect(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", connect)
    result = ask(1)
    assert result == NetworkError(kind=Kind.HOST_UNREACHABLE, address="127.0.0.1")


def contexts(*names: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the context of a server of *names*, and that of a client that trusts it."""
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(server)  # pyright: ignore[reportUnknownMemberType] - half of its types
    client = ssl.create_default_context()
    authority.configure_trust(client)  # pyright: ignore[reportUnknownMemberType] - as above
    return server, client


def test_tls_that_is_trusted() -> None:
    """A certificate that is trusted, for this address, is as good as none."""
    server, client = contexts("127.0.0.1")
    with answering(always(_OK, b"\r\n"), server) as (port, _):
        url = f"https://127.0.0.1:{port}/"
        result = HTTPTransport(_SECONDS, client).send(HTTPRequest(method="GET", url=url))
    assert isinstance(result, HTTPResponse)
    assert result.status == 200


def test_tls_that_is_not_trusted() -> None:
    """A certificate is verified, and the mistake in it is named."""
    server, _ = contexts("127.0.0.1")
    with answering(always(_OK, b"\r\n"), server) as (port, _):
        result = ask(port, HTTPRequest(method="GET", url=f"https://127.0.0.1:{port}/"))
    assert isinstance(result, NetworkError)
    assert re.fullmatch(r"The server's certificate is not trusted \(.+\)\.", result.sentence)


def test_tls_for_another_name() -> None:
    """A certificate is for the host that is asked, or it is not trusted."""
    server, client = contexts("api.example.com")
    with answering(always(_OK, b"\r\n"), server) as (port, _):
        url = f"https://127.0.0.1:{port}/"
        result = HTTPTransport(_SECONDS, client).send(HTTPRequest(method="GET", url=url))
    assert isinstance(result, NetworkError)
    assert result.kind is Kind.CERTIFICATE_NOT_TRUSTED


def test_tls_that_is_none() -> None:
    """A server without TLS fails the handshake, and that is said in plain words."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_greet, args=(listener,))
        thread.start()
        port = listener.getsockname()[1]
        result = ask(port, HTTPRequest(method="GET", url=f"https://127.0.0.1:{port}/"))
        thread.join()
    assert isinstance(result, NetworkError)
    assert result.sentence == "The TLS handshake failed (wrong version number)."


def _greet(listener: socket.socket) -> None:
    """Answer in the clear, whatever is asked."""
    connection, _ = listener.accept()
    with connection:
        connection.recv(1)
        connection.sendall(_OK)


def test_what_is_no_url_is_a_mistake_of_the_caller() -> None:
    """Only URLs are asked."""
    with pytest.raises(ValueError, match="no url"):
        HTTPTransport().send(HTTPRequest(method="GET", url="no url"))


def _endless(_: bytes) -> Iterable[bytes]:
    """Yield a response without an end."""
    yield _OK + b"\r\n"
    yield from repeat(b"x" * 4096)
