"""What ``manage.py check`` says of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.checks import Error
from django.urls import include, path

from crossorigin import Policy
from crossorigin.django import CORSMiddleware, cross_origin
from crossorigin.django._checks import check_site
from tests.django.sites import COMMON, OURS, say_hello, site

if TYPE_CHECKING:
    from collections.abc import Mapping


class Ours(CORSMiddleware):
    """A middleware of a project's own."""


class Sessions(SessionMiddleware):
    """Another one."""


def function(get_response: object) -> object:
    """Return *get_response*: a middleware may be a function."""
    return get_response


def anybody(_origin: object, _request: object) -> bool:
    """Let every origin in."""
    return True


PAGE: Final = "https://app.example.com"
WITH_COOKIES: Final[dict[str, Any]] = {"origins": [PAGE], "credentials": True}
CSRF: Final = "django.middleware.csrf.CsrfViewMiddleware"
CORSHEADERS: Final = "corsheaders.middleware.CorsMiddleware"
SESSION: Final = "django.contrib.sessions.middleware.SessionMiddleware"
SECURITY: Final = "django.middleware.security.SecurityMiddleware"

# Settings, and the findings, each with a part of the hint.
SITES: Final[list[tuple[str, dict[str, Any], dict[str, str]]]] = [
    ("right", {"CROSSORIGIN": Policy(PAGE)}, {}),
    ("right-by-options", {"CROSSORIGIN": {"origins": PAGE, "guard": True}}, {}),
    ("slash", {"CROSSORIGIN": {"origins": f"{PAGE}/"}}, {"origin-has-path": f'write "{PAGE}"'}),
    (
        "all-at-once",
        {"CROSSORIGIN": {"origins": "*", "credentials": True, "methods": ["get"], "guard": 7}},
        {
            "wildcard-with-credentials": "list the origins",
            "method-not-upper-case": "GET",
            "not-a-guard": "guard=True",
        },
    ),
    ("no-options", {"CROSSORIGIN": 7}, {"not-a-policy": "Policy("}),
    ("a-list", {"CROSSORIGIN": [PAGE]}, {"not-a-policy": "origins="}),
    ("empty", {"CROSSORIGIN": {}}, {"origins-missing": ""}),
    (
        "other-names",
        {"CROSSORIGIN": {"CORS_ALLOWED_ORIGINS": [PAGE]}},
        {"unknown-option": "origins"},
    ),
    (
        "no-middleware",
        {"CROSSORIGIN": Policy(PAGE), "MIDDLEWARE": [COMMON]},
        {"middleware-missing": OURS},
    ),
    ("of-its-own", {"CROSSORIGIN": Policy(PAGE), "MIDDLEWARE": [f"{__name__}.Ours"]}, {}),
    (
        "of-its-own-too-low",
        {"CROSSORIGIN": Policy(PAGE), "MIDDLEWARE": ["no.such", COMMON, f"{__name__}.Ours"]},
        {"middleware-too-low": f'"{__name__}.Ours"'},
    ),
    (
        "a-session-of-its-own",
        {
            "CROSSORIGIN": WITH_COOKIES,
            "ALLOWED_HOSTS": ["api.example.org"],
            "MIDDLEWARE": [OURS, f"{__name__}.function", f"{__name__}.Sessions"],
        },
        {"cookie-same-site": "SESSION_COOKIE_SAMESITE"},
    ),
    ("nothing", {"CROSSORIGIN": None, "MIDDLEWARE": [COMMON]}, {}),
    ("no-policy", {"CROSSORIGIN": None}, {"policy-missing": "CROSSORIGIN = "}),
    (
        "too-low",
        {"CROSSORIGIN": Policy(PAGE), "MIDDLEWARE": [COMMON, OURS]},
        {"middleware-too-low": OURS},
    ),
    ("below-security", {"CROSSORIGIN": Policy(PAGE), "MIDDLEWARE": [SECURITY, OURS]}, {}),
    (
        "below-its-redirect",
        {
            "CROSSORIGIN": Policy(PAGE),
            "MIDDLEWARE": [SECURITY, OURS],
            "SECURE_SSL_REDIRECT": True,
        },
        {"middleware-too-low": OURS},
    ),
    (
        "two-libraries",
        {"CROSSORIGIN": Policy(PAGE), "MIDDLEWARE": [OURS, CORSHEADERS]},
        {"second-library": CORSHEADERS},
    ),
    (
        "csrf",
        {"CROSSORIGIN": WITH_COOKIES, "MIDDLEWARE": [OURS, CSRF]},
        {"csrf-untrusted-origin": f"CSRF_TRUSTED_ORIGINS = ['{PAGE}']"},
    ),
    (
        "csrf-trusted",
        {
            "CROSSORIGIN": WITH_COOKIES,
            "MIDDLEWARE": [OURS, CSRF],
            "CSRF_TRUSTED_ORIGINS": [PAGE],
        },
        {},
    ),
    (
        "csrf-patterns",
        {
            "CROSSORIGIN": {
                "origins": ["https://*.example.com", "http://localhost:*", "app://x"],
                "credentials": True,
            },
            "MIDDLEWARE": [OURS, CSRF],
        },
        {"csrf-untrusted-origin": "CSRF_TRUSTED_ORIGINS = ['https://*.example.com']"},
    ),
    (
        "a-session-elsewhere",
        {
            "CROSSORIGIN": WITH_COOKIES,
            "MIDDLEWARE": [OURS, SESSION],
            "ALLOWED_HOSTS": ["api.example.org"],
            "SESSION_COOKIE_SAMESITE": False,
            "SESSION_COOKIE_SECURE": True,
        },
        {},
    ),
    ("no-csrf", {"CROSSORIGIN": WITH_COOKIES}, {}),
    (
        "another-site",
        {
            "CROSSORIGIN": WITH_COOKIES,
            "ALLOWED_HOSTS": ["api.example.org", "*"],
            "MIDDLEWARE": [OURS, SESSION],
        },
        {"cookie-same-site": 'SESSION_COOKIE_SAMESITE = "None" and SESSION_COOKIE_SECURE = True'},
    ),
    (
        "one-site",
        {
            "CROSSORIGIN": WITH_COOKIES,
            "ALLOWED_HOSTS": [".example.com"],
            "MIDDLEWARE": [OURS, SESSION],
        },
        {},
    ),
    ("no-cookies", {"CROSSORIGIN": WITH_COOKIES, "ALLOWED_HOSTS": ["api.example.org"]}, {}),
    (
        "not-secure",
        {
            "CROSSORIGIN": WITH_COOKIES,
            "ALLOWED_HOSTS": ["api.example.org"],
            "MIDDLEWARE": [OURS, SESSION, CSRF],
            "CSRF_TRUSTED_ORIGINS": [PAGE],
            "SESSION_COOKIE_SAMESITE": "None",
            "CSRF_COOKIE_SAMESITE": "None",
            "CSRF_COOKIE_SECURE": True,
        },
        {"cookie-not-secure": "SESSION_COOKIE_SECURE = True"},
    ),
    (
        "secure",
        {
            "CROSSORIGIN": WITH_COOKIES,
            "ALLOWED_HOSTS": ["api.example.org"],
            "MIDDLEWARE": [OURS, SESSION, CSRF],
            "CSRF_TRUSTED_ORIGINS": [PAGE],
            "SESSION_COOKIE_SAMESITE": "None",
            "SESSION_COOKIE_SECURE": True,
            "CSRF_COOKIE_SAMESITE": "None",
            "CSRF_COOKIE_SECURE": True,
        },
        {},
    ),
    (
        "a-function",
        {"CROSSORIGIN": {"origins": anybody, "credentials": True}},
        {},
    ),
]


