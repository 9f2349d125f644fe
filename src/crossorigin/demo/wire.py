"""Remember the requests that really arrived at a server, and its answers."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

from werkzeug.datastructures import EnvironHeaders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import TracebackType
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_REMEMBERED: Final = 500
# The headers that decide what a page may do. The others would only hide them.
_TELLING: Final = ("access-control-", "location", "origin", "vary")


@dataclass(frozen=True, slots=True)
class Arrival:
    """
    A request as the server saw it, and the head of its answer.

    Attributes:
        number: Its place in the order of arrival, from 1.
        method: As it stood on the request line.
        path: Without the query.
        asked: Those of its headers that concern CORS.
        status: The code of the answer.
        answered: Those headers of the answer that concern CORS.
    """

    number: int
    method: str
    path: str
    asked: tuple[tuple[str, str], ...]
    status: int
    answered: tuple[tuple[str, str], ...]


class RequestLog:
    """A WSGI app in front of another, with a record of the last few hundred requests."""

    def __init__(self, app: WSGIApplication) -> None:
        """Stand in front of *app*."""
        self._app = app
        self._numbers = count(1)
        self._arrivals: deque[Arrival] = deque(maxlen=_REMEMBERED)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the app does."""

        # Remembered before a byte of the answer leaves: who has read it finds it here.
        def remember(
            status: str,
            headers: list[tuple[str, str]],
            raised: tuple[type[BaseException], BaseException, TracebackType]
            | tuple[None, None, None]
            | None = None,
        ) -> Callable[[bytes], object]:
            self._arrivals.append(
                Arrival(
                    number=next(self._numbers),
                    method=environ["REQUEST_METHOD"],
                    path=environ["PATH_INFO"],
                    asked=_telling(list(EnvironHeaders(environ))),
                    status=int(status.split(" ", 1)[0]),
                    answered=_telling(headers),
                )
            )
            return start_response(status, headers, raised)

        return self._app(environ, remember)

    def since(self, number: int) -> list[Arrival]:
        """Return the requests that arrived after *number*, the oldest first."""
        return [arrival for arrival in list(self._arrivals) if arrival.number > number]


def _telling(headers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return those of *headers* that concern CORS."""
    return tuple((name, value) for name, value in headers if name.lower().startswith(_TELLING))
