"""Hold one step of a fetch, and say of each check what it got and what it expected."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from crossorigin._browser.failures import Failure
from crossorigin._browser.header_lists import get, values_of
from crossorigin.doctor._sanitize import escaped, masked, masked_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crossorigin._browser.answer_differences import Check
    from crossorigin._browser.fetching import Exchange, Outcome
    from crossorigin._browser.header_lists import HeaderList
    from crossorigin.doctor.probing._session import Sent

_FETCH: Final = "https://fetch.spec.whatwg.org/"
_NONE: Final = "no such header"


class StepId(StrEnum):
    """Name a step of a fetch."""

    CROSS_ORIGIN = "cross-origin"
    MIXED_CONTENT = "mixed-content"
    PREFLIGHT_NEEDED = "preflight-needed"
    PREFLIGHT = "preflight"
    PREFLIGHT_REDIRECT = "preflight-redirect"
    ALLOW_ORIGIN = "allow-origin"
    ALLOW_CREDENTIALS = "allow-credentials"
    PREFLIGHT_STATUS = "preflight-status"
    ALLOW_METHODS = "allow-methods"
    METHOD = "method"
    ALLOW_HEADERS = "allow-headers"
    HEADERS = "headers"
    REQUEST = "request"
    REDIRECT = "redirect"
    READABLE = "readable"


# What a step is called, and what lays it down.
TITLES: Final[Mapping[StepId, str]] = {
    StepId.CROSS_ORIGIN: "cross-origin",
    StepId.MIXED_CONTENT: "mixed content",
    StepId.PREFLIGHT_NEEDED: "preflight needed",
    StepId.PREFLIGHT: "preflight",
    StepId.PREFLIGHT_REDIRECT: "no redirect",
    StepId.ALLOW_ORIGIN: "Access-Control-Allow-Origin",
    StepId.ALLOW_CREDENTIALS: "Access-Control-Allow-Credentials",
    StepId.PREFLIGHT_STATUS: "status of the preflight",
    StepId.ALLOW_METHODS: "Access-Control-Allow-Methods",
    StepId.METHOD: "method allowed",
    StepId.ALLOW_HEADERS: "Access-Control-Allow-Headers",
    StepId.HEADERS: "headers allowed",
    StepId.REQUEST: "request",
    StepId.REDIRECT: "redirect",
    StepId.READABLE: "JavaScript reads",
}
SOURCES: Final[Mapping[StepId, str]] = {
    StepId.CROSS_ORIGIN: f"{_FETCH}#main-fetch",
    StepId.MIXED_CONTENT: "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch",
    StepId.PREFLIGHT_NEEDED: f"{_FETCH}#main-fetch",
    StepId.PREFLIGHT: f"{_FETCH}#cors-preflight-fetch",
    StepId.PREFLIGHT_REDIRECT: f"{_FETCH}#cors-preflight-fetch",
    StepId.ALLOW_ORIGIN: f"{_FETCH}#cors-check",
    StepId.ALLOW_CREDENTIALS: f"{_FETCH}#cors-check",
    StepId.PREFLIGHT_STATUS: f"{_FETCH}#ok-status",
    StepId.ALLOW_METHODS: f"{_FETCH}#http-access-control-allow-methods",
    StepId.METHOD: f"{_FETCH}#cors-preflight-fetch",
    StepId.ALLOW_HEADERS: f"{_FETCH}#http-access-control-allow-headers",
    StepId.HEADERS: f"{_FETCH}#cors-preflight-fetch",
    StepId.REQUEST: f"{_FETCH}#http-fetch",
    StepId.REDIRECT: f"{_FETCH}#http-redirect-fetch",
    StepId.READABLE: f"{_FETCH}#concept-filtered-response-cors",
}
# Which checks of a preflight's answer are which steps.
STEPS_OF: Final[Mapping[Check, tuple[StepId, ...]]] = {
    "redirect": (StepId.PREFLIGHT_REDIRECT,),
    "cors": (StepId.ALLOW_ORIGIN, StepId.ALLOW_CREDENTIALS),
    "status": (StepId.PREFLIGHT_STATUS,),
    "methods": (StepId.ALLOW_METHODS,),
    "method": (StepId.METHOD,),
    "header-names": (StepId.ALLOW_HEADERS,),
    "headers": (StepId.HEADERS,),
}
# At which step a failure shows; all others show at a redirect.
FAILS_AT: Final[Mapping[Failure, StepId]] = {
    Failure.PREFLIGHT_REDIRECT: StepId.PREFLIGHT_REDIRECT,
    Failure.ALLOW_ORIGIN_MISSING: StepId.ALLOW_ORIGIN,
    Failure.WILDCARD_WITH_CREDENTIALS: StepId.ALLOW_ORIGIN,
    Failure.ALLOW_ORIGIN_MULTIPLE: StepId.ALLOW_ORIGIN,
    Failure.ALLOW_ORIGIN_MALFORMED: StepId.ALLOW_ORIGIN,
    Failure.ALLOW_ORIGIN_MISMATCH: StepId.ALLOW_ORIGIN,
    Failure.ALLOW_CREDENTIALS_MISSING: StepId.ALLOW_CREDENTIALS,
    Failure.ALLOW_CREDENTIALS_NOT_TRUE: StepId.ALLOW_CREDENTIALS,
    Failure.PREFLIGHT_STATUS: StepId.PREFLIGHT_STATUS,
    Failure.ALLOW_METHODS_MALFORMED: StepId.ALLOW_METHODS,
    Failure.ALLOW_HEADERS_MALFORMED: StepId.ALLOW_HEADERS,
    Failure.METHOD_NOT_ALLOWED: StepId.METHOD,
    Failure.HEADER_NOT_ALLOWED: StepId.HEADERS,
    Failure.AUTHORIZATION_NOT_LISTED: StepId.HEADERS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """
    Hold one step of a fetch; what it got and expected is safe to print.

    Attributes:
        id: Its name.
        ok: Whether it passed, or ``None`` if the browser does not come so far.
        got: What was found.
        expected: What would pass; empty if there is nothing to expect.
        sent: The request of this step and its answer, if it sends one.
    """

    id: StepId
    ok: bool | None
    got: str
    expected: str = ""
    sent: Sent | None = None

    @property
    def source(self) -> str:
        """Return the address of what lays the step down."""
        return SOURCES[self.id]


@dataclass(frozen=True, slots=True)
class Judged:
    """
    Hold an answer that is checked, and what it must permit.

    Attributes:
        exchange: The request and its answer.
        outcome: What becomes of the fetch.
    """

    exchange: Exchange
    outcome: Outcome

    @property
    def headers(self) -> HeaderList:
        """Return the headers of the answer."""
        return self.exchange.response.headers if self.exchange.response is not None else ()

    @property
    def has_credentials(self) -> bool:
        """Tell whether the page asks to use cookies and the like."""
        return self.outcome.request.credentials == "include"

    def asked(self, name: str) -> str:
        """Return what the request says in the header *name*."""
        return get(self.exchange.request.headers, name) or ""


def shown(headers: HeaderList, name: str) -> str:
    """Return the lines of the header *name*, in lower case, safe to print."""
    values = values_of(headers, name)
    if not values:
        return _NONE
    lines = [escaped(masked(name, value), 200) or "an empty line" for value in values]
    return (
        lines[0]
        if len(lines) == 1
        else " and ".join([f"{len(lines)} lines: {lines[0]}", *lines[1:]])
    )


def _allow_origin(judged: Judged) -> tuple[str, str]:
    expected = judged.asked("origin")
    if not judged.has_credentials:
        expected = f"{expected} or *"
    return shown(judged.headers, "access-control-allow-origin"), expected


def _allow_credentials(judged: Judged) -> tuple[str, str]:
    return shown(judged.headers, "access-control-allow-credentials"), "true"


def _no_redirect(judged: Judged) -> tuple[str, str]:
    location = get(judged.headers, "location")
    status = judged.exchange.response.status if judged.exchange.response is not None else 0
    if location is None:
        return f"status {status}", "no redirect"
    return f"status {status} to {escaped(masked_url(location), 200)}", "no redirect"


def _status(judged: Judged) -> tuple[str, str]:
    status = judged.exchange.response.status if judged.exchange.response is not None else 0
    return str(status), "200 to 299"


def _allow_methods(judged: Judged) -> tuple[str, str]:
    return shown(judged.headers, "access-control-allow-methods"), "names, separated by commas"


def _allow_headers(judged: Judged) -> tuple[str, str]:
    return shown(judged.headers, "access-control-allow-headers"), "names, separated by commas"


def _method(judged: Judged) -> tuple[str, str]:
    asked = escaped(judged.asked("access-control-request-method"))
    return shown(judged.headers, "access-control-allow-methods"), asked


def _names(judged: Judged) -> tuple[str, str]:
    asked = escaped(judged.asked("access-control-request-headers"), 200) or "nothing"
    return shown(judged.headers, "access-control-allow-headers"), asked


# What each check found, and what it looked for.
WORDS: Final[Mapping[StepId, Callable[[Judged], tuple[str, str]]]] = {
    StepId.PREFLIGHT_REDIRECT: _no_redirect,
    StepId.ALLOW_ORIGIN: _allow_origin,
    StepId.ALLOW_CREDENTIALS: _allow_credentials,
    StepId.PREFLIGHT_STATUS: _status,
    StepId.ALLOW_METHODS: _allow_methods,
    StepId.METHOD: _method,
    StepId.ALLOW_HEADERS: _allow_headers,
    StepId.HEADERS: _names,
}
