"""Each planted mistake is found, and the examples have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from flask import Flask
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware as Theirs
from starlette.middleware.trustedhost import TrustedHostMiddleware
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from crossorigin import Guard, Policy, wsgi
from crossorigin.doctor.routes._mistake import MistakeSlug
from crossorigin.doctor.routes._run import mistakes_of
from tests.doctor.routes.planted import (
    KEY,
    ORIGIN,
    SENT,
    all_decorated,
    app_with,
    app_with_session,
    bare,
    debugged,
    guarded,
    misplaced,
    mounted,
    mounted_in_the_layer,
    ours,
    own_options,
    sessions,
    starlette,
    with_a_decorator_of_flask_cors,
    with_blueprint,
    with_flask_cors,
    with_gradio,
    with_login,
)
from tests.doctor.routes.test_mistakes_django import PLANTED_IN_DJANGO

if TYPE_CHECKING:
    from collections.abc import Callable

Slug = MistakeSlug
PLANTED: Final[list[tuple[Slug, Callable[[], object]]]] = [
    (Slug.NOTHING_COVERED, bare),
    (Slug.NOTHING_COVERED, starlette),
    (Slug.DECORATOR_WITHOUT_EFFECT, misplaced),
    (Slug.OPTIONS_VIEW_SHADOWED, own_options),
    (Slug.BLUEPRINT_WITHOUT_ROUTES, lambda: with_blueprint(routes=False, own=False)),
    (Slug.BLUEPRINT_POLICY_UNUSED, lambda: with_blueprint(routes=True, own=True)),
    (
        Slug.POLICY_REPEATED,
        lambda: with_blueprint(routes=True, own=False, policy=Policy(ORIGIN)),
    ),
    (Slug.APP_POLICY_UNUSED, all_decorated),
    (Slug.OUTER_LAYER_UNUSED, lambda: wsgi.CORSMiddleware(app_with(), origins="*")),
    (Slug.MOUNTED_APP_UNCOVERED, mounted),
    (Slug.METHOD_NOT_ANSWERED, lambda: app_with({"methods": ["PUT", "DELETE"]})),
    (Slug.METHOD_NOT_PERMITTED, lambda: app_with({"methods": ["GET"]})),
    (Slug.METHOD_NOT_PERMITTED, lambda: starlette(ours(methods="route"))),
    (Slug.SECOND_CORS_LIBRARY, with_flask_cors),
    (Slug.SECOND_CORS_LIBRARY, with_a_decorator_of_flask_cors),
    (Slug.SECOND_CORS_LIBRARY, with_gradio),
    (
        Slug.SECOND_CORS_LIBRARY,
        lambda: wsgi.CORSMiddleware(
            DispatcherMiddleware(bare(), {"/m": with_flask_cors()}), origins="https://b.example"
        ),
    ),
    (Slug.SECOND_CORS_LIBRARY, lambda: starlette(ours(), Middleware(Theirs))),
    (Slug.SESSION_NOT_SENT, app_with_session),
    (Slug.SESSION_NOT_SENT, lambda: app_with_session(SESSION_COOKIE_SAMESITE="Lax")),
    (Slug.SESSION_NOT_SECURE, lambda: app_with_session(SESSION_COOKIE_SAMESITE="None")),
    (
        Slug.SESSION_NOT_PARTITIONED,
        lambda: app_with_session(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True),
    ),
    (Slug.SESSION_NOT_SENT, lambda: app_with_session(SERVER_NAME="api.example.org")),
    (Slug.SESSION_NOT_SENT, lambda: starlette(guarded(), sessions())),
    (Slug.SESSION_NOT_SECURE, lambda: starlette(guarded(), sessions(same_site="none"))),
    (
        Slug.SESSION_NOT_PARTITIONED,
        lambda: starlette(
            guarded(), sessions(same_site="none", https_only=True, partitioned=False)
        ),
    ),
    (Slug.REMEMBER_COOKIE_NOT_SENT, with_login),
    (Slug.GUARD_OFF, lambda: app_with({"credentials": True}, SECRET_KEY=KEY, **SENT)),
    (
        Slug.GUARD_OFF,
        lambda: starlette(ours(credentials=True), sessions(same_site="none", https_only=True)),
    ),
    (
        Slug.TRUSTED_HOSTS_UNSET,
        lambda: app_with({"credentials": True}, SERVER_NAME="localhost:5000"),
    ),
    (
        Slug.TRUSTED_HOSTS_UNSET,
        lambda: app_with({"credentials": True, "origins": "http://localhost:5173"}),
    ),
    (
        Slug.TRUSTED_HOSTS_UNSET,
        lambda: starlette(ours(credentials=True, origins=["http://localhost:5173"])),
    ),
    (
        Slug.TRUSTED_HOSTS_UNSET,
        lambda: app_with(
            {
                "credentials": True,
                "origins": "http://localhost:5173",
                "guard": Guard(hosts="loopback", report_only=True),
            }
        ),
    ),
    (Slug.DEBUGGER_IN_PRODUCTION, debugged),
    (
        Slug.DEBUGGER_IN_PRODUCTION,
        lambda: app_with(DEBUG=True, PREFERRED_URL_SCHEME="https"),
    ),
    (Slug.WILDCARD_ON_SESSIONS, lambda: app_with({"origins": "*"}, SECRET_KEY=KEY)),
    (
        Slug.INSECURE_ORIGIN_LISTED,
        lambda: app_with({"origins": [ORIGIN, "http://app.example.com"]}),
    ),
    (Slug.LOCALHOST_LISTED, lambda: app_with({"origins": [ORIGIN, "http://localhost:5173"]})),
    (
        Slug.LOCALHOST_ANY_PORT,
        lambda: app_with(
            {"origins": "http://localhost:*", "credentials": True}, TRUSTED_HOSTS=["localhost"]
        ),
    ),
    (Slug.OWN_ORIGIN_LISTED, lambda: app_with(SERVER_NAME="app.example.com")),
    (Slug.PREFLIGHT_CACHE_OFF, lambda: app_with({"max_age": 0})),
    (Slug.PREFLIGHT_CACHE_OFF, lambda: app_with({"max_age": None})),
    (Slug.AUTHORIZATION_NOT_LISTED, lambda: app_with({"allow_headers": "*"})),
    (
        Slug.ALL_SUFFIXES_ADMITTED,
        lambda: app_with(
            {"origins": "https://*.vercel.app", "dangerously_allow_public_suffixes": True}
        ),
    ),
]


@pytest.mark.parametrize(
    ("slug", "make"), PLANTED, ids=[f"{at}-{slug}" for at, (slug, _) in enumerate(PLANTED)]
)
def test_a_planted_mistake(slug: MistakeSlug, make: Callable[[], object]) -> None:
    """It is found, alone, and says where, what, and the line to write."""
    found = mistakes_of(make())
    assert {each.slug for each in found} == {slug}
    assert all(each.where and each.what and each.fix for each in found)


RIGHT: Final[dict[str, Callable[[], object]]] = {
    "a page of the same site": lambda: app_with_session(SERVER_NAME="api.example.com"),
    "trusted hosts": lambda: app_with(
        {"credentials": True, "origins": "http://localhost:5173"}, TRUSTED_HOSTS=["localhost"]
    ),
    "hosts of the guard": lambda: app_with(
        {"credentials": True, "origins": "http://localhost:5173", "guard": Guard.local()}
    ),
    "hosts of the guard of a middleware": lambda: starlette(
        ours(credentials=True, origins=["http://localhost:5173"], guard=Guard(hosts="loopback"))
    ),
    "trusted hosts of Starlette": lambda: starlette(
        ours(credentials=True, origins=["http://localhost:5173"]),
        Middleware(TrustedHostMiddleware, allowed_hosts=["localhost"]),
    ),
    "a mounted app in the layer": mounted_in_the_layer,
    "no routes": lambda: Flask("empty", static_folder=None),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_no_mistake(name: str) -> None:
    """What is near to a mistake is none."""
    assert mistakes_of(RIGHT[name]()) == []


def test_each_kind_is_planted() -> None:
    """No kind of mistake is without a test."""
    assert {slug for slug, _ in PLANTED} | PLANTED_IN_DJANGO == set(MistakeSlug)
