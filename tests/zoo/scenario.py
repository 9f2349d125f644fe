"""A scenario: a real server with a mistake, the fetch that fails of it, and its true cause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# Of this machine, so that nothing is said of local networks.
PAGE: Final = "http://localhost:3000"
# A secure page, and an API that is not of this machine by its name.
SECURE_PAGE: Final = "https://localhost:3000"
API_HOST: Final = "api.zoo.example"
WWW: Final = "https://www.example.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """
    A server with a mistake, a fetch that fails of it, and the cause.

    Attributes:
        id: Its name.
        kind: The server, one of ``KINDS``.
        cause: The slug of the true cause; empty if the page can read.
        parts: The parts of the server's configuration or program; ``policy`` has the mistake.
        mended: The parts that a person changes who does as the fix says, beside pasted lines.
        behind: The server behind it, whose port is the part ``behind``.
        before: The paths that others have fetched before, without ``Origin``.
        scheme: The scheme of the URL.
        host: The host of the URL.
        path: The path of the URL.
        page: The origin of the page.
        method: The method.
        headers: The request headers.
        body: The body, as the command's option and its value; empty if there is none.
        credentials: Whether the fetch includes credentials.
    """

    id: str
    kind: str
    cause: str = ""
    parts: Mapping[str, str] = field(default_factory=dict[str, str])
    mended: Mapping[str, str] = field(default_factory=dict[str, str])
    behind: Scenario | None = None
    before: tuple[str, ...] = ()
    scheme: str = "http"
    host: str = "127.0.0.1"
    path: str = "/items/7"
    page: str = PAGE
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    credentials: bool = False
