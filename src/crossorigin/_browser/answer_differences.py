"""
The differences between the engines and the standard in reading responses, and keeping them.

Source: https://fetch.spec.whatwg.org/
"""

from __future__ import annotations

from typing import Final, Literal

from crossorigin._browser.engines import Difference
from crossorigin._web.fetch import DEFAULT_MAX_AGE, SAFELISTED_METHODS

# A check of a preflight's answer; `redirect` is a redirect that says where to.
PreflightCheck = Literal[
    "redirect", "cors", "status", "methods", "method", "header-names", "headers"
]
_CHECKS: Final[tuple[PreflightCheck, ...]] = (
    "redirect", "cors", "status", "methods", "header-names", "method", "headers"
)  # fmt: skip
_MAX_INT64: Final = 2**63 - 1
# Beside Content-Length, which frames the message.
_SINGULAR: Final = frozenset({"content-disposition", "location"})

# For how long the preflight cache keeps something: until it expires, or until a fetch ends.
Kept = Literal["always", "for the fetch", "never"]
_PREFLIGHT: Final = "#cors-preflight-fetch"
_CACHE: Final = "#cors-preflight-cache"

EMPTY_LINES_COUNT: Final = Difference(
    "Of a header that is repeated, an empty line counts.",
    "#concept-header-list-get",
    standard=True,
    engines={"firefox": False},
)
LINES_MUST_AGREE: Final = Difference(
    "Headers whose lines must be alike: if they differ, nothing of the response is read, whatever its"
    " status, and whether or not it answers a preflight.",
    "#concept-network-error",
    standard=frozenset[str](),
    engines={"chromium": _SINGULAR, "firefox": _SINGULAR},
)
FIRST_LINE_COUNTS: Final = Difference(
    "Headers of a response of which only the first line is read, be it empty or not.",
    "#concept-header-list-get",
    standard=frozenset[str](),
    engines={
        "firefox": _SINGULAR
        | {
            "authorization",
            "from",
            "host",
            "if-modified-since",
            "if-unmodified-since",
            "max-forwards",
            "proxy-authorization",
            "referer",
            "strict-transport-security",
            "user-agent",
        }
    },
)
CHECKS: Final = Difference(
    "In which order the answer to a preflight is checked.",
    _PREFLIGHT,
    standard=_CHECKS,
    engines={
        "firefox": ("cors", "redirect", "status", "methods", "method", "header-names", "headers"),
        "webkit": ("status", "cors", "methods", "header-names", "method", "headers"),
    },
)
WILDCARD_COVERS_AUTHORIZATION: Final = Difference(
    "In Access-Control-Allow-Headers, a wildcard covers Authorization.",
    "#cors-non-wildcard-request-header-name",
    standard=False,
    engines={"chromium": True, "firefox": True, "webkit": True},
)
HEADERS_ARE_CHECKED_SORTED: Final = Difference(
    "The first header that is refused is the first by name, not the first that was set.",
    _PREFLIGHT,
    standard=True,
    engines={"webkit": False},
)
WILDCARD_ENDS_EXPOSED: Final = Difference(
    "What follows a wildcard in Access-Control-Expose-Headers is not read, so it may be malformed.",
    "#main-fetch",
    standard=False,
    engines={"firefox": True},
)
TYPES_ARE_JOINED_BY: Final = Difference(
    "What stands between the values of several lines of Content-Type, as a script sees them.",
    "#concept-header-list-get",
    standard=", ",
    engines={"firefox": ","},
)
NO_CORS_DATA_NEEDS_FOLLOW: Final = Difference(
    "In the mode no-cors, a data: URL is fetched in the redirect mode follow only.",
    "#main-fetch",
    standard=False,
    engines={"webkit": True},
)
DATA_HAS_LENGTH: Final = Difference(
    "What is fetched from a data: URL has a Content-Length.",
    "#scheme-fetch",
    standard=False,
    engines={"firefox": True},
)
MAX_AGE_LIMIT: Final = Difference(
    "The longest time that an answer is kept, in seconds.",
    "#concept-cache-max-age",
    standard=None,
    engines={"chromium": 7200, "firefox": 86400, "webkit": 600},
)
MALFORMED_MAX_AGE: Final = Difference(
    "How long an answer is kept whose Access-Control-Max-Age is no number, in seconds.",
    _PREFLIGHT,
    standard=DEFAULT_MAX_AGE,
    engines={"firefox": 0},
)
MAX_AGE_HAS_SIGN: Final = Difference(
    "Access-Control-Max-Age may have a sign; what is negative is not kept.",
    "#http-access-control-max-age",
    standard=False,
    engines={"chromium": True, "webkit": True},
)
LARGEST_MAX_AGE: Final = Difference(
    "The largest Access-Control-Max-Age that is a number.",
    "#http-access-control-max-age",
    standard=None,
    engines={"chromium": _MAX_INT64, "webkit": _MAX_INT64},
)
CACHE_HAS_ONE_SLOT: Final = Difference(
    "A new answer replaces all that was kept for that origin and URL.",
    _CACHE,
    standard=False,
    engines={"chromium": True, "webkit": True},
)
CACHED_WILDCARD: Final[Difference[Literal["any", "kept", "asked", "none"]]] = Difference(
    "Which kept wildcards cover other methods and headers: those that were kept, or those that"
    " are asked, without credentials.",
    "#concept-cache-match-method",
    standard="any",
    engines={"chromium": "kept", "firefox": "none", "webkit": "asked"},
)
CACHED_WILDCARD_COVERS_AUTHORIZATION: Final = Difference(
    "A kept wildcard covers Authorization.",
    "#concept-cache-match-header",
    standard=False,
    engines={"webkit": True},
)
CACHED_CREDENTIALS_SERVE_ALL: Final = Difference(
    "What was kept for a request with credentials serves those without, too.",
    "#concept-cache-match",
    standard=True,
    engines={"firefox": False},
)
CACHED_METHODS_NEED_NO_LISTING: Final = Difference(
    "Methods that need not be among those that were kept.",
    "#http-fetch",
    standard=SAFELISTED_METHODS,
    engines={"firefox": frozenset({"GET", "POST"})},
)
NO_LIST_PERMITS_FORCED: Final = Difference(
    "An answer without Access-Control-Allow-Methods permits any method of a stream, or of what"
    " listens to its upload; that method, too, must be among those that were kept.",
    _PREFLIGHT,
    standard=True,
    engines={"chromium": False, "firefox": False, "webkit": False},
)
OPAQUE_ORIGIN_IS_CACHED: Final[Difference[Kept]] = Difference(
    "How long an answer to a page whose origin is null is kept.",
    _CACHE,
    standard="always",
    engines={"chromium": "for the fetch"},
)
OPAQUE_ORIGIN_IS_TAINTED: Final = Difference(
    "A redirect that taints the origin of a page makes another opaque origin of one that is opaque.",
    "#concept-request-tainted-origin",
    standard=True,
    engines={"webkit": False},
)
TAINTED_ORIGIN_IS_CACHED: Final[Difference[Kept]] = Difference(
    "How long an answer to the origin null is kept if a redirect has made it so.",
    _CACHE,
    standard="always",
    engines={"chromium": "never", "webkit": "for the fetch"},
)
NETWORK_ERRORS_CLEAR_CACHE: Final = Difference(
    "A network error clears what was kept; otherwise, a request does that has no use for it.",
    "#main-fetch",
    standard=True,
    engines={"chromium": False, "webkit": False},
)
SIMPLE_FAILURES_CLEAR_CACHE: Final = Difference(
    "A network error clears what was kept even if the request needed no preflight.",
    "#http-fetch",
    standard=False,
    engines={"firefox": True},
)
FORBIDDEN_REDIRECTS_CLEAR_CACHE: Final = Difference(
    "A redirect that the page asked to be an error clears what was kept, too.",
    "#http-fetch",
    standard=True,
    engines={"firefox": False},
)
CONDITIONAL_REQUESTS_ASK: Final = Difference(
    "A request with a conditional header asks, whatever is kept.",
    "#http-fetch",
    standard=False,
    engines={"chromium": True, "firefox": True},
)
REFUSALS_ARE_CACHED: Final = Difference(
    "A well-formed answer is kept even if it does not list the method or a header.",
    _PREFLIGHT,
    standard=False,
    engines={"webkit": True},
)
