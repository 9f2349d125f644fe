"""A request that a browser has sent, and the fetch of the page behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Body, FetchRequest, Url, header_value
from crossorigin.doctor.probing._targets import Question, UsageError, header_of, origin_of, url_of

if TYPE_CHECKING:
    from crossorigin._browser import Engine, HeaderList

# Headers that a browser adds by itself: the page has set none of them.
_BROWSERS_OWN: Final = frozenset(
    {
        "accept-encoding",
        "accept-language",
        "alt-used",
        "cache-control",
        "connection",
        "content-length",
        "dnt",
        "host",
        "if-modified-since",
        "if-none-match",
        "origin",
        "pragma",
        "priority",
        "referer",
        "te",
        "upgrade-insecure-requests",
        "user-agent",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """
    A request as it was captured.

    Attributes:
        method: The method.
        url: The URL.
        headers: Every header, the browser's own ones included.
        content: The body, if there is one.
    """

    method: str
    url: str
    headers: HeaderList
    content: str | None = None

    def header(self, name: str) -> str | None:
        """Return the value of the header *name*, in lower case."""
        return header_value(self.headers, name)

    @property
    def origin(self) -> str | None:
        """Return the origin of the page, if the request says it."""
        origin = self.header("origin")
        if origin is not None:
            return origin
        referer = Url.parse(self.header("referer") or "")
        return referer.origin if referer is not None and referer.host else None

    def question(self, *, origin: str | None, engine: Engine, sends_unsafe: bool) -> Question:
        """
        Return the question that the page's fetch puts.

        Args:
            origin: The page's origin, if the request does not say it.
            engine: The engine to imitate.
            sends_unsafe: Whether requests may be sent that change something.

        Raises:
            UsageError: If no page can have asked for it.
        """
        page = origin or self.origin
        if page is None:
            raise UsageError("The request has no Origin: say with --origin whose page sends it.")
        _, cookies = header_of(f"Cookie: {self.header('cookie') or ''}")
        headers = [
            header_of(f"{name}: {value}")
            for name, value in self.headers
            if not _is_browsers_own(name)
        ]
        fetch = FetchRequest(
            url=url_of(self.url),
            origin=origin_of(page),
            method=self.method,
            headers=tuple(headers),
            body=None if self.content is None else Body(),
            credentials="include" if cookies else "same-origin",
        )
        return Question(
            fetch=fetch,
            content=(self.content or "").encode(errors="replace"),
            cookies=cookies,
            engine=engine,
            sends_unsafe=sends_unsafe,
        )


def _is_browsers_own(name: str) -> bool:
    """Tell whether no page has set the header *name*."""
    lowered = name.lower()
    return lowered in _BROWSERS_OWN or lowered.startswith((":", "sec-", "cookie", "proxy-"))
