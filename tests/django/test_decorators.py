"""Decorators on views: what they carry, what they cannot open, and their mistakes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

import pytest
from django.http import HttpResponse
from django.urls import include, path
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from crossorigin import Policy, PolicyError
from crossorigin.django import _marks, cross_origin, policy_for, same_origin
from crossorigin.django._coverage import covered_routes
from crossorigin.errors import ProblemCode
from tests.cases.case import ELSEWHERE, HERE
from tests.django.sites import COMMON, ask, say_hello, scopes_of, site
from tests.flask.apps import named
from tests.wsgi.calls import CLOSED, NOTHING, OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


POLICY: Final = Policy(HERE)


def _hiding(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a wrapper that does not say what it wraps."""

    def call(request: HttpRequest) -> HttpResponse:
        return view(request)

    return call


@pytest.mark.parametrize(
    ("whole", "inner", "read"),
    [
        (Policy("*"), cross_origin(POLICY), OPEN),
        (Policy("*"), same_origin, NOTHING),
        (None, cross_origin(POLICY), NOTHING),
        (None, same_origin, NOTHING),
        (Policy(ELSEWHERE), cross_origin(POLICY), CLOSED),
    ],
)
def test_a_decorator_that_is_hidden(
    whole: Policy | None, inner: Callable[..., Any], read: dict[str, str]
) -> None:
    """What runs and is not registered can only narrow."""
    with site(path("", _hiding(inner(say_hello))), CROSSORIGIN=whole):
        assert ask().cors == read


def test_the_guard_is_asked_again() -> None:
    """By the policy of a decorator that runs, where another one has let the request pass."""
    called: list[str] = []

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        called.append(request.path)
        return HttpResponse()

    options = {"origins": "*", "guard": True}
    for inner in (cross_origin(origins=ELSEWHERE), same_origin):
        with site(path("", csrf_exempt(_hiding(inner(view)))), CROSSORIGIN=options):
            assert ask(method="POST", HTTP_SEC_FETCH_SITE="cross-site").status == 403
    assert called == []
    with site(path("", csrf_exempt(_hiding(cross_origin(POLICY)(view)))), CROSSORIGIN=options):
        assert ask(method="POST", HTTP_SEC_FETCH_SITE="cross-site").status == 200


