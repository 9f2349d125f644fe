"""The headers and the body that a browser puts on a page's requests."""

from __future__ import annotations

import json as json_module
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, cast
from urllib.parse import urlencode

from crossorigin._browser import BYTES, FORM, TEXT, Body, Url
from crossorigin._policy.origin_problems import pattern_meant
from crossorigin._web.fetch import (
    HTTP_SCHEMES,
    OPAQUE_ORIGIN,
    UNLISTED_SCHEMES,
    WEBSOCKET_SCHEMES,
)
from crossorigin._web.origins import split_origin
from crossorigin._web.sites import is_trustworthy, nearness, site_of
from crossorigin.testing._cookies import CookieJar
from crossorigin.testing._exchanges import Headers, Request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._browser import Engine, Mode, WireRequest
    from crossorigin.testing._clock import Clock
    from crossorigin.testing._exchanges import HeaderLines, Response


_AGENT: Final = ("User-Agent", "Mozilla/5.0 (crossorigin.testing)")
# The example of https://www.rfc-editor.org/rfc/rfc6455#section-1.3: a test wants the same bytes.
_KEY: Final = ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
# Chromium, and WebKit, tell less of a handshake.
_TELLS_OF_HANDSHAKES: Final[frozenset[Engine]] = frozenset({"fetch", "firefox"})
# What has a length even without a body, and what is asked for whole if only a part of it is.
# https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
_HAVE_LENGTH: Final = frozenset({"POST", "PUT"})
_NOT_ENCODED: Final = ("Accept-Encoding", "identity")
# Of these, a page has the origin of its URL, or none. A web view may send that of a file.
_WITHOUT_OTHER_ORIGINS: Final = (HTTP_SCHEMES | UNLISTED_SCHEMES) - {"file"}
_ORIGIN: Final = "https://app.example.com"


class Wire:
    """
    The headers that a browser adds to a page's requests, and the cookies that come back.

    Attributes:
        origin: The page's origin.
    """

    __slots__ = ("_clock", "_jar", "origin")

    def __init__(self, origin: str, jar: CookieJar, clock: Clock) -> None:
        """Send in the name of a page of *origin*."""
        self.origin: str = origin
        self._jar = jar
        self._clock = clock

    def request(
        self, asked: WireRequest, body: bytes, mode: Mode, chain: Iterable[Url], url: Url
    ) -> Request:
        """
        Return the request that goes over the wire.

        Args:
            asked: The request of the browser's model.
            body: The body, if *asked* has one.
            mode: The mode of the fetch.
            chain: The URLs that led to this one by redirects.
            url: That of *asked*.
        """
        request_body = body if asked.body is not None else b""
        lines: HeaderLines = (("Host", _host(url)), _AGENT, *asked.headers)
        if asked.body is not None or (asked.method in _HAVE_LENGTH and not asked.is_preflight):
            lines = (*lines, ("Content-Length", str(len(request_body))))
        if "range" in (name.lower() for name, _ in asked.headers):
            lines = (*lines, _NOT_ENCODED)
        lines = (*lines, *self._metadata((*chain, url), "cors" if asked.is_preflight else mode))
        if asked.has_credentials:
            lines = (*lines, *self._cookies(url))
        return Request(asked.method, asked.url, Headers(lines), request_body)

    def handshake(self, url: Url, protocols: Iterable[str], engine: Engine) -> Request:
        """Return the request that opens a WebSocket at *url*, which has a scheme of HTTP."""
        names = ", ".join(protocols)
        lines: HeaderLines = (
            ("Host", _host(url)),
            _AGENT,
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Origin", self.origin),
            ("Sec-WebSocket-Version", "13"),
            _KEY,
        )
        if names:
            lines = (*lines, ("Sec-WebSocket-Protocol", names))
        if engine in _TELLS_OF_HANDSHAKES:
            lines = (*lines, *self._metadata((url,), "websocket"))
        return Request("GET", url.target, Headers((*lines, *self._cookies(url))))

    def keep(self, response: Response, url: Url) -> None:
        """Keep the cookies that *response* sets."""
        for name, value in response.headers.lines:
            if name.lower() == "set-cookie":
                same_site = self._is_same_site(url)
                site = self._site()
                self._jar.keep(value, url, site, self._clock.now, is_same_site=same_site)

    def _cookies(self, url: Url) -> HeaderLines:
        """Return the header with the cookies for *url*, if there are any."""
        if not self._jar:
            return ()
        same_site = self._is_same_site(url)
        value = self._jar.header(url, self._site(), self._clock.now, is_same_site=same_site)
        return (("Cookie", value),) if value else ()

    def _metadata(self, urls: tuple[Url, ...], mode: str) -> HeaderLines:
        """
        Return the Fetch Metadata headers.

        Source: https://w3c.github.io/webappsec-fetch-metadata/
        """
        if not is_trustworthy(urls[-1].scheme, urls[-1].host):
            return ()
        destination = "websocket" if mode == "websocket" else "empty"
        return (
            ("Sec-Fetch-Site", nearness(self.origin, (url.origin for url in urls))),
            ("Sec-Fetch-Mode", mode),
            ("Sec-Fetch-Dest", destination),
        )

    def _is_same_site(self, url: Url) -> bool:
        """Tell whether the page is of the site of *url*."""
        return nearness(self.origin, (url.origin,)) != "cross-site"

    def _site(self) -> str:
        """Return the page's site, which is its origin if that is opaque."""
        page = Url.parse(self.origin)
        if page is None or not page.host:
            return self.origin
        return site_of(page.scheme, page.host)


