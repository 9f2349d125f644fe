"""``@crossdomain``: the six parameters of the decorator that went from project to project."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Final

import pytest
from flask import Flask, abort, current_app, request
from flask.views import MethodView

from crossorigin import PolicyError
from crossorigin.errors import ProblemCode
from crossorigin.flask import CORS, crossdomain
from tests.cases.case import ELSEWHERE, HERE, VARY_PREFLIGHT
from tests.flask.apps import app_with, crash, say_hello
from tests.wsgi.calls import ANYBODY, CLOSED, NOTHING, OPEN, Reply, answered, ask, environ_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BOTH: Final = [HERE, "https://other.example"]


def app_of(
    decorator: Callable[[Callable[[], str]], Callable[[], str]],
    view: Callable[[], str] = say_hello,
    *,
    methods: Iterable[str] = ("GET", "PUT"),
    covered: bool = False,
) -> Flask:
    """Return an app whose view is decorated, with an extension or without."""
    app = app_with()
    app.add_url_rule("/", "index", decorator(view), methods=list(methods))
    if covered:
        CORS(app, origins="https://unrelated.example", max_age=1)
    return app


def listed(reply: Reply, name: str) -> str | None:
    """Return what the answer to a preflight says of *name*."""
    return reply.cors.get(f"Access-Control-{name}")


@pytest.mark.parametrize("covered", [True, False])
class TestWithAndWithoutAnExtension:
    """The decorator means the same in an app that has ``CORS(app)``, and in one that has not."""

    def test_any_origin(self, *, covered: bool) -> None:
        """The origin ``*`` lets everybody in, and needs no ``Vary``."""
        app = app_of(crossdomain(origin="*"), covered=covered)
        assert [ask(app, origin=origin).cors for origin in (HERE, ELSEWHERE, None)] == [ANYBODY] * 3

    def test_one_origin(self, *, covered: bool) -> None:
        """One origin is compared, not just sent."""
        app = app_of(crossdomain(origin=HERE), covered=covered)
        assert [ask(app, origin=origin).cors for origin in (HERE, ELSEWHERE, None)] == [
            OPEN,
            CLOSED,
            CLOSED,
        ]

    @pytest.mark.parametrize("origin", [BOTH, tuple(BOTH), ", ".join(BOTH)], ids=type)
    def test_several_origins(self, origin: str | list[str], *, covered: bool) -> None:
        """A list is matched; the historical decorator joined it, and no browser took that."""
        app = app_of(crossdomain(origin=origin), covered=covered)
        other = {**OPEN, "Access-Control-Allow-Origin": "https://other.example"}
        assert ask(app).cors == OPEN
        assert ask(app, origin="https://other.example").cors == other
        assert ask(app, origin=ELSEWHERE).cors == CLOSED

    def test_methods(self, *, covered: bool) -> None:
        """Methods are listed in any case; without a list, they are those of the route."""
        listing = app_of(crossdomain(origin="*", methods=["put", "Delete"]), covered=covered)
        one = app_of(crossdomain(origin="*", methods="put"), covered=covered)
        routed = app_of(crossdomain(origin="*"), covered=covered)
        assert ask(listing, asks="PUT").methods == "DELETE, PUT"
        assert ask(one, asks="PUT").methods == "PUT"
        assert ask(routed, asks="PUT").methods == "GET, HEAD, OPTIONS, PUT"

    @pytest.mark.parametrize(
        ("headers", "names"),
        [
            (None, "content-type"),
            ("X-A", "content-type, x-a"),
            ("X-A, X-B,x-c", "content-type, x-a, x-b, x-c"),
            (["X-A", "X-B"], "content-type, x-a, x-b"),
            ((), "content-type"),
            ("", "content-type"),
        ],
    )
    def test_headers(self, headers: str | list[str] | None, names: str, *, covered: bool) -> None:
        """Headers are a list, or one string with commas; none are none, and never an echo."""
        app = app_of(crossdomain(origin="*", headers=headers), covered=covered)
        reply = ask(app, asks="PUT", HTTP_ACCESS_CONTROL_REQUEST_HEADERS="x-evil")
        assert listed(reply, "Allow-Headers") == names

    @pytest.mark.parametrize(
        ("max_age", "seconds"),
        [(60, "60"), (timedelta(hours=1), "3600"), (0, "0")],
    )
    def test_max_age(self, max_age: int | timedelta, seconds: str, *, covered: bool) -> None:
        """The age is in seconds or a ``timedelta``; six hours, if it is not given."""
        app = app_of(crossdomain(origin="*", max_age=max_age), covered=covered)
        usual = app_of(crossdomain(origin="*"), covered=covered)
        assert listed(ask(app, asks="PUT"), "Max-Age") == seconds
        assert listed(ask(usual, asks="PUT"), "Max-Age") == "21600"

    def test_headers_on_options_only(self, *, covered: bool) -> None:
        """With ``attach_to_all=False`` only OPTIONS has headers: the preflight, and Flask's own."""
        app = app_of(crossdomain(origin=HERE, attach_to_all=False), covered=covered)
        assert ask(app).cors == NOTHING
        assert ask(app, method="PUT").cors == NOTHING
        assert ask(app, method="OPTIONS").cors == OPEN
        assert ask(app, asks="PUT").methods == "GET, HEAD, OPTIONS, PUT"

    def test_headers_on_options_only_leave_the_views_own(self, *, covered: bool) -> None:
        """What the view says by itself stays, where the decorator says nothing."""

        def index() -> str:
            raise AssertionError("replaced")

        app = app_of(crossdomain(origin=HERE, attach_to_all=False), index, covered=covered)
        app.register_error_handler(
            AssertionError, lambda _: ("", {"Access-Control-Allow-Origin": "https://own.example"})
        )
        assert ask(app).origin == "https://own.example"

    def test_a_crash_where_only_options_has_headers(self, *, covered: bool) -> None:
        """What is not covered is not covered when it crashes in debug mode, either."""
        app = app_of(crossdomain(origin=HERE, attach_to_all=False), crash, covered=covered)
        app.debug = True
        reply = answered(app, environ_of())
        assert (reply.starts, type(reply.error)) == (0, LookupError)

    def test_options_left_to_the_view(self, *, covered: bool) -> None:
        """With ``automatic_options=False`` the view answers, and its answer gets the headers."""

        def index() -> str:
            return f"{request.method} {current_app.name}"

        decorator = crossdomain(origin=HERE, headers="X-A", automatic_options=False)
        app = app_of(decorator, index, methods=["PUT", "OPTIONS"], covered=covered)
        permitted, refused = (ask(app, asks="PUT", origin=origin) for origin in (HERE, ELSEWHERE))
        assert permitted.body == refused.body == "OPTIONS app"
        assert refused.cors == dict([VARY_PREFLIGHT])
        assert permitted.cors == {
            "Access-Control-Allow-Origin": HERE,
            "Access-Control-Allow-Methods": "OPTIONS, PUT",
            "Access-Control-Allow-Headers": "content-type, x-a",
            "Access-Control-Max-Age": "21600",
            **dict([VARY_PREFLIGHT]),
        }
        assert ask(app, method="OPTIONS").cors == OPEN

    def test_options_left_to_a_view_that_has_none(self, *, covered: bool) -> None:
        """Where the view knows no OPTIONS, Flask answers, and its answer gets the headers."""
        app = app_of(crossdomain(origin=HERE, automatic_options=False), covered=covered)
        app.before_request(lambda: None if request.method == "OPTIONS" else abort(401))
        reply = ask(app, asks="PUT")
        assert (reply.status, reply.origin) == (200, HERE)
        assert reply.methods == "GET, HEAD, OPTIONS, PUT"

    def test_a_crash_of_a_view_that_answers_options(self, *, covered: bool) -> None:
        """A view that crashes when it answers a preflight permits nothing by that."""
        decorator = crossdomain(origin=HERE, automatic_options=False)
        app = app_of(decorator, crash, methods=["PUT", "OPTIONS"], covered=covered)
        app.debug = covered
        reply = answered(app, environ_of(asks="PUT"))
        assert (reply.status, reply.origin) == (500, HERE)
        assert type(reply.error) is (LookupError if covered else type(None))

    def test_a_route_without_options(self, *, covered: bool) -> None:
        """A route that lists no OPTIONS answers a preflight; the historical one got a 405."""
        app = app_of(crossdomain(origin="*"), methods=["PUT"], covered=covered)
        app.add_url_rule(
            "/off", "off", crossdomain(origin="*")(say_hello), provide_automatic_options=False
        )
        assert ask(app, asks="PUT").status == 200
        assert (ask(app, "/off", asks="GET").status, ask(app, "/off").cors) == (200, ANYBODY)

    def test_an_options_request_that_is_no_preflight(self, *, covered: bool) -> None:
        """Flask answers it, and not the view, also where the route lists OPTIONS, as it once had to."""
        methods = ["PUT", "OPTIONS"]
        app = app_of(crossdomain(origin=HERE), crash, methods=methods, covered=covered)
        reply = ask(app, method="OPTIONS")
        assert (reply.status, reply.cors, reply.body) == (200, OPEN, "")

    @pytest.mark.parametrize("status", [400, 401, 404, 500])
    def test_errors_keep_their_headers(self, status: int, *, covered: bool) -> None:
        """An ``abort`` keeps the headers; the historical decorator never saw it."""

        def index() -> str:
            abort(status)

        app = app_of(crossdomain(origin=HERE), index, covered=covered)
        assert (ask(app).status, ask(app).cors) == (status, OPEN)

    def test_an_unhandled_exception_keeps_its_headers(self, *, covered: bool) -> None:
        """So does Flask's own 500."""
        app = app_of(crossdomain(origin=HERE), crash, covered=covered)
        assert (ask(app).status, ask(app).cors) == (500, OPEN)

    def test_async_views(self, *, covered: bool) -> None:
        """An ``async`` view is one still."""

        async def index() -> str:
            return "later"

        app = app_with(index=crossdomain(origin=HERE)(index))
        if covered:
            CORS(app, origins=ELSEWHERE)
        assert (ask(app).body, ask(app).cors) == ("later", OPEN)
        assert ask(app, asks="GET").origin == HERE

    def test_class_based_views(self, *, covered: bool) -> None:
        """It stands among the ``decorators`` of a class, whatever Flask overwrites there."""

        class Orders(MethodView):
            decorators: ClassVar = [crossdomain(origin=HERE)]

            def get(self) -> str:
                return "hello"

            def put(self) -> str:
                return "hello"

        app = app_with()
        app.add_url_rule("/", "index", Orders.as_view("index"))
        if covered:
            CORS(app, origins=ELSEWHERE)
        assert ask(app).cors == ask(app, method="PUT").cors == OPEN
        assert ask(app, asks="PUT").methods == "GET, HEAD, OPTIONS, PUT"


