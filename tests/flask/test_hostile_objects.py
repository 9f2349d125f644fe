"""Anything may be in an app: nothing of it is asked, and no request fails by it."""

from __future__ import annotations

import itertools
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NoReturn
from unittest.mock import Mock
from xmlrpc.client import ServerProxy

import pytest
from flask import Flask, Request
from flask.views import MethodView
from werkzeug.local import LocalProxy

from crossorigin.flask import CORS, cross_origin, same_origin
from crossorigin.flask._marks import MARK, all_functions, functions_for, handlers_of, mark_of
from crossorigin.flask._state import EXTENSION
from tests.cases.case import HERE
from tests.flask.apps import app_with, say_hello, wrap
from tests.wsgi.calls import ANYBODY, NOTHING, OPEN, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class Remote:
    """A client whose every attribute is a method of a server, and which never ends."""

    def __getattr__(self, name: str) -> Remote:
        return Remote()

    def __call__(self, *_: object) -> str:
        """Answer."""
        return "hello"

    def __iter__(self) -> Iterator[int]:
        return itertools.count()


class Raising:
    """An object that raises whatever is looked at, compared or hashed."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> NoReturn:
        raise LookupError(name)

    def __eq__(self, other: object) -> bool:
        raise LookupError("==")

    def __hash__(self) -> int:
        raise LookupError("hash")

    def __bool__(self) -> bool:
        raise LookupError("bool")

    def __call__(self, *_: object) -> str:
        """Answer."""
        return "hello"


class Meta(type):
    """A class whose attributes answer to every name."""

    def __getattr__(cls, name: str) -> object:
        return Remote()


class Lying(metaclass=Meta):
    """A class that says that it is a function."""

    @property
    def __class__(self) -> type:
        return type(say_hello)

    @__class__.setter
    def __class__(self, value: type) -> None:
        raise LookupError(value)

    def __call__(self, *_: object) -> str:
        """Answer."""
        return "hello"


def say_hello_to(_: object) -> str:
    """Answer."""
    return "hello"


def _gone() -> NoReturn:
    """Stand for nothing."""
    raise RuntimeError("outside of its context")


THINGS: Final[dict[str, Callable[[], Any]]] = {
    "mock": Mock,
    "rpc": lambda: ServerProxy("http://127.0.0.1:1"),
    "remote": Remote,
    "raising": Raising,
    "proxy": lambda: LocalProxy(Remote),
    "proxy of nothing": lambda: LocalProxy(_gone),
    "class": lambda: Meta("Any", (), {}),
    "lying": Lying,
    "unhashable": list,
    "endless": itertools.count,
}
every_thing: Final = pytest.mark.parametrize("thing", THINGS)


def _in_a_closure(thing: object) -> Callable[[], str]:
    """Return a view that has *thing* in its closure."""
    return lambda: "hello" if thing is not None else ""


def _in_a_default(thing: object) -> Callable[[], str]:
    """Return a view that has *thing* as its default."""

    def view(it: object = thing) -> str:
        return "hello" if it is not None else ""

    return view


def _in_an_attribute(thing: object) -> Callable[[], str]:
    """Return a view that has *thing* in all attributes that mean something to decorators."""

    def view() -> str:
        return "hello"

    names = (MARK, "__wrapped__", "view_class", "view", "func")
    vars(view).update(dict.fromkeys(names, thing))
    return view


def _in_a_class(thing: object) -> Callable[..., Any]:
    """Return a class-based view that has *thing* among its attributes."""
    body: dict[str, object] = {"client": thing, "get": say_hello_to, "dispatch": thing, MARK: thing}
    view: Any = type("View", (MethodView,), body)
    held: Callable[..., Any] = view.as_view("view")
    return held


def _as_an_object(thing: object) -> Callable[..., Any]:
    """Return an object that has *thing*, and is called like a view."""
    holder = Holder()
    vars(holder).update({"thing": thing, MARK: thing, "view_class": thing})
    return holder


class Holder:
    """An object that is a view."""

    def __call__(self) -> str:
        """Answer."""
        return "hello"


PLACES: Final = [_in_a_closure, _in_a_default, _in_an_attribute, _in_a_class, _as_an_object]


@every_thing
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("is_covered", [True, False])
def test_what_a_view_holds(
    thing: str, place: Callable[[object], Callable[..., Any]], *, is_covered: bool
) -> None:
    """It is never asked: the app answers, and every view has its own policy."""
    app = Flask("shop")
    app.add_url_rule("/orders", "orders", place(THINGS[thing]()))
    app.add_url_rule("/health", "health", cross_origin(origins=HERE)(lambda: "ok"))
    if is_covered:
        CORS(app, origins="*")
    for _ in range(2):
        assert ask(app, "/health").cors == OPEN
        assert ask(app, "/health", asks="GET").origin == HERE
        orders = ask(app, "/orders")
        assert (orders.status, orders.cors) == (200, ANYBODY if is_covered else NOTHING)


@every_thing
def test_what_is_a_view(thing: str) -> None:
    """A view of any kind has the app's policy, and no other view suffers from it."""
    app = Flask("shop")
    app.add_url_rule("/health", "health", say_hello)
    app.view_functions["odd"] = THINGS[thing]()
    CORS(app, origins="*")
    assert ask(app, "/health").cors == ANYBODY


