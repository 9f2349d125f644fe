"""Hold what is sent to a server, what comes back, and why nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from crossorigin._browser.header_lists import HeaderList


class Trouble(StrEnum):
    """Name why there is no answer, in the order in which one finds out."""

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
    APP_FAILED = "app-failed"


SENTENCES: Final = {
    Trouble.TOO_MANY_REQUESTS: "The limit of requests was reached, so this one was not sent.",
    Trouble.NAME_NOT_FOUND: "The host name is unknown.",
    Trouble.CONNECTION_REFUSED: "The host refuses the connection: nothing listens on that port.",
    Trouble.HOST_UNREACHABLE: "The host cannot be reached.",
    Trouble.CERTIFICATE_NOT_TRUSTED: "The server's certificate is not trusted.",
    Trouble.TLS_FAILED: "The TLS handshake failed.",
    Trouble.TIMED_OUT: "The server took too long to answer.",
    Trouble.CONNECTION_CLOSED: "The server closed the connection without an answer.",
    Trouble.NOT_HTTP: "What answered does not speak HTTP.",
    Trouble.HEADERS_TOO_LONG: "The headers of the answer are longer than any browser reads.",
    Trouble.APP_FAILED: "The app raised an exception before it answered.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """
    Hold a request as it is sent, every line of it.

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
class Reply:
    """
    Hold the answer to a request.

    Attributes:
        status: The status.
        headers: Every line, in order, in the case in which it was sent.
        content: The beginning of the body, a few kilobytes at most.
        address: The IP address that answered; empty for an app in this process.
    """

    status: int
    headers: HeaderList = ()
    content: bytes = b""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoReply:
    """
    Hold why there is no answer.

    Attributes:
        trouble: Why.
        detail: What the system says of it, if that helps.
        address: The IP address that was asked, if the name has one.
    """

    trouble: Trouble
    detail: str = ""
    address: str = ""

    @property
    def sentence(self) -> str:
        """Return why, in one plain sentence, followed by the detail."""
        sentence = SENTENCES[self.trouble]
        return f"{sentence[:-1]} ({self.detail})." if self.detail else sentence


class Transport(Protocol):
    """Carry requests to whatever answers them."""

    def send(self, request: Sending) -> Reply | NoReply:
        """Send *request*, and return what comes back."""
        ...
