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
# Hosts of everybody's pages that the Public Suffix List of 2026-10-23 does not name.
_UNLISTED: Final = """
*.azurecontainerapps.io
*.cloudshell.dev
*.devtunnels.ms
*.gitpod.io
*.webcontainer.io
app.github.dev
cloudworkstations.dev
free.pinggy.link
gradio.live
lhr.life
loca.lt
modal.run
proxy.runpod.net
serveo.net
share.zrok.io
stackblitz.io
"""
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

    Only suffixes that the list names count, and the hosts that it lacks: ``localhost`` and
    ``test`` are none.
    """
    return _has_suffixes_below(_suffixes(), domain) or _has_suffixes_below(
        _suffixes(_UNLISTED), domain
    )


def registry_sells_below(domain: str) -> bool:
    """Tell whether a name right below *domain* is one that a registry sells."""
    return _has_suffixes_below(_suffixes(only_icann=True), domain)


def suffix_from(domain: str) -> str | None:
    """Return *domain*, or a domain further down, below which anyone may register, if there is one."""
    name = domain.removesuffix(".")
    return name if anyone_may_register_below(name) else _suffixes_further_down().get(name)


def _has_suffixes_below(suffixes: PublicSuffixList, domain: str) -> bool:
    """Tell whether *domain* is one of the *suffixes*, or every name below it is."""
    # A rule such as `*.kawasaki.jp` makes every name below a suffix of its own.
    return suffixes.is_public(domain) or suffixes.is_public(f"x.{domain}")


@cache
def _suffixes(
    source: str | None = None, *, accept_unknown: bool = False, only_icann: bool = False
) -> PublicSuffixList:
    """Return the list, or that of *source*, read when a wildcard or two hosts first need it."""
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - slow, and rarely needed

    return PublicSuffixList(source, accept_unknown=accept_unknown, only_icann=only_icann)


@cache
def _suffixes_further_down() -> dict[str, str]:
    """Return, by domain, the highest and shortest of the suffixes below it."""
    # The package lists its rules in no other way.
    rules = _suffixes()._publicsuffix | _suffixes(_UNLISTED)._publicsuffix  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    found: dict[str, str] = {}
    for rule in sorted(rules, key=lambda rule: (rule.count("."), len(rule), rule)):
        suffix = rule.removeprefix("*.")
        parent = suffix.partition(".")[2]
        while parent and not rule.startswith("!"):
            found.setdefault(parent, suffix)
            parent = parent.partition(".")[2]
    return found
