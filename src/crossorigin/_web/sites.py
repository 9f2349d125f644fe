"""
Sites and trust: how near two origins are, and for which of them others can speak.

Sources: https://html.spec.whatwg.org/multipage/browsers.html#sites,
https://w3c.github.io/webappsec-secure-contexts/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._web.fetch import OPAQUE_ORIGIN
from crossorigin._web.origins import OCTET, ends_in_number

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    name = host.removesuffix(".")
    return (
        name in {"localhost", "[::1]"}
        or name.endswith(".localhost")
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
    from crossorigin._web.suffixes import registrable_domain  # noqa: PLC0415 - slow to load

    return f"{scheme}://{registrable_domain(host) or host}"


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