MISTAKES: Final[dict[str, tuple[Callable[[], object], list[ProblemCode]]]] = {
    "nothing": (crossdomain, [ProblemCode.ORIGINS_MISSING]),
    "null": (lambda: crossdomain(origin="null"), [ProblemCode.ORIGIN_NULL]),
    "path": (lambda: crossdomain(origin=f"{HERE}/"), [ProblemCode.ORIGIN_HAS_PATH]),
    "method": (lambda: crossdomain(origin="*", methods=["TRACE"]), [ProblemCode.FORBIDDEN_METHOD]),
    "method-no-text": (
        lambda: crossdomain(origin="*", methods=[1]),  # type: ignore[list-item]
        [ProblemCode.NOT_TEXT],
    ),
    "methods-no-list": (
        lambda: crossdomain(origin="*", methods=1),  # type: ignore[arg-type]
        [ProblemCode.NOT_A_LIST],
    ),
    "headers-no-list": (
        lambda: crossdomain(origin="*", headers=1),  # type: ignore[arg-type]
        [ProblemCode.NOT_A_LIST],
    ),
    "header": (lambda: crossdomain(origin="*", headers="Cookie"), [ProblemCode.FORBIDDEN_HEADER]),
    "age": (lambda: crossdomain(origin="*", max_age=-1), [ProblemCode.MAX_AGE_MALFORMED]),
    "flag": (
        lambda: crossdomain(origin="*", attach_to_all="no"),  # type: ignore[arg-type]
        [ProblemCode.NOT_A_BOOLEAN],
    ),
    "all-at-once": (
        lambda: crossdomain(
            origin="null",
            methods=["TRACE"],
            max_age=-1,
            automatic_options=0,  # type: ignore[arg-type]
        ),
        [
            ProblemCode.ORIGIN_NULL,
            ProblemCode.FORBIDDEN_METHOD,
            ProblemCode.MAX_AGE_MALFORMED,
            ProblemCode.NOT_A_BOOLEAN,
        ],
    ),
    "no-parentheses": (
        lambda: crossdomain(say_hello),  # type: ignore[arg-type]
        [ProblemCode.DECORATOR_NOT_CALLED],
    ),
    "class": (
        lambda: crossdomain(origin="*")(MethodView),
        [ProblemCode.DECORATOR_NOT_ON_A_VIEW],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes(mistake: str) -> None:
    """All mistakes are refused where they are written, at once, with a way out each."""
    make, codes = MISTAKES[mistake]
    with pytest.raises(PolicyError) as caught:
        make()
    assert [problem.code for problem in caught.value.problems] == codes
    assert all(problem.hint for problem in caught.value.problems)
