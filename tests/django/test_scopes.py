"""Which policy is in force: the view's, its include's, or the site's; the innermost wins whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, override_settings
from django.urls import include, path, re_path
from django.utils.decorators import method_decorator
from django.views import View

from crossorigin.django import cross_origin, policy_for, same_origin
from tests.asgi import calls as asgi_calls
from tests.cases.case import ELSEWHERE, HERE
from tests.django import sites
from tests.django.sites import ask, say_hello, scopes_of, site
from tests.flask.apps import named, scope_of
from tests.wsgi import calls
from tests.wsgi.calls import ANYBODY, NOTHING

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class Orders(View):
    """A class whose methods have policies of their own."""

    def get(self, request: HttpRequest, **_: object) -> HttpResponse:
        """Answer."""
        return say_hello(request)

    @cross_origin(named("other"))
    def put(self, request: HttpRequest, **_: object) -> HttpResponse:
        """Answer."""
        return say_hello(request)

    @method_decorator(same_origin)
    def delete(self, request: HttpRequest, **_: object) -> HttpResponse:
        """Answer."""
        return say_hello(request)


@method_decorator(cross_origin(named("view")), name="dispatch")
class Dispatched(Orders):
    """The same with one for the whole class."""


def patterns() -> list[Any]:
    """Return the site's URLs: ``/api`` and ``/api/v1`` in it have policies."""

    def part(*more: Any) -> list[Any]:  # noqa: ANN401 - Django has no annotations
        return [
            path("", say_hello),
            path("view", cross_origin(named("view"))(say_hello)),
            path("closed", same_origin(say_hello)),
            path("folder/", say_hello),
            path("orders", Orders.as_view()),
            path("dispatched", Dispatched.as_view()),
            path("as-view", cross_origin(named("view"))(Orders.as_view())),
            re_path(r"^numbers/(?P<number>\d+)$", say_hello),
            *more,
        ]

    inner = cross_origin(named("inner"))(include(part()))
    outer = cross_origin(named("outer"))(
        include(part(path("v1/", inner), path("plain/", include(part()))))
    )
    return [
        *part(path("api/", outer), path("again/", outer)),
        path("admin/", same_origin(include((part(), "admin"), namespace="admin"))),
        path("<slug:customer>/of/", cross_origin(named("inner"))(include(part()))),
    ]


# The path, the method, and whose policy is in force.
INNERMOST: Final = [
    ("/nowhere", "GET", "app"),
    ("/nowhere", "DELETE", "app"),
    ("/folder/", "GET", "app"),
    ("/apiary", "GET", "app"),
    ("/API/v1/", "GET", "app"),
    ("/api/v10", "GET", "outer"),
    ("/admin/nowhere", "GET", None),
    ("/admin", "GET", None),
    ("/again/v1/view", "GET", "view"),
    ("/again/v1/nowhere", "GET", "inner"),
    ("/acme/of/nowhere", "GET", "inner"),
    ("/acme/nowhere", "GET", "app"),
    *[
        (f"{prefix}{below}", method, whose or scope)
        for prefix, scope in [
            ("/", "app"),
            ("/api/", "outer"),
            ("/api/v1/", "inner"),
            ("/api/plain/", "outer"),
            ("/again/", "outer"),
            ("/acme/of/", "inner"),
        ]
        for below, method, whose in [
            ("", "GET", ""),
            ("", "HEAD", ""),
            ("view", "GET", "view"),
            ("view", "PUT", "view"),
            ("orders", "GET", ""),
            ("orders", "HEAD", ""),
            ("orders", "PUT", "other"),
            ("orders", "PATCH", ""),
            ("dispatched", "GET", "view"),
            ("dispatched", "PUT", "other"),
            ("as-view", "GET", "view"),
            ("as-view", "PUT", "other"),
            ("folder", "GET", ""),
            ("folder/nowhere", "GET", ""),
            ("numbers/7", "GET", ""),
            ("numbers/seven", "GET", ""),
        ]
    ],
    *[
        (f"{prefix}{below}", method, None)
        for prefix in ["/", "/api/", "/api/v1/", "/api/plain/", "/again/", "/acme/of/", "/admin/"]
        for below, method in [
            ("closed", "GET"),
            ("closed", "PUT"),
            ("orders", "DELETE"),
            ("dispatched", "DELETE"),
            ("as-view", "DELETE"),
        ]
    ],
    *[(f"/admin/{below}", "GET", None) for below in ["", "orders", "folder", "folder/", "x/y"]],
]


