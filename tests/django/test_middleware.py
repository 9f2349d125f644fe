"""The middleware on every way out of a site, as Django has them."""

from __future__ import annotations

import asyncio
import logging
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.test import AsyncClient, Client
from django.urls import include, path

from crossorigin import Policy
from crossorigin.django import cross_origin, same_origin
from crossorigin.wsgi import CORSMiddleware
from tests.asgi import calls as asgi_calls
from tests.cases.case import ELSEWHERE, HERE
from tests.django.sites import (
    COMMON,
    OURS,
    asgi_app,
    ask,
    ask_async,
    crash,
    say_hello,
    scopes_of,
    site,
)
from tests.flask.apps import named, scope_of
from tests.wsgi import calls
from tests.wsgi.calls import ANYBODY, CLOSED, NOTHING, OPEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from django.http import HttpRequest


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


def _not_modified(_: HttpRequest) -> HttpResponse:
    return HttpResponse(status=304)


def _stream(_: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_pieces())


def _stream_async(_: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_pieces_async())


def _file(_: HttpRequest) -> FileResponse:
    return FileResponse(BytesIO(b"file"))


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
    "304": (_not_modified, 304),
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
    with site(path("", _stream), CROSSORIGIN=POLICY):
        reply = ask()
    assert (reply.chunks, reply.cors) == ([b"a", b"b"], OPEN)


def test_a_stream_that_is_async() -> None:
    """So does this."""
    with site(path("", _stream_async), CROSSORIGIN=POLICY):
        reply = ask_async()
    assert (reply.body, reply.cors) == ("ab", OPEN)


def test_a_file() -> None:
    """It is a stream, too, and HEAD is answered as GET is."""
    with site(path("", _file), CROSSORIGIN=POLICY):
        assert (ask().body, ask().cors) == ("file", OPEN)
        assert ask(method="HEAD").cors == OPEN


def test_what_other_middlewares_answer() -> None:
    """A 304, a 400 for another host, a crash: each has the headers of the view's policy."""
    here = f"{__name__}.{Crashing.__name__}"
    conditional = "django.middleware.http.ConditionalGetMiddleware"
    view = path("x", cross_origin(named("inner"))(say_hello))
    for middleware, hosts, status in (
        ([conditional], ["*"], 304),
        ([COMMON], ["other.example"], 400),
        ([here], ["*"], 500),
    ):
        options = {"MIDDLEWARE": [OURS, *middleware], "ALLOWED_HOSTS": hosts}
        with site(view, CROSSORIGIN=named("app"), **options):
            for reply in (
                ask("/x", HTTP_IF_NONE_MATCH="*"),
                asgi_calls.ask(asgi_app(), path="/x", headers=[(b"if-none-match", b"*")]),
            ):
                assert (reply.status, scope_of(reply)) == (status, "inner")


class Crashing:
    """A middleware that fails."""

    def __init__(self, _: object) -> None:
        """Need nothing."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """
        Raise.

        Raises:
            LookupError: Always.
        """
        raise LookupError(request.path)


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


def test_the_second_response() -> None:
    """Where no policy covers a view, or one lists each response's names, it is as the first."""
    listing = Policy(HERE, expose_headers="*", credentials=True)

    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"X-Own": "1"})

    for policy, cors in (
        (None, NOTHING),
        (listing, {**OPEN, "Access-Control-Expose-Headers": "X-Own"}),
    ):
        with site(path("", view), CROSSORIGIN=policy):
            handler = WSGIHandler()
            for _ in range(2):
                found = calls.ask(handler).cors
                assert {name: value for name, value in found.items() if name in cors} == cors
                assert bool(found) is bool(cors)


def test_a_layer_around_the_site() -> None:
    """The inner decision stands; where the site says nothing, the outer one does."""
    with site(path("", same_origin(say_hello)), path("open", say_hello), CROSSORIGIN=None):
        around = CORSMiddleware(WSGIHandler(), Policy("*"))
        assert calls.ask(around).cors == NOTHING
        assert calls.ask(around, "/open").cors == ANYBODY


def test_refusals_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    """With DEBUG, a refusal is a line on the terminal."""
    with site(path("", say_hello), CROSSORIGIN=POLICY, DEBUG=True):
        handler = WSGIHandler()
        calls.ask(handler)
        calls.ask(handler, origin=ELSEWHERE)
        calls.ask(handler, origin=ELSEWHERE, asks="PUT")
    records = [record for record in caplog.records if record.name == "crossorigin"]
    assert [record.levelno for record in records] == [logging.WARNING] * 2


def test_nothing_is_open_by_a_redirect_of_no_setting() -> None:
    """Where Django appends no slash, and knows no languages, a path that leads nowhere is a 404."""
    covered = cross_origin(named("inner"))(say_hello)
    options = {"CROSSORIGIN": named("app"), "APPEND_SLASH": False, "USE_I18N": False}
    with site(path("x/", covered), **options):
        assert scopes_of("/x", "GET") == ["app", "app"]
        assert scopes_of("/x/", "GET") == ["inner", "inner"]