@every_thing
def test_what_is_among_the_extensions(thing: str) -> None:
    """What others keep there is not looked at, whatever it is called."""
    app = Flask("shop")
    app.extensions |= {"other": THINGS[thing](), EXTENSION: THINGS[thing]()}
    app.add_url_rule("/", "index", cross_origin(origins=HERE)(lambda: "hello"))
    for _ in range(2):
        assert ask(app).cors == OPEN


class Around:
    """A middleware that has an object beside the app."""

    def __init__(self, app: WSGIApplication, thing: object) -> None:
        """Have *thing* in all attributes."""
        self._app = app
        vars(self).update(app=thing, wsgi_app=thing, console_path=thing)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass a request on, with the object in the environ."""
        environ |= {"werkzeug.request": vars(self)["app"], "x.thing": vars(self)["app"]}
        return self._app(environ, start_response)


@every_thing
def test_what_is_in_the_chain_of_wsgi_apps(thing: str) -> None:
    """A middleware may hold anything, and put it into the environ."""
    app = Flask("shop")
    app.add_url_rule("/", "index", say_hello)
    wrap(app, lambda inner: Around(inner, THINGS[thing]()))
    CORS(app, origins="*")
    assert ask(app).cors == ANYBODY


def test_what_a_middleware_leaves_in_the_environ() -> None:
    """What answers in place of Flask may have left anything where Flask has its request."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        environ["werkzeug.request"] = Raising()
        start_response("401 Unauthorized", [("Content-Type", "text/html")])
        return [b""]

    app = Flask("shop")
    app.add_url_rule("/", "index", same_origin(say_hello))
    wrap(app, lambda _: answer)
    CORS(app, origins="*")
    assert ask(app).cors == NOTHING


@every_thing
def test_what_is_looked_up(thing: str) -> None:
    """No such object carries a mark, or is a class-based view."""
    held = THINGS[thing]()
    assert mark_of(held) is None
    assert handlers_of(held) is None
    assert [each is held for each in functions_for(held, "GET")] == [True]
    assert [each is held for each in all_functions(held)] == [True]
    assert mark_of(partial(held) if callable(held) else held) is None


def test_a_request_class_that_is_none() -> None:
    """Flask calls whatever makes a request: a view is covered by its policy all the same."""
    app = app_with(index=cross_origin(origins=HERE)(say_hello), other=say_hello)
    app.request_class = partial(Request)  # type: ignore[assignment] # a factory
    CORS(app, origins="*")
    found = [ask(app, path).cors for path in ("/", "/other") for _ in range(2)]
    assert found == [OPEN, OPEN, ANYBODY, ANYBODY]
