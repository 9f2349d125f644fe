"""The requests that a policy decides on, and those that a guard lets through or refuses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Final, Self

from crossorigin._policy.origins import Origin, origin_of
from crossorigin._web.fetch import DEFAULT_PORTS, HTTP_SCHEMES

# The safe methods that a page can send. Methods are compared byte by byte, so `get` is none
# of these. https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_SECURE_SCHEMES: Final = frozenset({"https", "wss"})


class _ParsedOnce:
    """A place for an origin that was parsed; it is no field of the request."""

    __slots__ = ("_parsed_origin",)
    _parsed_origin: Origin | None


@dataclass(frozen=True, slots=True)
class CORSRequest(_ParsedOnce):
    """
    The parts of a request that a decision is made of; a header that is missing is ``None``.

    Attributes:
        method: The request's method.
        origin: The value of ``Origin``.
        request_method: The value of ``Access-Control-Request-Method``.
        request_headers: The value of ``Access-Control-Request-Headers``, several lines
            joined by commas.
        host: The value of ``Host``.
        path: The path, for messages.
        route_methods: The methods of the route, where a framework has routes.

    Source: https://fetch.spec.whatwg.org/#http-requests
    """

    method: str
    _: KW_ONLY
    origin: str | None = None
    request_method: str | None = None
    request_headers: str | None = None
    host: str | None = None
    path: str | None = None
    route_methods: frozenset[str] | None = None

    @property
    def parsed_origin(self) -> Origin | None:
        """Return the origin that ``Origin`` names, parsed once; ``None`` for all that is none."""
        try:
            return self._parsed_origin
        except AttributeError:
            parsed = origin_of(self.origin)
            object.__setattr__(self, "_parsed_origin", parsed)
            return parsed

    @property
    def is_preflight(self) -> bool:
        """
        Tell whether a browser asks for permission here, before the actual request.

        Source: https://fetch.spec.whatwg.org/#cors-preflight-request
        """
        return is_preflight(self.method, self.origin, self.request_method)


# A function that tells whether an origin is allowed: called with an origin that parsed,
# never with ``null`` or junk.
OriginSource = Callable[[Origin, CORSRequest], bool | Awaitable[bool]]


def is_preflight(method: str, origin: str | None, request_method: str | None) -> bool:
    """Tell whether these are the marks of a preflight: all three of them."""
    return method == "OPTIONS" and origin is not None and bool(request_method)


def is_own_origin(request: CORSRequest) -> bool:
    """
    Tell whether the page comes from the host and the port that *request* went to.

    A server behind a proxy may be asked by ``http`` for what is ``https`` outside, so the
    scheme is not compared, and a port that ``Host`` leaves out is taken for that of the
    page's own scheme.

    Source: https://html.spec.whatwg.org/multipage/browsers.html#same-origin
    """
    origin, host = request.parsed_origin, request.host
    # In lower case, the Kelvin sign is the letter k.
    if origin is None or host is None or not host.isascii() or origin.scheme not in HTTP_SCHEMES:
        return False
    port = origin.port or DEFAULT_PORTS[origin.scheme]
    own = {f"{origin.host}:{port}"} if origin.port else {origin.host, f"{origin.host}:{port}"}
    return host.lower() in own


@dataclass(frozen=True, slots=True)
class FetchMetadata:
    """
    The headers by which a guard recognises a cross-site sender; a missing one is ``None``.

    Attributes:
        request: The request, as a policy decides on it.
        site: The value of ``Sec-Fetch-Site``, several lines joined by commas.
        mode: The value of ``Sec-Fetch-Mode``.
        destination: The value of ``Sec-Fetch-Dest``.
        scheme: The scheme by which the server was asked, as far as it knows.
        has_cookie: Whether there is a header ``Cookie``.
        is_websocket: Whether this is the handshake of a WebSocket.
        is_readable: Whether an adapter could read it; otherwise its sender is not known.

    Source: https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header
    """

    request: CORSRequest
    _: KW_ONLY
    site: str | None = None
    mode: str | None = None
    destination: str | None = None
    scheme: str | None = None
    has_cookie: bool = False
    is_websocket: bool = False
    is_readable: bool = True

    @classmethod
    def with_headers(cls, method: str, headers: Mapping[str, str], scheme: str | None) -> Self:
        """Return the request that has *headers*, the case of whose names does not matter."""
        named = {name.lower(): value for name, value in headers.items()}
        return cls(
            CORSRequest(method, origin=named.get("origin"), host=named.get("host")),
            site=named.get("sec-fetch-site"),
            mode=named.get("sec-fetch-mode"),
            destination=named.get("sec-fetch-dest"),
            scheme=scheme,
            has_cookie="cookie" in named,
            is_websocket=is_handshake(named.get("upgrade")),
        )

    @property
    def is_safe(self) -> bool:
        """Tell whether no app should change anything for this request."""
        return is_safe_method(self.request.method) and not self.is_websocket

    @property
    def reads_nothing(self) -> bool:
        """
        Tell whether no page of another origin can make use of the response to a safe request.

        It goes to a tab of its own, which a person sees; or it is ``OPTIONS``, which a page sends
        with permission alone.

        Source: https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-dest-header
        """
        is_in_tab = self.mode == "navigate" and self.destination == "document"
        return self.request.method == "OPTIONS" or (is_in_tab and self.request.origin is None)

    @property
    def is_downgraded(self) -> bool:
        """Tell whether an ``http:`` page asks a server that is asked by ``https``: not its own."""
        origin = self.request.parsed_origin
        return origin is not None and origin.scheme == "http" and self.scheme in _SECURE_SCHEMES

    @property
    def is_to_own_host(self) -> bool:
        """Tell whether the page comes from the host and the port that this request went to."""
        return not self.is_downgraded and is_own_origin(self.request)


def is_safe_method(method: str) -> bool:
    """
    Tell whether an app changes nothing for a request by *method*, which any link can send.

    Source: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
    """
    return method in _SAFE_METHODS


def is_handshake(upgrade: str | None) -> bool:
    """
    Tell whether the value of ``Upgrade`` asks for a WebSocket, in whatever words.

    A page cannot set it, so nothing but a handshake can be taken for one.

    Source: https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1
    """
    return upgrade is not None and "websocket" in upgrade.lower()
