"""Fetch by the model of the browser, from a network of which every answer is written down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from crossorigin._browser.header_lists import header_value
from crossorigin._browser.main_fetch import run_fetch
from crossorigin._browser.messages import FetchRequest, WireResponse
from crossorigin._browser.preflight_cache import PreflightCache

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin._browser.messages import WireRequest
    from crossorigin._browser.outcome import FetchOutcome

HERE: Final = "https://app.example.com"
API: Final = "https://api.example.net"
THIRD: Final = "https://sub.example.org:8443"

ENGINES: Final[tuple[Engine, ...]] = ("fetch", "chromium", "firefox", "webkit")

# What a page of another origin fetches, and what lets it read.
GET: Final = FetchRequest(url=f"{API}/", origin=HERE)
PUT: Final = replace(GET, method="PUT")
INCLUDE: Final = replace(GET, credentials="include")
ALLOW: Final = ("Access-Control-Allow-Origin", HERE)
ANYBODY: Final = ("Access-Control-Allow-Origin", "*")
CREDENTIALS: Final = ("Access-Control-Allow-Credentials", "true")
READABLE: Final = WireResponse(200, (ALLOW,))


def methods(value: str) -> tuple[str, str]:
    """Return the header that lists methods."""
    return ("Access-Control-Allow-Methods", value)


def headers(value: str) -> tuple[str, str]:
    """Return the header that lists request headers."""
    return ("Access-Control-Allow-Headers", value)


def max_age(value: str) -> tuple[str, str]:
    """Return the header that says how long the answer may be kept."""
    return ("Access-Control-Max-Age", value)


def permission(*more: tuple[str, str], status: int = 200) -> WireResponse:
    """Return an answer to a preflight that lets this page in, with *more* headers."""
    return WireResponse(status, (ALLOW, *more))


def redirect(status: int, location: str, *more: tuple[str, str]) -> WireResponse:
    """Return a redirect that this page may follow, with *more* headers."""
    return WireResponse(status, (ALLOW, ("Location", location), *more))


def browse(
    request: FetchRequest,
    *responses: WireResponse | None,
    engine: Engine = "fetch",
    cache: PreflightCache | None = None,
    now: float = 0,
) -> FetchOutcome:
    """Return what becomes of *request*, if *responses* are what comes back, all of them."""
    waiting = list(responses)

    def answer(_: WireRequest) -> WireResponse | None:
        return waiting.pop(0)

    outcome = run_fetch(request, answer, engine=engine, cache=cache or PreflightCache(), now=now)
    assert waiting == []
    return outcome


def reason(outcome: FetchOutcome) -> str:
    """Return the slug of why *outcome* failed; empty if it did not."""
    return "" if outcome.blocked is None else outcome.blocked.failure.value


def verdict(outcome: FetchOutcome) -> tuple[str, str]:
    """Return the slug of why *outcome* failed, and its subject."""
    assert outcome.blocked is not None
    return outcome.blocked.failure.value, outcome.blocked.subject


def wire(outcome: FetchOutcome) -> list[str]:
    """
    Return what went over the wire, a line each: method, URL and origin.

    For a preflight, what it asks for follows.
    """
    return [_line(exchange.request) for exchange in outcome.exchanges]


def _line(request: WireRequest) -> str:
    """Return *request* on a line."""
    return " ".join(
        [
            request.method,
            request.url,
            *_present(request.headers, "origin"),
            *_present(request.headers, "access-control-request-method"),
            *_present(request.headers, "access-control-request-headers"),
        ]
    )


def _present(headers: HeaderList, name: str) -> list[str]:
    """Return the value of *name*, if there is one."""
    value = header_value(headers, name)
    return [] if value is None else [value]
