"""What a decorator makes of a view, where it may stand, and what is said where it may not."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Final, get_type_hints

import pytest
from flask import Blueprint
from flask.views import MethodView, View

from crossorigin import Policy, PolicyError
from crossorigin.errors import ProblemCode
from crossorigin.flask import CORS, cross_origin, same_origin
from tests.cases.case import HERE
from tests.flask.apps import app_with, named, say_hello, scopes_of
from tests.wsgi.calls import NOTHING, OPEN, ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from crossorigin import CORSRequest, Origin

POLICY: Final = Policy([HERE], methods=["GET", "PUT"])
decorated: Final = cross_origin(POLICY)


class Object:
    """An object whose method is a view."""

    def plain(self) -> str:
        """Answer."""
        return "hello"

    async def later(self) -> str:
        """Answer later."""
        return f"{self.plain()}, later"


def test_the_function_itself_stays_as_it_is() -> None:
    """Registered elsewhere without the decorator, the same function is closed."""
    app = app_with(index=decorated(say_hello), other=say_hello)
    assert (ask(app).cors, ask(app, "/other").cors) == (OPEN, NOTHING)
    assert ask(app, "/other", asks="GET").cors == NOTHING
    assert vars(say_hello) == {}


def test_one_function_with_two_policies() -> None:
    """Each wrapper of a function carries its own policy."""
    first, second = cross_origin(named("view"))(say_hello), cross_origin(named("other"))(say_hello)
    app = app_with(first=first, second=second, closed=same_origin(say_hello))
    CORS(app, named("app"))
    assert scopes_of(app, "/first", "GET") == ["view", "view"]
    assert scopes_of(app, "/second", "GET") == ["other", "other"]
    assert scopes_of(app, "/closed", "GET") == [None, None]


def _annotated(order: int, *, name: str = "x") -> tuple[str, int]:
    """Answer with what it was given."""
    return f"{order} {name}", 200


async def _annotated_later(order: int, *, name: str = "x") -> tuple[str, int]:
    """Answer with what it was given, later."""
    return _annotated(order, name=name)


@pytest.mark.parametrize("view", [_annotated, _annotated_later])
@pytest.mark.parametrize("decorator", [decorated, same_origin])
def test_a_decorated_view_is_like_the_view(
    view: Callable[..., object],
    decorator: Callable[[Callable[..., object]], Callable[..., object]],
) -> None:
    """Its name, its text, its signature and its types are the view's, and so is what it does."""
    wrapper = decorator(view)
    assert wrapper is not view
    assert (wrapper.__name__, wrapper.__doc__) == (view.__name__, view.__doc__)
    assert inspect.signature(wrapper) == inspect.signature(view)
    assert get_type_hints(wrapper) == get_type_hints(view)
    assert inspect.iscoroutinefunction(wrapper) == inspect.iscoroutinefunction(view)
    app = app_with()
    app.add_url_rule("/<int:order>", "order", wrapper, defaults={"name": "y"})  # type: ignore[arg-type]
    assert ask(app, "/7").body == "7 y"


def test_a_method_of_an_object() -> None:
    """A bound method is a view, ``async`` or not."""
    app = app_with(index=decorated(Object().plain), later=decorated(Object().later))
    for path, body in (("/", "hello"), ("/later", "hello, later")):
        reply = ask(app, path)
        assert (reply.body, reply.cors) == (body, OPEN)


def test_what_a_view_closes_over_and_its_defaults() -> None:
    """A decorated view sees what the view sees, also what is said later."""
    said = "hello"

    def view(name: str = "you", *, mark: str = "!") -> str:
        return f"{said} {name}{mark}"

    wrapper = decorated(view)
    said = "goodbye"
    assert (wrapper(), wrapper("all", mark=".")) == ("goodbye you!", "goodbye all.")


def test_a_decorator_above_may_wrap_the_view_again() -> None:
    """What uses ``functools.wraps`` hands the policy on."""

    def logged(view: Callable[[], str]) -> Callable[[], str]:
        @wraps(view)
        def call() -> str:
            return view()

        return call

    app = app_with(index=logged(decorated(say_hello)), closed=logged(same_origin(say_hello)))
    CORS(app, named("app"))
    assert ask(app).cors == OPEN
    assert ask(app, "/closed").cors == NOTHING


async def _async_source(_: Origin, __: CORSRequest) -> bool:
    """Be asynchronous."""
    return True


MISTAKES: Final[dict[str, tuple[Callable[[], object], ProblemCode]]] = {
    "nothing": (cross_origin, ProblemCode.ORIGINS_MISSING),
    "misspelt": (
        lambda: cross_origin(origin=HERE),  # type: ignore[call-arg]
        ProblemCode.UNKNOWN_OPTION,
    ),
    "both": (lambda: cross_origin(POLICY, origins="*"), ProblemCode.TWO_POLICIES),
    "text": (
        lambda: cross_origin(HERE),  # type: ignore[arg-type]
        ProblemCode.NOT_A_POLICY,
    ),
    "async": (lambda: cross_origin(origins=_async_source), ProblemCode.SOURCE_IS_ASYNC),
    "no-parentheses": (
        lambda: cross_origin(say_hello),  # type: ignore[arg-type]
        ProblemCode.DECORATOR_NOT_CALLED,
    ),
    "class": (lambda: decorated(Object), ProblemCode.DECORATOR_NOT_ON_A_VIEW),
    "closed-class": (lambda: same_origin(Object), ProblemCode.DECORATOR_NOT_ON_A_VIEW),
    "blueprint": (
        lambda: decorated(Blueprint("api", __name__)),  # type: ignore[arg-type]
        ProblemCode.DECORATOR_NOT_ON_A_VIEW,
    ),
    "twice": (lambda: decorated(decorated(say_hello)), ProblemCode.TWO_POLICIES),
    "open-and-closed": (lambda: decorated(same_origin(say_hello)), ProblemCode.TWO_POLICIES),
    "closed-and-open": (lambda: same_origin(decorated(say_hello)), ProblemCode.TWO_POLICIES),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes(mistake: str) -> None:
    """A mistake is refused where it is written, and what to write instead is said."""
    make, code = MISTAKES[mistake]
    with pytest.raises(PolicyError) as caught:
        make()
    assert code in [problem.code for problem in caught.value.problems]
    assert all(problem.hint for problem in caught.value.problems)


class Closed(View):
    """A view that answers every method in the same way, which is closed."""

    methods = ("GET", "PUT")

    @same_origin
    def dispatch_request(self) -> str:
        """Answer."""
        return "hello"


class OpenPut(MethodView):
    """A class with a decorator on what calls its methods, and on one of these."""

    @same_origin
    def dispatch_request(self, **arguments: str) -> ResponseReturnValue:
        """Answer by the method of that name."""
        return super().dispatch_request(**arguments)

    def get(self) -> str:
        """Answer."""
        return "hello"

    @cross_origin(named("view"))
    def put(self) -> str:
        """Answer."""
        return "hello"


@pytest.mark.parametrize(
    ("cls", "put"), [(Closed, [None, None]), (OpenPut, ["view", "view"])], ids=["all", "but-one"]
)
@pytest.mark.parametrize("is_covered", [True, False])
def test_what_a_class_answers_with(
    cls: type[View], put: list[str | None], *, is_covered: bool
) -> None:
    """A decorator on ``dispatch_request`` covers all methods that have none of their own."""
    app = app_with(index=cls.as_view("index"))
    if is_covered:
        CORS(app, named("app"))
    assert scopes_of(app, "/", "GET") == [None, None]
    assert scopes_of(app, "/", "PUT") == put
