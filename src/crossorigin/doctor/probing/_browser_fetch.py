"""The fetch of a page over a real network: a browser's requests, and probes beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Url, WireResponse, fetch, without_headers
from crossorigin._web.fetch import NO_CORS_REQUEST_HEADERS
from crossorigin._web.sites import nearness
from crossorigin.doctor.probing._session import USER_AGENT, Purpose
from crossorigin.doctor.probing._sites import is_secure
from crossorigin.doctor.probing._targets import STAND_IN
from crossorigin.doctor.probing._transport import HTTPRequest, HTTPResponse

if TYPE_CHECKING:
    from crossorigin._browser import FetchOutcome, HeaderList, WireRequest
    from crossorigin.doctor.probing._session import HTTPExchange, Session
    from crossorigin.doctor.probing._targets import Question

# Those that change nothing. https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_CONTENT_HEADERS: Final = ("content-type", "content-encoding", "content-language")
# The headers that go to any host with their values: those of the protocol, and those that say a type.
_NO_SECRETS: Final = NO_CORS_REQUEST_HEADERS | {
    "access-control-request-headers",
    "access-control-request-method",
    "origin",
    "range",
}
_PERMISSION: Final = frozenset({"access-control-allow-origin", "access-control-allow-credentials"})
_ERROR: Final = 400


class BrowserFetch:
    """The requests of one fetch; an unsafe method goes out as a GET unless the person asked."""

    def __init__(self, question: Question, session: Session) -> None:
        """Prepare the fetch of *question*, over *session*."""
        self._question = question
        self._session = session

    def run(self) -> FetchOutcome:
        """Return the outcome of the page's fetch, by the rules of the engine in question."""
        steps = fetch(self._question.fetch, engine=self._question.engine)
        try:
            wire = next(steps)
            while True:
                wire = steps.send(self._answer(wire))
        except StopIteration as stop:
            outcome: FetchOutcome = stop.value
            return outcome

    def probe(
        self, purpose: Purpose, wire: WireRequest, *, origin: str | None, url: str = ""
    ) -> HTTPExchange:
        """
        Send *wire* once more, as a GET if it may change something.

        Args:
            purpose: The purpose of the probe.
            wire: A request of the browser.
            origin: The value of ``Origin``, or ``None`` for no such header.
            url: The URL, if it is not the same one.
        """
        changed = _as_safe(wire)
        headers = without_headers(changed.headers, {"origin"})
        if origin is not None:
            headers = (*headers, ("Origin", origin))
        changed = replace(changed, headers=headers, url=url or wire.url)
        return self._send(purpose, changed)

    def probe_preflight(self, wire: WireRequest, origin: str) -> HTTPExchange:
        """Send the preflight for *wire* that no browser sends, from *origin*."""
        asked = (("Access-Control-Request-Method", wire.method), ("Origin", origin))
        preflight = replace(wire, method="OPTIONS", headers=asked, body=None, has_credentials=False)
        return self._send(Purpose.PREFLIGHT, preflight)

    def _answer(self, wire: WireRequest) -> WireResponse | None:
        """Return the network's response to *wire*, or ``None`` for a network error."""
        if self._question.is_mixed(wire.url):
            # A redirect led there.
            return None
        if wire.method in _SAFE_METHODS or self._question.sends_unsafe:
            return _response_of(self._send(Purpose.FETCH, wire))
        return self._assume(self._send(Purpose.STAND_IN, _as_safe(wire)))

    def _assume(self, stand_in: HTTPExchange) -> WireResponse | None:
        """
        Return the likely response to a request that was not sent, by its *stand_in*.

        A route that has no GET says nothing about its other methods: then the permission of the
        preflight is believed.
        """
        response = _response_of(stand_in)
        permitted = [
            each
            for each in self._session.log
            if each.is_preflight and each.status and each.request.url == stand_in.request.url
        ]
        if response is None or stand_in.status < _ERROR or not permitted:
            return response
        kept = without_headers(response.headers, _PERMISSION)
        permission = (
            header for header in permitted[-1].headers if header[0].lower() in _PERMISSION
        )
        return WireResponse(response.status, (*kept, *permission))

    def _send(self, purpose: Purpose, wire: WireRequest) -> HTTPExchange:
        """Send *wire*, with the headers that a browser adds."""
        question = self._question
        url = Url.parse(wire.url)
        origin = url.origin if url is not None else ""
        is_target = origin == question.target.origin
        headers = wire.headers if is_target else _without_secrets(wire.headers)
        headers = (*headers, *_browser_headers(question.fetch.origin, origin))
        if wire.has_credentials and is_target and question.sends_cookies:
            headers = (*headers, ("Cookie", question.cookies))
        content = question.content if wire.body is not None and is_target else b""
        request = HTTPRequest(method=wire.method, url=wire.url, headers=headers, content=content)
        return self._session.send(request, purpose)


def _without_secrets(headers: HeaderList) -> HeaderList:
    """
    Return *headers* with stand-ins for the values that a page has set.

    A server decides by the names. Another host than the one that was named must not learn a value.
    """
    return tuple(
        (name, value if name.lower() in _NO_SECRETS else STAND_IN) for name, value in headers
    )


def _as_safe(wire: WireRequest) -> WireRequest:
    """Return *wire*, as a GET without a body if it may change something."""
    if wire.method in {"GET", "HEAD"}:
        return wire
    headers = without_headers(wire.headers, _CONTENT_HEADERS)
    return replace(wire, method="GET", headers=headers, body=None)


def _browser_headers(page: str, target: str) -> HeaderList:
    """
    Return the headers that a browser adds to a request of *page* to *target*.

    Source: https://w3c.github.io/webappsec-fetch-metadata/
    """
    if not is_secure(target):
        return (USER_AGENT,)
    return (
        USER_AGENT,
        ("Sec-Fetch-Site", nearness(page, [target])),
        ("Sec-Fetch-Mode", "cors"),
        ("Sec-Fetch-Dest", "empty"),
    )


def _response_of(exchange: HTTPExchange) -> WireResponse | None:
    """Return the response of *exchange*, as the model of the browser takes it."""
    if not isinstance(exchange.result, HTTPResponse):
        return None
    return WireResponse(exchange.status, exchange.headers)
