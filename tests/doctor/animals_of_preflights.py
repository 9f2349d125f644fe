"""The zoo: servers whose answers to preflights keep a page from reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.doctor.animal import JSON, ORIGIN, PUT, Animal, correct, to_preflights
from tests.doctor.zoo import PAGE, Told, allowing

if TYPE_CHECKING:
    from tests.doctor.zoo import Asked


def _only_get(asked: Asked) -> Told:
    """Know of CORS in GET alone."""
    if asked.method == "OPTIONS":
        return Told(200, (("Allow", "GET, OPTIONS, HEAD"),))
    return Told(200, allowing(asked))


ANIMALS: Final = (
    Animal(id="correct-preflight", answer=correct, arguments=PUT, reason=None),
    Animal(
        id="401-on-the-preflight",
        answer=to_preflights(401, ("WWW-Authenticate", 'Basic realm="x"')),
        arguments=PUT,
        causes=("auth-before-preflight",),
    ),
    Animal(
        id="403-on-the-preflight",
        answer=to_preflights(403),
        arguments=PUT,
        causes=("auth-before-preflight",),
    ),
    Animal(
        id="login-by-iap",
        answer=to_preflights(302, ("Location", "https://accounts.google.com/o/oauth2/auth?x=1")),
        arguments=PUT,
        reason="preflight-redirect",
        causes=("login-redirect",),
    ),
    Animal(
        id="login-by-flask-login",
        answer=to_preflights(302, ("Location", "/login?next=%2Forders%2F7")),
        arguments=PUT,
        reason="preflight-redirect",
        causes=("login-redirect",),
    ),
    Animal(
        id="308-for-a-slash",
        answer=to_preflights(308, ("Location", "/orders/7/")),
        arguments=PUT,
        reason="preflight-redirect",
        causes=("trailing-slash-redirect",),
    ),
    Animal(
        id="http-to-https",
        answer=to_preflights(301, ("Location", "https://127.0.0.1/orders/7")),
        arguments=PUT,
        reason="preflight-redirect",
        causes=("https-redirect",),
    ),
    Animal(
        id="redirect-elsewhere",
        answer=to_preflights(307, ("Location", "/v2/orders/7")),
        arguments=PUT,
        reason="preflight-redirect",
        causes=("redirected",),
    ),
    Animal(
        id="404-on-the-preflight",
        answer=to_preflights(404),
        arguments=PUT,
        causes=("route-not-found",),
    ),
    Animal(
        id="405-on-the-preflight",
        answer=to_preflights(405, ("Allow", "GET")),
        arguments=PUT,
        causes=("options-not-handled",),
    ),
    Animal(
        id="automatic-options",
        answer=_only_get,
        arguments=PUT,
        causes=("options-not-handled",),
    ),
    Animal(
        id="500-on-the-preflight",
        answer=to_preflights(500),
        arguments=PUT,
        causes=("server-error",),
    ),
    Animal(
        id="502-on-the-preflight",
        answer=to_preflights(502),
        arguments=PUT,
        causes=("gateway-answered",),
    ),
    Animal(
        id="refused-by-this-library",
        answer=to_preflights(
            403, ("Vary", "Origin"), body=b"origin-not-allowed: The policy does not list it.\n"
        ),
        arguments=PUT,
        causes=("origin-not-listed",),
    ),
    Animal(
        id="list-with-semicolons",
        answer=to_preflights(200, (ORIGIN, PAGE), ("Access-Control-Allow-Methods", "GET; PUT")),
        arguments=("-X", "PUT"),
        reason="allow-methods-malformed",
        causes=("list-malformed",),
    ),
    Animal(
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