@pytest.mark.parametrize(("url", "method", "scope"), INNERMOST)
def test_the_innermost_scope_wins_whole(url: str, method: str, scope: str | None) -> None:
    """A request and its preflight follow the same policy, which takes nothing from others."""
    with site(*patterns(), CROSSORIGIN=named("app")):
        if method == "HEAD":
            assert scopes_of(url, "HEAD")[0] == scope
        else:
            assert scopes_of(url, method) == [scope, scope]
        policy = policy_for(None, url, method)
        assert (policy and set(policy.expose_headers)) == (scope and {scope})


def test_the_table() -> None:
    """It has as many rows as that of Flask, each asked twice under WSGI and under ASGI."""
    assert len(set(INNERMOST)) >= 137


def test_without_a_policy_for_the_site() -> None:
    """Only what has one is open: the admin's pages, the 404 and the rest stay out."""
    with site(*patterns(), CROSSORIGIN=None):
        assert scopes_of("/", "GET") == [None, None]
        assert scopes_of("/nowhere", "GET") == [None, None]
        assert scopes_of("/admin/", "GET") == [None, None]
        assert scopes_of("/api/", "GET") == ["outer", "outer"]
        assert scopes_of("/api/nowhere", "GET") == ["outer", "outer"]
        assert scopes_of("/view", "GET") == ["view", "view"]


@pytest.mark.parametrize("times", [1, 3])
def test_what_is_known_from_before(times: int) -> None:
    """A running site answers each request as the first one, whatever came in between."""
    with site(*patterns(), CROSSORIGIN=named("app")):
        handlers = WSGIHandler(), sites.asgi_app()
        rows = [row for row in INNERMOST * times if row[1] != "HEAD"]
        for url, method, scope in rows:
            # That of the view may be another than that of the method which a preflight asks for.
            calls.ask(handlers[0], url, "OPTIONS")
            found = [
                calls.ask(handlers[0], url, method),
                calls.ask(handlers[0], url, asks=method),
                asgi_calls.ask(handlers[1], method, url),
            ]
            assert [scope_of(reply) for reply in found] == [scope] * 3


def test_an_answer_at_a_glance() -> None:
    """What is known of a view from before changes no answer."""
    with site(path("", say_hello), CROSSORIGIN={"origins": HERE}):
        client = Client()
        for _ in range(2):
            for origin, allowed in ((HERE, HERE), (ELSEWHERE, None), (None, None)):
                reply = client.get("/", headers={"Origin": origin} if origin else {})
                assert reply.headers.get("Access-Control-Allow-Origin") == allowed
                assert reply.headers["Vary"] == "Origin"


def test_other_urls_of_a_running_site() -> None:
    """Where a test gives it other URLs, what was known of the first is forgotten."""
    covered = cross_origin(named("inner"))(include([path("x", say_hello)]))
    with site(path("a/", include([path("x", say_hello)])), CROSSORIGIN=named("app")):
        handler = WSGIHandler()
        assert [scope_of(calls.ask(handler, "/a/x")) for _ in range(2)] == ["app", "app"]
        with override_settings(ROOT_URLCONF=(path("a/", covered),)):
            assert [scope_of(calls.ask(handler, "/a/x")) for _ in range(2)] == ["inner", "inner"]
        assert scope_of(calls.ask(handler, "/a/x")) == "app"


def test_one_include_at_several_places() -> None:
    """Of one namespace, one list and one view, each place has the policy that stands there."""
    shared = ([path("v", say_hello, name="v")], "shared")
    numbers = include([re_path(r"^(?P<number>\d+)/$", say_hello)])
    with site(
        path("a/", cross_origin(named("inner"))(include(shared))),
        path("b/", cross_origin(named("outer"))(include(shared))),
        path("c/", include(shared)),
        re_path(r"^d/", cross_origin(named("inner"))(numbers)),
        CROSSORIGIN=named("app"),
    ):
        found = {url: scopes_of(url, "GET") for url in ("/a/v", "/b/v", "/c/v", "/d/7", "/d/x")}
    assert {url: whose for url, (whose, _) in found.items()} == {
        "/a/v": "inner",
        "/b/v": "outer",
        "/c/v": "app",
        "/d/7": "inner",
        "/d/x": "inner",
    }


def test_options_follows_the_view() -> None:
    """What Django answers by itself for a class follows the class's policy."""
    with site(*patterns(), CROSSORIGIN=named("app")):
        reply = ask("/api/v1/dispatched", "OPTIONS")
        assert reply.cors == {**ANYBODY, "Access-Control-Expose-Headers": "view"}
        assert ask("/api/v1/closed", "OPTIONS").cors == NOTHING
