"""A request that a browser has sent or a person describes, and the fetch of the page behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Body, FetchRequest, Url, header_value
from crossorigin.doctor.probing._targets import (
    FORM,
    JSON,
    Question,
    UsageError,
    fetched_url,
    header_of,
    origin_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._browser import Credentials, Engine, HeaderList, Mode, Redirect

# As many as are checked at once.
MAX_REQUESTS: Final = 50
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
        "referrer-policy",
        "te",
        "upgrade-insecure-requests",
        "user-agent",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """
    The options of a command that say how the page fetches; one that is given counts.

    Attributes:
        origin: The page's origin.
        method: The method.
        headers: Headers, each ``NAME`` or ``NAME: VALUE``.
        data: The body, of a form.
        json: The body, of JSON.
        credentials: Whether credentials are included.
        engine: The engine to imitate.
        sends_unsafe: Whether requests may be sent that change something.
        is_app: Whether an app in this process answers.
        app: The name of that app in its module.
    """

    origin: str | None = None
    method: str | None = None
    headers: tuple[str, ...] = ()
    data: str | None = None
    json: str | None = None
    credentials: bool = False
    engine: Engine = "chromium"
    sends_unsafe: bool = False
    is_app: bool = False
    app: str = ""

    @property
    def content(self) -> str | None:
        """Return the body, if there is one; raise ``UsageError`` if there are two."""
        if self.data is not None and self.json is not None:
            raise UsageError("--data and --json exclude each other: give one of them.")
        return self.json if self.data is None else self.data


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """
    A request as it was captured.

    Attributes:
        method: The method.
        url: The URL.
        headers: Every header, the browser's own ones included.
        content: The body, if there is one.
        page: The URL of the page, if it is known.
        credentials: The credentials mode, if it is known.
        mode: The mode.
        redirect: The redirect mode.
    """

    url: str
    method: str = "GET"
    headers: HeaderList = ()
    content: str | None = None
    page: str = ""
    credentials: Credentials | None = None
    mode: Mode = "cors"
    redirect: Redirect = "follow"

    def header(self, name: str) -> str | None:
        """Return the value of the header *name*, in lower case."""
        return header_value(self.headers, name)

    @property
    def origin(self) -> str | None:
        """Return the origin of the page, if the request says it."""
        origin = self.header("origin")
        if origin is not None:
            return origin
        referrer = Url.parse(self.header("referer") or self.page)
        return referrer.origin if referrer is not None and referrer.host else None

    def question(self, options: PageOptions) -> Question:
        """
        Return the question that the page's fetch puts, with what *options* say of it.

        Raises:
            UsageError: If no page can have asked for it.
        """
        page = options.origin or self.origin
        if page is None:
            raise UsageError("The request has no Origin: say with --origin whose page sends it.")
        content = self.content if options.content is None else options.content
        headers = self._headers(options)
        cookies = "; ".join(value for name, value in headers if name.lower() == "cookie")
        method = self.method
        if method == "GET" and options.content is not None:
            method = "POST"
        fetch = FetchRequest(
            url=fetched_url(self.url),
            origin=origin_of(page),
            method=options.method or method,
            headers=tuple(header for header in headers if header[0].lower() != "cookie"),
            body=None if content is None else Body(),
            credentials="include" if options.credentials else self._credentials(),
            mode=self.mode,
            redirect=self.redirect,
        )
        return Question(
            fetch=fetch,
            content=(content or "").encode(errors="replace"),
            cookies=cookies,
            engine=options.engine,
            sends_unsafe=options.sends_unsafe,
            is_app=options.is_app,
            app=options.app,
        )

    def _credentials(self) -> Credentials:
        """Return the credentials mode: where nothing says it, cookies show it."""
        default: Credentials = "same-origin" if self.header("cookie") is None else "include"
        return self.credentials or default

    def _headers(self, options: PageOptions) -> HeaderList:
        """Return the headers that the page sets, and the cookies, those of *options* in place of others."""
        given = tuple(map(header_of, options.headers))
        if options.json is not None and not _has(given, "content-type"):
            given = (*given, ("Content-Type", JSON))
        own = tuple(
            header_of(f"{name}: {value}")
            for name, value in self.headers
            if not self._is_browsers_own(name, value) and not _has(given, name.lower())
        )
        if options.data is not None and not _has((*own, *given), "content-type"):
            given = (*given, ("Content-Type", FORM))
        return (*own, *given)

    def _is_browsers_own(self, name: str, value: str) -> bool:
        """Tell whether no page has set the header *name*, which may be one of HTTP/2's own."""
        lowered = name.lower()
        if lowered in _BROWSERS_OWN or lowered.startswith((":", "sec-", "proxy-", "cookie2")):
            return True
        url = Url.parse(self.url)
        if url is None:
            return False
        # What developer tools copy of the pseudo-headers of HTTP/2, without their colon.
        # https://www.rfc-editor.org/rfc/rfc9113#section-8.3.1
        pseudo = {
            "authority": url.origin.partition("://")[2],
            "method": self.method,
            "path": f"{url.path}{url.query}",
            "scheme": url.scheme,
        }
        return value == pseudo.get(lowered)


def _has(headers: Iterable[tuple[str, str]], name: str) -> bool:
    """Tell whether one of *headers* is called *name*, in lower case."""
    return any(key.lower() == name for key, _ in headers)
