"""Decorators that Flask does not see: the log says so, and what they would close is closed."""

from __future__ import annotations

import gc
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import pytest
from flask import Blueprint, Flask
from flask.views import MethodView, View

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, crossdomain, same_origin
from crossorigin.flask._ledger import Mark, ledger
from crossorigin.flask._marks import closed_by_mistake
from tests.cases.case import HERE
from tests.flask.apps import app_with, named, say_hello, scopes_of
from tests.wsgi.calls import NOTHING, OPEN, ask

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
ABOVE: Final = "has no effect: Flask calls the function below it. Write it below @app.route."
CLOSES: Final = (
    "stands above @app.route, where Flask does not see it: the view is closed. Write it below."
)
HIDDEN: Final = "is hidden by what wraps it, so the view is closed. Have that use functools.wraps."


@pytest.mark.parametrize(
    ("decorator", "name"),
    [(cross_origin(POLICY), "cross_origin(…)"), (crossdomain(origin="*"), "crossdomain(…)")],
    ids=["cross_origin", "crossdomain"],
)
@pytest.mark.parametrize("covered", [True, False])
def test_a_decorator_above_the_route(
    decorator: Callable[[Callable[[], str]], Callable[[], str]],
    name: str,
    caplog: pytest.LogCaptureFixture,
    *,
    covered: bool,
) -> None:
    """It has no effect in Flask, and the log says so loudly, once."""
    app = app_with()
    if covered:
        CORS(app, named("app"))
    view = decorator(app.route("/")(fresh()))
    for _ in range(3):
        assert scopes_of(app, "/", "GET") == (["app", "app"] if covered else [None, None])
    assert _said(caplog) == [("ERROR", f"@{name} on {NAME} {ABOVE}")]
    assert view() == "hello"


def test_same_origin_above_the_route(caplog: pytest.LogCaptureFixture) -> None:
    """The view is closed in every app, also where views are added later; the log says so once."""
    blueprint = Blueprint("api", __name__)
    view = same_origin(blueprint.route("/closed")(fresh()))
    for _ in range(2):
        app = app_with(index=say_hello)
        app.register_blueprint(blueprint)
        CORS(app, named("app"))
        for name in ("one", "two"):
            assert scopes_of(app, "/closed", "GET") == [None, None]
            assert scopes_of(app, "/", "GET") == ["app", "app"]
            app.view_functions[name] = fresh()
    assert _said(caplog) == [("ERROR", f"@same_origin on {NAME} {CLOSES}")] * 2
    assert view() == "hello"


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
    assert _said(caplog) == [("ERROR", f"@cross_origin(…) on {name} {ABOVE}")]


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
    assert _said(caplog) == [("ERROR", f"@cross_origin(…) on {name} {ABOVE}")]


def test_a_view_that_another_app_decorates(caplog: pytest.LogCaptureFixture) -> None:
    """Of a function at its name, nothing is reported where it is registered as it is."""
    other = app_with(index=decorated(say_hello))
    app = app_with(index=say_hello)
    assert (ask(app).cors, ask(other).cors) == (NOTHING, OPEN)
    assert _said(caplog) == []


def test_what_is_forgotten_is_not_kept() -> None:
    """Views that were decorated and thrown away leave nothing behind."""
    app = app_with(index=say_hello)
    ask(app)
    before = len(ledger.unseen)
    for _ in range(10):
        decorated(fresh())
    gc.collect()
    in_force = decorated(fresh())
    ask(app_with(index=in_force))
    assert len(ledger.unseen) <= before


def test_a_view_that_closes_over_nothing_yet(caplog: pytest.LogCaptureFixture) -> None:
    """A view that names what is not there yet is looked at, and no harm done."""

    def index() -> str:
        return late()

    kept = decorated(fresh())
    app = app_with(index=index)
    assert ask(app).status == 500
    assert [said for said in _said(caplog) if said[1].endswith((ABOVE, CLOSES, HIDDEN))] == []

    def late() -> str:
        return kept()


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


@pytest.mark.parametrize("is_left", [True, False])
def test_what_another_thread_has_settled(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, *, is_left: bool
) -> None:
    """A mark that another thread settles at the same time is settled, and reported there."""
    view, unseen = fresh(), dict[int, Mark]()

    def found_meanwhile() -> Callable[[], str] | None:
        unseen.clear()
        return view if is_left else None

    found: Any = found_meanwhile
    unseen[0] = Mark("a mark", closes=False, view=found, wrapper=lambda: None)  # type: ignore[arg-type] # in place of references
    monkeypatch.setattr(ledger, "unseen", unseen)
    assert closed_by_mistake({"index": view}) == {}
    assert _said(caplog) == []
