"""Servers that keep a page from reading by their responses to the request itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.doctor.check.case import ORIGIN, Case, always, correct
from tests.doctor.servers import OTHER, PAGE, Response, allowing

if TYPE_CHECKING:
    from tests.doctor.servers import Request


def _missing_on_errors(request: Request) -> Response:
    """Answer errors without the headers."""
    return Response(200, allowing(request)) if request.target == "/orders/7" else Response(404)


def _crashing(request: Request) -> Response:
    """Crash at one address."""
    return Response(500) if request.target == "/orders/7" else Response(404, allowing(request))


def _doubled(request: Request) -> Response:
    """Answer as an app does behind a proxy that answers, too."""
    return Response(200, (*allowing(request), (ORIGIN, "*")))


def _without_vary(request: Request) -> Response:
    """Send back the origin that asks, and say nothing of it."""
    return Response(200, ((ORIGIN, request.origin),) if request.origin else ())


def _with_partial_vary(request: Request) -> Response:
    """Name ``Origin`` in ``Vary`` only where there is one."""
    return Response(200, ((ORIGIN, request.origin), ("Vary", "Origin")) if request.origin else ())


def _cached(request: Request) -> Response:
    """Answer from a cache that knows one answer for all origins, unless the URL is new."""
    if "?" in request.target:
        return Response(200, ((ORIGIN, request.origin), ("X-Cache", "MISS")))
    return Response(200, ((ORIGIN, OTHER), ("Age", "31"), ("X-Cache", "HIT")))


def _redirecting_away(request: Request) -> Response:
    """Lead a page from one foreign origin to another, where its own is permitted."""
    if request.headers["Host"].startswith("127.0.0.1"):
        port = request.headers["Host"].partition(":")[2]
        location = f"http://localhost:{port}{request.target}"
        return Response(302, (*allowing(request), ("Location", location)))
    return Response(200, ((ORIGIN, PAGE), ("Vary", "Origin")))


def _setting_cookies(request: Request) -> Response:
    """Set a cookie that comes back from the same site only."""
    cookie = ("Set-Cookie", "session=secret-value; HttpOnly; SameSite=Lax")
    return Response(200, allowing(request, cookie, credentials=True))


def _looping(request: Request) -> Response:
    """Redirect for ever."""
    return Response(302, (*allowing(request), ("Location", request.target)))


CASES: Final = (
    Case(id="correct", answer=correct, reason=None),
    Case(
        id="login-of-the-request",
        answer=always(302, ("Location", "/login?next=%2Forders%2F7")),
        causes=("login-redirect",),
    ),
    Case(
        id="404-of-the-route",
        answer=always(404),
        causes=("route-not-found", "headers-missing-on-errors"),
    ),
    Case(
        id="500-behind-a-missing-header",
        answer=_crashing,
        causes=("server-error",),
    ),
    Case(id="503-of-a-proxy", answer=always(503), causes=("gateway-answered",)),
    Case(
        id="headers-on-200-only",
        answer=_missing_on_errors,
        reason=None,
        findings=("headers-missing-on-errors",),
    ),
    Case(
        id="headers-not-on-this-404",
        answer=_missing_on_errors,
        path="/orders/8",
        causes=("route-not-found", "headers-missing-on-errors"),
    ),
    Case(id="no-cors", answer=always(200), causes=("cors-not-enabled",)),
    Case(
        id="two-layers",
        answer=_doubled,
        reason="allow-origin-multiple",
        causes=("headers-doubled",),
    ),
    Case(
        id="two-places",
        answer=always(201, (ORIGIN, PAGE), ("Location", "/orders/7"), ("Location", "/orders/8")),
        reason="lines-differ",
        causes=("header-repeated",),
    ),
    Case(
        id="a-list-of-origins",
        answer=always(200, (ORIGIN, f"{PAGE}, {OTHER}")),
        reason="allow-origin-multiple",
        causes=("origins-joined",),
    ),
    Case(
        id="a-slash-at-the-end",
        answer=always(200, (ORIGIN, f"{PAGE}/")),
        reason="allow-origin-malformed",
        causes=("origin-misspelled",),
    ),
    Case(
        id="another-origin",
        answer=always(200, (ORIGIN, OTHER)),
        reason="allow-origin-mismatch",
        causes=("origin-not-listed",),
    ),
    Case(
        id="an-origin-that-is-not-listed",
        answer=always(200, ("Vary", "Origin")),
        causes=("origin-not-listed",),
    ),
    Case(
        id="patch-in-lower-case",
        answer=correct,
        arguments=("-X", "patch"),
        reason="method-not-allowed",
        causes=("method-lower-case",),
    ),
    Case(
        id="method-not-listed",
        answer=correct,
        arguments=("-X", "PURGE"),
        reason="method-not-allowed",
        causes=("method-not-listed",),
    ),
    Case(
        id="header-not-listed",
        answer=correct,
        arguments=("-H", "X-Other"),
        reason="header-not-allowed",
        causes=("header-not-listed",),
    ),
    Case(
        id="vary-missing",
        answer=_without_vary,
        reason=None,
        findings=("vary-missing",),
    ),
    Case(
        id="vary-partial",
        answer=_with_partial_vary,
        reason=None,
        findings=("vary-missing",),
    ),
    Case(
        id="cached-for-another-origin",
        answer=_cached,
        reason="allow-origin-mismatch",
        causes=("cached-for-another-origin",),
    ),
    Case(
        id="null-after-a-redirect",
        answer=_redirecting_away,
        reason="allow-origin-mismatch",
        causes=("null-after-redirect",),
    ),
    Case(
        id="a-page-without-an-origin",
        answer=always(200, (ORIGIN, OTHER)),
        page="null",
        reason="allow-origin-mismatch",
        causes=("opaque-origin",),
    ),
    Case(
        id="a-loop-of-redirects",
        answer=_looping,
        reason="too-many-redirects",
        causes=("redirect-refused",),
    ),
    Case(
        id="wildcard-with-credentials",
        answer=always(200, (ORIGIN, "*")),
        arguments=("--credentials",),
        reason="wildcard-with-credentials",
        causes=("wildcard-with-credentials",),
    ),
    Case(
        id="credentials-not-permitted",
        answer=always(200, (ORIGIN, PAGE)),
        arguments=("--credentials",),
        reason="allow-credentials-missing",
        causes=("credentials-not-enabled",),
    ),
    Case(
        id="credentials-in-upper-case",
        answer=always(200, (ORIGIN, PAGE), ("Access-Control-Allow-Credentials", "True")),
        arguments=("--credentials",),
        reason="allow-credentials-not-true",
        causes=("credentials-misspelled",),
    ),
    Case(
        id="authorization-under-a-wildcard",
        answer=always(200, (ORIGIN, "*"), ("Access-Control-Allow-Headers", "*")),
        arguments=("-H", "Authorization"),
        reason=None,
        findings=("authorization-under-wildcard",),
    ),
    Case(
        id="authorization-by-the-standard",
        answer=always(200, (ORIGIN, "*"), ("Access-Control-Allow-Headers", "*")),
        arguments=("-H", "Authorization", "--engine", "fetch"),
        reason="authorization-not-listed",
        causes=("authorization-under-wildcard",),
    ),
    Case(
        id="cookies-of-the-same-site",
        answer=_setting_cookies,
        arguments=("--credentials",),
        reason=None,
        findings=("cookies-not-sent",),
    ),
    Case(
        id="this-machine",
        answer=always(200, (ORIGIN, "*")),
        page="https://app.example.com",
        reason=None,
        findings=("local-network-access", "mixed-content"),
    ),
    Case(
        id="mixed-content-in-webkit",
        answer=always(200, (ORIGIN, "*")),
        page="https://app.example.com",
        arguments=("--engine", "webkit"),
        reason="mixed-content",
        causes=("mixed-content",),
    ),
)
