"""Read what a hostile server answers: bytes, which need not be HTTP."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from crossorigin._browser import FetchRequest
from crossorigin.doctor.check._check import check
from crossorigin.doctor.probing._http import Connection, FailedError, HTTPTransport
from crossorigin.doctor.probing._session import MAX_REQUESTS
from crossorigin.doctor.probing._targets import Question
from crossorigin.doctor.probing._transport import NetworkError
from fuzz.laws import check_printed

if TYPE_CHECKING:
    from crossorigin._browser import Engine
    from crossorigin.doctor.probing._transport import HTTPRequest, HTTPResponse

_TLS: Final = HTTPTransport().tls
_ENGINES: Final[tuple[Engine, ...]] = ("chromium", "firefox", "webkit", "fetch")
# Between two answers.
_NEXT: Final = b"\n====\n"


class _Wire:
    """A connection whose other end has written already."""

    def __init__(self, written: bytes) -> None:
        self._written = written

    def settimeout(self, _: float) -> None:
        """Wait for nothing."""

    def sendall(self, _: bytes) -> None:
        """Take the request."""

    def recv(self, count: int) -> bytes:
        """Return the next bytes."""
        received, self._written = self._written[:count], self._written[count:]
        return received

    def close(self) -> None:
        """End."""


class _Scripted(Connection):
    """A connection over such a wire."""

    written = b""

    def _connect(self) -> _Wire:  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride] - as much of a socket as is used
        return _Wire(self.written)

    def _start_tls(self, connection: _Wire) -> _Wire:  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride] - as above
        return connection


class _Hostile:
    """A server with a list of answers, again from the first."""

    def __init__(self, answers: list[bytes]) -> None:
        self._answers = answers
        self.count = 0

    def send(self, request: HTTPRequest) -> HTTPResponse | NetworkError:
        """Return what is made of the next answer."""
        connection = _Scripted(request, time.monotonic() + 60, _TLS)
        connection.written = self._answers[self.count % len(self._answers)].replace(b"\n", b"\r\n")
        self.count += 1
        try:
            return connection.receive()
        except FailedError as error:
            return NetworkError(kind=error.kind, detail=error.detail)


def fuzz_answers(data: bytes) -> None:
    """Whatever comes, there is a report, it is safe to print, and no more is sent than was announced."""
    kind, answers = data[:1], data[1:].split(_NEXT)
    bits = kind[0] if kind else 0
    fetch = FetchRequest(
        url="http://api.example.com/x",
        origin="http://app.example.com",
        method="PUT" if bits & 1 else "GET",
        headers=(("X-A", "1"),) if bits & 2 else (),
        credentials="include" if bits & 4 else "same-origin",
    )
    server = _Hostile(answers)
    question = Question(fetch=fetch, engine=_ENGINES[bits >> 3 & 3], sends_unsafe=bool(bits & 32))
    check_printed(check(question, server, lambda _: None))
    assert server.count <= MAX_REQUESTS
