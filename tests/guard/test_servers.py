"""The guard on real servers, before a real WebSocket client and real forms."""

from __future__ import annotations

import http.client
import socket
from contextlib import closing
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from crossorigin import Reason
from tests.cases.sending import APP, EVIL, IDP, OWN
from tests.guard.served_flask import PUBLIC
from tests.guard.servers import CLOSING_COMMANDS, COMMANDS, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.http11 import Response

pytestmark = pytest.mark.programs

# Seconds of silence that mean that nothing will come any more.
_PATIENCE: Final = 60
_PROXIED: Final = "10.0.0.7:8080"


class Sender(NamedTuple):
    """
    Hold who sends, and why that is refused, if it is.

    Attributes:
        origin: The value of ``Origin``.
        reason: Why it is refused.
        host: The value of ``Host``.
        site: The value of ``Sec-Fetch-Site``.
        cookie: The value of ``Cookie``.
    """

    origin: str | None
    reason: Reason | None = None
    host: str = "api.example.com"
    site: str | None = None
    cookie: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers but for ``Origin`` and ``Host``."""
        sent = {"Sec-Fetch-Site": self.site, "Cookie": self.cookie}
        return {name: value for name, value in sent.items() if value is not None}


SENDERS: Final = {
    "allowed": Sender(APP, site="cross-site"),
    "allowed, no metadata": Sender(APP),
    "allowed, with cookies": Sender(APP, Reason.COOKIES_NOT_ALLOWED, cookie="id=7"),
    "evil": Sender(EVIL, Reason.SENDER_NOT_ALLOWED, site="cross-site"),
    "evil, no metadata": Sender(EVIL, Reason.SENDER_NOT_ALLOWED, cookie="id=7"),
    "null": Sender("null", Reason.ORIGIN_NULL),
    "no browser": Sender(None, cookie="id=7"),
    "own page": Sender(OWN, site="same-origin", cookie="id=7"),
    "own page, no metadata": Sender(OWN, cookie="id=7"),
    "trusted": Sender(IDP, site="cross-site", cookie="id=7"),
    "behind a proxy": Sender(PUBLIC, host=_PROXIED, cookie="id=7"),
    "behind a proxy, not trusted": Sender(OWN, Reason.SENDER_NOT_ALLOWED, host=_PROXIED),
}


@pytest.fixture(scope="module", params=COMMANDS)
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """Start a server."""
    with serving(str(request.param)) as port:
        yield port


def refused(port: int, sender: Sender) -> Response | None:
    """Open a WebSocket; return what refuses it, or ``None`` if it carries messages."""
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as connection:
        try:
            client = connect(
                f"ws://{sender.host}/echo",
                sock=connection,
                origin=None if sender.origin is None else Origin(sender.origin),
                additional_headers=sender.headers,
                open_timeout=_PATIENCE,
                close_timeout=0,  # how the server ends the connection is its own affair
            )
        except InvalidStatus as error:
            return error.response
        with client:
            client.send("hello")
            assert client.recv(_PATIENCE) == "hello"
    return None


@pytest.mark.parametrize("name", SENDERS)
def test_a_socket(port: int, name: str) -> None:
    """A WebSocket opens for whom the guard lets through, and for nobody else."""
    sender = SENDERS[name]
    answer = refused(port, sender)
    if answer is None:
        assert sender.reason is None
    else:
        assert (answer.status_code, answer.headers["Cache-Control"]) == (403, "no-store")
        assert answer.body is not None
        assert answer.body.decode().partition(": ")[0] == sender.reason


@pytest.mark.parametrize("server", CLOSING_COMMANDS)
def test_a_socket_that_is_closed(server: str) -> None:
    """Where a server cannot answer a handshake, it is a bare 403 to whom the guard refuses."""
    with serving(server) as port:
        answers = {name: refused(port, sender) for name, sender in SENDERS.items()}
    statuses = {name: answer and answer.status_code for name, answer in answers.items()}
    assert statuses == {name: 403 if sender.reason else None for name, sender in SENDERS.items()}


@pytest.mark.parametrize("name", SENDERS)
def test_a_form(port: int, name: str) -> None:
    """A form reaches the app from whom the guard lets through, and only a reader may read."""
    sender = SENDERS[name]
    headers = {**sender.headers, "Host": sender.host}
    headers |= {"Origin": sender.origin} if sender.origin else {}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)) as connection:
        connection.request("POST", "/transfer", "amount=1000", headers)
        answer = connection.getresponse()
        body = answer.read().decode()
    readable = sender.origin if sender.origin == APP else None
    assert answer.headers["Access-Control-Allow-Origin"] == readable
    if sender.reason is None:
        assert (answer.status, body) == (200, "transferred")
    else:
        assert (answer.status, body.partition(": ")[0]) == (403, sender.reason)


def test_nothing_follows_the_last_frame() -> None:
    """When a WebSocket on gunicorn has ended, no answer to a crash comes after it."""
    lines = [
        *("GET /echo HTTP/1.1", "Host: api.example.com", f"Origin: {APP}"),
        *("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"),
        *("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", ""),
    ]
    with (
        serving("gunicorn") as port,
        socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as connection,
        connection.makefile("rb") as received,
    ):
        connection.sendall("\r\n".join(lines).encode())
        assert received.readline() == b"HTTP/1.1 101 Switching Protocols\r\n"
        while received.readline() != b"\r\n":
            pass
        # Frames of a client are masked, here by zeros: a text, and the close.
        # https://www.rfc-editor.org/rfc/rfc6455#section-5.2
        connection.sendall(b"\x81\x81" + bytes(4) + b"x")
        assert received.read(3) == b"\x81\x01x"
        connection.sendall(b"\x88\x82" + bytes(4) + b"\x03\xe8")
        assert received.read() == b"\x88\x02\x03\xe8"
