"""The requests of an audit: a fixed list, of which some may not be needed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from crossorigin._browser import Url
from crossorigin.doctor.audit._access import Access, access
from crossorigin.doctor.audit._attack_origins import UNRELATED
from crossorigin.doctor.audit._kinds import FindingSlug
from crossorigin.doctor.audit._local_attacks import local_attacks
from crossorigin.doctor.audit._local_requests import local_exchanges
from crossorigin.doctor.probing._session import USER_AGENT
from crossorigin.doctor.probing._transport import HTTPRequest, NetworkError

if TYPE_CHECKING:
    from crossorigin._browser import HeaderList
    from crossorigin.doctor.audit._attack_origins import Attack
    from crossorigin.doctor.audit._local_attacks import LocalAttack
    from crossorigin.doctor.audit._target import Target
    from crossorigin.doctor.probing._session import HTTPExchange, Session

# Names that no server knows.
ANY_METHOD: Final = "AUDIT"
ANY_HEADER: Final = "x-crossorigin-audit"
NO_SUCH_PAGE: Final = "crossorigin-audit-no-such-page"
_NOT_TEXT: Final = "crossorigin-audit-%FF"
_FRESH: Final = "crossorigin-audit=fresh"
# After as many requests without an answer of the server's own, no more are sent.
_PATIENCE: Final = 3
# A limit of rates, or a gateway, answers in the place of the server: it says nothing of its policy.
# https://www.rfc-editor.org/rfc/rfc6585#section-4, https://www.rfc-editor.org/rfc/rfc9110#section-15.6
_TOO_MANY_REQUESTS: Final = 429
_STAND_INS: Final = frozenset({_TOO_MANY_REQUESTS, 502, 503, 504})


class Ask(StrEnum):
    """The name of a request, beside the attacks."""

    NO_ORIGIN = "no-origin"
    KNOWN = "known"
    FRESH = "fresh"
    PREFLIGHT = "preflight"
    PREFLIGHT_ANY = "preflight-any"
    PREFLIGHT_PRIVATE = "preflight-private"
    PREFLIGHT_UNRELATED = "preflight-unrelated"
    PREFLIGHT_UNRELATED_POST = "preflight-unrelated-post"
    PREFLIGHT_UNRELATED_PUT = "preflight-unrelated-put"
    PREFLIGHT_UNRELATED_DELETE = "preflight-unrelated-delete"
    NOT_FOUND = "not-found"
    NOT_FOUND_UNRELATED = "not-found-unrelated"
    NOT_TEXT = "not-text"
    OPTIONS = "options"
    HEAD = "head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """
    The answers of a target.

    Attributes:
        target: The target.
        asked: The named requests.
        attacks: The attacks, each with its exchange.
        log: Every exchange, in order.
        local: The attacks on a local server, each with its exchange.
        error: Why nothing can be said of the target, if nothing can.
    """

    target: Target
    asked: dict[Ask, HTTPExchange]
    attacks: tuple[tuple[Attack, HTTPExchange], ...]
    log: tuple[HTTPExchange, ...]
    local: tuple[tuple[LocalAttack, HTTPExchange], ...] = ()
    error: NetworkError | None = None

    def get(self, ask: Ask) -> HTTPExchange | None:
        """Return the exchange of *ask*, if the server has answered it."""
        exchange = self.asked.get(ask)
        return exchange if exchange is not None and is_settled(exchange) else None

    def attack(self, slug: FindingSlug) -> HTTPExchange | None:
        """Return the exchange of the first attack of that name, if there is one."""
        return next((exchange for attack, exchange in self.attacks if attack.slug is slug), None)

    @property
    def unsettled(self) -> tuple[HTTPExchange, ...]:
        """Return the exchanges that say nothing of the policy."""
        # A server may hang up on what it refuses.
        local = [exchange for _, exchange in self.local if not exchange.status]
        silent = (each for each in self.log if not is_settled(each))
        return tuple(each for each in silent if not any(each is one for one in local))


def is_settled(exchange: HTTPExchange) -> bool:
    """Tell whether the server itself has answered, and nothing in its place."""
    return exchange.status not in {0, *_STAND_INS}


class _UnansweredError(Exception):
    """The end of an audit, too many requests of which stayed without an answer."""


class _RateLimitedError(Exception):
    """The end of an audit that a limit of rates has ended."""


def limit_of(target: Target) -> int:
    """Return the most requests that an audit of *target* sends."""
    return len(Ask) + len(target.attacks) + len(_local(target))


def _local(target: Target) -> tuple[LocalAttack, ...]:
    """Return the attacks on a local *target*; there are none on another one."""
    if not target.is_local:
        return ()
    return local_attacks(target.origin, sends_unsafe=target.sends_unsafe)


class AuditRequests:
    """The requests of an audit, over one session."""

    def __init__(self, target: Target, session: Session) -> None:
        """Prepare the requests to *target*."""
        self._target = target
        self._session = session
        self._asked: dict[Ask, HTTPExchange] = {}
        self._attacks: list[tuple[Attack, HTTPExchange]] = []
        self._local: list[tuple[LocalAttack, HTTPExchange]] = []
        self._errors: list[NetworkError] = []

    def send(self) -> Answers:
        """Send the requests, and return the answers."""
        error = None
        try:
            self._send_all()
        except _UnansweredError:
            error = self._errors[-1]
        except _RateLimitedError:
            # What was found until then is true; what is left is not known.
            pass
        return Answers(
            target=self._target,
            asked=self._asked,
            attacks=tuple(self._attacks),
            log=self._session.log,
            local=tuple(self._local),
            error=error,
        )

    def _send_all(self) -> None:
        """Send every request, as long as there are answers."""
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
        self._ask_local()
        for attack in self._target.attacks:
            exchange = self._send("GET", self._target.url, self._headers(attack.origin))
            self._attacks.append((attack, exchange))
            is_open = access(exchange, attack.origin) is not Access.NONE
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
            (Ask.PREFLIGHT_UNRELATED_POST, UNRELATED, "POST", ()),
            (Ask.PREFLIGHT_UNRELATED_PUT, UNRELATED, "PUT", ()),
            (Ask.PREFLIGHT_UNRELATED_DELETE, UNRELATED, "DELETE", ()),
        ):
            # A browser sends no credentials here.
            lines = (("Origin", origin), ("Access-Control-Request-Method", method), *more)
            self._asked[ask] = self._send("OPTIONS", self._target.url, lines)

    def _ask_local(self) -> None:
        """Send what pages of others have a browser send to a local server."""
        found = local_exchanges(
            _local(self._target),
            self._target.headers,
            self._asked[Ask.NO_ORIGIN],
            lambda method, headers: self._exchange(method, self._target.url, headers),
        )
        self._local.extend(found)

    def _ask(
        self, ask: Ask, origin: str | None, *, method: str = "GET", url: str = ""
    ) -> HTTPExchange:
        """Send a request, and keep the exchange as *ask*."""
        exchange = self._send(method, url or self._target.url, self._headers(origin))
        self._asked[ask] = exchange
        return exchange

    def _headers(self, origin: str | None) -> HeaderList:
        """Return the headers of a request of *origin*."""
        more = () if origin is None else (("Origin", origin),)
        return (*self._target.headers, *more)

    def _send(self, method: str, url: str, headers: HeaderList) -> HTTPExchange:
        """Send a request; raise if too many have stayed without an answer."""
        exchange = self._exchange(method, url, headers)
        if isinstance(exchange.result, NetworkError):
            self._errors.append(exchange.result)
            if len(self._errors) >= _PATIENCE:
                raise _UnansweredError
        latest = [each.status for each in self._session.log[-_PATIENCE:]]
        if latest == [_TOO_MANY_REQUESTS] * _PATIENCE:
            raise _RateLimitedError
        return exchange

    def _exchange(self, method: str, url: str, headers: HeaderList) -> HTTPExchange:
        """Send a request."""
        is_given = any(name.lower() == "accept" for name, _ in headers)
        accept = () if is_given else (("Accept", "*/*"),)
        lines = (*accept, *headers, USER_AGENT)
        return self._session.send(HTTPRequest(method=method, url=url, headers=lines))

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
