"""Servers that keep a page from reading by their responses to preflights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.doctor.check.case import JSON, ORIGIN, PUT, Case, always, correct, to_preflights
from tests.doctor.servers import PAGE, Response, allowing

if TYPE_CHECKING:
    from tests.doctor.servers import Request


def _only_get(request: Request) -> Response:
    """Know of CORS in GET alone."""
    if request.method == "OPTIONS":
        return Response(200, (("Allow", "GET, OPTIONS, HEAD"),))
    return Response(200, allowing(request))


CASES: Final = (
    Case(id="correct-preflight", answer=correct, arguments=PUT, reason=None),
    Case(
        id="401-on-the-preflight",
        answer=to_preflights(401, ("WWW-Authenticate", 'Basic realm="x"')),
        arguments=PUT,
        causes=("auth-before-preflight",),
    ),
    Case(
        id="403-on-the-preflight",
        answer=to_preflights(403),
        arguments=PUT,
        causes=("method-not-listed", "header-not-listed", "auth-before-preflight"),
    ),
    Case(
        id="login-by-iap",
        answer=to_preflights(302, ("Location", "https://accounts.google.com/o/oauth2/auth?x=1")),
        arguments=PUT,
        reason="preflight-redirect",
        causes=("login-redirect",),
    ),
    Case(
        id="login-by-flask-login",
        answer=to_preflights(302, ("Location", "/login?next=%2Forders%2F7")),
        arguments=PUT,
        reason="preflight-redirect",
        causes=("login-redirect",),
    ),
    Case(
        id="308-for-a-slash",
        answer=to_preflights(308, ("Location", "/orders/7/")),
        arguments=PUT,
        reason="preflight-redirect",
        causes=("trailing-slash-redirect",),
    ),
    Case(
        id="http-to-https",
        answer=to_preflights(301, ("Location", "https://127.0.0.1/orders/7")),
        arguments=PUT,
        reason="preflight-redirect",
        causes=("https-redirect",),
    ),
    Case(
        id="redirect-elsewhere",
        answer=to_preflights(307, ("Location", "/v2/orders/7")),
        arguments=PUT,
        reason="preflight-redirect",
        causes=("redirected",),
    ),
    Case(
        id="redirect-to-authors",
        answer=to_preflights(307, ("Location", "/v2/authors/7")),
        arguments=PUT,
        reason="preflight-redirect",
        causes=("redirected",),
    ),
    Case(
        id="404-on-the-preflight-alone",
        answer=to_preflights(404),
        arguments=PUT,
        causes=("options-not-handled",),
    ),
    Case(
        id="404-on-everything",
        answer=always(404),
        arguments=PUT,
        causes=("route-not-found",),
    ),
    Case(
        id="405-on-the-preflight",
        answer=to_preflights(405, ("Allow", "GET")),
        arguments=PUT,
        causes=("options-not-handled",),
    ),
    Case(
        id="automatic-options",
        answer=_only_get,
        arguments=PUT,
        causes=("options-not-handled",),
    ),
    Case(
        id="500-on-the-preflight",
        answer=to_preflights(500),
        arguments=PUT,
        causes=("server-error",),
    ),
    Case(
        id="502-on-the-preflight",
        answer=to_preflights(502),
        arguments=PUT,
        causes=("gateway-answered",),
    ),
    Case(
        id="refused-by-this-library",
        answer=to_preflights(
            403, ("Vary", "Origin"), body=b"origin-not-allowed: The policy does not list it.\n"
        ),
        arguments=PUT,
        causes=("origin-not-listed",),
    ),
    Case(
        id="list-with-semicolons",
        answer=to_preflights(200, (ORIGIN, PAGE), ("Access-Control-Allow-Methods", "GET; PUT")),
        arguments=("-X", "PUT"),
        reason="allow-methods-malformed",
        causes=("list-malformed",),
    ),
    Case(
        id="max-age-above-all-limits",
        answer=to_preflights(
            200,
            (ORIGIN, PAGE),
            ("Access-Control-Allow-Headers", "content-type"),
            ("Access-Control-Max-Age", "604800"),
        ),
        arguments=JSON,
        reason=None,
        findings=("max-age-too-long",),
    ),
)
