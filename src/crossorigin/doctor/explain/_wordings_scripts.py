"""Messages that say little: the errors of a script, and the companions of another line."""

from __future__ import annotations

from typing import Final

from crossorigin._browser import Failure
from crossorigin.doctor.causes._console_reasons import ConsoleReason, FailureReason
from crossorigin.doctor.explain._wordings import Wording

_FAILED: Final[tuple[FailureReason, ...]] = (ConsoleReason.FETCH_FAILED,)
_SOME_CHECK: Final[tuple[FailureReason, ...]] = (ConsoleReason.CORS_UNSPECIFIED,)
# Firefox says no more where a redirect leads astray, or a permission is denied.
_NO_RESPONSE: Final[tuple[FailureReason, ...]] = (
    Failure.NO_RESPONSE,
    Failure.LOCATION_HAS_CREDENTIALS,
    Failure.LOCATION_NOT_HTTP,
    Failure.TOO_MANY_REDIRECTS,
    ConsoleReason.LOCAL_NETWORK_ACCESS,
)
_STATUS: Final[tuple[FailureReason, ...]] = (Failure.PREFLIGHT_STATUS, Failure.PREFLIGHT_REDIRECT)
_ABORTED: Final[tuple[FailureReason, ...]] = (ConsoleReason.ABORTED,)
_CACHE: Final[tuple[FailureReason, ...]] = (ConsoleReason.CACHE_MODE,)
_HEADER: Final[tuple[FailureReason, ...]] = (Failure.HEADER_MALFORMED,)
_BODY: Final[tuple[FailureReason, ...]] = (Failure.BODY_NOT_ALLOWED,)
_FORBIDDEN: Final[tuple[FailureReason, ...]] = (Failure.FORBIDDEN_METHOD,)
_URL: Final[tuple[FailureReason, ...]] = (Failure.URL_MALFORMED,)
_USER: Final[tuple[FailureReason, ...]] = (Failure.URL_HAS_CREDENTIALS,)

