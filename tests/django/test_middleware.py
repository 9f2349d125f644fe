"""The middleware on every way out of a site, as Django has them."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

import pytest
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.core.checks import run_checks
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.test import AsyncClient, Client
from django.urls import include, path
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from crossorigin import Policy, PolicyError
from crossorigin.django import _marks, cross_origin, policy_for, same_origin
from crossorigin.django._coverage import covered_routes
from crossorigin.django.apps import CrossOriginConfig
from crossorigin.errors import ProblemCode
from crossorigin.wsgi import CORSMiddleware
from tests.cases.case import ELSEWHERE, HERE
from tests.django.sites import COMMON, OURS, ask, ask_async, crash, say_hello, scopes_of, site
from tests.flask.apps import named
from tests.wsgi import calls
from tests.wsgi.calls import ANYBODY, CLOSED, NOTHING, OPEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from django.http import HttpRequest

    from crossorigin import CORSRequest, Origin

POLICY: Final = Policy(HERE)


def _raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    """Return a view that raises *error*."""

    def view(_: HttpRequest) -> HttpResponse:
        raise error

    return view


def _pieces() -> Iterator[bytes]:
    yield b"a"
    yield b"b"


async def _pieces_async() -> AsyncIterator[bytes]:
    yield b"a"
    yield b"b"


async def _wait(_: HttpRequest) -> HttpResponse:
    """Answer, when it is awaited."""
    await asyncio.sleep(0)
    return HttpResponse("hello")


WAYS_OUT: Final[dict[str, tuple[Callable[..., Any], int]]] = {
    "200": (say_hello, 200),
    "async": (_wait, 200),
    "crash": (crash, 500),
    "404": (_raising(Http404()), 404),
    "403": (_raising(PermissionDenied()), 403),
    "400": (_raising(SuspiciousOperation()), 400),
    "304": (lambda _: HttpResponse(status=304), 304),
}


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("way", WAYS_OUT)
def test_every_way_out(way: str, *, debug: bool) -> None:
    """With DEBUG on and off, under WSGI and ASGI, a page may read what it is answered."""
    view, status = WAYS_OUT[way]
    with site(path("", view), CROSSORIGIN=POLICY, DEBUG=debug):
        for asked in (ask, ask_async):
            reply = asked()
            assert (reply.status, reply.cors) == (status, OPEN)
            assert asked(origin=ELSEWHERE).cors == CLOSED


def test_a_stream() -> None:
    """It stays one."""
    with site(path("", lambda _: StreamingHttpResponse(_pieces())), CROSSORIGIN=POLICY):
        reply = ask()
    assert (reply.chunks, reply.cors) == ([b"a", b"b"], OPEN)


def test_a_stream_that_is_async() -> None:
    """So does this."""
    with site(path("", lambda _: StreamingHttpResponse(_pieces_async())), CROSSORIGIN=POLICY):
        reply = ask_async()
    assert (reply.body, reply.cors) == ("ab", OPEN)


def test_the_clients_of_django() -> None:
    """Django's own test clients see what a browser does."""
    with site(path("", say_hello), CROSSORIGIN=POLICY):
        response = Client().get("/", headers={"Origin": HERE})
        assert response.headers["Access-Control-Allow-Origin"] == HERE
        answer = asyncio.run(AsyncClient().get("/", headers={"Origin": HERE}))
        assert answer.headers["Access-Control-Allow-Origin"] == HERE
        asked = {"Origin": HERE, "Access-Control-Request-Method": "POST"}
        response = Client().options("/", headers=asked)
        assert response.headers["Access-Control-Max-Age"] == "600"
        assert "Content-Type" not in response.headers


def test_before_a_login() -> None:
    """A preflight is answered before any middleware below this one."""
    here = "tests.django.test_middleware.Login"
    with site(path("", say_hello), CROSSORIGIN=POLICY, MIDDLEWARE=[OURS, here]):
        assert ask(asks="POST").status == 200
        assert (ask().status, ask().cors) == (401, OPEN)


class Login:
    """A middleware that lets nobody in."""

    def __init__(self, _: object) -> None:
        """Need nothing."""

    def __call__(self, _: HttpRequest) -> HttpResponse:
        """Refuse."""
        return HttpResponse(status=401)


