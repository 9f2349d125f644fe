"""The zoo: servers whose answers to the request itself keep a page from reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.doctor.animal import ORIGIN, Animal, always, correct
from tests.doctor.zoo import OTHER, PAGE, Told, allowing

if TYPE_CHECKING:
    from tests.doctor.zoo import Asked


def _missing_on_errors(asked: Asked) -> Told:
    """Answer errors without the headers."""
    return Told(200, allowing(asked)) if asked.target == "/orders/7" else Told(404)


def _crashing(asked: Asked) -> Told:
    """Crash at one address."""
    return Told(500) if asked.target == "/orders/7" else Told(404, allowing(asked))


def _doubled(asked: Asked) -> Told:
    """Answer as an app does behind a proxy that answers, too."""
    return Told(200, (*allowing(asked), (ORIGIN, "*")))


def _without_vary(asked: Asked) -> Told:
    """Send back the origin that asks, and say nothing of it."""
    return Told(200, ((ORIGIN, asked.origin),) if asked.origin else ())


def _with_partial_vary(asked: Asked) -> Told:
    """Name ``Origin`` in ``Vary`` only where there is one."""
    return Told(200, ((ORIGIN, asked.origin), ("Vary", "Origin")) if asked.origin else ())


def _cached(asked: Asked) -> Told:
    """Answer from a cache that knows one answer for all origins, unless the URL is new."""
    if "?" in asked.target:
        return Told(200, ((ORIGIN, asked.origin), ("X-Cache", "MISS")))
    return Told(200, ((ORIGIN, OTHER), ("Age", "31"), ("X-Cache", "HIT")))


def _redirecting_away(asked: Asked) -> Told:
    """Lead a page from one foreign origin to another, where its own is permitted."""
    if asked.headers["Host"].startswith("127.0.0.1"):
        port = asked.headers["Host"].partition(":")[2]
        location = f"http://localhost:{port}{asked.target}"
        return Told(302, (*allowing(asked), ("Location", location)))
    return Told(200, ((ORIGIN, PAGE), ("Vary", "Origin")))


def _setting_cookies(asked: Asked) -> Told:
    """Set a cookie that comes back from the same site only."""
    cookie = ("Set-Cookie", "session=secret-value; HttpOnly; SameSite=Lax")
    return Told(200, allowing(asked, cookie, credentials=True))


def _looping(asked: Asked) -> Told:
    """Redirect for ever."""
    return Told(302, (*allowing(asked), ("Location", asked.target)))


ANIMALS: Final = (
    Animal(id="correct", answer=correct, reason=None),
    Animal(
        id="login-of-the-request",
        answer=always(302, ("Location", "/login?next=%2Forders%2F7")),
        causes=("login-redirect",),
    ),
    Animal(
        id="404-of-the-route",
        answer=always(404),
        causes=("route-not-found", "headers-missing-on-errors"),
    ),
    Animal(
        id="500-behind-a-missing-header",
        answer=_crashing,
        causes=("server-error",),
    ),
    Animal(id="503-of-a-proxy", answer=always(503), causes=("gateway-answered",)),
    Animal(
        id="headers-on-200-only",
        answer=_missing_on_errors,
        reason=None,
        findings=("headers-missing-on-errors",),
    ),
    Animal(
        id="headers-not-on-this-404",
        answer=_missing_on_errors,
        path="/orders/8",
        causes=("route-not-found", "headers-missing-on-errors"),
    ),
    Animal(id="no-cors", answer=always(200), causes=("cors-not-enabled",)),
    Animal(
        id="two-layers",
        answer=_doubled,
        reason="allow-origin-multiple",
        causes=("headers-doubled",),
    ),
    Animal(
        id="two-places",
        answer=always(201, (ORIGIN, PAGE), ("Location", "/orders/7"), ("Location", "/orders/8")),
        reason="lines-differ",
        causes=("headers-doubled",),
    ),
    Animal(
        id="a-list-of-origins",
        answer=always(200, (ORIGIN, f"{PAGE}, {OTHER}")),
        reason="allow-origin-multiple",
        causes=("origins-joined",),
    ),
    Animal(
        id="a-slash-at-the-end",
        answer=always(200, (ORIGIN, f"{PAGE}/")),
        reason="allow-origin-malformed",
        causes=("origin-misspelled",),
    ),
    Animal(
        id="another-origin",
        answer=always(200, (ORIGIN, OTHER)),
        reason="allow-origin-mismatch",
        causes=("origin-not-listed",),
    ),
    Animal(
        id="an-origin-that-is-not-listed",
        answer=always(200, ("Vary", "Origin")),
        causes=("origin-not-listed",),
    ),
    Animal(
        id="patch-in-lower-case",
        answer=correct,
        arguments=("-X", "patch"),
        reason="method-not-allowed",
        causes=("method-lower-case",),
    ),
    Animal(
        id="method-not-listed",
        answer=correct,
        arguments=("-X", "PURGE"),
        reason="method-not-allowed",
        causes=("method-not-listed",),
    ),
    Animal(
        id="header-not-listed",
        answer=correct,
        arguments=("-H", "X-Other"),
        reason="header-not-allowed",
        causes=("header-not-listed",),
    ),
    Animal(
        id="vary-missing",
        answer=_without_vary,
        reason=None,
        findings=("vary-missing",),
    ),
    Animal(
        id="vary-partial",
        answer=_with_partial_vary,
        reason=None,
        findings=("vary-missing",),
    ),
    Animal(
        id="cached-for-another-origin",
        answer=_cached,
        reason="allow-origin-mismatch",
        causes=("cached-for-another-origin", "origin-not-listed"),
    ),
    Animal(
        id="null-after-a-redirect",
        answer=_redirecting_away,
        reason="allow-origin-mismatch",
        causes=("null-after-redirect",),
    ),
    Animal(
        id="a-page-without-an-origin",
        answer=always(200, (ORIGIN, OTHER)),
        page="null",
        reason="allow-origin-mismatch",
        causes=("opaque-origin", "origin-not-listed"),
    ),
    Animal(
        id="a-loop-of-redirects",
        answer=_looping,
        reason="too-many-redirects",
        causes=("redirect-refused",),
    ),
    Animal(
        id="wildcard-with-credentials",
        answer=always(200, (ORIGIN, "*")),
        arguments=("--credentials",),
        reason="wildcard-with-credentials",
        causes=("wildcard-with-credentials",),
    ),
    Animal(
        id="credentials-not-permitted",
        answer=always(200, (ORIGIN, PAGE)),
        arguments=("--credentials",),
        reason="allow-credentials-missing",
        causes=("credentials-not-enabled",),
    ),
    Animal(
        id="credentials-in-upper-case",
        answer=always(200, (ORIGIN, PAGE), ("Access-Control-Allow-Credentials", "True")),
        arguments=("--credentials",),
        reason="allow-credentials-not-true",
        causes=("credentials-misspelled",),
    ),
    Animal(
        id="authorization-under-a-wildcard",
        answer=always(200, (ORIGIN, "*"), ("Access-Control-Allow-Headers", "*")),
        arguments=("-H", "Authorization"),
        reason=None,
        findings=("authorization-under-wildcard",),
    ),
    Animal(
        id="authorization-by-the-standard",
        answer=always(200, (ORIGIN, "*"), ("Access-Control-Allow-Headers", "*")),
        arguments=("-H", "Authorization", "--engine", "fetch"),
        reason="authorization-not-listed",
        causes=("authorization-under-wildcard",),
    ),
    Animal(
        id="cookies-of-the-same-site",
        answer=_setting_cookies,
        arguments=("--credentials",),
        reason=None,
        findings=("cookies-not-sent",),
    ),
    Animal(
        id="this-machine",
        answer=always(200, (ORIGIN, "*")),
        page="https://app.example.com",
        reason=None,
        findings=("local-network-access", "mixed-content"),
    ),
    Animal(
        id="mixed-content-in-webkit",
        answer=always(200, (ORIGIN, "*")),
        page="https://app.example.com",
        arguments=("--engine", "webkit"),
        reason="mixed-content",
        causes=("mixed-content",),
    ),
)
