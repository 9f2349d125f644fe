"""Each planted mistake is found, and the examples have none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import pytest
from flask import Blueprint, Flask
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware as Theirs
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route
from werkzeug.debug import DebuggedApplication
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from crossorigin import Policy, asgi, wsgi
from crossorigin.doctor.routes._mistake import MistakeSlug
from crossorigin.doctor.routes._run import mistakes_of
from crossorigin.flask import CORS, cross_origin
from tests.doctor.routes.test_mistakes_django import PLANTED_IN_DJANGO
from tests.flask.apps import wrap

if TYPE_CHECKING:
    from collections.abc import Callable

SENT: Final = {
    "SESSION_COOKIE_SAMESITE": "None",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_PARTITIONED": True,
}
ORIGIN: Final = "https://app.example.com"
_KEY: Final = "planted"


def view() -> str:
    """Answer."""
    return "ok"


async def endpoint(request: object) -> None:
    """Answer nothing: it is only a route."""
    raise NotImplementedError(request)


def app_with(options: dict[str, Any] | None = None, /, **config: object) -> Flask:
    """Return an app with a view, *config*, and a policy of *options*."""
    app = Flask("planted", static_folder=None)
    app.config |= config
    app.add_url_rule("/", "home", view, methods=["GET", "PUT"])
    given: dict[str, Any] = {"origins": ORIGIN, **(options or {})}
    CORS(app, **given)
    return app


def app_with_session(**config: object) -> Flask:
    """Return an app with a session, credentials and a guard."""
    return app_with({"credentials": True, "guard": True}, SECRET_KEY=_KEY, **config)


def bare() -> Flask:
    """Return an app that says nothing of other origins."""
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/", "home", view)
    return app


def misplaced() -> Flask:
    """Return an app with a decorator above its route."""
    app = app_with()

    def below() -> str:
        return "ok"

    app.add_url_rule("/below", "below", below)
    cross_origin(origins="*")(below)
    return app


def with_blueprint(*, routes: bool, own: bool, policy: Policy | None = None) -> Flask:
    """Return an app with a blueprint that has a policy, and perhaps routes with their own."""
    app, api = app_with(), Blueprint("api", __name__)
    CORS(api, policy or Policy("https://api.example"))
    if routes:
        api.add_url_rule("/a", "a", cross_origin(origins="*")(view) if own else view)
    app.register_blueprint(api)
    return app


def all_decorated() -> Flask:
    """Return an app whose one view has a policy of its own."""
    app = Flask("planted", static_folder=None)
    CORS(app, origins=ORIGIN)
    app.add_url_rule("/", "home", cross_origin(origins="*")(view))
    return app


def mounted() -> Flask:
    """Return an app that mounts another one outside of its layer."""
    app = app_with()
    wrap(app, lambda inner: DispatcherMiddleware(inner, {"/bare": bare()}))
    return app


def own_options() -> Flask:
    """Return an app with a view of OPTIONS."""
    app = app_with()
    app.add_url_rule("/o", "o", view, methods=["GET", "OPTIONS"])
    return app


def with_flask_cors() -> Flask:
    """Return an app on which Flask-CORS has left its function."""
    app = app_with()

    def cors_after_request(response: Any) -> Any:  # noqa: ANN401 - of Flask
        return response

    cors_after_request.__module__ = "flask_cors.extension"
    app.after_request(cors_after_request)
    return app


def debugged() -> Flask:
    """Return an app inside of Werkzeug's debugger."""
    app = app_with()
    wrap(app, lambda inner: DebuggedApplication(inner))  # noqa: PLW0108 - its types
    return app


def with_login() -> Flask:
    """Return an app with Flask-Login."""
    app = app_with_session(
        **SENT,
    )
    vars(app)["login_manager"] = SimpleNamespace()
    return app


def starlette(*middleware: Middleware) -> Starlette:
    """Return a Starlette app with a route and *middleware*."""
    return Starlette(
        routes=[Route("/", endpoint, methods=["GET", "PUT"])], middleware=list(middleware)
    )


def ours(**options: Any) -> Middleware:  # noqa: ANN401 - of a policy
    """Return our middleware, with *options*."""
    given: dict[str, Any] = {"origins": ORIGIN, "methods": ["PUT"], **options}
    return Middleware(asgi.CORSMiddleware, **given)


def sessions(**options: Any) -> Middleware:  # noqa: ANN401 - of Starlette
    """Return Starlette's middleware for sessions."""
    given: dict[str, Any] = {"secret_key": _KEY, "partitioned": True, **options}
    return Middleware(SessionMiddleware, **given)


def guarded() -> Middleware:
    """Return our middleware, for pages that may send cookies."""
    return ours(credentials=True, guard=True)


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
    (Slug.GUARD_OFF, lambda: app_with({"credentials": True}, SECRET_KEY=_KEY, **SENT)),
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
    (Slug.DEBUGGER_IN_PRODUCTION, debugged),
    (
        Slug.DEBUGGER_IN_PRODUCTION,
        lambda: app_with(DEBUG=True, PREFERRED_URL_SCHEME="https"),
    ),
    (Slug.WILDCARD_ON_SESSIONS, lambda: app_with({"origins": "*"}, SECRET_KEY=_KEY)),
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
    "trusted hosts of Starlette": lambda: starlette(
        ours(credentials=True, origins=["http://localhost:5173"]),
        Middleware(TrustedHostMiddleware, allowed_hosts=["localhost"]),
    ),
    "no routes": lambda: Flask("empty", static_folder=None),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_no_mistake(name: str) -> None:
    """What is near to a mistake is none."""
    assert mistakes_of(RIGHT[name]()) == []


def test_each_kind_is_planted() -> None:
    """No kind of mistake is without a test."""
    assert {slug for slug, _ in PLANTED} | PLANTED_IN_DJANGO == set(MistakeSlug)
