"""Redirects between http and https, of an app that does not know its own scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.httpsredirect import HTTPSRedirectMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route

from crossorigin.asgi import CORSMiddleware
from crossorigin.testing import Browser

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

PAGE = "https://app.example.com"


async def items(_: Request) -> JSONResponse:
    """Answer."""
    return JSONResponse([])


def app(*middleware: Middleware) -> CORSMiddleware:
    """Return an app that redirects to the path with a slash at its end."""
    routes = [Route("/items/", items, methods=["GET", "PUT"])]
    return CORSMiddleware(
        Starlette(routes=routes, middleware=middleware), origins=PAGE, methods=["PUT"]
    )


def behind_tls(served: ASGIApp) -> ASGIApp:
    """Serve over http what a proxy serves over https, and does not tell."""

    async def proxied(scope: Scope, receive: Receive, send: Send) -> None:
        await served({**scope, "scheme": "http"}, receive, send)

    return proxied


def test_a_redirect_by_a_scheme_that_is_known_is_followed() -> None:
    """With the scheme, the redirect leads to the same origin."""
    browser = Browser(app(), origin=PAGE)
    assert browser.fetch("/items").readable
    assert browser.fetch("/items", method="PUT", json={}).readable


def test_a_redirect_by_a_scheme_that_is_lost_is_told() -> None:
    """Without it, the redirect leads to http: no policy mends that, and the outcome names it."""
    outcome = Browser(behind_tls(app()), origin=PAGE).fetch("/items")
    assert not outcome.readable
    assert "http://api.example/items/" in outcome.explain()


def test_a_preflight_is_answered_before_a_redirect_to_https() -> None:
    """The middleware is around the app, and so around what redirects all of it."""
    served = behind_tls(app(Middleware(HTTPSRedirectMiddleware)))
    outcome = Browser(served, origin=PAGE).fetch("/items/", method="PUT", json={})
    assert outcome.preflight is not None
    assert outcome.preflight.response is not None
    assert outcome.preflight.response.status == 200
