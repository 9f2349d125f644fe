"""Send what an audit sends: a fixed list of requests, of which some may not be needed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from crossorigin._browser.fetching import WireRequest
from crossorigin._browser.urls import Url
from crossorigin.doctor.audit._access import Access, access
from crossorigin.doctor.audit._attack_origins import UNRELATED, attacks_on
from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.probing._session import Purpose, Sent
from crossorigin.doctor.probing._transport import NoReply, Sending

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin._browser.header_lists import HeaderList
    from crossorigin.doctor.audit._attack_origins import Attack
    from crossorigin.doctor.audit._declared import Declared
    from crossorigin.doctor.probing._transport import Transport

# What no server knows.
ANY_METHOD: Final = "AUDIT"
ANY_HEADER: Final = "x-crossorigin-audit"
NO_SUCH_PAGE: Final = "crossorigin-audit-no-such-page"
_NOT_TEXT: Final = "crossorigin-audit-%FF"
_FRESH: Final = "crossorigin-audit=fresh"
# After as many requests without an answer, no more are sent.
_PATIENCE: Final = 3


class Ask(StrEnum):
    """Name the requests that are sent, beside the attacks."""

    NO_ORIGIN = "no-origin"
    KNOWN = "known"
    FRESH = "fresh"
    PREFLIGHT = "preflight"
    PREFLIGHT_ANY = "preflight-any"
    PREFLIGHT_PRIVATE = "preflight-private"
    PREFLIGHT_UNRELATED = "preflight-unrelated"
    NOT_FOUND = "not-found"
    NOT_FOUND_UNRELATED = "not-found-unrelated"
    NOT_TEXT = "not-text"
    OPTIONS = "options"
    HEAD = "head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """
    Hold what is audited.

    Attributes:
        url: Where.
        known: The origin that should be permitted.
        headers: What every request but a preflight carries.
        declared: What the server's policy is said to be.
        is_app: Whether an app in this process answers.
    """

    url: str
    known: str
    declared: Declared
    headers: HeaderList = ()
    is_app: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """
    Hold what an audit has seen.

    Attributes:
        target: What was asked.
        asked: The answers, by what was asked.
        attacks: The attacks, and the answers to them.
        log: All that was sent, in order.
        trouble: Why the audit could not be finished, if it could not.
    """

    target: Target
    asked: dict[Ask, Sent]
    attacks: tuple[tuple[Attack, Sent], ...]
    log: tuple[Sent, ...]
    trouble: NoReply | None = None

    def get(self, ask: Ask) -> Sent | None:
        """Return the answer to *ask*, if there is one."""
        sent = self.asked.get(ask)
        return sent if sent is not None and sent.status else None

    def attack(self, slug: FindingSlug) -> Sent | None:
        """Return the answer to the first attack of that name, if there is one."""
        return next((sent for attack, sent in self.attacks if attack.slug is slug), None)


class _UnansweredError(Exception):
    """End an audit of which too many requests stay without an answer."""


def limit_of(target: Target) -> int:
    """Return the most requests that an audit of *target* sends."""
    return len(Ask) + len(attacks_on(target.known))


class Auditor:
    """Send the requests of an audit."""

    def __init__(
        self, target: Target, transport: Transport, tell: Callable[[Sending], None]
    ) -> None:
        """
        Audit *target* through *transport*.

        Args:
            target: What is audited.
            transport: What carries the requests.
            tell: Is told of each request before it is sent.
        """
        self._target = target
        self._transport = transport
        self._tell = tell
        self._log: list[Sent] = []
        self._asked: dict[Ask, Sent] = {}
        self._attacks: list[tuple[Attack, Sent]] = []
        self._troubles: list[NoReply] = []

    def answers(self) -> Answers:
        """Return what comes back."""
        trouble = None
        try:
            self._ask_all()
        except _UnansweredError:
            trouble = self._troubles[-1]
        return Answers(
            target=self._target,
            asked=self._asked,
            attacks=tuple(self._attacks),
            log=tuple(self._log),
            trouble=trouble,
        )

    def _ask_all(self) -> None:
        """Send everything."""
        known = self._target.known
        # First, so that a cache that mixes origins up has something to give away.
        if not self._ask(Ask.NO_ORIGIN, None).status:
            raise _UnansweredError
        if access(self._ask(Ask.KNOWN, known), known) is Access.NONE:
            self._ask(Ask.FRESH, known, url=self._fresh())
        self._ask_preflights()
        url = self._target.url
        self._ask(Ask.NOT_FOUND, known, url=beside(url, NO_SUCH_PAGE))
        self._ask(Ask.NOT_FOUND_UNRELATED, UNRELATED, url=beside(url, NO_SUCH_PAGE))
        self._ask(Ask.NOT_TEXT, known, url=beside(url, _NOT_TEXT))
        self._ask(Ask.OPTIONS, known, method="OPTIONS")
        self._ask(Ask.HEAD, known, method="HEAD")
        for attack in attacks_on(known):
            sent = self._send("GET", self._target.url, self._headers(attack.origin))
            self._attacks.append((attack, sent))
            is_open = access(sent, attack.origin) is not Access.NONE
            if attack.slug is FindingSlug.REFLECTED_ORIGIN and is_open:
                # Where all are permitted, the others tell nothing more.
                return

    def _ask_preflights(self) -> None:
        """Send the preflights."""
        known, private = self._target.known, "Access-Control-Request-Private-Network"
        for ask, origin, method, more in (
            (Ask.PREFLIGHT, known, "GET", ()),
            (
                Ask.PREFLIGHT_ANY,
                known,
                ANY_METHOD,
                (("Access-Control-Request-Headers", ANY_HEADER),),
            ),
            (Ask.PREFLIGHT_PRIVATE, known, "GET", ((private, "true"),)),
            (Ask.PREFLIGHT_UNRELATED, UNRELATED, "GET", ()),
        ):
            # A browser sends no credentials here.
            lines = (("Origin", origin), ("Access-Control-Request-Method", method), *more)
            self._asked[ask] = self._send("OPTIONS", self._target.url, lines)

    def _ask(self, ask: Ask, origin: str | None, *, method: str = "GET", url: str = "") -> Sent:
        """Send a request, and remember it as *ask*."""
        sent = self._send(method, url or self._target.url, self._headers(origin))
        self._asked[ask] = sent
        return sent

    def _headers(self, origin: str | None) -> HeaderList:
        """Return the headers of a request of *origin*."""
        more = () if origin is None else (("Origin", origin),)
        return (*self._target.headers, *more)

    def _send(self, method: str, url: str, headers: HeaderList) -> Sent:
        """Send a request; raise if too many have stayed without an answer."""
        agent = f"Mozilla/5.0 (compatible; crossorigin/{version('crossorigin')})"
        lines = (("Accept", "*/*"), *headers, ("User-Agent", agent))
        request = Sending(method=method, url=url, headers=lines)
        self._tell(request)
        reply = self._transport.send(request)
        wire = WireRequest(method=method, url=url, headers=lines, has_credentials=True, body=None)
        sent = Sent(purpose=Purpose.FETCH, wire=wire, request=request, reply=reply)
        self._log.append(sent)
        if isinstance(reply, NoReply):
            self._troubles.append(reply)
            if len(self._troubles) >= _PATIENCE:
                raise _UnansweredError
        return sent

    def _fresh(self) -> str:
        """Return the target under a URL that no cache has."""
        mark = "&" if "?" in self._target.url else "?"
        return f"{self._target.url}{mark}{_FRESH}"


def beside(url: str, name: str) -> str:
    """Return the URL of the page *name* below *url*."""
    return f"{url.partition('?')[0].rstrip('/')}/{name}"


def target_url(text: str) -> str:
    """Return the URL *text* as it is sent."""
    url = Url.parse(text)
    return text if url is None else url.target
