"""A browser for tests: its pages fetch from apps in this process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Final, Protocol, Self, TypedDict, Unpack, get_args

from crossorigin._browser import (
    THIRD_PARTY_COOKIES,
    Credentials,
    Engine,
    FetchRequest,
    Mode,
    PreflightCache,
    Redirect,
    ReferrerPolicy,
    Url,
    WireRequest,
    WireResponse,
    header_value,
    run_fetch,
)
from crossorigin._web.fetch import HTTP_SCHEMES
from crossorigin.testing._clock import Clock
from crossorigin.testing._cookies import CookieJar
from crossorigin.testing._exchanges import Exchange, HeaderLines
from crossorigin.testing._network import App, Apps, Network, apps_at
from crossorigin.testing._outcome import Outcome
from crossorigin.testing._request_headers import (
    Wire,
    check_origin,
    check_page,
    http_url,
    request_body,
)
from crossorigin.testing._websocket import WebSocket, open_websocket

_BASE: Final = "https://api.example"
_ENGINE_OF: Final = {"chrome": "chromium", "edge": "chromium", "safari": "webkit"}
_ENGINES: Final = frozenset[str](get_args(Engine))


class _Profile:
    """The state that all pages of a browser share."""

    __slots__ = ("clock", "jar", "network", "preflights")

    def __init__(self, network: Network, engine: Engine) -> None:
        """Start with nothing kept."""
        self.network: Network = network
        self.clock: Clock = Clock()
        self.jar: CookieJar = CookieJar(THIRD_PARTY_COOKIES.of(engine))
        self.preflights: PreflightCache = PreflightCache()


class Browser:
    """
    A page of an origin, in a browser that reaches apps of this process.

    Args:
        app: A WSGI or an ASGI app; or several, by their origins.
        origin: The page's origin, such as ``https://app.example.com``; ``null`` for that of a
            sandboxed frame; ``capacitor://localhost`` and the like for a web view's.
        base: The origin of the app, to which a path is relative. With several apps, the
            first one's, if nothing else is said.
        engine: The browser: that of the standard, ``fetch``, or ``chromium``, ``firefox``,
            ``webkit``. Of the cookies of other sites, Safari sends none but ``Partitioned`` ones,
            and Firefox those that were set on pages of this very site.
        raise_app_exceptions: Whether the exceptions of an app leave :meth:`fetch` and
            :meth:`websocket`. Otherwise the page gets the answer of a server, and the
            exception is :attr:`Outcome.exception`.
        timeout: How long an ASGI app may take for its next message, in seconds.

    Attributes:
        clock: By which preflights and cookies age.
        origin: The page's origin.

    Raises:
        TypeError: If an app is neither.
        ValueError: If an origin is none, or there is no such engine.
    """

    def __init__(  # noqa: PLR0913 - each has a name
        self,
        app: App | Apps,
        *,
        origin: str,
        base: str | None = None,
        engine: Engine = "fetch",
        raise_app_exceptions: bool = False,
        timeout: float = 30,
    ) -> None:
        """Open a page."""
        if engine not in _ENGINES:
            meant = _ENGINE_OF.get(engine) or f"one of {', '.join(sorted(_ENGINES))}"
            raise ValueError(f"engine={engine!r}: write {meant}")
        start = check_origin("base", base or _BASE)
        apps = apps_at(start.origin, app)
        self._base = start if base else check_origin("app", next(iter(apps)))
        self._engine: Engine = engine
        self._raises = raise_app_exceptions
        self._profile = _Profile(Network(apps, timeout), engine)
        self._turn_to(origin)

    def _turn_to(self, origin: str) -> None:
        """Show a page of *origin*."""
        check_page(origin)
        self.origin: str = origin
        self.clock: Clock = self._profile.clock
        self._wire = Wire(origin, self._profile.jar, self._profile.clock)

    def open(self, origin: str) -> Browser:
        """Return another page, of *origin*, in the same browser: same cookies, cache and clock."""
        page = object.__new__(Browser)
        page._base, page._engine, page._raises = self._base, self._engine, self._raises
        page._profile = self._profile
        page._turn_to(origin)
        return page

    def fetch(  # noqa: PLR0913 - those of the method that it stands for
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | HeaderLines = (),
        json: object = None,
        data: str | bytes | Mapping[str, str] | None = None,
        credentials: Credentials = "same-origin",
        mode: Mode = "cors",
        redirect: Redirect = "follow",
        referrer_policy: ReferrerPolicy = "strict-origin-when-cross-origin",
    ) -> Outcome:
        """
        Return the outcome of a ``fetch()`` of the page.

        Args:
            url: A URL; or a path, relative to the app's origin, not to the page's.
            method: The method, as the page writes it.
            headers: The request headers that the page sets, by name or in lines.
            json: The body, sent as JSON with its ``Content-Type``.
            data: The body, sent as text, as bytes, or, if it is a mapping, as a form.
            credentials: The credentials mode: ``omit``, ``same-origin`` or ``include``.
            mode: The mode: ``cors``, ``no-cors`` or ``same-origin``.
            redirect: The redirect mode: ``follow``, ``error`` or ``manual``.
            referrer_policy: The referrer policy, which may hide the page's origin unless the
                mode is ``cors``.

        Source: https://fetch.spec.whatwg.org/#fetch-method
        """
        made = request_body(json, data)
        lines = headers if isinstance(headers, tuple) else tuple(headers.items())
        if made.content_type and header_value(lines, "content-type") is None:
            lines = (*lines, ("Content-Type", made.content_type))
        request = FetchRequest(
            url=self._absolute(url),
            origin=self.origin,
            method=method,
            headers=lines,
            body=made.body,
            credentials=credentials,
            mode=mode,
            redirect=redirect,
            referrer_policy=referrer_policy,
        )
        return self._fetch(request, made.content)

    def websocket(self, url: str, *, protocols: Iterable[str] = ()) -> WebSocket:
        """
        Return the WebSocket that the page opens, or that the app refuses.

        Of a WSGI app there is nothing but the handshake: :attr:`WebSocket.status` is its
        answer.

        Args:
            url: A URL; or a path, relative to the app's origin.
            protocols: The subprotocols that the page offers.

        Raises:
            ValueError: If the URL is none.

        Source: https://websockets.spec.whatwg.org/
        """
        place = http_url(url, self._base)
        if place is None or not place.host:
            raise ValueError(f"{url!r} is no URL of a WebSocket")
        network = self._profile.network
        request = self._wire.handshake(place, tuple(protocols), self._engine)
        app = network.asgi_app(place)
        if app is None:
            answer = network.send(request, place)
            exchange = Exchange(request, answer.response, exception=answer.exception)
            socket = WebSocket(network, exchange, None, "")
        else:
            scope = network.websocket_scope(request, place)
            socket = network.loop.run(open_websocket(network, app, request, scope))
        self._check(socket.exchange.exception)
        if socket.exchange.response is not None:
            self._wire.keep(socket.exchange.response, place)
        return socket

    def set_cookie(self, line: str, url: str = "/") -> None:
        """
        Keep a cookie as if the user had been at *url* and got it there.

        Args:
            line: The value of a ``Set-Cookie``: ``session=1; Secure; SameSite=None``.
            url: A URL; or a path, relative to the app's origin.

        Raises:
            ValueError: If no browser keeps such a cookie.
        """
        place = Url.parse(url, self._base)
        if place is None or not self._profile.jar.visit(line, place, self.clock.now):
            raise ValueError(f"no browser keeps {line!r} from {url!r}")

    def close(self) -> None:
        """Stop the apps that were started, for all pages of this browser."""
        self._profile.network.close()

    def __enter__(self) -> Self:
        """Start the ASGI apps by their lifespan, and return the page."""
        try:
            self._profile.network.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop the apps."""
        self.close()

    def _absolute(self, text: str) -> str:
        """Return the URL *text*, relative to the app; one that is not plain, as it is."""
        url = Url.parse(text, self._base)
        is_plain = url is not None and url.scheme in HTTP_SCHEMES and not url.has_credentials
        return str(url) if is_plain else text

    def _fetch(self, request: FetchRequest, content: bytes) -> Outcome:
        """Return the outcome of *request* with the body *content*."""
        exchanges: list[Exchange] = []
        chain: list[Url] = []

        def answer(asked: WireRequest) -> WireResponse | None:
            url = Url.parse(asked.url)
            assert url is not None, "what is sent has a URL"  # noqa: S101 - by the model
            exchange = self._exchange(asked, content, request.mode, chain, url)
            exchanges.append(exchange)
            if not asked.is_preflight:
                chain.append(url)
            response = exchange.response
            return (
                None if response is None else WireResponse(response.status, response.headers.lines)
            )

        before, now = self._profile.preflights, self.clock.now
        outcome = run_fetch(request, answer, engine=self._engine, cache=before, now=now)
        self._profile.preflights = outcome.cache
        return Outcome(tuple(exchanges), outcome, before, now)

    def _exchange(
        self, asked: WireRequest, content: bytes, mode: Mode, chain: list[Url], url: Url
    ) -> Exchange:
        """Return the exchange over the wire for *asked*."""
        request = self._wire.request(asked, content, mode, chain, url)
        answer = self._profile.network.send(request, url)
        self._check(answer.exception)
        if answer.response is not None and asked.has_credentials:
            self._wire.keep(answer.response, url)
        return Exchange(request, answer.response, asked.is_preflight, answer.exception)

    def _check(self, exception: Exception | None) -> None:
        """Raise the *exception* of an app, if that is wanted."""
        if exception is not None and self._raises:
            raise exception


class BrowserOptions(TypedDict, total=False):
    """The options of a :class:`Browser`, which explains them."""

    base: str | None
    engine: Engine
    raise_app_exceptions: bool
    timeout: float


class OpenBrowser(Protocol):
    """The fixture ``browser``, which opens one."""

    def __call__(
        self, app: App | Apps, /, *, origin: str, **options: Unpack[BrowserOptions]
    ) -> Browser:
        """Return a browser of *app* on a page of *origin*; with the options of :class:`Browser`."""
        ...
