"""Which policy covers what in Flask, and where that was declared."""

from __future__ import annotations

import linecache
from functools import partial
from typing import TYPE_CHECKING

import pytest
from flask import Blueprint, Flask
from flask.views import MethodView
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.routing import Rule

from crossorigin import Policy
from crossorigin._adapters.coverage import covered_routes
from crossorigin.flask import CORS, cross_origin, crossdomain, policy_for, same_origin
from tests.flask.apps import copying, wrap

if TYPE_CHECKING:
    from crossorigin._adapters.coverage import Declaration

APP, API, VIEW, HISTORICAL, METHOD, ADMIN = (
    Policy([f"https://{name}.example"])
    for name in ("app", "api", "view", "historical", "method", "admin")
)


def view() -> str:
    """Answer."""
    return "ok"


class Items(MethodView):
    """Items, of which others may read one."""

    @cross_origin(METHOD)  # of a method
    def get(self) -> str:
        """Read."""
        return "ok"

    def post(self) -> str:
        """Write."""
        return "ok"


def make_shop() -> Flask:
    """Return an app with three blueprints, decorators, a class, static files and a mounted app."""
    app, admin = Flask("shop"), Flask("admin", static_folder=None)
    CORS(admin, ADMIN)  # of the mounted app
    admin.add_url_rule("/users", "users", view)
    wrap(app, lambda inner: DispatcherMiddleware(inner, {"/admin": admin, "/bare": bare()}))
    CORS(app, APP)  # of the app
    api, pages, v2 = (Blueprint(name, __name__) for name in ("api", "pages", "v2"))
    CORS(api, API)  # of the blueprint
    api.add_url_rule("/a", "a", view)

    @v2.get("/b")
    @cross_origin(VIEW)  # of the view
    def _b() -> str:
        return "b"

    @v2.post("/c")
    @same_origin  # closed
    def _c() -> str:
        return "c"

    @v2.get("/d")
    @crossdomain(origin="https://historical.example")  # historical
    def _d() -> str:
        return "d"

    pages.add_url_rule("/", "home", view)
    pages.add_url_rule("/items", view_func=Items.as_view("items"))
    for blueprint in (api, pages, v2):
        app.register_blueprint(blueprint, url_prefix=f"/{blueprint.name}")
    return app


def bare() -> Flask:
    """Return an app that says nothing of other origins."""
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/", "home", view)
    return app


def said(declared: Declaration | None) -> str:
    """Return the comment on the line that *declared* names."""
    assert declared is not None
    assert declared.line is not None
    return linecache.getline(declared.file, declared.line).rpartition("# ")[2].strip()


def test_the_routes_of_a_shop() -> None:
    """Each route has its policy and the line that says so."""
    routes = covered_routes(make_shop())
    assert [
        (
            route.rule,
            route.methods,
            str(route.policy and route.policy.origins),
            said(route.declared),
        )
        for route in routes
    ] == [
        ("/static/<path:filename>", ("GET", "HEAD", "OPTIONS"), str(APP.origins), "of the app"),
        ("/api/a", ("GET", "HEAD", "OPTIONS"), str(API.origins), "of the blueprint"),
        ("/pages/", ("GET", "HEAD", "OPTIONS"), str(APP.origins), "of the app"),
        ("/pages/items", ("GET", "HEAD"), str(METHOD.origins), "of a method"),
        ("/pages/items", ("POST",), str(APP.origins), "of the app"),
        ("/v2/b", ("GET", "HEAD", "OPTIONS"), str(VIEW.origins), "of the view"),
        ("/v2/c", ("OPTIONS", "POST"), "None", "closed"),
        ("/v2/d", ("GET", "HEAD", "OPTIONS"), str(HISTORICAL.origins), "historical"),
        ("/admin/users", ("GET", "HEAD", "OPTIONS"), str(ADMIN.origins), "of the mounted app"),
        ("/bare/", ("GET", "HEAD", "OPTIONS"), str(APP.origins), "of the app"),
    ]