def test_without_the_middleware(caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is open, and the log names the line that is missing, once for a view."""
    view = cross_origin(POLICY)(say_hello)
    with site(path("unseen", view), CROSSORIGIN=None, MIDDLEWARE=[COMMON]):
        assert [ask("/unseen").cors for _ in range(2)] == [NOTHING] * 2
    (record,) = [record for record in caplog.records if record.name == "crossorigin"]
    assert 'Put "crossorigin.django.CORSMiddleware" first in MIDDLEWARE.' in record.getMessage()


def test_a_view_that_is_called_by_itself() -> None:
    """As a plain function, with no request at all, it does what it did."""
    assert cross_origin(POLICY)(lambda: 7)() == 7


class ViewSet:
    """A class as Django REST framework makes views of it."""

    http_method_names: Final = ("get", "put", "delete", "x")

    def retrieve(self, request: HttpRequest) -> HttpResponse:
        """Answer GET."""
        return say_hello(request)

    update = cross_origin(named("inner"))(retrieve)

    @classmethod
    def as_view(cls, actions: dict[str, str] | None) -> Callable[[HttpRequest], HttpResponse]:
        """Return a view."""

        def view(request: HttpRequest) -> HttpResponse:
            names = actions or {}
            name = names.get(str(request.method).lower(), "retrieve")
            return cast("HttpResponse", getattr(cls(), name)(request))

        vars(view).update(cls=cls, **({} if actions is None else {"actions": actions}))
        return csrf_exempt(view)


def test_methods_of_a_class() -> None:
    """They are asked of the class, or of a view set's table; a function does not say its own."""

    class Orders(View):
        def get(self, request: HttpRequest) -> HttpResponse:
            return say_hello(request)

        put = get

    with site(
        path("class", Orders.as_view()),
        path("set", ViewSet.as_view({"get": "retrieve", "put": "update"})),
        path("api", ViewSet.as_view(None)),
        path("function", say_hello),
        CROSSORIGIN=POLICY,
    ):
        listed = {url: ask(f"/{url}", asks="GET").methods for url in ("class", "set", "function")}
        assert scopes_of("/set", "PUT") == ["inner", "inner"]
        listed["api"] = ask("/api", asks="GET").methods
    # GET, HEAD and POST need no listing.
    assert listed == {
        "class": "GET, OPTIONS, PUT",
        "set": "GET, PUT",
        "function": None,
        "api": None,
    }


MISTAKES: Final[dict[str, tuple[Callable[[], object], ProblemCode]]] = {
    "a class": (lambda: same_origin(ViewSet), ProblemCode.DECORATOR_NOT_ON_A_VIEW),
    "no function": (lambda: same_origin(7), ProblemCode.DECORATOR_NOT_ON_A_VIEW),
    "two": (lambda: same_origin(cross_origin(POLICY)(say_hello)), ProblemCode.TWO_POLICIES),
    "two around an include": (
        lambda: same_origin(same_origin(include([]))),
        ProblemCode.TWO_POLICIES,
    ),
    "not called": (lambda: cross_origin(say_hello), ProblemCode.DECORATOR_NOT_CALLED),  # type: ignore[arg-type]
    "a slash": (lambda: cross_origin(origins="https://a.example/"), ProblemCode.ORIGIN_HAS_PATH),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes(mistake: str) -> None:
    """Each is told where it is written."""
    make, code = MISTAKES[mistake]
    with pytest.raises(PolicyError) as caught:
        make()
    assert [problem.code for problem in caught.value.problems] == [code]


def test_routes() -> None:
    """Each route, with its methods, its policy, and the line that says so."""

    class Orders(View):
        def get(self, request: HttpRequest) -> HttpResponse:
            return say_hello(request)

        put = same_origin(get)

    covered = cross_origin(POLICY)
    with site(
        path("a", say_hello),
        path("b/", covered(include([path("<int:number>", say_hello)]))),
        path("orders", Orders.as_view()),
        CROSSORIGIN=named("app"),
    ):
        routes = covered_routes(None)
    found = [(each.rule, each.methods, each.policy) for each in routes]
    assert found == [
        ("/a", (), named("app")),
        ("/b/<int:number>", (), POLICY),
        ("/orders", ("GET", "OPTIONS"), named("app")),
        ("/orders", ("PUT",), None),
    ]
    assert str(routes[0].declared) == "settings.CROSSORIGIN"
    assert [str(each.declared).partition(":")[0] for each in routes[1::2]] == [__file__] * 2
    with site(path("a", say_hello), CROSSORIGIN=None):
        assert [(each.policy, each.declared) for each in covered_routes(None)] == [(None, None)]
        assert policy_for(None, "/a", "GET") is None


def test_what_carries_a_decorated_function() -> None:
    """A partial of it, and an object that is called by it, are covered as it is."""

    class Page:
        @cross_origin(named("inner"))
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return say_hello(request)

    decorate = cross_origin(named("inner"))
    covered: list[Callable[..., HttpResponse]] = [
        partial(decorate(say_hello), number=7),
        partial(partial(decorate(say_hello)), number=7),
        decorate(partial(say_hello, number=7)),
        decorate(_Plain()),
        partial(decorate(_Plain())),
        Page(),
        partial(Page()),
    ]
    for whole in (named("app"), None):
        for view in covered:
            with site(path("", view), CROSSORIGIN=whole):
                assert scopes_of("/", "GET") == ["inner", "inner"]


class _Plain:
    """A view that is an object."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return say_hello(request)


def test_objects_that_do_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """A view may be any callable, and no look at it fails a request."""

    class Odd:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return say_hello(request)

    def fail(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr(_marks, "getattr_static", fail)
    with site(path("", partial(say_hello, number=7)), path("odd", Odd()), CROSSORIGIN=POLICY):
        assert ask().cors == OPEN
        assert ask("/odd").cors == OPEN


def test_a_method_of_an_object() -> None:
    """It may be a view, as in the admin, and carries its decorator."""

    class Pages:
        @cross_origin(POLICY)
        def index(self, request: HttpRequest) -> HttpResponse:
            """Answer."""
            return say_hello(request)

    with site(path("", Pages().index), CROSSORIGIN=None):
        assert ask().cors == OPEN
        assert ask(asks="POST").origin == HERE


def test_headers_of_a_closed_view() -> None:
    """No access is none, whatever the view says."""

    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Access-Control-Allow-Origin": "*"})

    with site(path("", same_origin(view)), CROSSORIGIN=None):
        assert ask().cors == NOTHING


def test_a_preflight_of_a_closed_view() -> None:
    """It is the view's to answer, and gets no header, whatever the site's policy says."""
    with site(path("", same_origin(say_hello)), CROSSORIGIN=POLICY):
        assert (ask(asks="POST").status, ask(asks="POST").cors) == (200, NOTHING)
