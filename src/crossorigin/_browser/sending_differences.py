"""
The differences between the engines and the standard in sending requests, and following redirects.

Source: https://fetch.spec.whatwg.org/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from crossorigin._browser.engines import Difference
from crossorigin._web.fetch import (
    MAX_SAFELISTED_VALUES,
    NON_WILDCARD_REQUEST_HEADER,
    REQUEST_BODY_HEADERS,
)

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
EMPTY_VALUE_RESETS: Final = Difference(
    "Of a header that is set twice, an empty value takes back those before it.",
    "#concept-header-list-append",
    standard=False,
    engines={"firefox": True},
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
BODY_HAS_FIRST_TYPE: Final = Difference(
    "Of a Content-Type that is set twice, the first value is sent with a body, until a redirect.",
    "#concept-header-list-append",
    standard=False,
    engines={"firefox": True},
)
VALUES_ARE_SENT_AS: Final = Difference(
    "How the values of headers are encoded.",
    "#http-network-or-cache-fetch",
    standard="latin-1",
    engines={"webkit": "utf-8"},
)
PREFLIGHT_HEADERS: Final = Difference(
    "Headers that a page sets, and that a preflight has, too.",
    "#cors-preflight-fetch",
    standard=frozenset[str](),
    engines={"webkit": frozenset({"user-agent"})},
)
ESCAPES_ARE_NORMALISED: Final = Difference(
    "Percent-escapes in a URL are in upper case, and not of letters, digits, and -._~.",
    "#concept-request-url",
    standard=False,
    engines={"webkit": True},
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
MAX_VALUES: Final[Difference[int | None]] = Difference(
    "How long the values of all safelisted headers may be together, in bytes.",
    "#cors-unsafe-request-header-names",
    standard=MAX_SAFELISTED_VALUES,
    engines={"firefox": None},
)
RANGE_NUMBER: Final = Difference(
    "How a number may be written in a Range that is safelisted.",
    "#simple-range-header-value",
    standard="[0-9]+",
    engines={"webkit": r"[\x0b\x0c]*\+?[0-9]+[\x0b\x0c]*"},
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
SEVERAL_LOCATIONS: Final[Difference[Literal["error", "first", "joined"]]] = Difference(
    "Where a redirect with several lines of Location leads: nowhere, to the first of those that are"
    " alike, or to one URL of all of them.",
    "#concept-response-location-url",
    standard="error",
    engines={"chromium": "first", "firefox": "first", "webkit": "joined"},
)
LOCATION_IS_READ_AS: Final[Difference[Literal["latin-1", "bytes", "mended utf-8"]]] = Difference(
    "How bytes beyond ASCII in Location are percent-encoded: each as a character of Latin-1, as it"
    " is, or as a character of Latin-1 once what is no UTF-8 has been replaced.",
    "#concept-response-location-url",
    standard="latin-1",
    engines={"chromium": "bytes", "firefox": "bytes", "webkit": "mended utf-8"},
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
LOCATION_WITH_CREDENTIALS_IS_ASKED: Final = Difference(
    "Where the page's own origin redirects to another one with a user name and a password, a"
    " preflight is sent before the redirect fails.",
    _REDIRECT,
    standard=False,
    engines={"webkit": True},
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
HEADERS_COME_BACK: Final = Difference(
    "Headers that a redirect drops, and that are sent again after the next one.",
    _REDIRECT,
    standard=frozenset[str](),
    engines={
        "firefox": REQUEST_BODY_HEADERS | {NON_WILDCARD_REQUEST_HEADER},
        "webkit": REQUEST_BODY_HEADERS | {"user-agent"},
    },
)
HEADERS_COME_BACK_LESS: Final = Difference(
    "Without CORS, only Content-Type comes back, by the statuses 307 and 308, and not once the"
    " page's own origin has redirected to another.",
    _REDIRECT,
    standard=False,
    engines={"webkit": True},
)
REDIRECT_DROPS_BY_FIRST_METHOD: Final = Difference(
    "A redirect drops the headers of the body if it would make a GET of the page's own method.",
    _REDIRECT,
    standard=False,
    engines={"firefox": True},
)
NO_CORS_KEEPS_CREDENTIALS: Final = Difference(
    "In the mode no-cors, credentials that go to the page's own origin go where it redirects to,"
    " too.",
    "#http-network-or-cache-fetch",
    standard=False,
    engines={"webkit": True},
)
NO_CORS_REDIRECT_TAINTS: Final = Difference(
    "In the mode no-cors, any redirect to another origin puts null into Origin.",
    "#concept-request-tainted-origin",
    standard=False,
    engines={"chromium": True},
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
OWN_REDIRECT_DROPS_HEADERS: Final = Difference(
    "Headers that are dropped by a redirect without CORS.",
    _REDIRECT,
    standard=frozenset[str](),
    engines={"webkit": frozenset({"user-agent"})},
)
REDIRECT_MAKES_GET_OF: Final = Difference(
    "Methods that become GET by a redirect to another origin, whatever its status, and keep the"
    " headers of the body.",
    _REDIRECT,
    standard=frozenset[str](),
    engines={"webkit": frozenset({"DELETE"})},
)
REDIRECT_KEEPS_OWN_ORIGIN: Final = Difference(
    "What a redirect within an origin makes a GET still has an Origin.",
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
