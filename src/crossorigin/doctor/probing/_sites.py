"""Whether a page's connection can be trusted, and which addresses are local."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

from crossorigin._web.origins import split_origin
from crossorigin._web.sites import is_loopback, is_trustworthy

if TYPE_CHECKING:
    from crossorigin._browser import Engine

_UNSPECIFIED: Final = frozenset({"0.0.0.0", "[::]"})  # noqa: S104 - hosts of a URL


def is_secure(origin: str) -> bool:
    """
    Tell whether nobody on the network can change the answers of *origin*.

    Source: https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
    """
    parts = split_origin(origin)
    return parts is not None and is_trustworthy(parts[0], parts[1])


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


def is_this_machine(host: str) -> bool:
    """Tell whether *host* leads to this machine: by a loopback name, or as any of its addresses."""
    return is_loopback(host) or host in _UNSPECIFIED


def is_local_host(host: str) -> bool:
    """Tell whether *host* can be seen, without a look-up, to be of a local network."""
    return is_loopback(host) or is_local_address(host.strip("[]"))
