"""
Keep cookies as a browser does, and tell which of them go with a request.

The standard library reads cookies as a server does: it has no ``SameSite``, and before Python
3.14 it drops a cookie that is ``Partitioned``. So only its reader
of dates is used.

Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._web.sites import is_trustworthy, site_of
from crossorigin._web.suffixes import is_public_suffix

if TYPE_CHECKING:
    from crossorigin._browser import ThirdPartyCookies, Url

SameSite = Literal["Strict", "Lax", "None"]
_SAME_SITE: Final[dict[str, SameSite]] = {"strict": "Strict", "lax": "Lax", "none": "None"}
_NUMBER: Final = re.compile(r"-?[0-9]+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """
    A cookie.

    Attributes:
        name: Its name.
        value: Its value.
        domain: The host that it goes to.
        is_host_only: Whether it goes to no host below that one.
        path: The path below which it goes.
        is_secure: Whether it goes over https only.
        same_site: Which pages it goes for.
        partition: The site of the pages that it goes for; empty for all.
        expires: When it is removed, in seconds since 1970.
    """

    name: str
    value: str
    domain: str
    is_host_only: bool
    path: str
    is_secure: bool
    same_site: SameSite
    partition: str
    expires: float

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return the properties by which a newer cookie replaces this one."""
        return self.name, self.domain, self.path, self.partition

    def is_hidden_by(self, other: Cookie) -> bool:
        """
        Tell whether this cookie, set without security, would stand in for the secure *other*.

        Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.7
        """
        domains = (self.domain, other.domain)
        return (
            other.is_secure
            and other.name == self.name
            and any(one == two or one.endswith(f".{two}") for one, two in (domains, domains[::-1]))
            and _is_on_path(self.path, other.path)
        )

    def goes_to(
        self, url: Url, page_site: str, now: float, *, is_same_site: bool, needs_partition: bool
    ) -> bool:
        """
        Tell whether this goes with a request for *url*.

        Args:
            url: The URL.
            page_site: The site of the page that asks.
            now: The time, in seconds since 1970.
            is_same_site: Whether the page's site is that of the URL.
            needs_partition: Whether it must be of the page's own partition.
        """
        return (
            now < self.expires
            and (url.host == self.domain or (not self.is_host_only and _is_below(url, self.domain)))
            and _is_on_path(url.path, self.path)
            and (is_trustworthy(url.scheme, url.host) or not self.is_secure)
            and (is_same_site or self.same_site == "None")
            and (self.partition == page_site or not (self.partition or needs_partition))
        )


class CookieJar:
    """Keep the cookies of a browser."""

    __slots__ = ("_cookies", "_third_party")

    def __init__(self, third_party: ThirdPartyCookies = "sent") -> None:
        """
        Keep none.

        Args:
            third_party: The browser's way with the cookies of other sites than the page's.
        """
        self._cookies: dict[tuple[str, str, str, str], Cookie] = {}
        self._third_party: ThirdPartyCookies = third_party

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._cookies)

    def visit(self, line: str, url: Url, now: float) -> bool:
        """Keep the cookie of *line* as if *url* were visited; tell whether it may be kept."""
        return self.keep(line, url, site_of(url.scheme, url.host), now, is_same_site=True)

    def keep(self, line: str, url: Url, page_site: str, now: float, *, is_same_site: bool) -> bool:
        """
        Keep the cookie of a ``Set-Cookie`` *line*, and tell whether it is one that may be kept.

        Args:
            line: The header's value.
            url: The URL that sets it.
            page_site: The site of the page that asks.
            now: The time, in seconds since 1970.
            is_same_site: Whether the page's site is that of the URL.
        """
        cookie = parsed(line, url, page_site, now)
        if cookie is None or (cookie.same_site != "None" and not is_same_site):
            return False
        if not is_same_site and self._third_party == "blocked" and not cookie.partition:
            return False
        if not is_same_site and self._third_party == "partitioned":
            cookie = replace(cookie, partition=page_site)
        if not is_trustworthy(url.scheme, url.host) and any(
            map(cookie.is_hidden_by, self._cookies.values())
        ):
            return False
        # One that is there already keeps its place in the order.
        self._cookies[cookie.key] = cookie
        return True

    def header(self, url: Url, page_site: str, now: float, *, is_same_site: bool) -> str:
        """Return the ``Cookie`` header of a request for *url*; empty if there is none."""
        apart = not is_same_site and self._third_party != "sent"
        going = [
            cookie
            for cookie in self._cookies.values()
            if cookie.goes_to(url, page_site, now, is_same_site=is_same_site, needs_partition=apart)
        ]
        going.sort(key=lambda cookie: -len(cookie.path))
        return "; ".join(f"{cookie.name}={cookie.value}".removeprefix("=") for cookie in going)


