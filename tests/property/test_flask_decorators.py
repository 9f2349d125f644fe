"""The laws of decorators in Flask: a helper opens nothing, and hiding a decorator opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from crossorigin import Policy
from crossorigin.flask import CORS, cross_origin, crossdomain, same_origin
from tests.cases.case import ELSEWHERE, HERE
from tests.wsgi.calls import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wsgi.calls import Reply

    Function = Callable[..., Any]
    Decorator = Callable[[Function], Function]

POLICIES: Final = [
    Policy("*"),
    Policy([HERE]),
    Policy([HERE], credentials=True),
    Policy([HERE, ELSEWHERE], credentials=True, expose_headers=["x-a"]),
    Policy([ELSEWHERE]),
]
DECORATORS: Final[list[Decorator]] = [
    same_origin,
    crossdomain(origin="*", attach_to_all=False),
    *map(cross_origin, POLICIES),
]
outer_policies: Final = st.none() | st.sampled_from(POLICIES)
decorators: Final = st.sampled_from(DECORATORS)


def _fresh() -> Function:
    """Return a function that no other example has decorated."""
    return lambda: "hello"


def _calling(functions: list[Function]) -> Function:
    """Return a view that calls *functions*, and does not say so."""

    def view() -> str:
        return "".join(function() for function in functions)

    return view


def _app(view: Function, outer: Policy | None) -> Flask:
    """Return an app that has *view*, and maybe a policy."""
    app = Flask("app", static_folder=None)
    app.add_url_rule("/", "index", view)
    if outer is not None:
        CORS(app, outer)
    return app


def _is_open(reply: Reply, origin: str) -> tuple[bool, bool]:
    """Tell whether a page of *origin* may read *reply*, and read it with credentials."""
    is_readable = reply.origin in {"*", origin}
    has_credentials = "Access-Control-Allow-Credentials" in reply.cors
    return is_readable, is_readable and has_credentials and reply.origin != "*"


def _opens_no_more(one: Flask, other: Flask) -> None:
    """Find that *one* lets nobody read what *other* does not, in no request of several."""
    for _ in range(2):
        for origin in (HERE, ELSEWHERE):
            less = _is_open(ask(one, origin=origin), origin)
            more = _is_open(ask(other, origin=origin), origin)
            assert less <= more
            assert all(mine <= others for mine, others in zip(less, more, strict=True))


@given(outer=outer_policies, own=st.none() | decorators, called=st.lists(decorators, max_size=3))
def test_no_helper_opens_a_response(
    outer: Policy | None, own: Decorator | None, called: list[Decorator]
) -> None:
    """A view that calls decorated functions is never more open than one that calls none."""
    helpers = [decorator(_fresh()) for decorator in called]
    bare = [_fresh() for _ in called]
    views = [_calling(functions) for functions in (helpers, bare)]
    if own is not None:
        views = [own(view) for view in views]
    _opens_no_more(*(_app(view, outer) for view in views))


@given(outer=outer_policies, decorator=decorators)
def test_hiding_a_decorator_opens_nothing(outer: Policy | None, decorator: Decorator) -> None:
    """A view is never more open than its decorator lets it be, nor than without it."""
    hidden = _app(_calling([decorator(_fresh())]), outer)
    _opens_no_more(hidden, _app(decorator(_fresh()), outer))
    _opens_no_more(hidden, _app(_fresh(), outer))


@given(outer=outer_policies, decorator=decorators, is_kept=st.booleans())
def test_a_decorator_that_nobody_registers_opens_nothing(
    outer: Policy | None, decorator: Decorator, *, is_kept: bool
) -> None:
    """Above the route, or thrown away, it never leaves a view more open than it lets it be."""
    view = _fresh()
    kept = [decorator(view)] if is_kept else [bool(decorator(view))]
    app = _app(view, outer)
    _opens_no_more(app, _app(decorator(_fresh()), outer))
    _opens_no_more(app, _app(_fresh(), outer))
    assert len(kept) == 1
