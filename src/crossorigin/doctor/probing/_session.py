"""Ask a server what a browser would ask it, and remember every request and its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from crossorigin._browser.fetching import WireResponse
from crossorigin._browser.header_lists import without
from crossorigin._browser.main_fetch import fetch
from crossorigin._browser.urls import Url
from crossorigin._web.sites import nearness
from crossorigin.doctor.probing._sites import is_secure
from crossorigin.doctor.probing._transport import NoReply, Reply, Sending, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._browser.engines import Engine
    from crossorigin._browser.fetching import FetchRequest, Outcome, WireRequest
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin.doctor.probing._transport import Transport

# As many as the longest chain of redirects that a browser follows needs, each with its preflight,
# and the probes.
MAX_REQUESTS: Final = 48
# Those that change nothing. https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_CONTENT_HEADERS: Final = ("content-type", "content-encoding", "content-language")


class Purpose(StrEnum):
    """Name why a request is sent."""

    FETCH = "fetch"
    STAND_IN = "stand-in"
    ANYWAY = "anyway"
    OTHER_ORIGIN = "other-origin"
    NO_ORIGIN = "no-origin"
    NO_SUCH_PAGE = "no-such-page"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    Hold what a page fetches, and how it is tried.

    Attributes:
        fetch: What the page fetches.
        content: The bytes of the body.
        cookies: What the browser would send as ``Cookie``, if it may.
        engine: Whose behaviour.
        sends_unsafe: Whether requests may be sent that change something.
        is_app: Whether an app in this process answers.
    """

    fetch: FetchRequest
    content: bytes = b""
    cookies: str = ""
    engine: Engine = "chromium"
    sends_unsafe: bool = False
    is_app: bool = False

    @property
    def target(self) -> Url:
        """Return the URL that the page fetches."""
        url = Url.parse(self.fetch.url)
        if url is None:
            raise ValueError(self.fetch.url)
        return url

    @property
    def has_credentials(self) -> bool:
        """Tell whether the page asks to use cookies and the like."""
        return self.fetch.credentials == "include"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """
    Hold a request and what came of it.

    Attributes:
        purpose: Why it was sent.
        wire: The request of the browser that it is, or stands for.
        request: What was sent.
        reply: What came back.
    """

    purpose: Purpose
    wire: WireRequest
    request: Sending
    reply: Reply | NoReply

    @property
    def headers(self) -> HeaderList:
        """Return the headers of the answer."""
        return self.reply.headers if isinstance(self.reply, Reply) else ()

    @property
    def status(self) -> int:
        """Return the status of the answer, or 0 if there is none."""
        return self.reply.status if isinstance(self.reply, Reply) else 0

    @property
    def content(self) -> bytes:
        """Return the beginning of the answer's body."""
        return self.reply.content if isinstance(self.reply, Reply) else b""


