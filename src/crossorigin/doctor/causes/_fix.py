"""A fix as data: the lines to paste, their language, and the place to paste them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import SAFELISTED_METHODS
from crossorigin._web.origins import split_origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crossorigin.doctor._text_layout import Line

_ORIGIN, _METHOD, _HEADER = "https://app.example.com", "PUT", "X-Token"
HOST: Final = "api.example.com"
# What no language of a snippet takes for its own syntax.
_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")


class Place(StrEnum):
    """The place of a snippet."""

    APP = "app"
    MODULE_END = "module-end"
    SETTINGS = "settings"
    HTTP = "http"
    LOCATION = "location"
    VIRTUAL_HOST = "virtual-host"
    SITE = "site"
    FRONTEND = "frontend"
    BACKEND = "backend"
    CORS_JSON = "cors.json"
    IAP_YAML = "iap.yaml"
    COMMAND = "command"
    PAGE = "page"
    RESPONSE = "response"


PLACES: Final[Mapping[Place, str]] = {
    Place.APP: "below the line that makes the app, above its routes:",
    Place.MODULE_END: "at the end of the module that makes the app:",
    Place.SETTINGS: "at the end of settings.py:",
    Place.HTTP: "in http { }, outside of server { }:",
    Place.LOCATION: "in the location { } that answers, in place of its Access-Control lines:",
    Place.VIRTUAL_HOST: "in the <VirtualHost>, in place of its Access-Control lines:",
    Place.SITE: "in the block of the site, in place of its Access-Control lines:",
    Place.FRONTEND: "in the frontend, in place of its Access-Control lines:",
    Place.BACKEND: "in the backend:",
    Place.CORS_JSON: "in a file named cors.json:",
    Place.IAP_YAML: "in a file named iap.yaml:",
    Place.COMMAND: "on the command line:",
    Place.PAGE: "in the page:",
    Place.RESPONSE: "on the response, and on the one to the preflight:",
}


@dataclass(frozen=True, slots=True)
class Snippet:
    """
    Lines to paste.

    Attributes:
        place: Where they belong.
        language: Their language, as Markdown names it.
        text: The lines, without an end of line after the last.
    """

    place: Place
    language: str
    text: str

    def as_dict(self) -> dict[str, str]:
        """Return the snippet as JSON holds it."""
        return {"language": self.language, "place": str(self.place), "text": self.text}


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFacts:
    """
    The facts of a fetch that a fix takes in; empty where they are not known.

    Attributes:
        origin: The page's origin.
        method: The method.
        headers: The names of request headers that the server must permit.
        header: The one of them that it does not.
        has_credentials: Whether the page sends credentials.
        app: The name of the app in its module.
        bucket: The name of the bucket of S3.
        location: The address to which a redirect leads.
        status: The status of the answer at fault.
        host: The host and the port of the server, where they are to be listed.
    """

    origin: str = ""
    method: str = ""
    headers: tuple[str, ...] = ()
    header: str = ""
    has_credentials: bool = False
    app: str = "app"
    bucket: str = ""
    location: str = ""
    status: int = 0
    host: str = ""

    @property
    def words(self) -> dict[str, str]:
        """Return the value of each placeholder of a sentence, an example where none is known."""
        return {
            "origin": self.origin or _ORIGIN,
            "method": self.method or _METHOD,
            "header": self.header or _HEADER,
            "app": self.app,
            "host": self.host or HOST,
        }

    @property
    def can_be_listed(self) -> bool:
        """Tell whether a server may permit the origin: ``null`` is anybody's."""
        return split_origin(self.origin or _ORIGIN) is not None

    @property
    def page(self) -> str:
        """Return the origin to permit."""
        return self.origin or _ORIGIN

    @property
    def method_to_list(self) -> str:
        """Return the method if a preflight must permit it by name, or nothing."""
        is_listed = self.method in SAFELISTED_METHODS or not _PLAIN.fullmatch(self.method)
        return "" if is_listed else self.method

    @property
    def asked_method(self) -> str:
        """Return the method, ``GET`` if it is not known."""
        return self.method if _PLAIN.fullmatch(self.method) else "GET"

    @property
    def headers_to_list(self) -> tuple[str, ...]:
        """Return the request headers to permit by name, each once."""
        names = {name.lower(): name for name in (*self.headers, self.header) if name}
        return tuple(name for name in names.values() if _PLAIN.fullmatch(name))


def snippet_lines(snippets: Iterable[Snippet]) -> Iterator[Line]:
    """Yield *snippets* as they are pasted: not wrapped, not indented, below a line for the place."""
    for snippet in snippets:
        yield "plain", ""
        yield "dim", f"paste {PLACES[snippet.place]}"
        for line in snippet.text.splitlines():
            yield "command", line
