"""The messages of a test: requests, responses, and their headers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

HeaderLines = tuple[tuple[str, str], ...]


class Headers(Mapping[str, str]):
    """
    Headers, by names in any case; of a header with several lines, all, after commas.

    Attributes:
        lines: Every line, in order.
    """

    __slots__ = ("_values", "lines")

    def __init__(self, lines: HeaderLines = ()) -> None:
        """Read *lines*."""
        self.lines: HeaderLines = lines
        self._values: dict[str, str] = {}
        for name, value in lines:
            key = name.lower()
            before = self._values.get(key)
            self._values[key] = value if before is None else f"{before}, {value}"

    def __getitem__(self, name: str) -> str:
        """Return the value of *name*."""
        return self._values[name.lower()]

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a header *name*."""
        return isinstance(name, str) and name.lower() in self._values

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, in lower case."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return how many names there are."""
        return len(self._values)

    def __repr__(self) -> str:
        """Return the headers as a dictionary is written."""
        return f"Headers({self._values!r})"


@dataclass(frozen=True, slots=True)
class Request:
    """
    A request as the app gets it.

    Attributes:
        method: The method.
        url: The URL, without its fragment.
        headers: The headers, cookies included.
        body: The body.
    """

    method: str
    url: str
    headers: Headers
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """
    A response as the app gives it, of which the page may read less.

    Attributes:
        status: The status.
        headers: The headers.
        body: The body.
    """

    status: int
    headers: Headers
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Exchange:
    """
    A request that went over the wire, and its response.

    Attributes:
        request: The request.
        response: The response; ``None`` if nothing answers at that origin, or the app broke
            off in the middle of it.
        is_preflight: Whether it asks for permission.
        exception: The exception of the app, if it raised one.
    """

    request: Request
    response: Response | None
    is_preflight: bool = False
    exception: Exception | None = None


class Answer(NamedTuple):
    """The response and the exception of an app, if there are any."""

    response: Response | None
    exception: Exception | None = None


# What a server answers if the app does not. No CORS header is in it: the app has set none.
FAILED: Final = Response(500, Headers((("Content-Type", "text/plain"),)), b"Internal Server Error")


def is_whole(response: Response) -> bool:
    """Tell whether the body is as long as the headers say: a client waits for no more."""
    return response.headers.get("content-length") == str(len(response.body))
