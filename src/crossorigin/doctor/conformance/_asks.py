"""The requests that a policy decides: which of them a server is asked, and in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crossorigin._web.fetch import SAFELISTED_METHODS
from crossorigin.doctor.conformance._ask import UNKNOWN_HEADER, UNKNOWN_METHOD, Ask, preflight
from crossorigin.doctor.conformance._origins import UNRELATED, never_sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin import Policy

NO_SUCH_PAGE: Final = "crossorigin-conformance-no-such-page"
_NOT_TEXT: Final = "crossorigin-conformance-%FF"
# Of a long list, a few show whether a server knows it.
_MAX_NAMES: Final = 6
# More than any page has, and than this library reads.
_MANY: Final = ",".join(f"x-crossorigin-{at:03}" for at in range(140))
_SOME: Final = ",".join(f"x-crossorigin-{at:03}" for at in range(40))
_PREFLIGHTS_OF_STRANGERS: Final = 24
_PREFLIGHTS_OF_OTHERS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """
    The server, and the policy that it is to keep.

    Attributes:
        url: The URL that is asked.
        policy: The policy.
        origins: Origins that the policy permits, the first of them for most requests.
        strangers: Origins that hardly any policy permits.
        also: Further URLs of the server, such as one that answers with an error.
        route_methods: The methods of the route, if they are known.
        sends_unsafe: Whether requests may be sent that change something.
        is_app: Whether an app in this process answers.
    """

    url: str
    policy: Policy
    origins: tuple[str, ...]
    strangers: tuple[str, ...]
    also: tuple[str, ...] = ()
    route_methods: frozenset[str] | None = None
    sends_unsafe: bool = False
    is_app: bool = False

    @property
    def known(self) -> str:
        """Return an origin that the policy permits, if there is one."""
        return self.origins[0] if self.origins else UNRELATED

    @property
    def knows_methods(self) -> bool:
        """Tell whether it is known which methods a preflight permits."""
        return self.policy.methods != "route" or self.route_methods is not None

    @property
    def methods(self) -> tuple[str, ...]:
        """Return methods that the policy permits and that need listing, a few."""
        own = self.policy.methods
        if own == "*":
            return ("DELETE", "PATCH", "PUT")
        listed = (self.route_methods or frozenset()) if isinstance(own, str) else own
        return tuple(sorted(listed - SAFELISTED_METHODS))[:_MAX_NAMES]

    @property
    def names(self) -> tuple[str, ...]:
        """Return request headers that the policy permits, a few, in lower case."""
        listed = {name.lower() for name in self.policy.allow_headers} - {"*"}
        more = {UNKNOWN_HEADER} if "*" in self.policy.allow_headers else set[str]()
        return tuple(sorted(listed | more))[:_MAX_NAMES]


def asks_of(target: Target) -> tuple[Ask, ...]:
    """Return the requests to *target*; its answers may lead to more of them."""
    return (
        *_by_origin(target, target.url, "GET"),
        *_actual(target),
        *_preflights(target),
        *_preflights_of_others(target),
        *_errors(target),
    )


def _with(origin: str | None, url: str, method: str, about: str) -> Ask:
    """Return the actual request of *origin*."""
    headers = () if origin is None else (("Origin", origin),)
    return Ask(about=about, url=url, method=method, headers=headers)


def _by_origin(target: Target, url: str, method: str, about: str = "") -> Iterator[Ask]:
    """Yield a request without ``Origin``, one of a permitted origin, one of a stranger."""
    # First, so that a cache that mixes origins up has something to give away.
    yield _with(None, url, method, f"{about or method} without Origin")
    yield _with(target.known, url, method, f"{about or method} of a permitted origin")
    yield _with(UNRELATED, url, method, f"{about or method} of a stranger")


def _actual(target: Target) -> Iterator[Ask]:
    """Yield the requests of every origin for the page, and ``HEAD`` and ``OPTIONS``."""
    for origin in target.origins[1:]:
        yield _with(origin, target.url, "GET", "GET of a permitted origin")
    for origin in target.strangers:
        if origin != UNRELATED:
            yield _with(origin, target.url, "GET", "GET of a stranger or a look-alike")
    for value, what in never_sent(target.known):
        about = f"GET with an Origin that no browser sends: {what}"
        yield Ask(about=about, url=target.url, headers=(("Origin", value),), is_sendable=False)
    both = (("Origin", target.known), ("Origin", UNRELATED))
    yield Ask(about="GET with two lines of Origin", url=target.url, headers=both, is_sendable=False)
    yield from _by_origin(target, target.url, "HEAD")
    yield from _by_origin(target, target.url, "OPTIONS", "OPTIONS, no preflight")
    asked = (("Access-Control-Request-Method", "PUT"),)
    about = "OPTIONS with Access-Control-Request-Method and without Origin"
    yield Ask(about=about, url=target.url, method="OPTIONS", headers=asked, is_sendable=False)
    about = "OPTIONS with an empty Access-Control-Request-Method"
    empty = (("Origin", target.known), ("Access-Control-Request-Method", ""))
    yield Ask(about=about, url=target.url, method="OPTIONS", headers=empty, is_sendable=False)


def _preflights(target: Target) -> Iterator[Ask]:
    """Yield the preflights of a permitted origin."""
    url, origin = target.url, target.known
    for method in (*sorted(SAFELISTED_METHODS), *target.methods):
        yield preflight(method, url, origin, method)
    yield preflight("a method that no policy lists", url, origin, UNKNOWN_METHOD)
    if target.knows_methods:
        for method in ("DELETE", "PATCH", "PUT", "QUERY"):
            if method not in target.methods:
                yield preflight(method, url, origin, method)
        for method in target.methods[:1]:
            yield preflight("a method in lower case", url, origin, method.lower())
    for name in target.names:
        yield preflight(f"the header {name}", url, origin, "GET", name)
    for name in ("authorization", "content-type", "x-requested-with", UNKNOWN_HEADER):
        if name not in target.names:
            yield preflight(f"the header {name}", url, origin, "POST", name)
    every = sorted({*target.names, "content-type"})
    method = next(iter(target.methods), "POST")
    yield preflight("a method and headers", url, origin, method, ",".join(every))
    one_more = ",".join(sorted({*every, UNKNOWN_HEADER}))
    yield preflight("headers, one of them unknown", url, origin, method, one_more)
    yield preflight("forty headers", url, origin, "GET", _SOME)
    for about, names in (
        ("140 headers", _MANY),
        ("headers with spaces", ", ".join(every)),
        ("headers in upper case", ",".join(every).upper()),
        ("headers with empty members", f",,{','.join(every)},"),
        ("a forbidden header", "cookie"),
    ):
        yield replace(preflight(about, url, origin, "POST", names), is_sendable=False)
    no_token = preflight("a method that is no token", url, origin, "G=T")
    yield replace(no_token, is_sendable=False)


def _preflights_of_others(target: Target) -> Iterator[Ask]:
    """Yield the preflights of further permitted origins, and of strangers."""
    method = next(iter(target.methods), "POST")
    names = ",".join(target.names) or "content-type"
    for origin in target.origins[1 : 1 + _PREFLIGHTS_OF_OTHERS]:
        about = "a method and headers, of another permitted origin"
        yield preflight(about, target.url, origin, method, names)
    for origin in target.strangers[:_PREFLIGHTS_OF_STRANGERS]:
        yield preflight("of a stranger or a look-alike", target.url, origin, method, names)
    yield preflight("of null", target.url, "null", "GET")


def _errors(target: Target) -> Iterator[Ask]:
    """Yield the requests that a server answers with an error, or is said to."""
    missing = beside(target.url, NO_SUCH_PAGE)
    yield from _by_origin(target, missing, "GET", "GET of no such page")
    yield preflight("of no such page", missing, target.known, "GET", "content-type")
    odd = beside(target.url, _NOT_TEXT)
    yield _with(target.known, odd, "GET", "GET of a path that is not text")
    yield _with(UNRELATED, odd, "GET", "GET of a path that is not text, of a stranger")
    for url in target.also:
        yield from _by_origin(target, url, "GET", "GET of a further path")
        yield preflight("of a further path", url, target.known, "GET", "content-type")
    if target.sends_unsafe:
        for method in ("POST", UNKNOWN_METHOD):
            yield from _by_origin(target, target.url, method)
    slashed = with_other_slash(target.url)
    if slashed:
        yield _with(target.known, slashed, "GET", "GET with another slash at the end")


def redirect_asks(target: Target, url: str) -> tuple[Ask, ...]:
    """Return further requests to *url*, from which the server redirects."""
    return (
        _with(None, url, "GET", "GET that is redirected, without Origin"),
        _with(UNRELATED, url, "GET", "GET that is redirected, of a stranger"),
        preflight("of a path that is redirected", url, target.known, "GET", "content-type"),
    )


def revalidating_asks(target: Target, validator: tuple[str, str]) -> tuple[Ask, ...]:
    """Return conditional requests, to which a server answers 304."""
    about = "GET that revalidates"
    asks = _by_origin(target, target.url, "GET", about)
    return tuple(replace(ask, headers=(*ask.headers, validator), is_found=True) for ask in asks)


def beside(url: str, name: str) -> str:
    """Return the URL of the page *name* below *url*."""
    return f"{url.partition('?')[0].rstrip('/')}/{name}"


def with_other_slash(url: str) -> str:
    """Return *url* with a slash at its end, or without, as it has one or not; of a root, nothing."""
    path = url.partition("?")[0]
    if path.count("/") <= 3 and path.endswith("/"):  # noqa: PLR2004 - two of them before the host
        return ""
    return path.rstrip("/") if path.endswith("/") else f"{path}/"
