"""Paths at which several views answer, each by its own methods: whose policy, which methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import pytest
from flask import Blueprint, Flask
from flask.views import MethodView, View

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, same_origin
from tests.flask.apps import app_with, named, say_hello, scope_of, scopes_of
from tests.wsgi.calls import NOTHING, ask

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_methods_of_the_route_are_listed() -> None:
    """Without a list of its own, a policy permits what the route that is asked for knows."""
    app = app_with(index=say_hello)
    app.add_url_rule("/order", "read", say_hello, methods=["GET"])
    app.add_url_rule("/order", "write", say_hello, methods=["PUT", "DELETE"])
    CORS(app, origins="*")
    assert ask(app, "/order", asks="GET").methods == "GET, HEAD, OPTIONS"
    assert ask(app, "/order", asks="PUT").methods == "DELETE, OPTIONS, PUT"
    # Nobody knows PATCH: the page's own message names it.
    assert ask(app, "/order", asks="PATCH").methods == "DELETE, GET, HEAD, OPTIONS, PUT"
    # Nobody knows the path: the page is let through to the 404.
    assert ask(app, "/nowhere", asks="PATCH").methods == "PATCH"
    assert ask(app, "/nowhere", asks="TRACE").methods is None
    assert ask(app, "/nowhere", asks="no token").methods is None


def test_a_list_of_methods_holds_everywhere() -> None:
    """A policy with a list permits that, at every path, and nothing else."""
    app = app_with(index=say_hello)
    CORS(app, origins="*", methods=["PUT"])
    for path in ("/", "/nowhere"):
        assert ask(app, path, asks="PATCH").methods == "PUT"


def shared(get: str | None, put: str | None, *, blueprint: bool = False) -> Flask:
    """Return an app with two views at ``/api/order``, each with a scope of its own."""
    app = app_with(index=say_hello)
    CORS(app, named("app"))
    scopes: dict[str | None, Callable[[Callable[[], str]], Callable[[], str]]] = {
        None: same_origin,
        "app": lambda view: view,
        "view": cross_origin(named("view")),
        "other": cross_origin(named("other")),
    }
    home: Flask | Blueprint = app
    if blueprint:
        home = Blueprint("outer", __name__)
        CORS(home, named("outer"))
    home.add_url_rule("/api/order", "read", scopes[get](say_hello), methods=["GET"])
    home.add_url_rule("/api/order", "write", scopes[put](say_hello), methods=["PUT"])
    if isinstance(home, Blueprint):
        app.register_blueprint(home)
    return app


@pytest.mark.parametrize("get", ["view", "app", None])
@pytest.mark.parametrize("put", ["other", "app", None])
def test_each_view_has_its_own_scope(get: str | None, put: str | None) -> None:
    """A preflight is answered for the view that the request will reach, and no other."""
    app = shared(get, put)
    assert scopes_of(app, "/api/order", "GET") == [get, get]
    assert scopes_of(app, "/api/order", "HEAD") == [get, get]
    assert scopes_of(app, "/api/order", "PUT") == [put, put]


@pytest.mark.parametrize(
    ("get", "put", "blueprint", "scope"),
    [
        ("view", "other", False, "app"),
        ("view", "other", True, "outer"),
        ("view", None, True, "outer"),
        ("app", None, False, "app"),
        ("app", "app", True, "outer"),
        (None, None, True, None),
    ],
)
def test_where_views_disagree_a_405_is_nobodys(
    get: str | None, put: str | None, scope: str | None, *, blueprint: bool
) -> None:
    """It belongs to the blueprint that they share, else to the app; if they agree, to them."""
    app = shared(get, put, blueprint=blueprint)
    assert scopes_of(app, "/api/order", "DELETE") == [scope, scope]


def test_views_of_two_blueprints_at_one_path() -> None:
    """Where they share no blueprint, what they disagree about is the app's."""
    app = app_with(index=say_hello)
    CORS(app, named("app"))
    parent = Blueprint("parent", __name__)
    for name, method in (("outer", "GET"), ("inner", "PUT")):
        blueprint = Blueprint(name, __name__)
        blueprint.add_url_rule("/order", "order", say_hello, methods=[method])
        CORS(blueprint, named(name))
        parent.register_blueprint(blueprint)
    app.register_blueprint(parent)
    assert scopes_of(app, "/order", "GET") == ["outer", "outer"]
    assert scopes_of(app, "/order", "PUT") == ["inner", "inner"]
    assert scopes_of(app, "/order", "DELETE") == ["app", "app"]


