"""Decorators that Flask does not see: the log says so, and what they would close is closed."""

from __future__ import annotations

import gc
from functools import wraps
from typing import TYPE_CHECKING, Final

import pytest
from flask import Blueprint, Flask
from flask.views import MethodView, View

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, crossdomain, same_origin
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import app_with, named, say_hello, scopes_of
from tests.wsgi.calls import ANYBODY, NOTHING, OPEN, ask

if TYPE_CHECKING:
    from collections.abc import Callable

POLICY: Final = Policy([HERE], methods=["GET", "PUT"])
decorated: Final = cross_origin(POLICY)


class Object:
    """An object whose method is a view."""

    @decorated
    def method(self) -> str:
        """Answer."""
        return "hello"


def _said(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Return the level and the text of what was logged."""
    return [(record.levelname, record.getMessage()) for record in caplog.records]


def fresh() -> Callable[[], str]:
    """Return a view that no other test has decorated."""

    def view() -> str:
        return "hello"

    return view


NAME: Final = "tests.flask.test_misplaced.fresh.<locals>.view"
ABOVE: Final = "has no effect: Flask calls the function below it."
CLOSES: Final = "stands where Flask does not see it, above @app.route or on its own"


@pytest.mark.parametrize(
    ("decorator", "name", "outer", "scopes", "said"),
    [
        (cross_origin(POLICY), "cross_origin(…)", "*", NOTHING, CLOSES),
        (cross_origin(POLICY), "cross_origin(…)", HERE, OPEN, ABOVE),
        (cross_origin(POLICY), "cross_origin(…)", [HERE, ELSEWHERE], NOTHING, CLOSES),
        (cross_origin(POLICY), "cross_origin(…)", None, NOTHING, ABOVE),
        (crossdomain(origin="*"), "crossdomain(…)", "*", ANYBODY, ABOVE),
        (crossdomain(origin="*"), "crossdomain(…)", HERE, OPEN, ABOVE),
        (same_origin, "same_origin", HERE, NOTHING, CLOSES),
        (same_origin, "same_origin", None, NOTHING, ABOVE),
    ],
)
@pytest.mark.parametrize("is_kept", [True, False])
def test_a_decorator_above_the_route(  # noqa: PLR0913, PLR0917 - one row of the table
    decorator: Callable[[Callable[[], str]], Callable[[], str]],
    name: str,
    outer: str | list[str] | None,
    scopes: dict[str, str],
    said: str,
    caplog: pytest.LogCaptureFixture,
    *,
    is_kept: bool,
) -> None:
    """It closes the view if an outer policy opens it further; the log says so loudly, once."""
    app = app_with()
    if outer is not None:
        CORS(app, origins=outer)
    kept = [decorator(app.route("/")(fresh()))]
    if not is_kept:
        kept.clear()
    for _ in range(3):
        assert ask(app).cors == scopes
    [(level, text)] = _said(caplog)
    assert (level, text.startswith(f"@{name} on {NAME} {said}")) == ("ERROR", True)
    assert [view() for view in kept] == ["hello"] * is_kept


def test_same_origin_above_the_route(caplog: pytest.LogCaptureFixture) -> None:
    """The view is closed in every app, also where views are added later; the log says so once."""
    blueprint = Blueprint("api", __name__)
    same_origin(blueprint.route("/closed")(fresh()))
    for _ in range(2):
        app = app_with(index=say_hello)
        app.register_blueprint(blueprint)
        CORS(app, named("app"))
        for name in ("one", "two"):
            assert scopes_of(app, "/closed", "GET") == [None, None]
            assert scopes_of(app, "/", "GET") == ["app", "app"]
            app.view_functions[name] = fresh()
    assert [text.partition(":")[0] for _, text in _said(caplog)] == [
        f"@same_origin on {NAME} {CLOSES}"
    ] * 2


def create_app() -> Flask:
    """Return an app whose factory decorates a view above its route, and forgets the result."""
    app = app_with()

    @cross_origin(POLICY)
    @app.route("/")
    def view() -> str:
        return "hello"

    return app


def test_a_decorator_above_the_route_in_a_factory(caplog: pytest.LogCaptureFixture) -> None:
    """It is noticed, too, where nothing has kept what the decorator returned."""
    app = create_app()
    gc.collect()
    assert ask(app).cors == NOTHING
    name = "tests.flask.test_misplaced.create_app.<locals>.view"
    [(level, text)] = _said(caplog)
    assert (level, text.startswith(f"@cross_origin(…) on {name} {ABOVE}")) == ("ERROR", True)


class Other(View):
    """A view whose class has no function for its method."""

    methods = ("GET",)

    def dispatch_request(self) -> str:
        """Answer."""
        return "hello"


def test_same_origin_above_the_route_beside_a_class(caplog: pytest.LogCaptureFixture) -> None:
    """In a factory, the view is closed whatever else the app has."""
    app = app_with(other=Other.as_view("other"))

    @same_origin
    @app.route("/")
    def view() -> str:
        return "hello"

    assert view() == "hello"
    del view
    gc.collect()
    CORS(app, named("app"))
    assert scopes_of(app, "/", "GET") == [None, None]
    assert scopes_of(app, "/other", "GET") == ["app", "app"]
    assert [level for level, _ in _said(caplog)] == ["ERROR"]


api: Final = Blueprint("api", __name__)


@cross_origin(POLICY)
@api.route("/misplaced")
def misplaced() -> str:
    """Answer, without the policy that stands too high."""
    return "hello"


@api.route("/in-place")
@cross_origin(POLICY)
def in_place() -> str:
    """Answer, with the policy."""
    return "hello"


def test_a_decorator_above_the_route_of_a_blueprint(caplog: pytest.LogCaptureFixture) -> None:
    """It is noticed in the module of a blueprint, and the one in its place is not reported."""
    app = app_with()
    app.register_blueprint(api)
    assert (ask(app, "/misplaced").cors, ask(app, "/in-place").cors) == (NOTHING, OPEN)
    name = "tests.flask.test_misplaced.misplaced"
    [(level, text)] = _said(caplog)
    assert (level, text.startswith(f"@cross_origin(…) on {name} {ABOVE}")) == ("ERROR", True)


def test_a_view_that_another_app_decorates(caplog: pytest.LogCaptureFixture) -> None:
    """Of a function at its name, nothing is reported where it is registered as it is."""
    other = app_with(index=decorated(say_hello))
    app = app_with(index=say_hello)
    assert (ask(app).cors, ask(other).cors) == (NOTHING, OPEN)
    assert _said(caplog) == []


def test_what_is_in_its_place_is_not_reported(caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is said of methods, of classes, and of functions that are registered twice."""

    class Decorated(MethodView):
        @decorated
        def get(self) -> str:
            return "hello"

    view = fresh()
    app = app_with(
        index=Object().method,
        wrapped=wraps(view)(decorated(view)),
        twice=decorated(view),
        plain=view,
    )
    app.add_url_rule("/class", "class", Decorated.as_view("class"))
    assert ask(app).cors == ask(app, "/class").cors == ask(app, "/twice").cors == OPEN
    assert _said(caplog) == []


class Named:
    """A callable object that has a name, and cannot be referred to weakly."""

    __slots__ = ("__name__",)

    def __init__(self) -> None:
        """Have a name."""
        self.__name__ = "named"

    def __call__(self) -> str:
        """Answer."""
        return "hello"


def test_an_object_that_is_a_view(caplog: pytest.LogCaptureFixture) -> None:
    """A callable object that has a name is a view like any other."""
    app = app_with(index=decorated(Named()), plain=Named())
    assert (ask(app).cors, ask(app, "/plain").cors) == (OPEN, NOTHING)
    assert _said(caplog) == []


@pytest.mark.parametrize("is_covered", [True, False])
def test_a_decorator_that_is_registered_yet(*, is_covered: bool) -> None:
    """What another app registers later is no mistake: the order in which apps come is nothing."""
    result = same_origin(say_hello)
    app = app_with(index=say_hello)
    if is_covered:
        CORS(app, origins="*")
    before = ask(app).cors
    other = app_with(index=result)
    assert (ask(other).cors, ask(app).cors) == (NOTHING, before)
    assert before == (ANYBODY if is_covered else NOTHING)


def test_below_wrappers_that_say_so() -> None:
    """A decorator whose result is thrown away is noticed below those that say what they wrap."""

    def logged(view: Callable[[], str]) -> Callable[[], str]:
        @wraps(view)
        def call() -> str:
            return view()

        return call

    view = fresh()
    same_origin(view)
    app = app_with(index=logged(logged(view)))
    CORS(app, origins="*")
    assert ask(app).cors == NOTHING


def test_a_function_that_says_that_it_wraps_itself() -> None:
    """It is looked at as often as decorators may wrap each other, and no more."""
    view = fresh()
    vars(view)["__wrapped__"] = view
    app = app_with(index=view)
    CORS(app, origins="*")
    assert ask(app).cors == ANYBODY


def test_a_method_that_is_decorated_on_its_own() -> None:
    """The result thrown away, that method of the class is closed, and no other."""

    class Items(MethodView):
        def get(self) -> str:
            return "hello"

        def put(self) -> str:
            return "hello"

    same_origin(Items.put)
    app = app_with(index=Items.as_view("items"))
    CORS(app, origins="*")
    assert (ask(app).cors, ask(app, method="PUT").cors) == (ANYBODY, NOTHING)
