"""
The messages of the console of Firefox, those of older versions included.

Source: https://developer.mozilla.org/docs/Web/HTTP/CORS/Errors
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
NOT_EQUAL: Final[tuple[FailureReason, ...]] = (
    Failure.ALLOW_ORIGIN_MISMATCH,
    Failure.ALLOW_ORIGIN_MULTIPLE,
    Failure.ALLOW_ORIGIN_MALFORMED,
)
_WILDCARD: Final[tuple[FailureReason, ...]] = (Failure.WILDCARD_WITH_CREDENTIALS,)
_REDIRECT: Final[tuple[FailureReason, ...]] = (Failure.PREFLIGHT_REDIRECT,)
_HEADER: Final[tuple[FailureReason, ...]] = (Failure.HEADER_NOT_ALLOWED,)
_METHOD: Final[tuple[FailureReason, ...]] = (Failure.METHOD_NOT_ALLOWED,)
_NOT_HTTP: Final[tuple[FailureReason, ...]] = (Failure.URL_NOT_HTTP,)
_SAME_ORIGIN: Final[tuple[FailureReason, ...]] = (Failure.MODE_SAME_ORIGIN,)
_SOME_CHECK: Final[tuple[FailureReason, ...]] = (ConsoleReason.CORS_UNSPECIFIED,)
_MIXED: Final[tuple[FailureReason, ...]] = (ConsoleReason.MIXED_CONTENT,)
_PAGE_POLICY: Final[tuple[FailureReason, ...]] = (ConsoleReason.CONTENT_SECURITY_POLICY,)
_RESOURCE_POLICY: Final[tuple[FailureReason, ...]] = (ConsoleReason.RESOURCE_POLICY,)
_TYPE: Final[tuple[FailureReason, ...]] = (ConsoleReason.RESPONSE_TYPE,)

# Reasons, whether it is about a preflight, the words.
_ROWS: Final[tuple[tuple[tuple[FailureReason, ...], bool | None, str], ...]] = (
    (_MISSING, None, "Reason: CORS header 'Access-Control-Allow-Origin' missing"),
    (
        NOT_EQUAL,
        None,
        "Reason: CORS header 'Access-Control-Allow-Origin' does not match '<value>')",
    ),
    (
        (Failure.ALLOW_ORIGIN_MULTIPLE,),
        None,
        "Reason: Multiple CORS header 'Access-Control-Allow-Origin' not allowed",
    ),
    (
        _WILDCARD,
        None,
        "Reason: Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is",
    ),
    (
        _CREDENTIALS,
        None,
        "Reason: expected 'true' in CORS header 'Access-Control-Allow-Credentials'",
    ),
    (_REDIRECT, True, "Reason: CORS request external redirect not allowed"),
    (_METHOD, True, "Reason: Did not find method in CORS header 'Access-Control-Allow-Methods'"),
    (
        _METHOD,
        True,
        "Reason: missing token '<method>' in CORS header 'Access-Control-Allow-Methods'",
    ),
    (
        (Failure.ALLOW_METHODS_MALFORMED,),
        True,
        "Reason: invalid token '<value>' in CORS header 'Access-Control-Allow-Methods'",
    ),
    (
        _HEADER,
        True,
        (
            "Reason: header '<header>' is not allowed according to header"
            " 'Access-Control-Allow-Headers'"
        ),
    ),
    (
        _HEADER,
        True,
        "Reason: missing token '<header>' in CORS header 'Access-Control-Allow-Headers'",
    ),
    (
        (Failure.ALLOW_HEADERS_MALFORMED,),
        True,
        "Reason: invalid token '<value>' in CORS header 'Access-Control-Allow-Headers'",
    ),
    (_NOT_HTTP, None, "Reason: CORS request not http"),
    (_SOME_CHECK, None, "Reason: CORS disabled"),
    (_SOME_CHECK, None, "Reason: CORS header 'Origin' cannot be added"),
    (_MIXED, None, "Blocked loading mixed active content '<url>'"),
    (_MIXED, None, "Blocked loading mixed display content '<url>'"),
    (_SAME_ORIGIN, None, "Security Error: Content at <page> may not load data from <url>"),
    (
        _PAGE_POLICY,
        None,
        "The page's settings blocked the loading of a resource (<any>) at <url> because it",
    ),
    (_PAGE_POLICY, None, "The page's settings blocked a script (<any>) at <url> from being"),
    (_PAGE_POLICY, None, "The page's settings blocked a style (<any>) at <url> from being"),
    (_PAGE_POLICY, None, "The page's settings blocked the loading of a resource at <url>"),
    (_PAGE_POLICY, None, "The page's settings blocked"),
    (
        _RESOURCE_POLICY,
        None,
        "The resource at '<url>' was blocked due to its Cross-Origin-Resource-Policy header",
    ),
    (
        (ConsoleReason.BLOCKED_BY_CLIENT,),
        None,
        "The resource at '<url>' was blocked because content blocking is enabled",
    ),
    (
        (ConsoleReason.BLOCKED_BY_CLIENT,),
        None,
        "The resource at '<url>' was blocked because Enhanced Tracking Protection is enabled",
    ),
    (_TYPE, None, "The resource at '<url>' was blocked by OpaqueResponseBlocking"),
    (_TYPE, None, "A resource is blocked by OpaqueResponseBlocking"),
    (_TYPE, None, "Script from '<url>' was blocked because of a disallowed MIME type"),
    (_TYPE, None, "The resource from '<url>' was blocked due to MIME type"),
    (_TYPE, None, "Loading module from '<url>' was blocked because of a disallowed MIME type"),
)

MESSAGES: Final = tuple(
    Wording("firefox", reasons, text, preflight) for reasons, preflight, text in _ROWS
)