class Asker:
    """Send requests, no more than were announced, and remember them all."""

    def __init__(
        self, question: Question, transport: Transport, tell: Callable[[Sending], None]
    ) -> None:
        """
        Ask *question* through *transport*.

        Args:
            question: What a page fetches.
            transport: What carries the requests.
            tell: Is told of each request before it is sent.
        """
        self._question = question
        self._transport = transport
        self._tell = tell
        self._log: list[Sent] = []

    @property
    def log(self) -> tuple[Sent, ...]:
        """Return all that was sent, in order."""
        return tuple(self._log)

    def fetched(self) -> Outcome:
        """Return what becomes of the page's fetch in the engine that is asked about."""
        steps = fetch(self._question.fetch, engine=self._question.engine)
        try:
            wire = next(steps)
            while True:
                wire = steps.send(self._answer(wire))
        except StopIteration as stop:
            outcome: Outcome = stop.value
            return outcome

    def probe(
        self, purpose: Purpose, wire: WireRequest, *, origin: str | None, url: str = ""
    ) -> Sent:
        """
        Send *wire* once more, as a GET if it may change something.

        Args:
            purpose: Why.
            wire: A request of the browser.
            origin: The value of ``Origin``, or ``None`` for no such header.
            url: Where to, if it is not the same URL.
        """
        changed = self._harmless(wire)
        headers = without(changed.headers, {"origin"})
        if origin is not None:
            headers = (*headers, ("Origin", origin))
        changed = replace(changed, headers=headers, url=url or wire.url)
        return self._send(purpose, changed)

    def _answer(self, wire: WireRequest) -> WireResponse | None:
        """Return what the network gives for *wire*."""
        if wire.method in SAFE_METHODS or self._question.sends_unsafe:
            sent = self._send(Purpose.FETCH, wire)
            return _response(sent)
        sent = self._send(Purpose.STAND_IN, self._harmless(wire))
        return self._assumed(sent)

    def _assumed(self, sent: Sent) -> WireResponse | None:
        """
        Return what is assumed of a request that was not sent, by that in its place.

        A route that has no GET says nothing about its other methods: then what the
        preflight permits is believed.
        """
        response = _response(sent)
        permitted = [before for before in self._log if before.wire.is_preflight and before.status]
        if response is None or sent.status < 400 or not permitted:  # noqa: PLR2004 - no error
            return response
        kept = without(response.headers, {"access-control-allow-origin"})
        return WireResponse(response.status, (*kept, *_permission(permitted[-1].headers)))

    def _harmless(self, wire: WireRequest) -> WireRequest:
        """Return *wire*, as a GET without a body if it may change something."""
        if wire.method in {"GET", "HEAD"}:
            return wire
        headers = without(wire.headers, _CONTENT_HEADERS)
        return replace(wire, method="GET", headers=headers, body=None)

    def _send(self, purpose: Purpose, wire: WireRequest) -> Sent:
        """Send *wire*, and remember what comes back."""
        request = self._sending(wire)
        reply: Reply | NoReply
        if len(self._log) >= MAX_REQUESTS:
            reply = NoReply(trouble=Trouble.TOO_MANY_REQUESTS, detail=f"{MAX_REQUESTS} requests")
        else:
            self._tell(request)
            reply = self._transport.send(request)
        sent = Sent(purpose=purpose, wire=wire, request=request, reply=reply)
        self._log.append(sent)
        return sent

    def _sending(self, wire: WireRequest) -> Sending:
        """Return what goes over the wire for *wire*, with what a browser adds."""
        question = self._question
        url = Url.parse(wire.url)
        origin = url.origin if url is not None else ""
        headers = (*wire.headers, *_added(question.fetch.origin, origin))
        if wire.has_credentials and question.cookies and origin == question.target.origin:
            headers = (*headers, ("Cookie", question.cookies))
        content = question.content if wire.body is not None else b""
        return Sending(method=wire.method, url=wire.url, headers=headers, content=content)


def _added(page: str, target: str) -> HeaderList:
    """
    Return the headers that a browser adds to a request of *page* to *target*.

    Source: https://w3c.github.io/webappsec-fetch-metadata/
    """
    agent = ("User-Agent", f"Mozilla/5.0 (compatible; crossorigin/{version('crossorigin')})")
    if not is_secure(target):
        return (agent,)
    return (
        agent,
        ("Sec-Fetch-Site", nearness(page, [target])),
        ("Sec-Fetch-Mode", "cors"),
        ("Sec-Fetch-Dest", "empty"),
    )


def _response(sent: Sent) -> WireResponse | None:
    """Return what came back, as the model of the browser takes it."""
    return WireResponse(sent.status, sent.headers) if isinstance(sent.reply, Reply) else None


def _permission(headers: HeaderList) -> HeaderList:
    """Return what in *headers* says who may read."""
    names = {"access-control-allow-origin", "access-control-allow-credentials"}
    return tuple(header for header in headers if header[0].lower() in names)