def parsed(line: str, url: Url, page_site: str, now: float) -> Cookie | None:
    """
    Return the cookie of a ``Set-Cookie`` *line*, or ``None`` if no browser keeps it.

    Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.6
    """
    pair, *rest = line.split(";")
    name, equals, value = (part.strip(" \t") for part in pair.partition("="))
    if not equals:
        name, value = "", name
    attributes = _attributes(rest)
    domain = attributes.get("domain", "").removeprefix(".").lower()
    path = attributes.get("path", "")
    cookie = Cookie(
        name=name,
        value=value,
        domain=domain if domain and domain != url.host else url.host,
        is_host_only=not domain or (domain == url.host and is_public_suffix(domain)),
        path=path if path.startswith("/") else _directory(url.path),
        is_secure="secure" in attributes,
        same_site=_SAME_SITE.get(attributes.get("samesite", "").lower(), "Lax"),
        partition=page_site if "partitioned" in attributes else "",
        expires=_expires(attributes, now),
    )
    is_mistaken = _CONTROL.search(line) is not None or not (name or value)
    return None if is_mistaken or _is_refused(cookie, url, attributes) else cookie


def _attributes(parts: list[str]) -> dict[str, str]:
    """Return the attributes, of which the last counts."""
    pairs = (part.partition("=") for part in parts)
    return {name.strip(" \t").lower(): value.strip(" \t") for name, _, value in pairs}


def _is_refused(cookie: Cookie, url: Url, attributes: dict[str, str]) -> bool:
    """Tell whether *url* may not set *cookie*."""
    is_foreign = cookie.domain != url.host and (
        not _is_below(url, cookie.domain) or is_public_suffix(cookie.domain)
    )
    needs_secure = (
        cookie.same_site == "None"
        or bool(cookie.partition)
        or cookie.name.lower().startswith(("__secure-", "__host-"))
    )
    needs_host = cookie.name.lower().startswith("__host-")
    is_whole_host = cookie.is_host_only and attributes.get("path") == "/"
    return (
        is_foreign
        or (needs_secure and not cookie.is_secure)
        or (cookie.is_secure and not is_trustworthy(url.scheme, url.host))
        or (needs_host and not is_whole_host)
    )


def _expires(attributes: dict[str, str], now: float) -> float:
    """Return when the cookie with *attributes* is removed."""
    age = attributes.get("max-age", "")
    if _NUMBER.fullmatch(age):
        return now + float(age)
    try:
        return parsedate_to_datetime(attributes.get("expires", "")).timestamp()
    except (OverflowError, TypeError, ValueError):
        return float("inf")


def _is_below(url: Url, domain: str) -> bool:
    """Tell whether the host of *url* is below *domain*."""
    return url.host.endswith(f".{domain}") and not url.host.replace(".", "").isdigit()


def _is_on_path(path: str, below: str) -> bool:
    """
    Tell whether *path* is *below*, or below it.

    Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.1.4
    """
    return path == below or path.startswith(below if below.endswith("/") else f"{below}/")


def _directory(path: str) -> str:
    """Return the path of a cookie that names none."""
    return path.rpartition("/")[0] or "/"