# A mistake in the call itself: nothing was sent.
_NOT_SENT: Final = (
    Wording("chromium", _FORBIDDEN, "'<method>' HTTP method is unsupported"),
    Wording("chromium", (Failure.METHOD_MALFORMED,), "'<method>' is not a valid HTTP method"),
    Wording("chromium", _CACHE, "'only-if-cached' can be set only with 'same-origin' mode"),
    Wording("chromium", _HEADER, "String contains non ISO-8859-1 code point"),
    Wording("chromium", _HEADER, "Failed to execute 'fetch' on 'Window': Invalid name"),
    Wording("chromium", _HEADER, "Failed to execute 'fetch' on 'Window': Invalid value"),
    Wording("chromium", _HEADER, "Failed to execute 'append' on 'Headers'"),
    Wording("chromium", _HEADER, "Failed to execute 'setRequestHeader' on 'XMLHttpRequest'"),
    Wording("chromium", _USER, "cannot be constructed from a URL that includes credentials: <url>"),
    Wording("chromium", _URL, "Failed to parse URL from <url>"),
    Wording("chromium", _BODY, "Request with GET/HEAD method cannot have body"),
    Wording(
        "firefox",
        (Failure.FORBIDDEN_METHOD, Failure.METHOD_MALFORMED),
        "Invalid request method <method>",
    ),
    Wording("firefox", _CACHE, "'only-if-cached' can only be used with request mode 'same-origin'"),
    Wording("firefox", _HEADER, "to ByteString because the character at index"),
    Wording("firefox", _HEADER, "is an invalid header name"),
    Wording("firefox", _HEADER, "is an invalid header value"),
    Wording("firefox", _USER, "Window.fetch: <url> is an url with embedded credentials"),
    Wording("firefox", _URL, "Window.fetch: <value> is not a valid URL"),
    Wording("firefox", _BODY, "HEAD or GET Request cannot have a body"),
    Wording("webkit", _FORBIDDEN, "Method is forbidden", alone=True),
    Wording("webkit", _CACHE, "only-if-cached cache option requires fetch mode to be same-origin"),
    Wording("webkit", _HEADER, "Invalid header name: '<any>'"),
    Wording("webkit", _HEADER, "TypeError: Type error", alone=True),
    Wording(
        "webkit",
        (Failure.URL_MALFORMED, Failure.URL_HAS_CREDENTIALS),
        "URL is not valid or contains user credentials",
    ),
    Wording("webkit", _BODY, "Request has method '<method>' and cannot have a body"),
)
# No browsers: they know no CORS.
_PROGRAMS: Final = (
    Wording(None, (Failure.NO_RESPONSE,), "TypeError: fetch failed", vagueness=2),
    Wording(None, (Failure.NO_RESPONSE,), "error sending request for url (<url>)", vagueness=2),
)
# Messages without a reason. The higher the number, the sooner another line speaks for it; one
# of 4 introduces the next line.
_VAGUE: Final = (
    Wording(
        "firefox",
        _STATUS,
        "Reason: CORS preflight response did not succeed",
        preflight=True,
        vagueness=1,
    ),
    Wording(
        "firefox",
        _STATUS,
        "Reason: CORS preflight channel did not succeed",
        preflight=True,
        vagueness=1,
    ),
    Wording("firefox", _NO_RESPONSE, "Reason: CORS request did not succeed", vagueness=2),
    Wording("firefox", _NO_RESPONSE, "Reason: CORS request failed", vagueness=2),
    Wording(
        "firefox", _NO_RESPONSE, "can't establish a connection to the server at <url>", vagueness=2
    ),
    Wording(
        "firefox",
        _SOME_CHECK,
        "bad URI or cross-site access not allowed source: <url>",
        vagueness=2,
    ),
    Wording(
        "firefox",
        _SOME_CHECK,
        "moving the resource to the same domain or enabling CORS",
        vagueness=2,
    ),
    Wording(
        "firefox",
        _SOME_CHECK,
        "Cross-Origin Request Blocked: The Same Origin Policy disallows",
        vagueness=4,
    ),
    Wording("firefox", _FAILED, "NetworkError when attempting to fetch resource", vagueness=3),
    Wording("firefox", _FAILED, "Loading failed for the script with source '<url>'", vagueness=2),
    Wording("firefox", _FAILED, "Loading failed for the module with source '<url>'", vagueness=2),
    Wording("firefox", _NO_RESPONSE, "NS_ERROR_CONNECTION_REFUSED", vagueness=2),
    Wording("firefox", _NO_RESPONSE, "NS_ERROR_UNKNOWN_HOST", vagueness=2),
    Wording("firefox", _NO_RESPONSE, "NS_ERROR_NET_", vagueness=2),
    Wording("firefox", _SOME_CHECK, "NS_ERROR_DOM_BAD_URI", vagueness=2),
    Wording("firefox", _ABORTED, "NS_BINDING_ABORTED", vagueness=3),
    Wording("firefox", _FAILED, "error loading dynamically imported module: <url>", vagueness=3),
    Wording("firefox", _ABORTED, "AbortError: The operation was aborted", vagueness=3),
    Wording("chromium", _SOME_CHECK, "has been blocked by CORS policy", vagueness=4),
    Wording(
        "chromium",
        _SOME_CHECK,
        "blocked from loading by Cross-Origin Resource Sharing policy",
        vagueness=4,
    ),
    # All that a row of the network panel says.
    Wording("chromium", _SOME_CHECK, "CORS error", vagueness=3, alone=True),
    Wording("firefox", _SOME_CHECK, "CORS Failed", vagueness=3, alone=True),
    Wording("chromium", _FAILED, "net::ERR_FAILED <status>", vagueness=3),
    Wording("chromium", _ABORTED, "net::ERR_ABORTED", vagueness=3),
    Wording("chromium", _ABORTED, "signal is aborted without reason", vagueness=3),
    Wording("chromium", _ABORTED, "The user aborted a request", vagueness=3),
    Wording("chromium", _FAILED, "Failed to fetch dynamically imported module: <url>", vagueness=2),
    Wording("chromium", _FAILED, "TypeError: Failed to fetch", vagueness=3),
    # Of a synchronous request.
    Wording("chromium", _FAILED, "on 'XMLHttpRequest': Failed to load '<url>'", vagueness=2),
    Wording("chromium", _FAILED, "Failed to fetch", vagueness=3, alone=True),
    Wording(
        "webkit", _SOME_CHECK, "Cannot load image <url> due to access control checks", vagueness=2
    ),
    Wording("webkit", _SOME_CHECK, "cannot load <url> due to access control checks", vagueness=2),
    Wording(
        "webkit",
        (ConsoleReason.MIXED_CONTENT, ConsoleReason.CORS_UNSPECIFIED),
        "Not allowed to request resource",
        vagueness=2,
    ),
    Wording("webkit", _ABORTED, "Fetch is aborted", vagueness=3),
    Wording("webkit", _FAILED, "TypeError: Load failed", vagueness=3),
    Wording("webkit", _FAILED, "Importing a module script failed", vagueness=3),
    Wording("webkit", _FAILED, "Load failed", vagueness=3, alone=True),
    # A whole line, and all that WebKit says of a data: URL, or of the mode same-origin.
    Wording(
        "webkit",
        (Failure.DATA_URL_MALFORMED,),
        "Fetch API cannot load data: <any>",
        vagueness=3,
        alone=True,
    ),
    Wording(
        "webkit",
        (Failure.MODE_SAME_ORIGIN,),
        "Fetch API cannot load <url>",
        vagueness=4,
        alone=True,
    ),
)
# A library hands on that the request failed, and no more.
_LIBRARIES: Final = tuple(
    Wording(None, _FAILED, text, vagueness=3, alone=alone)
    for text, alone in (
        ("NetworkError: A network error occurred", False),
        # axios
        ("AxiosError: Network Error", False),
        ("AxiosError {message: 'Network Error'", False),
        ("Error: Network Error", True),
        ("Network Error", True),
        # Angular
        ("Http failure response for <url>: 0 Unknown Error", False),
        ("status: 0, statusText: 'Unknown Error', url: '<url>'", False),
        ("status: 0, statusText: 'Unknown Error'", False),
        ("Response with status: 0 for URL: <url>", False),
        # jQuery
        ("status: 0, statusText: 'error'", False),
        # Flutter
        ("XMLHttpRequest error., uri=<url>", False),
        ("XMLHttpRequest error.", False),
        ("The XMLHttpRequest onError callback was called", False),
        ("ClientException: Failed to fetch, uri=<url>", False),
        # React Native, and what fills in for fetch()
        ("TypeError: Network request failed", False),
        # Socket.IO, SignalR, Apollo, Swagger UI
        ("xhr poll error", False),
        ("Failed to complete negotiation with the server", False),
        ("ApolloError: Network error", False),
    )
)

# Swagger UI lists all that it can think of.
_SWAGGER: Final = Wording(
    None,
    _FAILED,
    "Possible Reasons: CORS Network Failure URL scheme must be 'http' or 'https' for CORS request",
)

SCRIPT_ERRORS: Final = (_SWAGGER, *_NOT_SENT, *_PROGRAMS, *_VAGUE, *_LIBRARIES)