def test_the_admin() -> None:
    """Its pages stay out by one decorator, its login and its 404 too."""
    apps = ["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes"]
    middleware = [
        OURS,
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    code = (
        "from django.conf import settings; import django;"
        f"settings.configure(INSTALLED_APPS={apps}, MIDDLEWARE={middleware}, ALLOWED_HOSTS=['*'],"
        " ROOT_URLCONF='__main__', SECRET_KEY='x', CROSSORIGIN={'origins': '*'},"
        " SESSION_ENGINE='django.contrib.sessions.backends.signed_cookies'); django.setup();"
        "from django.contrib import admin; from django.urls import path;"
        "from crossorigin.django import same_origin; from django.test import Client;"
        "urlpatterns = [path('admin/', same_origin(admin.site.urls))];"
        "of = lambda url: Client().get(url, headers={'Origin': 'https://a.example'});"
        "print([(of(url).status_code, of(url).headers.get('Access-Control-Allow-Origin'))"
        " for url in ('/admin/', '/admin/nowhere', '/nowhere')])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[(302, None), (302, None), (404, '*')]"


def test_importing_needs_no_settings() -> None:
    """The settings are read when Django makes the middleware."""
    code = "import crossorigin.django; from django.conf import settings; print(settings.configured)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("wrong", [7, [HERE], "x", {"origins": "a"}, {"guard": 7}, {"x": 1}])
def test_a_mistake_stops_the_start(wrong: object) -> None:
    """Django makes the middleware when a server starts: the mistake is told there."""
    with site(CROSSORIGIN=wrong), pytest.raises(PolicyError):
        WSGIHandler()


@pytest.mark.parametrize(
    "given",
    [
        {"origins": HERE},
        {"ORIGINS": HERE, "Guard": "off"},
        {"origins": f"{HERE}, {ELSEWHERE}", "guard": "on"},
        POLICY,
    ],
)
def test_the_setting(given: object) -> None:
    """Options by name, in any case, some of them as text; or a policy."""
    with site(path("", csrf_exempt(say_hello)), CROSSORIGIN=given):
        assert ask().cors == OPEN
        form = ask(method="POST", origin="https://other.example", HTTP_SEC_FETCH_SITE="cross-site")
        is_guarded = isinstance(given, dict) and given.get("guard") == "on"
        assert form.status == (403 if is_guarded else 200)


def test_a_guard_alone() -> None:
    """Without a policy for the site, the guard still stands before all of it."""
    view = csrf_exempt(cross_origin(POLICY)(say_hello))
    with site(path("", csrf_exempt(say_hello)), path("v", view), CROSSORIGIN={"guard": True}):
        assert ask(method="POST", HTTP_SEC_FETCH_SITE="cross-site").status == 403
        assert ask(method="POST", origin=None).status == 200
        assert ask("/v", method="POST", HTTP_SEC_FETCH_SITE="cross-site").status == 200
        assert ask().cors == NOTHING


async def _ask_database(origin: Origin, _: CORSRequest) -> bool:
    """Permit one origin."""
    await asyncio.sleep(0)
    return origin == HERE


def test_a_source_that_is_async() -> None:
    """Under ASGI it is awaited, for preflights too; under WSGI it is a problem at the start."""
    with site(path("", say_hello), CROSSORIGIN={"origins": _ask_database}):
        assert ask_async().cors == OPEN
        assert ask_async(origin=ELSEWHERE).cors == CLOSED
        assert ask_async(asks="POST").origin == HERE
        with pytest.raises(PolicyError) as caught:
            WSGIHandler()
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.SOURCE_IS_ASYNC]


def test_a_source_of_a_view() -> None:
    """It is asked about the request."""
    asked: list[str | None] = []

    def ask_me(origin: Origin, request: CORSRequest) -> bool:
        asked.append(request.path)
        return origin == HERE

    with site(path("orders/7", cross_origin(origins=ask_me)(say_hello)), CROSSORIGIN=None):
        assert ask("/orders/7").cors == OPEN
    assert asked == ["/orders/7"]


def test_languages() -> None:
    """Under ``i18n_patterns`` each language has its routes, and so has a preflight in it."""
    covered = cross_origin(named("inner"))(include([path("x", say_hello)]))
    middleware = [OURS, "django.middleware.locale.LocaleMiddleware", COMMON]
    patterns = i18n_patterns(path("api/", covered), path("y", say_hello))
    with site(*patterns, CROSSORIGIN=named("app"), MIDDLEWARE=middleware, USE_I18N=True):
        for language in ("en", "de", "fr", "en"):
            assert scopes_of(f"/{language}/api/x", "GET") == ["inner", "inner"]
            assert scopes_of(f"/{language}/api/nowhere", "GET") == ["inner", "inner"]
            assert scopes_of(f"/{language}/y", "GET") == ["app", "app"]
        # The redirect to a language belongs to the view to which it leads.
        assert scopes_of("/api/x", "GET") == ["inner", "inner"]


class OtherURLs:
    """A middleware that gives a request URLs of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand around *get_response*."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the other URLs do."""
        covered = cross_origin(named("inner"))(include([path("x", say_hello)]))
        request.urlconf = (path("there/", covered),)  # type: ignore[assignment] # or patterns
        return self._get_response(request)


def test_urls_of_a_request() -> None:
    """Where a middleware chooses the URLs, the response follows these."""
    middleware = [OURS, "tests.django.test_middleware.OtherURLs"]
    with site(path("x", say_hello), CROSSORIGIN=named("app"), MIDDLEWARE=middleware):
        assert ask("/there/x").cors == {**ANYBODY, "Access-Control-Expose-Headers": "inner"}
        assert ask("/there/nowhere").cors == {**ANYBODY, "Access-Control-Expose-Headers": "inner"}


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


def test_headers_of_the_site_are_replaced(caplog: pytest.LogCaptureFixture) -> None:
    """There is one source of truth, and a warning names the view once."""

    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"access-control-allow-origin": "*", "vary": "Cookie"})

    with site(path("own", view, name="own"), CROSSORIGIN=POLICY):
        handler = WSGIHandler()
        for _ in range(2):
            reply = calls.ask(handler, "/own")
            assert reply.cors == {**OPEN, "Vary": "Cookie, Origin"}
    (record,) = caplog.records
    assert record.getMessage().startswith('The view "own" sets access-control-allow-origin')


