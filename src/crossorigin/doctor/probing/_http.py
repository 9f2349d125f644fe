"""
Send requests over the network, and keep the answers line by line.

Each request has a connection of its own. No proxy, cookie jar or cache stands between, no
redirect is followed, and both time and size of an answer are limited.
"""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import h11

from crossorigin._browser import Url, header_value
from crossorigin.doctor.probing._transport import (
    HTTPRequest,
    HTTPResponse,
    NetworkError,
    NetworkErrorKind,
)

if TYPE_CHECKING:
    from crossorigin._browser import HeaderList

# Seconds until an answer must have come, from the first look-up of the name.
DEFAULT_TIMEOUT: Final = 10.0
# No browser reads longer headers. https://fetch.spec.whatwg.org/#concept-header-list
MAX_HEADERS: Final = 256 * 1024
# As many lines as no server sends: each is an object, and looked at many times.
MAX_LINES: Final = 1000
MAX_CONTENT: Final = 64 * 1024
_CHUNK: Final = 16 * 1024
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_HEADERS_TOO_LONG: Final = 431
_SWITCHED: Final = 101
# Its body goes on for as long as somebody listens.
# https://html.spec.whatwg.org/multipage/server-sent-events.html#server-sent-events
_ENDLESS: Final = "text/event-stream"


class FailedError(Exception):
    """The end of an exchange without a response."""

    def __init__(self, kind: NetworkErrorKind, detail: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True, slots=True)
class HTTPTransport:
    """
    The network.

    Attributes:
        timeout: Seconds until an answer must have come.
        tls: How certificates are verified.
    """

    timeout: float = DEFAULT_TIMEOUT
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def send(self, request: HTTPRequest) -> HTTPResponse | NetworkError:
        """Send *request*, and return the response or the error."""
        connection = Connection(request, time.monotonic() + self.timeout, self.tls)
        try:
            return connection.receive()
        except FailedError as error:
            return NetworkError(kind=error.kind, detail=error.detail, address=connection.address)
        finally:
            connection.close()


