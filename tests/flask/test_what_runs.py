"""What is registered decides; what runs beside it can only narrow."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

import pytest
from flask import Flask, copy_current_request_context, request
from flask.views import MethodView, View

from crossorigin import Guard, Policy
from crossorigin.flask import CORS, cross_origin, crossdomain, same_origin
from crossorigin.flask._layer import state_of
from crossorigin.flask._ledger import ledger
from crossorigin.flask._marks import running
from tests.calls import ANYBODY, CLOSED, NOTHING, OPEN, ask
from tests.cases.case import ELSEWHERE, HERE
from tests.flask_apps import app_with, copying, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

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


# ------------------------------------------------------------------ the guard

SENT: Final[dict[str, str]] = {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_COOKIE": "id=7"}
TRUSTED: Final = Policy([HERE], credentials=True)


def guarded(view: Function, guard: Guard | bool = True, *, has_mark: bool = False) -> Flask:  # noqa: FBT001, FBT002
    """Return an app that a guard refuses requests for, with *view* at its root."""
    app = app_with()
    if has_mark:
        with_mark(app)
    app.add_url_rule("/", "index", view, methods=["GET", "POST"])
    CORS(app, TRUSTED, guard=guard)
    return app


@every_way
@pytest.mark.parametrize("has_mark", [True, False])
def test_the_guard_is_asked_again(way: str, *, has_mark: bool) -> None:
    """What the app's policy has let pass is refused by that of the view, before it runs."""
    app = guarded(WAYS[way](same_origin), has_mark=has_mark)
    for _ in range(2):
        reply = ask(app, method="POST", **SENT)
        assert (reply.status, reply.cors) == (403, NOTHING)
        assert reply.body.startswith("sender-not-allowed")


@every_way
def test_the_guard_lets_pass_what_both_policies_do(way: str) -> None:
    """A policy that lets the page in refuses nothing; nor is asked who needs none."""
    app = guarded(WAYS[way](cross_origin(TRUSTED)))
    assert ask(app, method="POST", **SENT).status == 200
    app = guarded(WAYS[way](same_origin))
    assert ask(app, **SENT).status == 200
    assert ask(app, method="POST", HTTP_SEC_FETCH_SITE="same-origin").status == 200
    assert ask(guarded(WAYS[way](same_origin), Guard(HERE)), method="POST", **SENT).status == 200


def test_cookies_that_the_policy_of_the_view_does_not_allow() -> None:
    """The refusal says so."""
    app = guarded(as_a_helper(HERE_ONLY))
    reply = ask(app, method="POST", **SENT)
    assert (reply.status, reply.body.partition(":")[0]) == (403, "cookies-not-allowed")
    assert ask(app, method="POST", HTTP_SEC_FETCH_SITE="cross-site").status == 200


class Both(MethodView):
    """A class of which one method has another policy than its dispatcher."""

    @same_origin
    def dispatch_request(self, **arguments: Any) -> Any:  # noqa: ANN401 - as Flask has it
        """Answer by the method of that name."""
        return super().dispatch_request(**arguments)

    @cross_origin(TRUSTED)
    def post(self) -> str:
        """Answer."""
        return "done"


def test_the_guard_and_a_class_with_two_decorators() -> None:
    """What is registered for the method runs beside nothing."""
    app = guarded(Both.as_view("both"))
    reply = ask(app, method="POST", **SENT)
    assert (reply.status, reply.origin) == (200, HERE)


# ------------------------------------------------------------------ what is said, what is left


@pytest.mark.parametrize("decorator", [same_origin, HERE_ONLY])
@every_way
def test_each_difference_is_logged_once(
    way: str, decorator: Decorator, caplog: pytest.LogCaptureFixture
) -> None:
    """The line names the decorator and the view, and says how to mend it."""
    app = app_with(index=WAYS[way](decorator))
    CORS(app, origins="*")
    for _ in range(3):
        ask(app)
    [record] = caplog.records
    where = "a view" if way == "thread" else 'the view "index"'
    assert f"runs in {where} of <Flask 'app'>" in record.getMessage()
    assert "Register what the decorator returns" in record.getMessage()


def test_the_same_policy_is_no_difference(caplog: pytest.LogCaptureFixture) -> None:
    """A view may call another one that has the same policy."""
    app = app_with(index=HERE_ONLY(as_a_helper(HERE_ONLY)))
    assert ask(app).cors == OPEN
    assert caplog.records == []


def test_what_a_request_decorates_is_not_kept() -> None:
    """Neither the ledger nor the app grows, and no signal is listened to."""
    app = app_with(index=at_run_time(HERE_ONLY))
    CORS(app, origins="*")
    ask(app)
    gc.collect()
    unseen, known = len(ledger.unseen), len(state_of(app).scopes.known)
    for _ in range(200):
        ask(app)
    assert len(ledger.unseen) <= unseen
    assert len(state_of(app).scopes.known) == known
    assert [mark for mark in ledger.unregistered(answer) if not mark.rules] == []


def test_a_view_that_takes_the_place_of_another() -> None:
    """What is registered now decides, for the next preflight, too."""
    app = app_with(index=fresh())
    CORS(app, origins="*")
    assert ask(app).cors == ANYBODY
    app.view_functions["index"] = HERE_ONLY(fresh())
    assert ask(app).cors == OPEN
    assert ask(app, asks="GET").origin == HERE
    app.view_functions["index"] = fresh()
    assert ask(app).cors == ANYBODY


def test_an_app_that_a_request_makes() -> None:
    """Its decorators are those of any app."""
    inner: list[Flask] = []

    def make() -> str:
        inner.append(app_with(index=HERE_ONLY(fresh())))
        return "made"

    ask(app_with(index=make))
    assert [ask(inner[0]).cors for _ in range(2)] == [OPEN, OPEN]


def test_one_function_in_hundreds_of_apps() -> None:
    """Decorated here and bare there: each app has its own answer, whichever is asked first."""
    view = fresh()
    decorated = HERE_ONLY(view)
    apps = [app_with(index=decorated if number % 2 else view) for number in range(200)]
    for number, app in reversed(list(enumerate(apps))):
        assert ask(app).cors == (OPEN if number % 2 else NOTHING)
    for number, app in enumerate(apps):
        assert ask(app, asks="GET").origin == (HERE if number % 2 else None)


def test_a_helper_in_a_thread_of_its_own() -> None:
    """A thread that knows nothing of the request is beyond us: the view's own policy stands."""
    helper = same_origin(fresh())

    def view() -> str:
        thread = threading.Thread(target=helper)
        thread.start()
        thread.join()
        return "hello"

    app = app_with(index=view)
    CORS(app, origins="*")
    assert ask(app).cors == ANYBODY