def test_headers_of_a_closed_view() -> None:
    """No access is none, whatever the view says."""

    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Access-Control-Allow-Origin": "*"})

    with site(path("", same_origin(view)), CROSSORIGIN=None):
        assert ask().cors == NOTHING


def test_a_layer_around_the_site() -> None:
    """The inner decision stands; where the site says nothing, the outer one does."""
    with site(path("", same_origin(say_hello)), path("open", say_hello), CROSSORIGIN=None):
        around = CORSMiddleware(WSGIHandler(), Policy("*"))
        assert calls.ask(around).cors == NOTHING
        assert calls.ask(around, "/open").cors == ANYBODY


def test_refusals_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    """With DEBUG, a refusal is a line on the terminal."""
    with site(path("", say_hello), CROSSORIGIN=POLICY, DEBUG=True):
        ask(origin=ELSEWHERE)
        ask(origin=ELSEWHERE, asks="PUT")
    records = [record for record in caplog.records if record.name == "crossorigin"]
    assert [record.levelno for record in records] == [logging.WARNING] * 2


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


def test_the_site_has_settings() -> None:
    """What these tests set ends with them."""
    assert not hasattr(settings, "CROSSORIGIN")


def test_nothing_is_open_by_a_redirect_of_no_setting() -> None:
    """Where Django appends no slash, and knows no languages, a path that leads nowhere is a 404."""
    covered = cross_origin(named("inner"))(say_hello)
    options = {"CROSSORIGIN": named("app"), "APPEND_SLASH": False, "USE_I18N": False}
    with site(path("x/", covered), **options):
        assert scopes_of("/x", "GET") == ["app", "app"]
        assert scopes_of("/x/", "GET") == ["inner", "inner"]


def test_a_preflight_of_a_closed_view() -> None:
    """It is the view's to answer, and gets no header, whatever the site's policy says."""
    with site(path("", same_origin(say_hello)), CROSSORIGIN=POLICY):
        assert (ask(asks="POST").status, ask(asks="POST").cors) == (200, NOTHING)


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


def test_the_app_registers_its_check() -> None:
    """Once the apps are there, Django's checks have it."""
    CrossOriginConfig.create("crossorigin.django").ready()
    with site(CROSSORIGIN={"origins": f"{HERE}/"}):
        found = run_checks(tags=["security"])
    assert "crossorigin.origin-has-path" in [each.id for each in found]


def test_the_app_of_the_checks() -> None:
    """``INSTALLED_APPS`` is what makes ``manage.py check`` ask."""
    code = (
        "from django.conf import settings; import django; from django.core import management;"
        "settings.configure(INSTALLED_APPS=['crossorigin.django'], ROOT_URLCONF=(),"
        " MIDDLEWARE=['crossorigin.django.CORSMiddleware'],"
        " CROSSORIGIN={'origins': ['https://a.example/', 'b.example']});"
        "django.setup(); management.call_command('check')"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert '(crossorigin.origin-has-path) origins[0] "https://a.example/"' in done.stderr
    assert 'HINT: write "https://a.example"' in done.stderr
    assert 'origins[1] "b.example"' in done.stderr