class Connection:
    """A connection for one request."""

    def __init__(self, request: HTTPRequest, deadline: float, tls: ssl.SSLContext) -> None:
        url = Url.parse(request.url)
        if url is None:
            raise ValueError(request.url)
        self.address = ""
        self._url = url
        self._request = request
        self._deadline = deadline
        self._tls = tls
        self._socket: socket.socket | None = None
        self._first = b""
        self._is_ended = False
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEADERS)

    def receive(self) -> HTTPResponse:
        """Return the response; raise ``FailedError`` if there is none."""
        try:
            self._socket = self._connect()
            if self._url.scheme == "https":
                self._socket = self._start_tls(self._socket)
            self._socket.settimeout(self._remaining())
            self._socket.sendall(self._request_bytes())
            response = self._response(self._socket)
            return HTTPResponse(
                status=response.status_code,
                headers=_lines(response),
                content=b"" if _is_endless(response) else self._content(self._socket),
                address=self.address,
            )
        except TimeoutError:
            raise FailedError(NetworkErrorKind.TIMED_OUT) from None
        except ssl.SSLError as error:
            raise FailedError(NetworkErrorKind.TLS_FAILED, _words_of(error)) from None
        except OSError:
            raise FailedError(NetworkErrorKind.CONNECTION_CLOSED) from None

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._socket is not None:
            self._socket.close()

    def _remaining(self) -> float:
        """Return the seconds that remain."""
        remaining = self._deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        return remaining

    def _connect(self) -> socket.socket:
        """Return a connection to the first address of the host that accepts one."""
        host = self._url.host.strip("[]")
        port = int(self._url.port or _DEFAULT_PORTS[self._url.scheme])
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise FailedError(NetworkErrorKind.NAME_NOT_FOUND) from None
        kind = NetworkErrorKind.HOST_UNREACHABLE
        for family, type_, protocol, _, address in found:
            connection = socket.socket(family, type_, protocol)
            self.address = str(address[0])
            try:
                connection.settimeout(self._remaining())
                connection.connect(address)
            except ConnectionRefusedError:
                kind = NetworkErrorKind.CONNECTION_REFUSED
            except TimeoutError:
                connection.close()
                raise
            except OSError:
                pass
            else:
                return connection
            connection.close()
        raise FailedError(kind)

    def _start_tls(self, connection: socket.socket) -> socket.socket:
        """Return *connection* with TLS, the certificate verified."""
        connection.settimeout(self._remaining())
        host = self._url.host.strip("[]")
        try:
            return self._tls.wrap_socket(connection, server_hostname=host)
        except ssl.SSLCertVerificationError as error:
            detail = error.verify_message.rstrip(".")
            raise FailedError(NetworkErrorKind.CERTIFICATE_NOT_TRUSTED, detail) from None

    def _request_bytes(self) -> bytes:
        """Return the request, as it goes over the wire."""
        given = {name.lower() for name, _ in self._request.headers}
        own = [("Host", self._url.origin.partition("://")[2]), ("Connection", "close")]
        lines = [line for line in own if line[0].lower() not in given]
        lines += self._request.headers
        if self._request.content:
            lines.append(("Content-Length", str(len(self._request.content))))
        hosts = [line for line in lines if line[0].lower() == "host"]
        others = [line for line in lines if line[0].lower() != "host"]
        head = h11.Request(
            method=self._request.method,
            target=f"{self._url.path}{self._url.query}",
            headers=[
                (name.encode("latin-1"), value.encode("latin-1"))
                for name, value in (hosts[0], *others)
            ],
        )
        # h11 writes no second line of Host, and an audit asks what a server makes of one.
        further = "".join(f"{name}: {value}\r\n" for name, value in hosts[1:])
        sent = self._http.send(head).removesuffix(b"\r\n")
        parts = [sent, further.encode("latin-1"), b"\r\n"]
        if self._request.content:
            parts.append(self._http.send(h11.Data(data=self._request.content)))
        parts.append(self._http.send(h11.EndOfMessage()))
        return b"".join(parts)

    def _response(self, connection: socket.socket) -> h11.Response | h11.InformationalResponse:
        """Return the head of the final response; an interim one, such as 103, is passed over."""
        while True:
            try:
                event = self._http.next_event()
            except h11.RemoteProtocolError as error:
                raise self._error_of(error) from None
            # After 101, the server speaks another protocol.
            if isinstance(event, h11.Response) or (
                isinstance(event, h11.InformationalResponse) and event.status_code == _SWITCHED
            ):
                if len(event.headers) > MAX_LINES:
                    raise FailedError(NetworkErrorKind.TOO_MANY_HEADERS)
                return event
            if event is h11.NEED_DATA:
                self._http.receive_data(self._receive(connection))

    def _error_of(self, error: h11.RemoteProtocolError) -> FailedError:
        """Return the error to report for a response that h11 rejects with *error*."""
        if error.error_status_hint == _HEADERS_TOO_LONG:
            return FailedError(NetworkErrorKind.HEADERS_TOO_LONG)
        if self._is_ended and self._first[:5] in {b"", b"HTTP/"}:
            return FailedError(NetworkErrorKind.CONNECTION_CLOSED)
        return FailedError(NetworkErrorKind.NOT_HTTP)

    def _content(self, connection: socket.socket) -> bytes:
        """Return the beginning of the body, of which neither end nor health matters."""
        content = bytearray()
        try:
            while len(content) < MAX_CONTENT:
                event = self._http.next_event()
                if event is h11.NEED_DATA:
                    self._http.receive_data(self._receive(connection))
                elif isinstance(event, h11.Data):
                    content += event.data
                else:
                    break
        except (h11.RemoteProtocolError, OSError):
            pass
        return bytes(content[:MAX_CONTENT])

    def _receive(self, connection: socket.socket) -> bytes:
        """Return the next bytes, none at the end."""
        connection.settimeout(self._remaining())
        received = connection.recv(_CHUNK)
        self._first = self._first or received
        self._is_ended = not received
        return received


def _is_endless(response: h11.Response | h11.InformationalResponse) -> bool:
    """Tell whether *response* has a body to which nobody waits for the end."""
    return (header_value(_lines(response), "content-type") or "").lower().startswith(_ENDLESS)


def _lines(response: h11.Response | h11.InformationalResponse) -> HeaderList:
    """Return the headers of *response*, line by line; a character stands for a byte."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in response.headers.raw_items()
    )


def _words_of(error: ssl.SSLError) -> str:
    """Return the reason of *error*, in lower case, without its codes."""
    return (error.reason or "").replace("_", " ").lower()