@pytest.mark.parametrize(
    ("path", "method", "expected"),
    [
        ("/api/a", "get", API),
        ("/api/nowhere", "GET", API),
        ("/static/app.js", "GET", APP),
        ("/nowhere", "DELETE", APP),
        ("/v2/b", "GET", VIEW),
        ("/v2/c", "POST", None),
        ("/pages/items", "head", METHOD),
        ("/pages/items", "POST", APP),
        ("/admin/users", "GET", ADMIN),
        ("/admin/nowhere", "GET", ADMIN),
        ("/administrator", "GET", APP),
        ("/bare/", "GET", APP),
    ],
)
def test_policy_for(path: str, method: str, expected: Policy | None) -> None:
    """The policy in force is that of a request."""
    assert policy_for(make_shop(), path, method) == expected


def test_the_prefix_of_a_blueprint() -> None:
    """A 404 belongs to the blueprint under whose own prefix it is."""
    app, api = Flask("shop"), Blueprint("api", __name__, url_prefix="/api")
    CORS(api, API)
    app.register_blueprint(api)
    assert policy_for(app, "/api/nowhere", "GET") == API
    assert policy_for(app, "/nowhere", "GET") is None


def test_a_mounted_app_outside_of_the_layer() -> None:
    """Where ``CORS(app)`` stands first, it does not reach what is mounted later."""
    app = Flask("shop", static_folder=None)
    CORS(app, APP)
    wrap(app, lambda inner: DispatcherMiddleware(inner, {"/bare": bare()}))
    assert policy_for(app, "/bare/", "GET") is None
    assert [(route.rule, route.is_covered) for route in covered_routes(app)] == [("/bare/", False)]


def test_decorators_alone() -> None:
    """An app without ``CORS`` has those of its decorators, before its first request too."""
    app = Flask("shop", static_folder=None)
    app.add_url_rule("/", "home", cross_origin(VIEW)(view))
    assert policy_for(app, "/", "GET") == VIEW
    assert policy_for(app, "/nowhere", "GET") is None


def test_a_host() -> None:
    """A URL in the place of a path says which host is asked."""
    app = Flask("shop", static_folder=None, host_matching=True, static_host=None)
    app.add_url_rule("/", "home", cross_origin(VIEW)(view), host="a.example")
    assert policy_for(app, "https://a.example/", "GET") == VIEW
    assert policy_for(app, "https://b.example/", "GET") is None
    assert [route.rule for route in covered_routes(app)] == ["a.example/"]


def test_what_is_unlike_most_routes() -> None:
    """Two routes of one path, a view without a name, a converter, and a route that came late."""
    app = Flask("shop", static_folder=None)
    app.add_url_rule("/a", "read", partial(view), methods=["GET"])
    app.add_url_rule("/a", "write", cross_origin(VIEW)(view), methods=["PUT"])
    app.add_url_rule("/<path:rest>/<int(min=7):number>", "any", view)
    CORS(app, APP)
    assert app.test_client().get("/a").status_code == 200
    app.view_functions["late"] = cross_origin(VIEW)(view)
    app.url_map.add(Rule("/late", endpoint="late", methods=["GET"]))
    assert [(route.rule, route.methods[-1], route.policy) for route in covered_routes(app)] == [
        ("/a", "OPTIONS", APP),
        ("/a", "PUT", VIEW),
        ("/<path:rest>/<int(min=7):number>", "OPTIONS", APP),
        ("/late", "HEAD", VIEW),
    ]
    assert policy_for(app, "/a", "PUT") == policy_for(app, "/late", "GET") == VIEW
    assert policy_for(app, "/a", "GET") == policy_for(app, "/b/7", "GET") == APP


def test_a_configuration_is_a_place() -> None:
    """What the configuration says was said there."""
    app = Flask("shop", static_folder=None)
    app.config["CROSSORIGIN_ORIGINS"] = "https://app.example"
    CORS(app)
    app.add_url_rule("/", "home", view)
    (route,) = covered_routes(app)
    assert str(route.declared) == 'app.config["CROSSORIGIN_ORIGINS"]'


def test_another_middleware_in_between() -> None:
    """A middleware that holds the app is no hindrance; one that hides it is the end."""
    app = Flask("shop", static_folder=None)
    wrap(app, copying)
    CORS(app, APP)
    app.add_url_rule("/", "home", view)
    assert [route.policy for route in covered_routes(app)] == [APP]
