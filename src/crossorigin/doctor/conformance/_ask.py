"""A request to a server, and what its policy says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin import CORSRequest
from crossorigin._browser import Url, header_value

if TYPE_CHECKING:
    from crossorigin._browser import HeaderList

# Names that no server knows, and no policy lists.
UNKNOWN_METHOD: Final = "CONFORMANCE"
UNKNOWN_HEADER: Final = "x-crossorigin-conformance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """
    A request.

    Attributes:
        about: What it is, in a few words: ``preflight: PUT``.
        url: Its URL.
        method: Its method.
        headers: Its headers, but those of every request.
        is_sendable: Whether a browser sends such a request.
        is_found: Whether the server itself has led to it: to a redirect, or by a validator.
    """

    about: str
    url: str
    method: str = "GET"
    headers: HeaderList = ()
    is_sendable: bool = True
    is_found: bool = False

    @property
    def origin(self) -> str | None:
        """Return the value of ``Origin``, several lines joined by commas."""
        return header_value(self.headers, "origin")

    @property
    def question(self) -> CORSRequest:
        """Return the request as a policy decides on it."""
        url = Url.parse(self.url)
        return CORSRequest(
            self.method,
            origin=self.origin,
            request_method=header_value(self.headers, "access-control-request-method"),
            request_headers=header_value(self.headers, "access-control-request-headers"),
            host=None if url is None else url.origin.partition("://")[2],
            path=None if url is None else url.path,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Return the headers that a preflight asks for, in lower case."""
        asked = header_value(self.headers, "access-control-request-headers") or ""
        return tuple(filter(None, (name.strip(" \t").lower() for name in asked.split(","))))


def preflight(
    about: str,
    url: str,
    origin: str,
    method: str,
    names: str | None = None,
) -> Ask:
    """
    Return the preflight of *origin* for *method*.

    Args:
        about: What it is, in a few words.
        url: Its URL.
        origin: The value of ``Origin``.
        method: The value of ``Access-Control-Request-Method``.
        names: The value of ``Access-Control-Request-Headers``, if it has one.
    """
    more = () if names is None else (("Access-Control-Request-Headers", names),)
    return Ask(
        about=f"preflight: {about}",
        url=url,
        method="OPTIONS",
        headers=(("Origin", origin), ("Access-Control-Request-Method", method), *more),
    )
