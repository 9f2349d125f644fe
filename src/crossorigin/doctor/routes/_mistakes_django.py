"""Mistakes that only a Django site can show: what ``manage.py check`` says, and its views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crossorigin.doctor.routes._mistake import Mistake, MistakeSlug
from crossorigin.doctor.routes._site import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossorigin.doctor.routes._site import Site

_CSRF: Final = "django.middleware.csrf.CsrfViewMiddleware"
# These have views of OPTIONS that say which methods there are.
_FRAMEWORKS: Final = ("django", "rest_framework")
# Findings of `manage.py check` that no other room makes, with the setting that each is about.
_CHECKS: Final = {
    "middleware-missing": (MistakeSlug.MIDDLEWARE_MISSING, "MIDDLEWARE"),
    "middleware-too-low": (MistakeSlug.MIDDLEWARE_TOO_LOW, "MIDDLEWARE"),
    "second-library": (MistakeSlug.SECOND_CORS_LIBRARY, "MIDDLEWARE"),
    "cookie-same-site": (MistakeSlug.SESSION_NOT_SENT, "CSRF_COOKIE_SAMESITE"),
    "cookie-not-secure": (MistakeSlug.SESSION_NOT_SECURE, "CSRF_COOKIE_SECURE"),
    "csrf-untrusted-origin": (MistakeSlug.CSRF_UNTRUSTED_ORIGIN, "CSRF_TRUSTED_ORIGINS"),
}


def mistakes(site: Site) -> Iterator[Mistake]:
    """Yield the mistakes that only a Django site shows."""
    if not site.is_django:
        return
    found = list(_of_checks())
    yield from found
    if not any(each.slug is MistakeSlug.MIDDLEWARE_MISSING for each in found):
        yield from _of_scopes(site)
        yield from _of_options_views(site)
    config = site.config
    is_credentialed = any(policy.credentials for policy in site.policies)
    if is_credentialed and site.has_sessions and _CSRF not in config["MIDDLEWARE"]:
        yield from _of_guard()
    if config["DEBUG"] and (config["SECURE_SSL_REDIRECT"] or config["SECURE_HSTS_SECONDS"]):
        yield Mistake(
            MistakeSlug.DEBUGGER_IN_PRODUCTION,
            "settings.DEBUG",
            "The site is in debug mode and says that it is served over https.",
            "DEBUG = False",
            is_certain=False,
        )


def _of_checks() -> Iterator[Mistake]:
    """Yield what ``manage.py check`` says. The problems of a policy stop a site before."""
    from crossorigin.django._checks import check_site  # noqa: PLC0415 - Django is installed

    for each in check_site():
        name = str(each.id).rpartition(".")[2]
        slug, setting = _CHECKS.get(name, (None, ""))
        # The session's own cookie is looked at as that of every framework.
        if slug is not None and "SESSION_COOKIE" not in str(each.hint):
            yield Mistake(slug, f"settings.{setting}", str(each.msg), str(each.hint))


def _of_guard() -> Iterator[Mistake]:
    """Yield that a form of any site is taken with the cookies of the reader."""
    from crossorigin.django._settings import configured  # noqa: PLC0415 - as above

    guard = configured().guard
    if guard is None or guard.report_only:
        yield Mistake(
            MistakeSlug.GUARD_OFF,
            "settings.CROSSORIGIN",
            "Cookies are sent for other origins, and pages of any site may send forms with them.",
            'CROSSORIGIN = {..., "guard": True}',
        )


def _of_scopes(site: Site) -> Iterator[Mistake]:
    """Yield the policies of the site and its includes that never apply, or say nothing new."""
    from django.urls import get_resolver  # noqa: PLC0415 - as above

    from crossorigin.django._coverage import whole_scope  # noqa: PLC0415 - as above
    from crossorigin.django._scopes import walk  # noqa: PLC0415 - as above

    whole = whole_scope()
    used = {route.declared for route in site.routes}
    includes = {include for _, _, include in walk(get_resolver()) if include is not None}
    for include in sorted(includes, key=lambda each: str(each.declared)):
        where = place(include.declared)
        if include.declared not in used:
            yield Mistake(
                MistakeSlug.BLUEPRINT_POLICY_UNUSED,
                where,
                "Each view of this include has a policy of its own.",
                "remove cross_origin(...) around the include, or the decorators",
                is_certain=False,
            )
        if whole is not None and include.policy == whole.policy:
            yield Mistake(
                MistakeSlug.POLICY_REPEATED,
                where,
                "This says what settings.CROSSORIGIN says already.",
                "remove cross_origin(...) around the include",
                is_certain=False,
            )
    if whole is not None and site.routes and whole.declared not in used:
        yield Mistake(
            MistakeSlug.APP_POLICY_UNUSED,
            place(whole.declared),
            "Each view has a policy of its own: that of the site covers only 404s.",
            "remove the options of CROSSORIGIN, or the decorators",
            is_certain=False,
        )


def _of_options_views(site: Site) -> Iterator[Mistake]:
    """Yield the classes with an ``options`` of their own that no preflight reaches."""
    from django.urls import get_resolver  # noqa: PLC0415 - as above

    from crossorigin.django._marks import handlers_of  # noqa: PLC0415 - as above
    from crossorigin.django._scopes import walk  # noqa: PLC0415 - as above

    covered = {route.rule for route in site.routes if route.policy is not None}
    for pattern, route, _ in walk(get_resolver()):
        handlers = handlers_of(pattern.callback)
        module = str(getattr(getattr(handlers, "options", None), "__module__", _FRAMEWORKS[0]))
        if module.partition(".")[0] not in _FRAMEWORKS and f"/{route}" in covered:
            yield Mistake(
                MistakeSlug.OPTIONS_VIEW_SHADOWED,
                f'/{route}, class "{handlers and handlers.__qualname__}"',
                "The policy answers preflights, so this view of OPTIONS never sees one.",
                "remove its method options()",
                is_certain=False,
            )
