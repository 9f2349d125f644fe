"""The rows that the browser for tests does not agree with, each with its reason."""

from __future__ import annotations

from typing import Final

_BYTES: Final = (
    "The file is tentative, and the standard reads bytes beyond ASCII as characters of Latin-1:"
    " https://github.com/whatwg/fetch/issues/883. Engines differ: location-is-read-as."
)
_TYPE_IS_DROPPED: Final = (
    "Outdated: a redirect that makes a GET of a POST drops the Content-Type of its body, so that"
    " nothing is left to be refused: https://fetch.spec.whatwg.org/#request-body-header-name."
)
DISAGREEMENTS: Final = {
    "cors/cors-safelisted-request-header.any.js#50": (
        "Outdated: Last-Event-ID is not safelisted, and newer versions of the file do not have it."
    ),
    "fetch/api/basic/request-forbidden-headers.any.js#5": (
        "Outdated: no header of the retired Private Network Access is forbidden:"
        " https://fetch.spec.whatwg.org/#forbidden-request-header."
    ),
    **{
        f"fetch/api/redirect/redirect-location-escape.tentative.any.js#{number}": _BYTES
        for number in range(2, 6)
    },
    "xhr/send-redirect-to-cors.htm#13": _TYPE_IS_DROPPED,
    "xhr/send-redirect-to-cors.htm#15": _TYPE_IS_DROPPED,
    "fetch/origin/assorted.window.js#3": (
        "The referrer policy hides the origin only if the mode is not cors:"
        " https://fetch.spec.whatwg.org/#append-a-request-origin-header."
    ),
    "cors/preflight-cache.htm#4": (
        "By the standard, -1 is no number of seconds, so that the answer is kept for the 5 of one"
        " that says nothing. Chromium and WebKit read the sign, Firefox keeps nothing:"
        " max-age-has-sign, malformed-max-age."
    ),
}
