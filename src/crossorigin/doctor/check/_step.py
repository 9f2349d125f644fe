"""The steps of a fetch by their names, each with its title, its clause, and the failures that show there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from crossorigin._browser import Failure
from crossorigin.doctor._sanitize import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossorigin._browser import PreflightCheck
    from crossorigin.doctor.probing._session import HTTPExchange

_FETCH: Final = "https://fetch.spec.whatwg.org/"


class StepId(StrEnum):
    """The name of a step."""

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


# The title of each step, and the clause of the Fetch Standard that lays it down.
_CLAUSES: Final[Mapping[StepId, tuple[str, str]]] = {
    StepId.CROSS_ORIGIN: ("cross-origin", "#main-fetch"),
    StepId.MIXED_CONTENT: (
        "mixed content",
        "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch",
    ),
    StepId.PREFLIGHT_NEEDED: ("preflight needed", "#main-fetch"),
    StepId.PREFLIGHT: ("preflight", "#cors-preflight-fetch"),
    StepId.PREFLIGHT_REDIRECT: ("no redirect", "#cors-preflight-fetch"),
    StepId.ALLOW_ORIGIN: ("Access-Control-Allow-Origin", "#cors-check"),
    StepId.ALLOW_CREDENTIALS: ("Access-Control-Allow-Credentials", "#cors-check"),
    StepId.PREFLIGHT_STATUS: ("status of the preflight", "#ok-status"),
    StepId.ALLOW_METHODS: ("Access-Control-Allow-Methods", "#http-access-control-allow-methods"),
    StepId.METHOD: ("method allowed", "#cors-preflight-fetch"),
    StepId.ALLOW_HEADERS: ("Access-Control-Allow-Headers", "#http-access-control-allow-headers"),
    StepId.HEADERS: ("headers allowed", "#cors-preflight-fetch"),
    StepId.REQUEST: ("request", "#http-fetch"),
    StepId.REDIRECT: ("redirect", "#http-redirect-fetch"),
    StepId.READABLE: ("JavaScript reads", "#concept-filtered-response-cors"),
}
# The steps of each check of a preflight's response.
STEPS_OF: Final[Mapping[PreflightCheck, tuple[StepId, ...]]] = {
    "redirect": (StepId.PREFLIGHT_REDIRECT,),
    "cors": (StepId.ALLOW_ORIGIN, StepId.ALLOW_CREDENTIALS),
    "status": (StepId.PREFLIGHT_STATUS,),
    "methods": (StepId.ALLOW_METHODS,),
    "method": (StepId.METHOD,),
    "header-names": (StepId.ALLOW_HEADERS,),
    "headers": (StepId.HEADERS,),
}
# The step at which a failure shows; all others show at a redirect.
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
    A step of a fetch, with texts that are safe to print.

    Attributes:
        id: Its name.
        ok: Whether it passed, or ``None`` if the browser does not come so far.
        got: The observation.
        expected: The expectation; empty if there is none.
        aside: A remark that fails nothing; a report for a person shows it below the steps.
        exchange: The request of this step and its result, if it sends one.
    """

    id: StepId
    ok: bool | None
    got: str
    expected: str = ""
    aside: str = ""
    exchange: HTTPExchange | None = None

    @property
    def remarked(self) -> str:
        """Return the observation, and the remark beside it."""
        return f"{self.got}; {self.aside}" if self.aside else self.got

    @property
    def title(self) -> str:
        """Return the title, in words."""
        return _CLAUSES[self.id][0]

    @property
    def label(self) -> str:
        """Return the method of the request, if it sends one, or else the title."""
        return self.title if self.exchange is None else escape(self.exchange.request.method, 40)

    @property
    def source(self) -> str:
        """Return the address of the clause that lays the step down."""
        return urljoin(_FETCH, _CLAUSES[self.id][1])