class Orders(MethodView):
    """A class-based view, of which each method has a scope of its own."""

    @cross_origin(named("view"))
    def get(self) -> str:
        """Answer, with a policy."""
        return "hello"

    @same_origin
    def post(self) -> str:
        """Answer, without access."""
        return "hello"

    def put(self) -> str:
        """Answer as the class does."""
        return "hello"


class CoveredOrders(Orders):
    """A class-based view, of which the class has a scope, too."""

    decorators: ClassVar = [cross_origin(named("other"))]


class ClosedOrders(MethodView):
    """A class-based view without access."""

    decorators: ClassVar = [same_origin]

    def get(self) -> str:
        """Answer."""
        return "hello"


class OwnHead(MethodView):
    """A class-based view that answers HEAD by itself."""

    @cross_origin(named("view"))
    def get(self) -> str:
        """Answer, with a policy."""
        return "hello"

    @cross_origin(named("other"))
    def head(self) -> str:
        """Answer, with another policy."""
        return ""


class Dispatched(View):
    """A class-based view that knows no methods."""

    decorators: ClassVar = [cross_origin(named("view"))]

    def dispatch_request(self) -> str:
        """Answer."""
        return "hello"


# The class → whose policy is in force for each method, where the app has one.
CLASSES: Final[dict[type[View], dict[str, str | None]]] = {
    Orders: {"GET": "view", "HEAD": "view", "POST": None, "PUT": "app", "OPTIONS": "app"},
    CoveredOrders: {
        "GET": "view",
        "HEAD": "view",
        "POST": None,
        "PUT": "other",
        "OPTIONS": "other",
    },
    ClosedOrders: {"GET": None, "HEAD": None, "DELETE": None},
    OwnHead: {"GET": "view", "HEAD": "other"},
    Dispatched: {"GET": "view", "HEAD": "view", "DELETE": "view"},
}


@pytest.mark.parametrize("view", CLASSES)
@pytest.mark.parametrize("covered", [True, False])
def test_class_based_views(view: type[View], *, covered: bool) -> None:
    """The mark of a method is the innermost, then that of the class, then the app's policy."""
    app = app_with()
    app.add_url_rule("/", "index", view.as_view("index"))
    if covered:
        CORS(app, named("app"))
    for method, scope in [*CLASSES[view].items()] * 2:
        expected = scope if covered or scope != "app" else None
        assert scopes_of(app, "/", method) == [expected, expected]


def test_a_view_that_has_lost_its_function() -> None:
    """A rule whose view was taken away, which Flask answers by a 500, is the app's."""
    app = app_with(index=say_hello)
    CORS(app, named("app"))
    app.add_url_rule("/lost", "lost")
    assert scopes_of(app, "/lost", "GET") == ["app", "app"]


def _page(page: int) -> str:
    """Answer by number."""
    return f"page {page}"


def test_the_view_that_a_default_redirects_to() -> None:
    """A 405 and a preflight are those of the view to which the router leads in the end."""
    app = app_with()
    CORS(app, named("app"))
    users = same_origin(_page)
    app.add_url_rule("/users/", "users", users, defaults={"page": 1})
    app.add_url_rule("/users/page/<int:page>", "users", users)
    for method in ("GET", "PUT"):
        assert scopes_of(app, "/users/page/1", method) == [None, None]


def test_a_redirect_of_the_router_to_another_view() -> None:
    """An old address belongs to the scope of the new one, with its query and without."""
    app = app_with()
    CORS(app, named("app"))
    app.add_url_rule("/new place", "new", cross_origin(named("view"))(say_hello))
    app.add_url_rule("/old", "old", redirect_to="new place")
    assert scopes_of(app, "/old?a=b", "GET") == ["view", "view"]


def test_a_redirect_of_the_router_that_never_ends() -> None:
    """Addresses that lead to each other are the app's."""
    app = app_with()
    CORS(app, named("app"))
    app.add_url_rule("/a", "a", cross_origin(Policy("*"))(say_hello), redirect_to="b")
    app.add_url_rule("/b", "b", cross_origin(Policy("*"))(say_hello), redirect_to="a")
    assert scopes_of(app, "/a", "GET") == ["app", "app"]


def test_nothing_is_covered_without_a_policy() -> None:
    """An app that has one decorated view is closed everywhere else."""
    app = app_with(index=cross_origin(named("view"))(say_hello), closed=say_hello)
    for path in ("/closed", "/nowhere"):
        assert scopes_of(app, path, "GET") == [None, None]
    assert ask(app, "/closed", "OPTIONS").cors == NOTHING
    assert scope_of(ask(app, "/")) == "view"
