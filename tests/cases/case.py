"""One request to one app under one policy, and all that must come of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crossorigin._policy.options import PolicyOptions
    from crossorigin.errors import ProblemCode

Headers = tuple[tuple[str, str], ...]

HERE: Final = "https://app.example.com"
ELSEWHERE: Final = "https://evil.example"

VARY_PREFLIGHT: Final = (
    "Vary",
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
)
# What the response to an actual request has: nothing else may be there.
CLOSED: Final = (("Vary", "Origin"),)
READABLE: Final = (("Access-Control-Allow-Origin", HERE), ("Vary", "Origin"))
ANYBODY: Final = (("Access-Control-Allow-Origin", "*"),)
CREDENTIALED: Final = (("Access-Control-Allow-Credentials", "true"), *READABLE)

LISTED: Final[PolicyOptions] = {"origins": [HERE], "methods": ["GET", "PUT"]}
ANY: Final[PolicyOptions] = {"origins": "*", "methods": ["GET", "PUT"]}


@dataclass(frozen=True, slots=True)
class Answer:
    """
    Hold what came of a request.

    Attributes:
        status: The status.
        headers: The CORS headers and ``Vary``, sorted; without the app, the body's length too.
        app_called: Whether the app got the request.
        body: What an answer without the app says.
    """

    status: int
    headers: Headers
    app_called: bool = True
    body: str = ""

    def __post_init__(self) -> None:
        """Sort the headers: their order means nothing."""
        object.__setattr__(self, "headers", tuple(sorted(self.headers)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    Hold a request, the policy, what the app says by itself, and what must come of it.

    Attributes:
        row: The id of the row that it tests.
        variant: What tells it from the other cases of the row.
        policy: The options of the policy.
        method: The request's method.
        path: ``/`` answers as *status* and *own* say; see :mod:`tests.adapters.enforcement` for others.
        origin: The value of ``Origin``, ``None`` if there is none.
        asks: The value of ``Access-Control-Request-Method``.
        asks_headers: The value of ``Access-Control-Request-Headers``.
        also: Other request headers.
        status: The status by which the view answers.
        own: The headers that the view sets by itself.
        answer: What must come of it.
    """

    row: str
    answer: Answer
    variant: str = ""
    policy: PolicyOptions = field(default_factory=lambda: LISTED)
    method: str = "GET"
    path: str = "/"
    origin: str | None = HERE
    asks: str | None = None
    asks_headers: str | None = None
    also: Headers = ()
    status: int = 200
    own: Headers = ()

    @property
    def name(self) -> str:
        """Return its name among all cases."""
        return f"{self.row}-{self.variant}" if self.variant else self.row


@dataclass(frozen=True, slots=True)
class Mistake:
    """
    Hold options that no policy may have.

    Attributes:
        row: The id of the row that it tests.
        variant: What tells it from the other mistakes of the row.
        options: The options.
        codes: The problems that must be reported: these, and no others.
    """

    row: str
    variant: str
    options: PolicyOptions
    codes: tuple[ProblemCode, ...]

    @property
    def name(self) -> str:
        """Return its name among all mistakes."""
        return f"{self.row}-{self.variant}"


def permitted(
    methods: str = "GET, PUT",
    headers: str = "content-type",
    origin: str = HERE,
    max_age: str = "600",
    *more: tuple[str, str],
) -> Answer:
    """Return the answer to a preflight that lists *methods* and *headers*; empty is absent."""
    values = {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": headers,
        "Access-Control-Max-Age": max_age,
    }
    there = ((name, value) for name, value in values.items() if value)
    always = (VARY_PREFLIGHT, ("Content-Length", "0"))
    return Answer(200, (*there, *always, *more), app_called=False)


def refused(reason: str) -> Answer:
    """Return the answer to a preflight of an origin that is not let in, for *reason*."""
    headers = (VARY_PREFLIGHT, ("Content-Length", str(len(reason))))
    return Answer(403, headers, app_called=False, body=reason)


NOT_ALLOWED: Final = refused("origin-not-allowed: The policy does not let this origin in.\n")
MALFORMED: Final = refused("origin-malformed: The Origin header is not one that a browser sends.\n")
NULL: Final = refused(
    "origin-null: The origin is null, which every sandboxed frame, local file and cross-origin"
    " redirect can have, so no policy lists it.\n"
)
