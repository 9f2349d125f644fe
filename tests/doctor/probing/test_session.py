"""A session sends no more than its limit, and keeps every exchange; a question is about a URL."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from crossorigin._browser.messages import FetchRequest
from crossorigin.doctor.probing._session import HTTPExchange, Purpose, Session
from crossorigin.doctor.probing._targets import Question
from crossorigin.doctor.probing._transport import (
    HTTPRequest,
    HTTPResponse,
    NetworkError,
    NetworkErrorKind,
)

URL = "https://api.example.com/x"


@dataclass
class Answering:
    """A transport that gives one result to every request."""

    result: HTTPResponse | NetworkError
    requests: list[HTTPRequest] = field(default_factory=list[HTTPRequest])

    def send(self, request: HTTPRequest) -> HTTPResponse | NetworkError:
        """Return the result."""
        self.requests.append(request)
        return self.result


def test_no_more_is_sent_than_the_limit() -> None:
    """Beyond the limit nothing is sent or told, and the log says why there is no response."""
    transport = Answering(HTTPResponse(status=200))
    told: list[HTTPRequest] = []
    session = Session(transport, told.append, limit=2)
    request = HTTPRequest(method="GET", url=URL)
    exchanges = [session.send(request, Purpose.FRESH) for _ in range(3)]
    assert transport.requests == told == [request, request]
    assert exchanges[-1].result == NetworkError(
        kind=NetworkErrorKind.TOO_MANY_REQUESTS, detail="2 requests"
    )
    assert session.log == tuple(exchanges)


def test_an_exchange_without_a_response() -> None:
    """It has no status, no header and no content."""
    session = Session(Answering(NetworkError(kind=NetworkErrorKind.TIMED_OUT)), lambda _: None)
    exchange = session.send(HTTPRequest(method="GET", url=URL))
    assert (exchange.status, exchange.headers, exchange.content) == (0, (), b"")


@pytest.mark.parametrize(
    ("method", "headers", "expected"),
    [
        ("OPTIONS", (("access-control-request-method", "PUT"),), True),
        ("OPTIONS", (), False),
        ("GET", (("Access-Control-Request-Method", "PUT"),), False),
    ],
)
def test_a_preflight(method: str, headers: tuple[tuple[str, str], ...], *, expected: bool) -> None:
    """OPTIONS with Access-Control-Request-Method is a preflight, and nothing else."""
    assert exchange_of((), method=method, headers=headers).is_preflight is expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((("Age", "31"),), True),
        ((("X-Cache", "HIT from edge"),), True),
        ((("CF-Cache-Status", "HIT"), ("Age", "0")), True),
        ((("Age", "9" * 5000),), True),
        ((("X-Cache", "MISS"), ("Age", "000")), False),
        ((("Age", "\xb2"),), False),
        ((("Age", "-1"),), False),
        ((), False),
    ],
)
def test_a_response_of_a_cache(headers: tuple[tuple[str, str], ...], *, expected: bool) -> None:
    """A cache gives itself away by a hit or an age; a malformed age says nothing."""
    assert exchange_of(headers).is_from_cache is expected


def exchange_of(
    lines: tuple[tuple[str, str], ...],
    *,
    method: str = "GET",
    headers: tuple[tuple[str, str], ...] = (),
) -> HTTPExchange:
    """Return an exchange, with *lines* in its response."""
    request = HTTPRequest(method=method, url=URL, headers=headers)
    result = HTTPResponse(status=200, headers=lines)
    return HTTPExchange(purpose=Purpose.FETCH, request=request, result=result)


def test_a_question_has_a_url() -> None:
    """Any other text is a mistake of the caller."""
    with pytest.raises(ValueError, match="no url"):
        _ = Question(fetch=FetchRequest(url="no url", origin="null")).target
