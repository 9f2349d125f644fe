"""
What ``manage.py check`` says: every problem of the policies, and what stands in their way.

Source: https://docs.djangoproject.com/en/stable/topics/checks/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.checks import Error, Warning  # noqa: A004 - Django's own name
from django.urls import get_resolver
from django.utils.module_loading import import_string

from crossorigin._web.sites import site_of
from crossorigin.django._marks import scopes_of_view
from crossorigin.django._scopes import walk
from crossorigin.django._settings import NAME, configured
from crossorigin.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin._policy.policy import Policy
    from crossorigin.errors import Problem

MIDDLEWARE: Final = "crossorigin.django.CORSMiddleware"
_CSRF: Final = "django.middleware.csrf.CsrfViewMiddleware"
_SECURITY: Final = "django.middleware.security.SecurityMiddleware"
# What sets a cookie, by the start of its settings.
_COOKIES: Final = {
    "SESSION_COOKIE": "django.contrib.sessions.middleware.SessionMiddleware",
    "CSRF_COOKIE": _CSRF,
}
# Above ours they change no answer that a page reads, or must see its headers.
_MAY_STAND_ABOVE: Final = frozenset(
    {
        "django.middleware.cache.UpdateCacheMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        _SECURITY,
    }
)
_IN_LABEL: Final = re.compile(r"\*[^.]|[^/]\*|\*$")
_OTHERS: Final = {
    "corsheaders.middleware.CorsMiddleware": "django-cors-headers",
    "corsheaders.middleware.CorsPostCsrfMiddleware": "django-cors-headers",
}


def check_site(**_: object) -> list[Any]:
    """Return what is wrong with the policies of the site."""
    try:
        policy = configured().policy
    except PolicyError as error:
        return [
            Error(_told(problem), hint=problem.hint, obj=f"settings.{NAME}", id=_id(problem.code))
            for problem in error.problems
        ]
    policies = _policies(policy)
    return [
        *_about_the_middleware(policies),
        *(each for policy in policies if policy.credentials for each in _about_cookies(policy)),
    ]


def _told(problem: Problem) -> str:
    """Return *problem* without its hint, which stands on a line of its own."""
    return str(problem).partition("\n")[0]


def _id(slug: str) -> str:
    """Return the name of a finding, for ``SILENCED_SYSTEM_CHECKS``."""
    return f"crossorigin.{slug}"


def policies_of_site() -> list[Policy]:
    """Return the different policies of the site."""
    return _policies(configured().policy)


def _policies(whole: Policy | None) -> list[Policy]:
    """Return the different policies of the site, of its includes and its views."""
    found = dict.fromkeys([] if whole is None else [whole])
    for pattern, _, include in walk(get_resolver()):
        scopes = [*scopes_of_view(pattern.callback, "GET"), *([include] if include else [])]
        found |= dict.fromkeys(scope.policy for scope in scopes if scope.policy is not None)
    return [*found]


def _about_the_middleware(policies: list[Policy]) -> Iterator[Any]:
    """Yield what is wrong with the place of the middleware."""
    listed: list[str] = list(settings.MIDDLEWARE)
    place = place_of(MIDDLEWARE)
    if place is None:
        if policies:
            yield Error(
                "There are policies, and no middleware that enforces them.",
                hint=f'put "{MIDDLEWARE}" first in MIDDLEWARE',
                id=_id("middleware-missing"),
            )
        return
    if not policies:
        yield Warning(
            "The middleware has no policy to enforce.",
            hint=f'write {NAME} = {{"origins": ["https://app.example.com"]}} in the settings,'
            " or decorate a view or an include",
            id=_id("policy-missing"),
        )
    above = [
        each
        for each in listed[:place]
        if each not in _MAY_STAND_ABOVE or (each == _SECURITY and settings.SECURE_SSL_REDIRECT)
    ]
    if above:
        yield Warning(
            f"{above[0]} stands above the middleware: a page cannot read what it answers, and a"
            " preflight that it redirects or refuses fails.",
            hint=f'put "{listed[place]}" above it, first in MIDDLEWARE',
            id=_id("middleware-too-low"),
        )
    for name in listed:
        if name in _OTHERS:
            yield Warning(
                f"{_OTHERS[name]} answers for the same requests.",
                hint=f'remove "{name}" from MIDDLEWARE: the guide has its settings in a table',
                id=_id("second-library"),
            )


def place_of(name: str) -> int | None:
    """Return the index in ``MIDDLEWARE`` of the one called *name*, or of a subclass of it."""
    wanted = import_string(name)
    for index, each in enumerate(settings.MIDDLEWARE):
        try:
            found: object = import_string(each)
        except ImportError:
            continue  # Django says so when it starts
        if isinstance(found, type) and issubclass(found, wanted):
            return index
    return None


def _about_cookies(policy: Policy) -> Iterator[Any]:
    """Yield why the cookies of this site do not reach it from the pages of *policy*."""
    if callable(policy.origins):
        return
    pages = sorted(origin for origin in policy.origins if origin.startswith(("http:", "https:")))
    other_sites = [page for page in pages if _is_of_another_site(page)]
    if other_sites:
        yield from _about_sessions(other_sites[0])
    trusted = set(settings.CSRF_TRUSTED_ORIGINS)
    # Django knows no pattern but `https://*.example.com`.
    untrusted = [page for page in pages if page not in trusted and _IN_LABEL.search(page) is None]
    if untrusted and place_of(_CSRF) is not None:
        yield Warning(
            f"{untrusted[0]} may send cookies, and CsrfViewMiddleware refuses its POST, PUT and"
            " DELETE.",
            hint=f"write CSRF_TRUSTED_ORIGINS = {sorted({*trusted, *untrusted})}",
            id=_id("csrf-untrusted-origin"),
        )


def _about_sessions(page: str) -> Iterator[Any]:
    """Yield why a login is lost between *page*, which is of another site, and this one."""
    for name in [name for name, setter in _COOKIES.items() if place_of(setter) is not None]:
        same_site_value = getattr(settings, f"{name}_SAMESITE")
        if same_site_value not in {"None", False}:
            yield Warning(
                f"{page} is of another site, and browsers send it no cookie that is"
                f" SameSite={same_site_value}: the login is lost between the two.",
                hint=f'write {name}_SAMESITE = "None" and {name}_SECURE = True',
                id=_id("cookie-same-site"),
            )
        elif not getattr(settings, f"{name}_SECURE"):
            yield Warning(
                f"{page} is of another site, and browsers drop a cookie that is SameSite=None and"
                " not Secure.",
                hint=f"write {name}_SECURE = True",
                id=_id("cookie-not-secure"),
            )


def _is_of_another_site(page: str) -> bool:
    """Tell whether *page* is of another site than each host that the settings name."""
    hosts = [host.removeprefix(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    scheme, _, host = page.partition("://")
    site = site_of(scheme, host.partition(":")[0])
    return bool(hosts) and site not in {site_of(scheme, each) for each in hosts}
