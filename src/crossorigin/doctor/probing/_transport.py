"""A request to a server, its response, and the errors of the network between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from crossorigin import Policy
    from crossorigin._browser import HeaderList


class NetworkErrorKind(StrEnum):
    """A reason why there is no response, in the order in which one finds out."""

    TOO_MANY_REQUESTS = "too-many-requests"
    NAME_NOT_FOUND = "name-not-found"
    CONNECTION_REFUSED = "connection-refused"
    HOST_UNREACHABLE = "host-unreachable"
    CERTIFICATE_NOT_TRUSTED = "certificate-not-trusted"
    TLS_FAILED = "tls-failed"
    TIMED_OUT = "timed-out"
    CONNECTION_CLOSED = "connection-closed"
    NOT_HTTP = "not-http"
    HEADERS_TOO_LONG = "headers-too-long"
    TOO_MANY_HEADERS = "too-many-headers"
    APP_FAILED = "app-failed"


SENTENCES: Final = {
    NetworkErrorKind.TOO_MANY_REQUESTS: "The limit of requests was reached, so this one was not sent.",
    NetworkErrorKind.NAME_NOT_FOUND: "The host name is unknown.",
    NetworkErrorKind.CONNECTION_REFUSED: "The host refuses the connection: nothing listens on that port.",
    NetworkErrorKind.HOST_UNREACHABLE: "The host cannot be reached.",
    NetworkErrorKind.CERTIFICATE_NOT_TRUSTED: "The server's certificate is not trusted.",
    NetworkErrorKind.TLS_FAILED: "The TLS handshake failed.",
    NetworkErrorKind.TIMED_OUT: "The server took too long to answer.",
    NetworkErrorKind.CONNECTION_CLOSED: "The server closed the connection without an answer.",
    NetworkErrorKind.NOT_HTTP: "What answered does not speak HTTP.",
    NetworkErrorKind.HEADERS_TOO_LONG: "The headers of the answer are longer than any browser reads.",
    NetworkErrorKind.TOO_MANY_HEADERS: "The answer has more than 1,000 lines of headers, so it was not read.",
    NetworkErrorKind.APP_FAILED: "The app raised an exception before it answered.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HTTPRequest:
    """
    A request as it is sent, every line of it.

    Attributes:
        method: The method, as it stands on the request line.
        url: An absolute ``http`` or ``https`` URL, without a fragment.
        headers: All but those that the connection itself needs.
        content: The body.
    """

    method: str
    url: str
    headers: HeaderList = ()
    content: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class HTTPResponse:
    """
    A response as it arrived.

    Attributes:
        status: The status.
        headers: Every line, in order, in the case in which it was sent.
        content: The beginning of the body, a few kilobytes at most.
        address: The IP address that answered; empty for an app in this process.
        policy: The policy of this library that was in force, for an app in this process.
    """

    status: int
    headers: HeaderList = ()
    content: bytes = b""
    address: str = ""
    policy: Policy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkError:
    """
    The end of a request without a response.

    Attributes:
        kind: The reason.
        detail: The words of the system about it, if they help.
        address: The IP address that was asked, if the name has one.
    """

    kind: NetworkErrorKind
    detail: str = ""
    address: str = ""

    @property
    def sentence(self) -> str:
        """Return the reason, in one plain sentence, followed by the detail."""
        sentence = SENTENCES[self.kind]
        return f"{sentence[:-1]} ({self.detail})." if self.detail else sentence


class Transport(Protocol):
    """A way to a server: over the network, or to an app in this process."""

    def send(self, request: HTTPRequest) -> HTTPResponse | NetworkError:
        """Send *request*, and return the response or the error."""
        ...
