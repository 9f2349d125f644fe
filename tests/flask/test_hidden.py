"""Decorators that a wrapper hides from Flask: the log says so, and the view is closed."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Final

import pytest
from flask.views import MethodView
from werkzeug.local import LocalProxy

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, same_origin
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import app_with, say_hello
from tests.wsgi.calls import ANYBODY, NOTHING, OPEN, ask

if TYPE_CHECKING:
    from collections.abc import Callable

decorated: Final = cross_origin(Policy([HERE]))
NAME: Final = "tests.flask.test_hidden.fresh.<locals>.view"
HIDDEN: Final = "but Flask has not registered it there"


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
    ("decorator", "name", "cors"),
    [(same_origin, "same_origin", NOTHING), (decorated, "cross_origin(…)", OPEN)],
)
def test_a_decorator_that_is_hidden(
    decorator: Callable[[Callable[[], str]], Callable[[], str]],
    name: str,
    cors: dict[str, str],
    way: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Under a wrapper without ``functools.wraps`` it narrows the view, which the log says."""
    view = HIDING[way](decorator(fresh()))
    app = app_with(other=say_hello)
    app.add_url_rule("/", "index", view)
    CORS(app, origins="*")
    for _ in range(2):
        assert (ask(app).status, ask(app).cors) == (200, cors)
        assert ask(app, origin=ELSEWHERE).cors.get("Access-Control-Allow-Origin") is None
        assert ask(app, "/other").cors == ANYBODY
    said = [(level, text.partition(" runs in ")[0]) for level, text in _said(caplog)]
    assert said == [("WARNING", f"@{name} on {NAME}")]
    assert HIDDEN in _said(caplog)[0][1]


def test_a_hidden_decorator_opens_nothing() -> None:
    """Without an outer policy, what is hidden stays closed, and its preflight too."""
    app = app_with(index=_hiding(decorated(fresh())), seen=decorated(fresh()))
    for _ in range(2):
        assert (ask(app).cors, ask(app, asks="GET").cors) == (NOTHING, NOTHING)
        assert ask(app, "/seen").cors == OPEN


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
    [(_, text)] = _said(caplog)
    assert text.startswith(f"@same_origin on {__name__}.{name} runs in the view")


def test_a_view_that_calls_another() -> None:
    """A view that answers by a view that is taken out is as closed as that one."""
    closed = same_origin(fresh())
    proxy: Any = LocalProxy(fresh)
    app = app_with(index=_hiding(closed), closed=closed, odd=Hiding(proxy))
    CORS(app, origins="*")
    assert (ask(app).cors, ask(app, "/closed").cors) == (NOTHING, NOTHING)
