"""
The messages of the console of WebKit, those of older versions included.

Source: https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginAccessControl.cpp
"""

from __future__ import annotations

from typing import Final

from crossorigin._browser import Failure
from crossorigin.doctor.causes._console_reasons import ConsoleReason, FailureReason
from crossorigin.doctor.explain._wordings import Wording

_MISSING: Final[tuple[FailureReason, ...]] = (Failure.ALLOW_ORIGIN_MISSING,)
_CREDENTIALS: Final[tuple[FailureReason, ...]] = (
    Failure.ALLOW_CREDENTIALS_MISSING,
    Failure.ALLOW_CREDENTIALS_NOT_TRUE,
)
_NOT_EQUAL: Final[tuple[FailureReason, ...]] = (
    Failure.ALLOW_ORIGIN_MISMATCH,
    Failure.ALLOW_ORIGIN_MULTIPLE,
    Failure.ALLOW_ORIGIN_MALFORMED,
)
_ANY_ORIGIN: Final = (*_MISSING, *_NOT_EQUAL)
_WILDCARD: Final[tuple[FailureReason, ...]] = (Failure.WILDCARD_WITH_CREDENTIALS,)
_STATUS: Final[tuple[FailureReason, ...]] = (Failure.PREFLIGHT_STATUS,)
_HEADER: Final[tuple[FailureReason, ...]] = (Failure.HEADER_NOT_ALLOWED,)
_METHOD: Final[tuple[FailureReason, ...]] = (Failure.METHOD_NOT_ALLOWED,)
_NO_RESPONSE: Final[tuple[FailureReason, ...]] = (Failure.NO_RESPONSE,)
_NOT_HTTP: Final[tuple[FailureReason, ...]] = (Failure.URL_NOT_HTTP,)
_MIXED: Final[tuple[FailureReason, ...]] = (ConsoleReason.MIXED_CONTENT,)
_PAGE_POLICY: Final[tuple[FailureReason, ...]] = (ConsoleReason.CONTENT_SECURITY_POLICY,)
_RESOURCE_POLICY: Final[tuple[FailureReason, ...]] = (ConsoleReason.RESOURCE_POLICY,)
_TYPE: Final[tuple[FailureReason, ...]] = (ConsoleReason.RESPONSE_TYPE,)

# Reasons, whether it is about a preflight, the words.
_ROWS: Final[tuple[tuple[tuple[FailureReason, ...], bool | None, str], ...]] = (
    (_ANY_ORIGIN, None, "Origin <origin> is not allowed by Access-Control-Allow-Origin"),
    (_ANY_ORIGIN, None, "load denied by Cross-Origin Resource Sharing policy"),
    (
        (Failure.ALLOW_ORIGIN_MULTIPLE,),
        None,
        "Access-Control-Allow-Origin cannot contain more than one origin",
    ),
    (
        _WILDCARD,
        None,
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true",
    ),
    (
        _CREDENTIALS,
        None,
        "Credentials flag is true, but Access-Control-Allow-Credentials is not 'true'",
    ),
    (_STATUS, True, "Preflight response is not successful"),
    (_METHOD, True, "Method <method> is not allowed by Access-Control-Allow-Methods"),
    (
        _HEADER,
        True,
        "Request header field <header> is not allowed by Access-Control-Allow-Headers",
    ),
    (
        (Failure.ALLOW_METHODS_MALFORMED,),
        True,
        "Header Access-Control-Allow-Methods has an invalid value: <value>",
    ),
    (
        (Failure.ALLOW_HEADERS_MALFORMED,),
        True,
        "Header Access-Control-Allow-Headers has an invalid value: <value>",
    ),
    (_NO_RESPONSE, None, "Connection terminated unexpectedly"),
    (_NO_RESPONSE, None, "Could not connect to the server."),
    (_NO_RESPONSE, None, "The network connection was lost."),
    (_NO_RESPONSE, None, "A server with the specified hostname could not be found"),
    (_NO_RESPONSE, None, "a secure connection to the server cannot be made"),
    (_NO_RESPONSE, None, "The certificate for this server is invalid"),
    (_NO_RESPONSE, None, "The Internet connection appears to be offline"),
    (
        (Failure.LOCATION_HAS_CREDENTIALS,),
        None,
        (
            "Cross-origin redirection to <redirected_to> denied by Cross-Origin Resource Sharing"
            " policy: redirection URL <any> has credentials"
        ),
    ),
    (
        (Failure.LOCATION_NOT_HTTP,),
        None,
        (
            "Cross-origin redirection to <redirected_to> denied by Cross-Origin Resource Sharing"
            " policy: not allowed to follow a cross-origin CORS redirection with non CORS scheme"
        ),
    ),
    (
        (Failure.REDIRECT_NOT_ALLOWED,),
        None,
        "Not allowed to follow a redirection while loading <url>",
    ),
    ((Failure.TOO_MANY_REDIRECTS,), None, "too many HTTP redirects"),
    (
        (Failure.MODE_SAME_ORIGIN,),
        None,
        (
            "Unsafe attempt to load URL <redirected_to> from origin <origin>."
            " Domains, protocols and ports must match."
        ),
    ),
    (
        (Failure.PORT_RESTRICTED,),
        None,
        "Not allowed to use restricted network port",
    ),
    ((ConsoleReason.CORS_UNSPECIFIED,), None, "Cannot make any requests from <origin>"),
    (_NOT_HTTP, None, "Cross origin requests are only supported for HTTP."),
    (_MIXED, None, "The page at <page> requested insecure content from <url>. This content"),
    (_MIXED, None, "was not allowed to run insecure content from <url>"),
    (_MIXED, None, "was not allowed to display insecure content from <url>"),
    (
        _PAGE_POLICY,
        None,
        "Refused to connect to <url> because it does not appear in the connect-src directive",
    ),
    (
        _RESOURCE_POLICY,
        None,
        "Cancelled load to <url> because it violates the resource's Cross-Origin-Resource-Policy",
    ),
    (_TYPE, None, "Refused to execute <url> as script because"),
    (_TYPE, None, "is not a valid JavaScript MIME type"),
)

MESSAGES: Final = tuple(
    Wording("webkit", reasons, text, preflight) for reasons, preflight, text in _ROWS
)
