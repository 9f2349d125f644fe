"""Send the requests of a policy to a server, no more than were announced."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser import header_value
from crossorigin._web.fetch import REDIRECT_STATUSES
from crossorigin.doctor.conformance._asks import asks_of, redirect_asks, revalidating_asks
from crossorigin.doctor.probing._session import USER_AGENT
from crossorigin.doctor.probing._transport import (
    HTTPRequest,
    HTTPResponse,
    NetworkError,
    NetworkErrorKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._browser import HeaderList
    from crossorigin.doctor.conformance._ask import Ask
    from crossorigin.doctor.conformance._asks import Target
    from crossorigin.doctor.probing._session import Session

# After as many requests without an answer of the server's own, no more are sent.
_PATIENCE: Final = 3
# A limit of rates, or a gateway, answers in the place of the server: it says nothing of its policy.
# https://www.rfc-editor.org/rfc/rfc6585#section-4, https://www.rfc-editor.org/rfc/rfc9110#section-15.6
_TOO_MANY_REQUESTS: Final = 429
_STAND_INS: Final = frozenset({502, 503, 504})
# An app that raises is answered for by its server, which has none of the app's headers.
_CRASHED: Final = HTTPResponse(status=500)
_FOUND_LATER: Final = 9


@dataclass(frozen=True, slots=True)
class Answered:
    """A request, and the server's own answer."""

    ask: Ask
    response: HTTPResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """
    The answers of a server.

    Attributes:
        answered: The requests that it has answered itself.
        sent: How many requests were sent.
        unsettled: The statuses of the others, with their number; 0 stands for none at all.
        error: Why nothing can be said of the server, if nothing can.
    """

    answered: tuple[Answered, ...]
    sent: int
    unsettled: Counter[int]
    error: NetworkError | None = None


class _UnansweredError(Exception):
    """The end of it: too many requests in a row stayed without an answer."""


def limit_of(target: Target) -> int:
    """Return the most requests that *target* is sent."""
    return len(asks_of(target)) + _FOUND_LATER


class ConformanceRequests:
    """The requests to a server, over one session."""

    def __init__(self, target: Target, headers: HeaderList, session: Session) -> None:
        """Prepare the requests to *target*; all but preflights have the *headers* of the user."""
        self._target = target
        self._headers = headers
        self._session = session
        self._answered: list[Answered] = []
        self._unsettled: Counter[int] = Counter()
        self._latest: list[int] = []
        self._error: NetworkError | None = None

    def send(self) -> Answers:
        """Send the requests, and return the answers."""
        error = None
        try:
            self._send_all()
        except _UnansweredError:
            # A limit of rates leaves what was answered before it.
            error = self._error
        return Answers(
            answered=tuple(self._answered),
            sent=len(self._session.log),
            unsettled=self._unsettled,
            error=error,
        )

    def _send_all(self) -> None:
        """Send every request, and those to which the answers lead."""
        self._send_each(asks_of(self._target))
        by_url = {each.ask.url: each for each in self._answered if each.ask.method == "GET"}
        moved = [url for url, each in by_url.items() if _is_redirect(each.response)]
        for url in moved[:2]:
            self._send_each(redirect_asks(self._target, url))
        own = [each for each in self._answered if each.ask.url == self._target.url]
        validator = _validator_of(own[0].response) if own else None
        if validator is not None:
            self._send_each(revalidating_asks(self._target, validator))

    def _send_each(self, asks: Iterable[Ask]) -> None:
        """Send *asks*, and keep what the server answers; raise if it has ceased to."""
        for ask in asks:
            result = self._session.send(self._request(ask)).result
            if isinstance(result, NetworkError) and result.kind is NetworkErrorKind.APP_FAILED:
                result = _CRASHED
            if isinstance(result, NetworkError):
                self._error = result
                self._note(0)
            elif self._is_settled(ask, result):
                self._latest.clear()
                self._answered.append(Answered(ask, result))
            else:
                self._error = None
                self._note(result.status)

    def _note(self, status: int) -> None:
        """Note an answer that says nothing of the policy."""
        self._unsettled[status] += 1
        self._latest.append(status)
        if len(self._latest) >= _PATIENCE or not self._answered:
            raise _UnansweredError

    def _is_settled(self, ask: Ask, response: HTTPResponse) -> bool:
        """Tell whether the server itself has answered, and nothing in its place."""
        if response.status == _TOO_MANY_REQUESTS:
            return False
        # Of a further path, such an error may be the point.
        return response.status not in _STAND_INS or ask.url in self._target.also

    def _request(self, ask: Ask) -> HTTPRequest:
        """Return *ask* as it is sent."""
        # A browser sends no credentials with a preflight.
        more = () if ask.question.is_preflight else self._headers
        is_given = any(name.lower() == "accept" for name, _ in more)
        accept = () if is_given else (("Accept", "*/*"),)
        lines = (*accept, *more, *ask.headers, USER_AGENT)
        return HTTPRequest(method=ask.method, url=ask.url, headers=lines)


def _is_redirect(response: HTTPResponse) -> bool:
    """Tell whether *response* leads elsewhere."""
    has_location = header_value(response.headers, "location") is not None
    return response.status in REDIRECT_STATUSES and has_location


def _validator_of(response: HTTPResponse) -> tuple[str, str] | None:
    """Return the header by which *response* can be revalidated, if it can."""
    for name, header in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")):
        value = header_value(response.headers, name)
        if value is not None and value.isascii() and value.isprintable():
            return header, value
    return None
