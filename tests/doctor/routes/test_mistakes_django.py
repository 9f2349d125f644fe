"""Each planted mistake of a Django site is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.urls import include, path
from django.views import View

from crossorigin import Guard, Policy
from crossorigin.django import cross_origin
from crossorigin.doctor.routes._mistake import MistakeSlug
from crossorigin.doctor.routes._run import mistakes_of
from tests.django.sites import COMMON, OURS, say_hello, site

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE: Final = "https://app.example.com"
LOCAL: Final = "http://localhost:5173"
POLICY: Final = Policy(PAGE)
SESSION: Final = "django.contrib.sessions.middleware.SessionMiddleware"
CSRF: Final = "django.middleware.csrf.CsrfViewMiddleware"
HEADERS: Final = "corsheaders.middleware.CorsMiddleware"
CREDENTIALS: Final[dict[str, Any]] = {"origins": [PAGE], "credentials": True, "guard": True}
SENT: Final = {"SESSION_COOKIE_SAMESITE": "None", "SESSION_COOKIE_SECURE": True}
WITH_SESSION: Final[dict[str, Any]] = {
    "CROSSORIGIN": CREDENTIALS,
    "MIDDLEWARE": [OURS, SESSION],
    **SENT,
}


class Options(View):
    """A class that answers ``OPTIONS`` itself."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return say_hello(request)

    def options(self, request: HttpRequest, *_: object, **__: object) -> HttpResponse:
        """Answer."""
        return say_hello(request)


@dataclass(frozen=True)
class Site:
    """
    The settings and the URLs of a site.

    Attributes:
        settings: The settings.
        urls: The URLs.
    """

    settings: dict[str, Any] = field(default_factory=dict[str, Any])
    urls: tuple[Any, ...] = (path("a", say_hello),)


decorated: Final = path("decorated", cross_origin(origins="https://view.example")(say_hello))
Slug = MistakeSlug
PLANTED: Final[list[tuple[Slug, Site]]] = [
    (Slug.NOTHING_COVERED, Site({"CROSSORIGIN": None})),
    (Slug.NOTHING_COVERED, Site({"CROSSORIGIN": None, "MIDDLEWARE": [COMMON]})),
    (Slug.MIDDLEWARE_MISSING, Site({"CROSSORIGIN": POLICY, "MIDDLEWARE": [COMMON]})),
    (Slug.MIDDLEWARE_TOO_LOW, Site({"CROSSORIGIN": POLICY, "MIDDLEWARE": [COMMON, OURS]})),
    (Slug.SECOND_CORS_LIBRARY, Site({"CROSSORIGIN": POLICY, "MIDDLEWARE": [OURS, HEADERS]})),
    (
        Slug.CSRF_UNTRUSTED_ORIGIN,
        Site({"CROSSORIGIN": CREDENTIALS, "MIDDLEWARE": [OURS, CSRF]}),
    ),
    (
        Slug.SESSION_NOT_SENT,
        Site(
            {
                "CROSSORIGIN": CREDENTIALS,
                "MIDDLEWARE": [OURS, CSRF],
                "CSRF_TRUSTED_ORIGINS": [PAGE],
                "ALLOWED_HOSTS": ["api.example.org"],
            }
        ),
    ),
    (Slug.SESSION_NOT_SENT, Site(WITH_SESSION | {"SESSION_COOKIE_SAMESITE": "Lax"})),
    (Slug.SESSION_NOT_SENT, Site(WITH_SESSION | {"SESSION_COOKIE_SAMESITE": False})),
    (Slug.SESSION_NOT_SECURE, Site(WITH_SESSION | {"SESSION_COOKIE_SECURE": False})),
    (Slug.GUARD_OFF, Site(WITH_SESSION | {"CROSSORIGIN": {**CREDENTIALS, "guard": False}})),
    (
        Slug.GUARD_OFF,
        Site(WITH_SESSION | {"CROSSORIGIN": {**CREDENTIALS, "guard": Guard(report_only=True)}}),
    ),
    (
        Slug.TRUSTED_HOSTS_UNSET,
        Site({"CROSSORIGIN": {**CREDENTIALS, "origins": LOCAL}, "ALLOWED_HOSTS": ["*"]}),
    ),
    (
        Slug.DEBUGGER_IN_PRODUCTION,
        Site({"CROSSORIGIN": POLICY, "DEBUG": True, "SECURE_HSTS_SECONDS": 60}),
    ),
    (
        Slug.BLUEPRINT_POLICY_UNUSED,
        Site(
            {"CROSSORIGIN": POLICY},
            (
                path("a", say_hello),
                path("b/", cross_origin(origins="https://b.example")(include([decorated]))),
            ),
        ),
    ),
    (
        Slug.POLICY_REPEATED,
        Site(
            {"CROSSORIGIN": POLICY},
            (
                path("a", say_hello),
                path("b/", cross_origin(POLICY)(include([path("c", say_hello)]))),
            ),
        ),
    ),
    (Slug.APP_POLICY_UNUSED, Site({"CROSSORIGIN": POLICY}, (decorated,))),
    (Slug.OPTIONS_VIEW_SHADOWED, Site({"CROSSORIGIN": POLICY}, (path("o", Options.as_view()),))),
    (Slug.OWN_ORIGIN_LISTED, Site({"CROSSORIGIN": POLICY, "ALLOWED_HOSTS": [".app.example.com"]})),
]
PLANTED_IN_DJANGO: Final = {slug for slug, _ in PLANTED}


@pytest.mark.parametrize(
    ("slug", "made"), PLANTED, ids=[f"{at}-{slug}" for at, (slug, _) in enumerate(PLANTED)]
)
def test_a_planted_mistake(slug: MistakeSlug, made: Site) -> None:
    """It is found, alone, and says where, what, and the line to write."""
    with site(*made.urls, **made.settings):
        found = mistakes_of(WSGIHandler())
    assert {each.slug for each in found} == {slug}
    assert all(each.where and each.what and each.fix for each in found)


RIGHT: Final = {
    "a plain site": Site({"CROSSORIGIN": POLICY}),
    "sessions of two sites": Site(WITH_SESSION | {"ALLOWED_HOSTS": ["api.example.org"]}),
    "sessions of one site": Site(
        WITH_SESSION | {"SESSION_COOKIE_SAMESITE": "Lax", "ALLOWED_HOSTS": ["api.example.com"]}
    ),
    "hosts of the guard": Site(
        {
            "CROSSORIGIN": {**CREDENTIALS, "origins": LOCAL, "guard": Guard(hosts="loopback")},
            "ALLOWED_HOSTS": ["*"],
        }
    ),
    "no URLs": Site({"CROSSORIGIN": POLICY}, ()),
    "an options of the framework": Site({"CROSSORIGIN": POLICY}, (path("v", View.as_view()),)),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_no_mistake(name: str) -> None:
    """What is near to a mistake is none."""
    with site(*RIGHT[name].urls, **RIGHT[name].settings):
        assert mistakes_of(WSGIHandler()) == []
