"""
Tell how far apart a page and what it fetches are.

Source: https://html.spec.whatwg.org/multipage/browsers.html#sites
"""

from __future__ import annotations

import ipaddress
from functools import cache
from typing import TYPE_CHECKING, Literal

from crossorigin._web.origins import ends_in_number, is_loopback, split_origin

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

    from crossorigin._browser.engines import Engine

Relation = Literal["same-origin", "same-site", "cross-site"]


def relation(page: str, target: str) -> Relation:
    """Return how the origins *page* and *target*, both serialised, stand to each other."""
    if page == target and page != "null":
        return "same-origin"
    ours, theirs = split_origin(page), split_origin(target)
    if ours is None or theirs is None or ours[0] != theirs[0]:
        return "cross-site"
    return "same-site" if _site(ours[1]) == _site(theirs[1]) else "cross-site"


def is_secure(origin: str) -> bool:
    """
    Tell whether what is at *origin* cannot be changed on its way.

    Source: https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
    """
    parts = split_origin(origin)
    return parts is not None and (parts[0] == "https" or is_loopback(parts[1]))


def is_mixed_content(page: str, target: str, engine: Engine) -> bool:
    """
    Tell whether *engine* keeps a page of origin *page* from fetching anything of *target*.

    All but WebKit let a page fetch from the very machine that it runs on.

    Source: https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
    """
    if not page.startswith("https:") or not target.startswith("http:"):
        return False
    return engine == "webkit" or not is_secure(target)


def is_local_address(address: str) -> bool:
    """Tell whether the IP *address* is of this machine or of a private network."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return found.is_loopback or found.is_private or found.is_link_local


def is_local_host(host: str) -> bool:
    """Tell whether *host* can be seen, without a look-up, to be of a local network."""
    return is_loopback(host) or is_local_address(host.strip("[]"))


def _site(host: str) -> str:
    """Return the registrable domain of *host*, or the host if it has none."""
    if host.startswith("[") or ends_in_number(host):
        return host
    return _suffixes().privatesuffix(host) or host


@cache
def _suffixes() -> PublicSuffixList:
    """Return the list of public suffixes, read when it is first needed."""
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - slow, and rarely needed

    return PublicSuffixList()
