"""Decorators that a wrapper hides from Flask: the log says so, and the view is closed."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Final

import pytest
from flask.views import MethodView
from werkzeug.local import LocalProxy

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, same_origin
from tests.cases.case import HERE
from tests.flask.apps import app_with, named, say_hello, scopes_of
from tests.wsgi.calls import ANYBODY, NOTHING, ask

if TYPE_CHECKING:
    from collections.abc import Callable

decorated: Final = cross_origin(Policy([HERE]))
NAME: Final = "tests.flask.test_hidden.fresh.<locals>.view"
HIDDEN: Final = "is hidden by what wraps it, so the view is closed. Have that use functools.wraps."


def _said(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Return the level and the text of what was logged."""
    return [(record.levelname, record.getMessage()) for record in caplog.records]


def fresh() -> Callable[[], str]:
    """Return a view that no other test has decorated."""

    def view() -> str:
        return "hello"

    return view


def _hiding(view: Callable[[], str]) -> Callable[[], str]:
    """Return a wrapper that does not say what it wraps, and knows nothing else."""
    nothing = None

    def call() -> str:
        return nothing or view()

    return call


def _hiding_by_default(view: Callable[[], str]) -> Callable[[], str]:
    """Return a wrapper that has what it wraps as a default."""

    def call(inner: Callable[[], str] = view) -> str:
        return inner()

    return call


class Hiding:
    """A wrapper that is an object."""

    def __init__(self, view: Callable[[], str]) -> None:
        """Wrap *view*."""
        self._view = view

    def __call__(self) -> str:
        """Answer."""
        return self._view()


class Slotted:
    """A wrapper that is an object with slots, of which one is empty."""

    __slots__ = ("__view", "empty")

    def __init__(self, view: Callable[[], str]) -> None:
        """Wrap *view*."""
        self.__view = view

    def __call__(self) -> str:
        """Answer."""
        return self.__view()


HIDING: Final[dict[str, Callable[[Callable[[], str]], Callable[[], str]]]] = {
    "closure": _hiding,
    "partial": partial,
    "default": _hiding_by_default,
    "object": Hiding,
    "method": lambda view: Hiding(view).__call__,
    "slots": Slotted,
    "object in a closure": lambda view: _hiding(Hiding(view)),
    "slots in a closure": lambda view: _hiding(Slotted(view)),
    "two": lambda view: _hiding(partial(view)),
    "said by another": lambda view: _hiding(wraps(view)(partial(view))),
    "below another": lambda view: cross_origin(origins="*")(_hiding(view)),
}


@pytest.mark.parametrize("way", HIDING)
@pytest.mark.parametrize(
    ("decorator", "name"), [(same_origin, "same_origin"), (decorated, "cross_origin(…)")]
)
def test_a_decorator_that_is_hidden(
    decorator: Callable[[Callable[[], str]], Callable[[], str]],
    name: str,
    way: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Under a wrapper without ``functools.wraps`` it closes the view, which the log says."""
    view = HIDING[way](decorator(fresh()))
    for _ in range(2):
        app = app_with(other=say_hello)
        app.add_url_rule("/", "index", view)
        CORS(app, named("app"))
        assert (ask(app).status, scopes_of(app, "/", "GET")) == (200, [None, None])
        assert scopes_of(app, "/other", "GET") == ["app", "app"]
    assert _said(caplog) == [("ERROR", f"@{name} on {NAME} {HIDDEN}")] * 2


def test_a_method_whose_decorator_is_hidden(caplog: pytest.LogCaptureFixture) -> None:
    """What hides a class hides the decorators in it."""

    class Items(MethodView):
        @same_origin
        def get(self) -> str:
            return "hello"

    app = app_with(index=_hiding(Items.as_view("items")))  # type: ignore[arg-type]
    CORS(app, origins="*")
    assert ask(app).cors == NOTHING
    name = f"{test_a_method_whose_decorator_is_hidden.__qualname__}.<locals>.Items.get"
    assert _said(caplog) == [("ERROR", f"@same_origin on {__name__}.{name} {HIDDEN}")]


def test_a_view_that_calls_another(caplog: pytest.LogCaptureFixture) -> None:
    """A view that answers by a view with a decorator of its own is open, as it would be."""
    closed = same_origin(fresh())
    proxy: Any = LocalProxy(fresh)
    app = app_with(index=_hiding(closed), closed=closed, odd=Hiding(proxy))
    CORS(app, origins="*")
    assert (ask(app).cors, ask(app, "/closed").cors) == (ANYBODY, NOTHING)
    assert _said(caplog) == []
