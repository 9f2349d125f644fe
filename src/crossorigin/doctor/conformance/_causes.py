"""The ways in which a server can differ from its policy, each with the next step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

# Who would notice a difference.
MattersTo = Literal["browser", "cache", "nobody"]


class Cause(StrEnum):
    """The name of a way to differ, the worst first."""

    ORIGIN_LET_IN = "origin-let-in"
    PREFLIGHT_LETS_IN = "preflight-lets-in"
    CREDENTIALS_BEYOND = "credentials-beyond"
    ORIGIN_KEPT_OUT = "origin-kept-out"
    LINES_TWICE = "lines-twice"
    CREDENTIALS_MISSING = "credentials-missing"
    ERRORS_KEPT_OUT = "errors-kept-out"
    REDIRECTS_KEPT_OUT = "redirects-kept-out"
    PREFLIGHT_NOT_ANSWERED = "preflight-not-answered"
    PREFLIGHT_REFUSED = "preflight-refused"
    METHOD_PERMITTED = "method-permitted"
    METHOD_REFUSED = "method-refused"
    HEADER_PERMITTED = "header-permitted"
    HEADER_REFUSED = "header-refused"
    EXPOSED_BEYOND = "exposed-beyond"
    EXPOSED_MISSING = "exposed-missing"
    TIMING_MISSING = "timing-missing"
    MAX_AGE_DIFFERS = "max-age-differs"
    VARY_MISSING = "vary-missing"
    VARY_LOST = "vary-lost"
    VARY_SPARE = "vary-spare"
    VARY_TWICE = "vary-twice"
    HEADERS_SPARE = "headers-spare"
    STATUS_DIFFERS = "status-differs"


@dataclass(frozen=True, slots=True)
class Meaning:
    """
    The meaning of a cause.

    Attributes:
        what: What is so, in a sentence.
        fix: The next step, in a sentence or two.
    """

    what: str
    fix: str


MEANINGS: Final[Mapping[Cause, Meaning]] = {
    Cause.ORIGIN_LET_IN: Meaning(
        "Pages of an origin that the policy refuses can read the response.",
        "Compare whole origins, not parts of them: crossorigin prove says which others get in.",
    ),
    Cause.PREFLIGHT_LETS_IN: Meaning(
        "A preflight permits an origin that the policy refuses.",
        "Answer preflights by the same list of origins as all other requests.",
    ),
    Cause.CREDENTIALS_BEYOND: Meaning(
        "Pages can send cookies and read the response, which the policy does not permit.",
        "Send Access-Control-Allow-Credentials only if the policy says so.",
    ),
    Cause.ORIGIN_KEPT_OUT: Meaning(
        "Pages of an origin that the policy permits cannot read the response.",
        "Send Access-Control-Allow-Origin with the origin that asks, if it is one of the policy.",
    ),
    Cause.LINES_TWICE: Meaning(
        "A header stands in the response twice, so that no browser accepts it.",
        "Let one place set the headers of CORS, and remove those of what stands behind it.",
    ),
    Cause.CREDENTIALS_MISSING: Meaning(
        "Pages that send cookies cannot read the response, though the policy permits it.",
        "Send Access-Control-Allow-Credentials: true, and the origin itself in place of a star.",
    ),
    Cause.ERRORS_KEPT_OUT: Meaning(
        "Pages cannot read an error: a 404 or a 500 looks like a mistake in CORS.",
        "Set the headers on every response: always in nginx and Apache, http-after-response in"
        " HAProxy, the outermost layer in an app.",
    ),
    Cause.REDIRECTS_KEPT_OUT: Meaning(
        "Pages cannot follow a redirect, as it lacks the headers.",
        "Set the headers on redirects too, or name the final URL in the page.",
    ),
    Cause.PREFLIGHT_NOT_ANSWERED: Meaning(
        "A preflight that the policy permits gets another status than 200 to 299.",
        "Answer preflights before the login, the routes and the redirects.",
    ),
    Cause.PREFLIGHT_REFUSED: Meaning(
        "A preflight of an origin that the policy permits is refused.",
        "Answer with a status of 200, and with Access-Control-Allow-Origin, to a preflight too.",
    ),
    Cause.METHOD_PERMITTED: Meaning(
        "Preflights permit a method that the policy does not list.",
        "List in Access-Control-Allow-Methods what the policy lists, and no star.",
    ),
    Cause.METHOD_REFUSED: Meaning(
        "Preflights lack a method that the policy permits.",
        "List in Access-Control-Allow-Methods every method of the policy, in upper case.",
    ),
    Cause.HEADER_PERMITTED: Meaning(
        "Preflights permit a request header that the policy does not list.",
        "List in Access-Control-Allow-Headers what the policy lists; do not repeat what was asked.",
    ),
    Cause.HEADER_REFUSED: Meaning(
        "Preflights lack a request header that the policy permits.",
        "List in Access-Control-Allow-Headers every header of the policy, and Content-Type.",
    ),
    Cause.EXPOSED_BEYOND: Meaning(
        "Pages can read response headers that the policy does not expose.",
        "List in Access-Control-Expose-Headers what the policy lists.",
    ),
    Cause.EXPOSED_MISSING: Meaning(
        "Pages cannot read response headers that the policy exposes.",
        "Send Access-Control-Expose-Headers on every response, errors too; with credentials, a star"
        " is no wildcard.",
    ),
    Cause.TIMING_MISSING: Meaning(
        "Timing-Allow-Origin is another one than by the policy.",
        "Send Timing-Allow-Origin with the origin that asks, if it is one of the policy.",
    ),
    Cause.MAX_AGE_DIFFERS: Meaning(
        "Browsers keep the answer to a preflight for another time than by the policy.",
        "Send Access-Control-Max-Age, once, with the seconds of the policy.",
    ),
    Cause.VARY_MISSING: Meaning(
        "Vary lacks Origin, on which the response depends: a cache gives it to the wrong page.",
        "Send Vary: Origin on every response, those without an Origin and the errors too.",
    ),
    Cause.VARY_LOST: Meaning(
        "Vary lacks a name that other responses of this URL have: a cache mixes them up.",
        "Add to Vary, and do not replace it.",
    ),
    Cause.VARY_SPARE: Meaning(
        "Vary names Origin, though the response is the same for every page.",
        "Nothing is wrong: caches keep more copies than they need.",
    ),
    Cause.VARY_TWICE: Meaning(
        "Vary names something twice.",
        "Nothing is wrong: one place that merges Vary makes it shorter.",
    ),
    Cause.HEADERS_SPARE: Meaning(
        "A response has headers of CORS that change nothing, or lacks such.",
        "Nothing is wrong: without them, responses are shorter and give less away.",
    ),
    Cause.STATUS_DIFFERS: Meaning(
        "A preflight has another status than this library sends, to the same effect.",
        "Nothing is wrong: browsers look at what permits.",
    ),
}


def docs_of(cause: Cause) -> str:
    """Return the command that prints the section of the documentation about *cause*."""
    return f"crossorigin explain {cause}"
