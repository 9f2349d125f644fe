"""Ways in which a decorated function runs without being registered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

import pytest
from flask import Flask, copy_current_request_context, request
from flask.views import MethodView

from crossorigin.flask import cross_origin
from tests.cases.case import ELSEWHERE, HERE

if TYPE_CHECKING:
    from collections.abc import Callable

    Function = Callable[..., Any]
    Decorator = Callable[[Function], Function]

HERE_ONLY: Final = cross_origin(origins=HERE)
ELSEWHERE_ONLY: Final = cross_origin(origins=ELSEWHERE)


def answer() -> str:
    """Answer."""
    return "hello"


def fresh() -> Function:
    """Return a function that no other test has decorated."""
    return lambda: "hello"


class ByDispatch(MethodView):
    """A class that decorates in each request, as Flask-RESTful and Flask-RESTX do."""

    method_decorators: ClassVar[list[Decorator]] = []

    def dispatch_request(self, **arguments: Any) -> Any:  # noqa: ANN401 - as Flask has it
        """Answer by the decorated method of that name."""
        method = getattr(self, request.method.lower())
        for decorator in self.method_decorators:
            method = decorator(method)
        return method(**arguments)

    def get(self) -> str:
        """Answer."""
        return "hello"

    def post(self) -> str:
        """Answer."""
        return "done"


def by_dispatch(decorator: Decorator) -> Function:
    """Return a class-based view whose methods are decorated in each request."""
    cls = type("Decorated", (ByDispatch,), {"method_decorators": [decorator]})
    return cls.as_view("decorated")  # type: ignore[attr-defined, no-any-return]


class Lazy:
    """A view that is loaded when it is asked for, as Flask's documentation has it."""

    def __init__(self, load: Callable[[], Function]) -> None:
        """Have *load* load it."""
        self._load = load

    @cached_property
    def view(self) -> Function:
        """Return the view."""
        return self._load()

    def __call__(self) -> object:
        """Answer."""
        return self.view()


def lazily(decorator: Decorator) -> Function:
    """Return a view that is decorated in its first request."""
    return Lazy(lambda: decorator(fresh()))


def as_a_helper(decorator: Decorator) -> Function:
    """Return a view that calls a decorated function."""
    helper = decorator(fresh())

    def view() -> object:
        return helper()

    return view


def behind_a_copied_context(decorator: Decorator) -> Function:
    """Return a view that runs a decorated function in a copy of its context."""
    helper = decorator(fresh())
    return lambda: copy_context().run(helper)


def in_another_thread(decorator: Decorator) -> Function:
    """Return a view that runs a decorated function in a thread that has its request."""
    helper = decorator(fresh())

    def view() -> object:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(copy_current_request_context(helper)).result()

    return view


def later(decorator: Decorator) -> Function:
    """Return a view that waits for an ``async`` decorated function."""

    async def inner() -> str:
        return "hello"

    helper = decorator(inner)

    async def view() -> object:
        return await helper()

    return view


def at_run_time(decorator: Decorator) -> Function:
    """Return a view that decorates a function in each request."""

    def view() -> object:
        return decorator(answer)()

    return view


WAYS: Final[dict[str, Callable[[Decorator], Function]]] = {
    "method_decorators": by_dispatch,
    "lazy": lazily,
    "helper": as_a_helper,
    "copied context": behind_a_copied_context,
    "thread": in_another_thread,
    "async": later,
    "run time": at_run_time,
}
every_way: Final = pytest.mark.parametrize("way", WAYS)


def with_mark(app: Flask) -> Flask:
    """Return *app* with a decorated view, so that its layer has a record in the context."""
    app.add_url_rule("/marked", "marked", HERE_ONLY(fresh()))
    return app
