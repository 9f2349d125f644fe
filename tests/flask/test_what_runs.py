"""What is registered decides; what runs beside it can only narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, request
from flask.views import MethodView, View

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, crossdomain, same_origin
from crossorigin.flask._marks import running
from tests.cases.case import ELSEWHERE, HERE
from tests.flask.apps import app_with, copying, wrap
from tests.flask.ways import (
    ELSEWHERE_ONLY,
    HERE_ONLY,
    WAYS,
    as_a_helper,
    every_way,
    fresh,
    with_mark,
)
from tests.wsgi.calls import ANYBODY, CLOSED, NOTHING, OPEN, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    Function = Callable[..., Any]
    Decorator = Callable[[Function], Function]


@every_way
@pytest.mark.parametrize("has_mark", [True, False])
@pytest.mark.parametrize(
    ("outer", "decorator", "here", "elsewhere"),
    [
        ("*", same_origin, NOTHING, NOTHING),
        ("*", HERE_ONLY, OPEN, CLOSED),
        (HERE, HERE_ONLY, OPEN, CLOSED),
        (HERE, ELSEWHERE_ONLY, CLOSED, CLOSED),
        (HERE, cross_origin(origins="*"), OPEN, CLOSED),
        ("*", cross_origin(origins="*", timing=True), ANYBODY, ANYBODY),
        ("*", crossdomain(origin="*", attach_to_all=False), NOTHING, NOTHING),
        (None, HERE_ONLY, NOTHING, NOTHING),
        (None, same_origin, NOTHING, NOTHING),
    ],
)
def test_what_is_not_registered_narrows(  # noqa: PLR0913 - one row of the table
    way: str,
    outer: str | None,
    decorator: Decorator,
    here: dict[str, str],
    elsewhere: dict[str, str],
    *,
    has_mark: bool,
) -> None:
    """From the first request on, a page may read only where both policies permit that."""
    app = app_with(index=WAYS[way](decorator))
    if has_mark:
        with_mark(app)
    if outer is not None:
        CORS(app, origins=outer)
    for _ in range(2):
        reply = ask(app)
        assert (reply.status, reply.cors, reply.body) == (200, here, "hello")
        assert ask(app, origin=ELSEWHERE).cors == elsewhere


def test_what_both_permit() -> None:
    """Credentials, exposed headers and timing: only what both policies have."""
    inner = cross_origin(
        origins=[HERE, ELSEWHERE], credentials=True, expose_headers=["x-a", "x-b"], timing=True
    )
    for outer, expected in (
        (Policy([HERE], expose_headers=["x-b", "x-c"]), {"Access-Control-Expose-Headers": "x-b"}),
        (Policy([HERE], credentials=True), {"Access-Control-Allow-Credentials": "true"}),
        (Policy([HERE], expose_headers="*"), {"Access-Control-Expose-Headers": "x-a, x-b"}),
        (Policy([HERE], timing=True), {"Timing-Allow-Origin": HERE}),
    ):
        app = app_with(index=as_a_helper(inner))
        CORS(app, outer)
        assert ask(app).cors == {**OPEN, **expected}


@every_way
def test_a_preflight_goes_by_what_is_registered(way: str) -> None:
    """Nothing runs for it, so nothing narrows it."""
    app = app_with(index=WAYS[way](same_origin))
    CORS(app, origins="*")
    for _ in range(2):
        assert ask(app, asks="GET").origin == "*"
        assert ask(app).cors == NOTHING


@every_way
def test_what_a_middleware_copies(way: str) -> None:
    """The record is found in a copy of the environ, too."""
    app = app_with(index=WAYS[way](same_origin))
    wrap(app, copying)
    CORS(app, origins="*")
    assert ask(app).cors == NOTHING


def test_an_app_that_is_called_when_its_body_is_asked_for() -> None:
    """The layer has left by then, and the decorator is found all the same."""

    def lazy(app: WSGIApplication) -> WSGIApplication:
        def middleware(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
            yield from app(environ, start_response)

        return middleware

    app = with_mark(app_with(index=as_a_helper(same_origin)))
    wrap(app, lazy)
    CORS(app, origins="*")
    assert ask(app).cors == NOTHING
    assert ask(app, "/marked").cors == OPEN
    assert running.get() is None


def test_a_context_that_a_view_makes() -> None:
    """What runs in a request context inside the request has run in the request."""
    closed = same_origin(fresh())
    app = Flask("batch", static_folder=None)
    app.add_url_rule("/closed", "closed", closed)

    @app.get("/")
    def batch() -> str:
        with app.test_request_context("/closed"):
            return str(app.full_dispatch_request().get_data(as_text=True))

    CORS(app, origins="*")
    assert (ask(app).body, ask(app).cors) == ("hello", NOTHING)


def test_a_crash_after_a_decorated_function_ran() -> None:
    """In debug mode, who may not read the response is not told of the exception either."""

    def view() -> str:
        closed()
        raise LookupError

    closed = same_origin(fresh())
    app = app_with(index=view)
    CORS(app, origins="*")
    app.debug = True
    with pytest.raises(LookupError):
        ask(app)
    app.debug = False
    assert ask(app).cors == NOTHING


def test_outside_of_a_request() -> None:
    """A decorated view is a function like any other: a script may call it."""
    assert HERE_ONLY(fresh())() == "hello"
    with Flask("app").test_request_context("/"):
        assert HERE_ONLY(fresh())() == "hello"


class Items(MethodView):
    """A class that lists one of its methods."""

    methods = ("GET",)

    def get(self) -> str:
        """Answer."""
        return "items"

    @same_origin
    def delete(self) -> str:
        """Answer."""
        return "deleted"

    @HERE_ONLY
    def purge(self) -> str:
        """Answer."""
        return "purged"


class ByItself(View):
    """A class that dispatches by itself."""

    methods = ("GET", "DELETE")

    def dispatch_request(self) -> str:
        """Answer."""
        return self.delete() if request.method == "DELETE" else "items"

    @same_origin
    def delete(self) -> str:
        """Answer."""
        return "deleted"


@pytest.mark.parametrize("order", [("GET", "DELETE"), ("DELETE", "GET")])
@pytest.mark.parametrize("cls", [Items, ByItself])
@pytest.mark.parametrize("is_beside", [True, False])
def test_a_method_that_a_class_does_not_list(
    cls: type[View], order: tuple[str, ...], *, is_beside: bool
) -> None:
    """Its decorator counts, whatever is asked for first."""
    app = app_with(**({"other": same_origin(fresh())} if is_beside else {}))
    methods = ["GET", "DELETE", "PURGE"]
    app.add_url_rule("/", "index", cls.as_view("index"), methods=methods)
    CORS(app, origins="*")
    expected = {"GET": ANYBODY, "DELETE": NOTHING}
    for method in order:
        assert ask(app, method=method).cors == expected[method]
        assert ask(app, asks=method).cors.get("Access-Control-Allow-Origin") == expected[
            method
        ].get("Access-Control-Allow-Origin")
    if cls is Items:
        assert ask(app, method="PURGE").cors == OPEN
