"""
Hold how the engines differ from the standard in what they send, and follow.

Source: https://fetch.spec.whatwg.org/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._browser.engines import Difference

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER: Final = re.compile(r"[0-9]+")
_DECIMAL: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# Client hints, and which of their values count as safe.
_HINTS: Final[Mapping[str, re.Pattern[str]]] = {
    "device-memory": _DECIMAL,
    "downlink": _DECIMAL,
    "dpr": _DECIMAL,
    "ect": re.compile(r"(?:slow-)?2g|3g|4g"),
    "rtt": _NUMBER,
    "save-data": re.compile(r"[Oo][Nn]"),
    "viewport-width": _NUMBER,
    "width": _NUMBER,
}
_NOTHING: Final[Mapping[str, re.Pattern[str]]] = {}
_MAX_INT64: Final = 2**63 - 1
_MAX_UINT64: Final = 2**64 - 1

_SAFELIST: Final = "#cors-safelisted-request-header"
_REDIRECT: Final = "#http-redirect-fetch"

IGNORED_HEADERS: Final = Difference(
    "Request headers that a page sets in vain, though they are not forbidden.",
    "#forbidden-request-header",
    standard=frozenset[str](),
    engines={"chromium": frozenset({"user-agent"})},
)
REPEATED_HEADERS_COMBINE: Final = Difference(
    "A header that is set twice is one header, whose values a comma separates.",
    "#concept-header-list-append",
    standard=False,
    engines={"chromium": True, "webkit": True},
)
LAST_VALUE_IS_SENT: Final = Difference(
    "Headers of which, set twice, the last value is sent.",
    "#concept-header-list-append",
    standard=frozenset[str](),
    engines={
        "firefox": frozenset(
            {
                "authorization",
                "content-disposition",
                "content-type",
                "from",
                "if-modified-since",
                "if-unmodified-since",
                "location",
                "max-forwards",
                "user-agent",
            }
        )
    },
)
STREAM_BODY: Final[Difference[Literal["sent", "as text", "refused"]]] = Difference(
    "What becomes of a body that is a stream.",
    "#fetch-method",
    standard="sent",
    engines={"firefox": "as text", "webkit": "refused"},
)
NO_CORS_BODY_TYPE_IS_CHECKED: Final = Difference(
    "In the mode no-cors, a body brings its Content-Type only if that is safelisted.",
    "#dom-request",
    standard=True,
    engines={"webkit": False},
)
REFERRER_POLICY_HIDES_ORIGIN: Final = Difference(
    "Unless the mode is cors, the referrer policy may put null into Origin, redirected or not.",
    "#append-a-request-origin-header",
    standard=True,
    engines={"chromium": False},
)
SAFE_HINTS: Final = Difference(
    "Client hints that are safelisted, with the values that are.",
    _SAFELIST,
    standard=_NOTHING,
    engines={"chromium": _HINTS},
)
UNSAFE_VALUES: Final = Difference(
    "Values that are not safelisted, beside those that the standard names.",
    _SAFELIST,
    standard=_NOTHING,
    engines={
        "firefox": {
            "accept": re.compile(r"[^\x00-\x7f]"),
            "content-type": re.compile(r"[^\x00-\x7f]|,|;.*;$"),
        }
    },
)
MAX_RANGE: Final = Difference(
    "The largest number in a Range that is safelisted.",
    "#simple-range-header-value",
    standard=None,
    engines={"chromium": _MAX_INT64 - 1, "firefox": _MAX_UINT64, "webkit": _MAX_UINT64},
)
RANGE_UNIT_IN_ANY_CASE: Final = Difference(
    "A safelisted Range may have its unit in upper case.",
    "#simple-range-header-value",
    standard=False,
    engines={"webkit": True},
)
UPLOAD_LISTENER_NEEDS_BODY: Final = Difference(
    "A listener to the upload needs a preflight only if there is a body to upload.",
    "#use-cors-preflight-flag",
    standard=False,
    engines={"chromium": True},
)
NAMES_ARE_LISTED_ONCE: Final = Difference(
    "Access-Control-Request-Headers has each name once, however often it is set.",
    "#cors-unsafe-request-header-names",
    standard=True,
    engines={"firefox": False},
)
REDIRECT_NEEDS_LOCATION: Final = Difference(
    "In the redirect mode error, a redirect that does not say where to is no error.",
    "#http-fetch",
    standard=False,
    engines={"chromium": True, "webkit": True},
)
SEVERAL_LOCATIONS: Final[Difference[Literal["error", "if alike", "first"]]] = Difference(
    "Whether a redirect with several lines of Location is followed.",
    "#concept-response-location-url",
    standard="error",
    engines={"chromium": "if alike", "firefox": "if alike", "webkit": "first"},
)
EMPTY_LOCATION: Final[Difference[Literal["here", "none", "error"]]] = Difference(
    "Where an empty Location leads.",
    "#concept-response-location-url",
    standard="here",
    engines={"chromium": "none", "webkit": "error"},
)
OWN_CREDENTIALS_IN_LOCATION: Final = Difference(
    "The page's own origin may redirect to itself with a user name and a password.",
    _REDIRECT,
    standard=True,
    engines={"chromium": False},
)
REDIRECT_KEEPS_PREFLIGHT: Final = Difference(
    "What once needed a preflight needs one after a redirect, too, whatever is left of it.",
    _REDIRECT,
    standard=False,
    engines={"firefox": True, "webkit": True},
)
REDIRECT_ASKS_FOR: Final[Difference[Literal["what is sent", "all but dropped", "all"]]] = (
    Difference(
        "After a redirect, a preflight asks for what is sent, or what the page set, dropped or not.",
        _REDIRECT,
        standard="what is sent",
        engines={"firefox": "all but dropped", "webkit": "all"},
    )
)
AUTHORIZATION_COMES_BACK: Final = Difference(
    "Authorization, which a redirect to another origin drops, is sent again after a redirect there.",
    _REDIRECT,
    standard=False,
    engines={"firefox": True},
)
REDIRECT_KEEPS_ORIGIN: Final = Difference(
    "A preflight comes from the page's origin even where the request itself comes from null.",
    "#cors-preflight-fetch",
    standard=False,
    engines={"firefox": True},
)
REDIRECT_DROPS_HEADERS: Final = Difference(
    "Headers that are dropped by a redirect to an origin that is not the page's.",
    _REDIRECT,
    standard=frozenset[str](),
    engines={"chromium": frozenset(_HINTS) - {"save-data"}},
)
REDIRECT_MAKES_GET_OF: Final = Difference(
    "Methods that become GET by a redirect to another origin, whatever its status.",
    _REDIRECT,
    standard=frozenset[str](),
    engines={"webkit": frozenset({"DELETE"})},
)
REDIRECT_KEEPS_OWN_ORIGIN: Final = Difference(
    "What a redirect within the page's own origin makes a GET still has an Origin.",
    "#append-a-request-origin-header",
    standard=False,
    engines={"webkit": True},
)
REDIRECT_COUNTS_CREDENTIALS: Final = Difference(
    "A redirect that the page's own origin led to is checked as if credentials were included.",
    "#cors-check",
    standard=False,
    engines={"webkit": True},
)
