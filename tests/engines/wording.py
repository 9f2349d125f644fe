"""What Chromium 156, Firefox 153 and WebKitGTK 2.50 print when a page may not read."""

# ruff: noqa: RUF001 - Firefox quotes with typographic marks.

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.engines.cases import Case

_CHROMIUM = "Access to {way} at '{url}' from origin '{origin}' has been blocked by CORS policy: "
_FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
)
_FIREFOX_ALSO = _FIREFOX + "{url}. (Reason: CORS request did not succeed). Status code: (null)."
_FIREFOX_MISSING = (
    _FIREFOX + "{url}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). "
    "Status code: {status}."
)
_WEBKIT = "CONSOLE SECURITY ERROR "
_WEBKIT_ALSO = "CONSOLE JS ERROR {api} cannot load {url} due to access control checks."
_WEBKIT_MISSING = (
    _WEBKIT + "Origin {origin} is not allowed by Access-Control-Allow-Origin. Status code: {status}"
)
_NO_HEADER = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
_PREFLIGHT = "Response to preflight request doesn't pass access control check: "
_WILDCARD = (
    "The value of the 'Access-Control-Allow-Origin' header in the response must not be the "
    "wildcard '*' when the request's credentials mode is 'include'."
)

# An engine's lines in no order of importance: Firefox prints its two in either order.
LINES: dict[str, dict[str, tuple[str, ...]]] = {
    "no-header": {
        "chromium": (_CHROMIUM + _NO_HEADER,),
        "firefox": (_FIREFOX_MISSING,),
        "webkit": (_WEBKIT_MISSING, _WEBKIT_ALSO),
    },
    "preflight-no-header": {
        "chromium": (_CHROMIUM + _PREFLIGHT + _NO_HEADER,),
        "firefox": (_FIREFOX_MISSING, _FIREFOX_ALSO),
        "webkit": (_WEBKIT_MISSING, _WEBKIT_ALSO),
    },
    "preflight-refused": {
        "chromium": (_CHROMIUM + _PREFLIGHT + _NO_HEADER,),
        "firefox": (_FIREFOX_MISSING, _FIREFOX_ALSO),
        "webkit": (
            _WEBKIT + "Preflight response is not successful. Status code: {status}",
            _WEBKIT_ALSO,
        ),
    },
    "wildcard-with-credentials": {
        "chromium": (_CHROMIUM + _WILDCARD + "{xhr_hint}",),
        "firefox": (
            _FIREFOX + "‘{url}’. (Reason: Credential is not supported if the CORS header "
            "‘Access-Control-Allow-Origin’ is ‘*’).",
        ),
        "webkit": (
            _WEBKIT + "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag "
            "is true.",
            _WEBKIT_ALSO,
        ),
    },
}
_WAYS = {
    "fetch": ("fetch", "Fetch API", ""),
    "xhr": (
        "XMLHttpRequest",
        "XMLHttpRequest",
        (
            " The credentials mode of requests initiated by the XMLHttpRequest is controlled by "
            "the withCredentials attribute."
        ),
    ),
}


def printed(reason: str, engine: str, case: Case, origin: str, status: int) -> tuple[str, ...]:
    """
    Return what *engine* prints for *case*, sorted.

    Args:
        reason: A key of the table.
        engine: The engine's name.
        case: The request.
        origin: The page's.
        status: That of the response, or of the preflight's, which lacks the headers.
    """
    way, api, hint = _WAYS[case.via]
    words = {"url": case.url, "origin": origin, "status": status, "way": way, "api": api}
    return tuple(sorted(line.format(**words, xhr_hint=hint) for line in LINES[reason][engine]))
