"""
Tell how near two origins are to each other: same origin, same site, or neither.

Source: https://html.spec.whatwg.org/multipage/browsers.html#sites
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._browser.urls import Url
from crossorigin._web.origins import ends_in_number, is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publicsuffixlist import PublicSuffixList

Nearness = Literal["same-origin", "same-site", "cross-site"]
_FARTHEST_FIRST: Final[tuple[Nearness, ...]] = ("cross-site", "same-site", "same-origin")


def site_of(url: Url) -> str:
    """
    Return the site of *url*: its scheme, and what somebody has registered of its host.

    Source: https://html.spec.whatwg.org/multipage/browsers.html#obtain-a-site
    """
    if url.host.startswith("[") or ends_in_number(url.host):
        return f"{url.scheme}://{url.host}"
    domain = _suffixes().privatesuffix(url.host)
    return f"{url.scheme}://{domain or url.host}"


def nearness(origin: str, urls: Iterable[Url]) -> Nearness:
    """
    Return how near the farthest of *urls* is to the page's *origin*.

    Source: https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header
    """
    page = Url.parse(origin)
    found = {_nearness(page, url) for url in urls}
    return next(near for near in _FARTHEST_FIRST if near in found)


def is_trustworthy(url: Url) -> bool:
    """
    Tell whether nobody on the way can have written what *url* answers.

    Source: https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy
    """
    return url.scheme == "https" or is_loopback(url.host)


def is_public_suffix(domain: str) -> bool:
    """Tell whether anyone may register names below *domain*."""
    return _suffixes().is_public(domain)


def _nearness(page: Url | None, url: Url) -> Nearness:
    """Return how near *url* is to *page*, whose origin is opaque if it is ``None``."""
    if page is None:
        return "cross-site"
    if page.origin == url.origin:
        return "same-origin"
    if page.scheme == url.scheme and page.host == url.host:
        return "same-site"
    return "same-site" if site_of(page) == site_of(url) else "cross-site"


@cache
def _suffixes() -> PublicSuffixList:
    """Return the list, read when two hosts differ for the first time."""
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - slow, and often not needed

    return PublicSuffixList()
