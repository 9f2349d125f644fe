"""HTTP/1.1 as bytes: what a browser sent, and the exact answer it gets."""

from __future__ import annotations

from asyncio import IncompleteReadError, LimitOverrunError
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from http.client import responses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import StreamReader
    from collections.abc import Iterable

_TLS_HANDSHAKE = b"\x16"


class NotHTTPError(Exception):
    """The bytes on a connection are not a request that a browser sends."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request; *head* is what came over the wire, the other fields are read from it."""

    head: bytes
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    @property
    def path(self) -> str:
        """Return the target without its query."""
        return self.target.partition("?")[0]

    def lines(self, name: str) -> list[str]:
        """Return the value of every header line called *name*, whatever its case."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name: str) -> str | None:
        """Return the values of *name* joined as a server would, or `None` when it was not sent."""
        return ", ".join(self.lines(name)) if self.lines(name) else None


@dataclass(slots=True)
class Exchange:
    """A request to *origin* and the bytes of its answer, which grow while they are sent."""

    origin: str
    request: Request
    answer: bytearray = field(default_factory=bytearray)

    @property
    def url(self) -> str:
        """Return the URL that was asked for."""
        return self.origin + self.request.target

    @property
    def answer_head(self) -> str:
        """Return the status line and the header lines of the answer."""
        return self.answer.partition(b"\r\n\r\n")[0].decode("latin-1")

    def answer_lines(self, name: str) -> list[str]:
        """Return the value of every header line called *name* in the answer."""
        pairs = (line.partition(":") for line in self.answer_head.split("\r\n")[1:])
        return [value.strip(" \t") for key, _, value in pairs if key.lower() == name.lower()]


def parse_head(head: bytes) -> Request:
    """
    Read the method, the target and the headers of *head*, keeping their case and their order.

    Raises:
        NotHTTPError: If the request line does not have three parts.
    """
    first, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    match first.split(" "):
        case [method, target, "HTTP/1.1" | "HTTP/1.0"]:
            pairs = (line.partition(":") for line in lines)
            headers = tuple((name, value.strip(" \t")) for name, _, value in pairs)
            return Request(head, method, target, headers)
        case _:
            raise NotHTTPError(first)


async def read_request(reader: StreamReader) -> Request | None:
    """
    Read the next request of a connection, or return `None` at its end.

    Raises:
        NotHTTPError: If the bytes are no request, or its body has no length.
    """
    try:
        first = await reader.readexactly(1)
        # A TLS hello has no blank line to wait for, and an engine waits for ever on a silent port.
        if first == _TLS_HANDSHAKE:
            raise NotHTTPError("a TLS hello on a plain connection")
        request = parse_head(first + await reader.readuntil(b"\r\n\r\n"))
        if request.lines("Transfer-Encoding"):
            raise NotHTTPError("browsers send no chunked requests over HTTP/1.1")
        body = await reader.readexactly(int(request.header("Content-Length") or 0))
    except (IncompleteReadError, ConnectionError):
        return None
    except LimitOverrunError as error:
        raise NotHTTPError("the head of a request is too long") from error
    return replace(request, body=body)


def answer(status: int = 200, headers: Iterable[tuple[str, str]] = (), body: bytes = b"") -> bytes:
    """
    Format one response: *headers* exactly as given, and a `Content-Length` where HTTP allows one.

    For preflights take 200: after a 204, which may have no length, WebKitGTK drops the connection.
    """
    phrase = responses.get(status, "Unknown")
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in headers)]
    if status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