def http_url(text: str, base: Url) -> Url | None:
    """Return the URL *text*, relative to *base*, with HTTP's scheme in place of a WebSocket's."""
    scheme, colon, rest = text.partition(":")
    known = WEBSOCKET_SCHEMES.get(scheme.lower())
    return Url.parse(text if known is None else f"{known}{colon}{rest}", base)


def check_page(origin: str) -> None:
    """
    Check the *origin* of a page, which need have no scheme of HTTP.

    Raises:
        ValueError: If no page has it.
    """
    parts = split_origin(origin) if isinstance(cast("object", origin), str) else None
    is_known = parts is not None and parts[0] not in _WITHOUT_OTHER_ORIGINS
    if origin != OPAQUE_ORIGIN and not is_known:
        check_origin("origin", origin)


def check_origin(name: str, text: str) -> Url:
    """Return the URL of the origin *text*, which is the value of *name*."""
    url = Url.parse(text) if isinstance(cast("object", text), str) else None
    if url is None or not url.host or url.origin != text:
        meant = pattern_meant(str(text)) or "*"
        hint = _ORIGIN if "*" in meant else meant
        raise ValueError(f"{name}={text!r} is no origin: write {hint!r}")
    return url


def _host(url: Url) -> str:
    """Return the ``Host`` of a request for *url*."""
    return f"{url.host}:{url.port}" if url.port else url.host


class RequestBody(NamedTuple):
    """A body, and the ``Content-Type`` that the page sets for it, if it sets one."""

    body: Body | None = None
    content: bytes = b""
    content_type: str = ""


def request_body(json: object, data: str | bytes | Mapping[str, str] | None) -> RequestBody:
    """
    Return the body that *json* or *data* makes, as :meth:`Browser.fetch` says.

    Raises:
        TypeError: If there are both.
    """
    if json is not None and data is not None:
        raise TypeError("a request has one body: give json or data")
    if json is not None:
        # As a page writes it: the body is text, and its type is set by hand.
        return RequestBody(TEXT, json_module.dumps(json).encode(), "application/json")
    if isinstance(data, str):
        return RequestBody(TEXT, data.encode())
    if isinstance(data, Mapping):
        return RequestBody(FORM, urlencode(data).encode())
    return RequestBody() if data is None else RequestBody(BYTES, bytes(data))
