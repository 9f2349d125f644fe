"""Mistakes by which the cookie of a session does not reach the app from a page of another site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from crossorigin._web.sites import nearness
from crossorigin.doctor.routes._mistake import Mistake, MistakeSlug
from crossorigin.doctor.routes._site import is_local, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.routes._site import Site

# A cookie without an attribute is Lax. https://www.rfc-editor.org/rfc/rfc6265#section-5.3
_SENT_ANYWHERE: Final = "none"
# A function decides, so that the page may be of any site.
_UNKNOWN: Final = "A page"
_FIXES_OF_FLASK: Final = (
    'app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)',
    "app.config.update(SESSION_COOKIE_SECURE=True)",
    "app.config.update(SESSION_COOKIE_PARTITIONED=True)  # Flask 3.1",
)
_FIXES_OF_DJANGO: Final = (
    'SESSION_COOKIE_SAMESITE = "None"; SESSION_COOKIE_SECURE = True',
    "SESSION_COOKIE_SECURE = True",
    "",
)
_FIXES_OF_STARLETTE: Final = (
    'SessionMiddleware(app, ..., same_site="none", https_only=True)',
    "SessionMiddleware(app, ..., https_only=True)",
    "SessionMiddleware(app, ..., partitioned=True)  # Starlette 0.47",
)


class Cookie(NamedTuple):
    """
    The cookie of an app's sessions, and the program's words for its attributes.

    Attributes:
        same_site: Its attribute ``SameSite``, in lower case; empty if it has none.
        is_secure: Whether it has ``Secure``.
        is_partitioned: Whether it has ``Partitioned``; true if the framework cannot say so.
        where: The setting of an attribute, of which ``{}`` is the name.
        fixes: The lines that set ``SameSite``, ``Secure`` and ``Partitioned``.
    """

    same_site: str
    is_secure: bool
    is_partitioned: bool
    where: str
    fixes: tuple[str, str, str]


def mistakes(site: Site) -> Iterator[Mistake]:
    """Yield why browsers do not send the session's cookie to the app from another site."""
    pages = [
        page
        for policy in site.policies
        if policy.credentials
        for page in listed(policy) or [_UNKNOWN]
        if _is_of_another_site(site, page)
    ]
    if not pages or not site.has_sessions:
        return
    page = min(pages, key=is_local)
    yield from _of_cookie(_cookie_of(site), page, is_certain=bool(site.hosts) and page != _UNKNOWN)
    if hasattr(site.flask, "login_manager") and (
        site.config.get("REMEMBER_COOKIE_SAMESITE") != "None"
    ):
        yield Mistake(
            MistakeSlug.REMEMBER_COOKIE_NOT_SENT,
            'app.config["REMEMBER_COOKIE_SAMESITE"]',
            "Flask-Login's cookie is not sent from another site, so nobody is remembered there.",
            'app.config.update(REMEMBER_COOKIE_SAMESITE="None", REMEMBER_COOKIE_SECURE=True)',
            is_certain=bool(site.hosts),
        )


def _of_cookie(cookie: Cookie, page: str, *, is_certain: bool) -> Iterator[Mistake]:
    """Yield why *cookie* is not sent from *page*, which is, or may be, of another site."""
    if cookie.same_site != _SENT_ANYWHERE:
        yield Mistake(
            MistakeSlug.SESSION_NOT_SENT,
            cookie.where.format("SAMESITE"),
            f"{page} may send cookies, but no browser sends this one from another site: the login"
            " is lost.",
            cookie.fixes[0],
            is_certain,
        )
    elif not cookie.is_secure:
        yield Mistake(
            MistakeSlug.SESSION_NOT_SECURE,
            cookie.where.format("SECURE"),
            "Browsers drop a cookie with SameSite=None that is not Secure.",
            cookie.fixes[1],
        )
    elif not cookie.is_partitioned:
        yield Mistake(
            MistakeSlug.SESSION_NOT_PARTITIONED,
            cookie.where.format("PARTITIONED"),
            "Browsers that block the cookies of other sites send only partitioned ones.",
            cookie.fixes[2],
            is_certain=False,
        )


def _is_of_another_site(site: Site, page: str) -> bool:
    """Tell whether *page* may be of another site than each host that *site* is known to have."""
    scheme = page.partition("://")[0]
    return all(
        nearness(page.replace("*.", ""), [f"{scheme}://{host}"]) == "cross-site"
        for host in site.hosts
    )


def _cookie_of(site: Site) -> Cookie:
    """Return the cookie of the sessions of *site*."""
    config = site.config
    if not config:
        return _cookie_of_middleware(site)
    is_secure = bool(config["SESSION_COOKIE_SECURE"])
    same_site = str(config["SESSION_COOKIE_SAMESITE"] or "").lower()
    if site.is_django:
        return Cookie(
            same_site,
            is_secure,
            is_partitioned=True,
            where="settings.SESSION_COOKIE_{}",
            fixes=_FIXES_OF_DJANGO,
        )
    return Cookie(
        same_site,
        is_secure,
        is_partitioned=bool(config.get("SESSION_COOKIE_PARTITIONED")),
        where='app.config["SESSION_COOKIE_{}"]',
        fixes=_FIXES_OF_FLASK,
    )


def _cookie_of_middleware(site: Site) -> Cookie:
    """Return the cookie of Starlette's middleware, which keeps its attributes as they are sent."""
    flags = {
        flag.strip().lower()
        for layer in site.layers
        for flag in str(getattr(layer, "security_flags", "")).split(";")
    }
    return Cookie(
        next((flag.partition("=")[2] for flag in flags if flag.startswith("samesite=")), ""),
        "secure" in flags,
        "partitioned" in flags,
        "SessionMiddleware",
        _FIXES_OF_STARLETTE,
    )
