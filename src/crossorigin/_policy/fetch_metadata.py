"""
Hold what the guard goes by: what a browser says of whoever made it send a request.

Source: https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Final, Self

from crossorigin._web.fetch import DEFAULT_PORTS, HTTP_SCHEMES
from crossorigin._web.origins import split_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

# What an app changes nothing for, and what any link can send. Methods are compared byte by
# byte, so `get` is none of these. https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
_READING_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_SECURE_SCHEMES: Final = frozenset({"https", "wss"})


@dataclass(frozen=True, slots=True)
class SentRequest:
    """
    Hold what the guard goes by; a header that is missing is ``None``.

    Attributes:
        method: The request's method.
        origin: The value of ``Origin``, several lines joined by commas.
        site: The value of ``Sec-Fetch-Site``, several lines joined by commas.
        host: The value of ``Host``; no header that a proxy or a client adds beside it.
        scheme: The scheme by which the server was asked, as far as it knows.
        path: The path, for messages.
        has_cookie: Whether there is a header ``Cookie``.
        is_websocket: Whether this is the handshake of a WebSocket.
    """

    method: str
    _: KW_ONLY
    origin: str | None = None
    site: str | None = None
    host: str | None = None
    scheme: str | None = None
    path: str | None = None
    has_cookie: bool = False
    is_websocket: bool = False

    @classmethod
    def with_headers(cls, method: str, headers: Mapping[str, str], scheme: str | None) -> Self:
        """Return the request that has *headers*, the case of whose names does not matter."""
        named = {name.lower(): value for name, value in headers.items()}
        return cls(
            method,
            origin=named.get("origin"),
            site=named.get("sec-fetch-site"),
            host=named.get("host"),
            scheme=scheme,
            has_cookie="cookie" in named,
            is_websocket=is_handshake(named.get("upgrade")),
        )

    @property
    def only_reads(self) -> bool:
        """Tell whether no app should change anything for this request."""
        return only_reads(self.method) and not self.is_websocket

    @property
    def is_to_own_host(self) -> bool:
        """
        Tell whether the page comes from the host and the port that this request went to.

        A server behind a proxy may be asked by ``http`` for what is ``https`` outside, so
        a port that ``Host`` leaves out is taken for that of the page's own scheme. But
        where the server is asked by ``https``, no ``http:`` page is its own.

        Source: https://html.spec.whatwg.org/multipage/browsers.html#same-origin
        """
        parts = split_origin(self.origin or "")
        # In lower case, the Kelvin sign is the letter k.
        if parts is None or self.host is None or not self.host.isascii():
            return False
        scheme, host, port = parts
        if scheme not in HTTP_SCHEMES or (scheme == "http" and self.scheme in _SECURE_SCHEMES):
            return False
        own = {f"{host}:{port}"} if port else {host, f"{host}:{DEFAULT_PORTS[scheme]}"}
        return self.host.lower() in own


def only_reads(method: str, upgrade: str | None = None) -> bool:
    """Tell whether the guard has nothing to say, by a request's method and its ``Upgrade``."""
    return method in _READING_METHODS and (upgrade is None or not is_handshake(upgrade))


def is_handshake(upgrade: str | None) -> bool:
    """
    Tell whether the value of ``Upgrade`` asks for a WebSocket, in whatever words.

    A page cannot set it, so nothing but a handshake can be taken for one.

    Source: https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1
    """
    return upgrade is not None and "websocket" in upgrade.lower()