def found_in(options: Mapping[str, Any], *patterns: object) -> dict[str, str]:
    """Return the findings on a site with *options*, by their slugs, with their hints."""
    with site(*patterns, **options):
        return {each.id.removeprefix("crossorigin."): each.hint for each in check_site()}


@pytest.mark.parametrize(
    ("options", "findings"), [row[1:] for row in SITES], ids=[row[0] for row in SITES]
)
def test_findings(options: dict[str, Any], findings: dict[str, str]) -> None:
    """Each mistake is found, with a hint, and nothing else."""
    found = found_in(options)
    assert found.keys() == findings.keys()
    for slug, part in findings.items():
        assert part in found[slug]


def test_policies_of_views_and_includes() -> None:
    """They count as the site's does."""
    covered = cross_origin(**WITH_COOKIES)
    options: dict[str, Any] = {"CROSSORIGIN": None, "MIDDLEWARE": [OURS, CSRF]}
    for pattern in (
        path("view", covered(say_hello)),
        path("part/", covered(include([path("view", say_hello)]))),
    ):
        assert found_in(options, pattern).keys() == {"csrf-untrusted-origin"}
        assert found_in({**options, "MIDDLEWARE": []}, pattern).keys() == {
            "middleware-missing",
        }


def test_a_problem_fails_the_check() -> None:
    """The problems of a policy are errors: no server starts with them."""
    with site(CROSSORIGIN={"origins": "a.example"}):
        (error,) = check_site()
    assert isinstance(error, Error)
    assert error.obj == "settings.CROSSORIGIN"
