"""Ask the demo's servers, as a program does that is no browser."""

from __future__ import annotations

import json
from contextlib import closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

_SECONDS = 30


class Answer(NamedTuple):
    """Hold what a server answered."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def cors_headers(self) -> list[tuple[str, str]]:
        """Return the headers that concern CORS, sorted."""
        telling = ("access-control-", "location", "vary")
        return sorted(each for each in self.headers if each[0].lower().startswith(telling))


def ask(
    address: str,
    method: str = "GET",
    headers: Sequence[tuple[str, str]] = (),
    body: str | None = None,
) -> Answer:
    """Send one request, byte by byte what is asked for, and return the answer."""
    parts = urlsplit(address)
    assert parts.hostname is not None
    with closing(HTTPConnection(parts.hostname, parts.port, timeout=_SECONDS)) as connection:
        connection.request(
            method, address.removeprefix(f"http://{parts.netloc}"), body, dict(headers)
        )
        response = connection.getresponse()
        return Answer(response.status, response.getheaders(), response.read())


def fetched(address: str) -> Any:  # noqa: ANN401 - JSON is anything
    """Return the JSON at *address*."""
    return json.loads(ask(address).body)
