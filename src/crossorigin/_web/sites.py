"""
Sites and trust: how near two origins are, and which names anyone may register.

Sources: https://html.spec.whatwg.org/multipage/browsers.html#sites,
https://publicsuffix.org/list/, https://w3c.github.io/webappsec-secure-contexts/
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin._web.origins import OCTET, ends_in_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publicsuffixlist import PublicSuffixList

# The values of `Sec-Fetch-Site` for a request that a page sends.
# https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header
Nearness = Literal["same-origin", "same-site", "cross-site"]
_FARTHEST_FIRST: Final[tuple[Nearness, ...]] = ("cross-site", "same-site", "same-origin")
_LOOPBACK_IPV4: Final = re.compile(rf"127(?:\.{OCTET}){{3}}")
# Whoever is on the network may answer, and speak, for these.
_PLAIN_SCHEMES: Final = frozenset({"http", "ws"})


def is_loopback(host: str) -> bool:
    """
    Tell whether *host* can only be the machine that the browser runs on.

    Source: https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
    """
    return (
        host in {"localhost", "[::1]"}
        or host.endswith(".localhost")
        or _LOOPBACK_IPV4.fullmatch(host) is not None
    )


def is_trustworthy(scheme: str, host: str) -> bool:
    """
    Tell whether nobody on the network can speak for this origin.

    Source: https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
    """
    return scheme not in _PLAIN_SCHEMES or is_loopback(host)


def site_of(scheme: str, host: str) -> str:
    """
    Return the site of an origin: its scheme, and its registrable domain or else its host.

    Source: https://html.spec.whatwg.org/multipage/browsers.html#obtain-a-site
    """
    if host.startswith("[") or ends_in_number(host):
        return f"{scheme}://{host}"
    return f"{scheme}://{_suffixes(accept_unknown=True).privatesuffix(host) or host}"


def nearness(page: str, targets: Iterable[str]) -> Nearness:
    """
    Return how near the farthest of *targets* is to *page*, all of them serialised origins.

    Source: https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header
    """
    found = {_nearness(page, target) for target in targets}
    return next(near for near in _FARTHEST_FIRST if near in found)


def _nearness(page: str, target: str) -> Nearness:
    """Return how near the origin *target* is to *page*."""
    if OPAQUE_ORIGIN in {page, target}:
        return "cross-site"
    if page == target:
        return "same-origin"
    ours, theirs = _scheme_and_host(page), _scheme_and_host(target)
    # The list of suffixes is slow to load: equal hosts do without it.
    is_same_site = ours == theirs or (ours[0] == theirs[0] and site_of(*ours) == site_of(*theirs))
    return "same-site" if is_same_site else "cross-site"


def _scheme_and_host(origin: str) -> tuple[str, str]:
    """Return the scheme and the host of a serialised *origin*."""
    scheme, _, authority = origin.partition("://")
    host, bracket, _ = authority.partition("]")
    return scheme, f"{host}]" if bracket else host.partition(":")[0]


def is_public_suffix(domain: str) -> bool:
    """Tell whether anyone may register names below *domain*; of a name not listed, the last label."""
    return _suffixes(accept_unknown=True).is_public(domain)


def anyone_may_register_below(domain: str) -> bool:
    """
    Tell whether a name right below *domain* is one that anyone may register.

    Only suffixes that the list names count: ``localhost`` and ``test`` are none.
    """
    suffixes = _suffixes(accept_unknown=False)
    # A rule such as `*.kawasaki.jp` makes every name below a suffix of its own.
    return suffixes.is_public(domain) or suffixes.is_public(f"x.{domain}")


@cache
def _suffixes(*, accept_unknown: bool) -> PublicSuffixList:
    """Return the list, read when a wildcard or two hosts first need it."""
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - slow, and rarely needed

    return PublicSuffixList(accept_unknown=accept_unknown)
