"""
The names under which an app may be reached: what a page that was rebound to it cannot have.

A page of another site can have its own name lead to the app's address, and is then of the same
origin as the app: only the name in ``Host`` tells it from a page of the app's own. Loaded for
the first guard that lists names.

Source: https://www.rfc-editor.org/rfc/rfc9110#section-7.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin._policy.matching import OriginSet
from crossorigin._policy.origins import Origin
from crossorigin._web.fetch import DEFAULT_PORTS, HTTP_SCHEMES
from crossorigin._web.hosts import split_host
from crossorigin._web.sites import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crossorigin._policy.origins import OriginPattern

# A host has no scheme. With this one, it is matched as an origin.
SCHEME: Final = "https"
# A port that no host need write, whichever of the two schemes a request came by.
_DEFAULTS: Final = frozenset({DEFAULT_PORTS[scheme] for scheme in HTTP_SCHEMES})
# Values of Host that are listed, in every spelling that clients find. Beyond, all are forgotten.
_MAX_KNOWN: Final = 64


def _is_beside_https(origin: Origin) -> bool:
    """
    Tell whether a page that a browser sent with its site may be one of ``http`` beside the app.

    The site is said to ``https`` and to loopback only, whatever scheme a proxy asks the app by: so
    an ``http:`` page of another name is none of the app's. One at the default port of loopback may
    stand beside an app that is reached by ``https`` at its own.

    Source: https://w3c.github.io/webappsec-fetch-metadata/#fetch-integration
    """
    return origin.scheme == "http" and (origin.port is None or not is_loopback(origin.host))


class HostSet:
    """
    Hosts, and patterns of hosts.

    Args:
        hosts: Each as in the option of a guard.
        patterns: Those with a wildcard.

    Attributes:
        raw: Values of ``Host``, in bytes, that are known to be listed.
    """

    __slots__ = ("_known", "_names", "raw")

    def __init__(self, hosts: frozenset[str], patterns: Iterable[OriginPattern]) -> None:
        """Make the set of *hosts*, and of those that *patterns* cover."""
        listed = frozenset(f"{SCHEME}://{host}" for host in hosts if "*" not in host)
        self._names = OriginSet(listed, patterns)
        # What is refused is never kept, so that no client fills this with junk.
        self._known: set[str] = set()
        self.raw: set[bytes] = set()

    def __contains__(self, host: str | None) -> bool:
        """Tell whether the value *host* of ``Host`` is listed; none, and junk, are not."""
        return host in self._known or (host is not None and self._covers(host))

    def _covers(self, host: str) -> bool:
        """Tell the same of a value that has not been seen before, and keep it if it is listed."""
        parts = split_host(host)
        if parts is None or not self._lists(*parts):
            return False
        if len(self._known) >= _MAX_KNOWN:
            self._known.clear()
            self.raw.clear()
        self._known.add(host)
        self.raw.add(host.encode())
        return True

    def _lists(self, host: str, port: int | None) -> bool:
        """Tell whether *host* is listed with *port*."""
        written = None if port in _DEFAULTS else port
        return self._names.covers(Origin(SCHEME, host, written))

    def has_page(self, origin: Origin, host: str | None, *, has_site: bool = False) -> bool:
        """
        Tell whether *origin* is the app's own, under another of the names that are listed.

        Another port of a listed name is another program, so the page's must be that of *host*,
        the value of ``Host``.

        Args:
            origin: The origin of the page.
            host: The value of ``Host``.
            has_site: Whether the request has ``Sec-Fetch-Site``.
        """
        if host is None or origin.scheme not in HTTP_SCHEMES:
            return False
        if has_site and _is_beside_https(origin):
            return False
        asked = split_host(host)
        if asked is None:
            return False
        default = DEFAULT_PORTS[origin.scheme]
        port = origin.port or default
        return (asked[1] or default) == port and self._lists(origin.host.removesuffix("."), port)
