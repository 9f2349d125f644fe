"""
The messages of the console of Chromium, those of older versions included.

Source: https://chromium.googlesource.com/chromium/src/+/main/third_party/blink/renderer/platform/loader/cors/cors_error_string.cc
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
_LOCAL: Final[tuple[FailureReason, ...]] = (ConsoleReason.LOCAL_NETWORK_ACCESS,)
_WILDCARD: Final[tuple[FailureReason, ...]] = (Failure.WILDCARD_WITH_CREDENTIALS,)
_STATUS: Final[tuple[FailureReason, ...]] = (Failure.PREFLIGHT_STATUS,)
_REDIRECT: Final[tuple[FailureReason, ...]] = (Failure.PREFLIGHT_REDIRECT,)
_HEADER: Final[tuple[FailureReason, ...]] = (Failure.HEADER_NOT_ALLOWED,)
_METHOD: Final[tuple[FailureReason, ...]] = (Failure.METHOD_NOT_ALLOWED,)
_NO_RESPONSE: Final[tuple[FailureReason, ...]] = (Failure.NO_RESPONSE,)
_NOT_HTTP: Final[tuple[FailureReason, ...]] = (Failure.URL_NOT_HTTP,)
_SAME_ORIGIN: Final[tuple[FailureReason, ...]] = (Failure.MODE_SAME_ORIGIN,)
_MIXED: Final[tuple[FailureReason, ...]] = (ConsoleReason.MIXED_CONTENT,)
_PAGE_POLICY: Final[tuple[FailureReason, ...]] = (ConsoleReason.CONTENT_SECURITY_POLICY,)
_RESOURCE_POLICY: Final[tuple[FailureReason, ...]] = (ConsoleReason.RESOURCE_POLICY,)
_TYPE: Final[tuple[FailureReason, ...]] = (ConsoleReason.RESPONSE_TYPE,)
_BY_CLIENT: Final[tuple[FailureReason, ...]] = (ConsoleReason.BLOCKED_BY_CLIENT,)
_ALLOWLIST: Final[tuple[FailureReason, ...]] = (ConsoleReason.CONNECTION_ALLOWLIST,)
_SOME_CHECK: Final[tuple[FailureReason, ...]] = (ConsoleReason.CORS_UNSPECIFIED,)

# Reasons, whether it is about a preflight, the words.
_ROWS: Final[tuple[tuple[tuple[FailureReason, ...], bool | None, str], ...]] = (
    (
        _MISSING,
        None,
        "No 'Access-Control-Allow-Origin' header is present on the requested resource",
    ),
    (
        (Failure.ALLOW_ORIGIN_MISMATCH,),
        None,
        (
            "The 'Access-Control-Allow-Origin' header has a value '<value>' that is not equal to the"
            " supplied origin"
        ),
    ),
    (
        (Failure.ALLOW_ORIGIN_MULTIPLE,),
        None,
        (
            "The 'Access-Control-Allow-Origin' header contains multiple values '<value>', but only one"
            " is allowed"
        ),
    ),
    (
        (Failure.ALLOW_ORIGIN_MALFORMED,),
        None,
        "The 'Access-Control-Allow-Origin' header contains the invalid value '<value>'",
    ),
    (
        _WILDCARD,
        None,
        (
            "The value of the 'Access-Control-Allow-Origin' header in the response must not be the"
            " wildcard '*' when the request's credentials mode is 'include'"
        ),
    ),
    (
        _WILDCARD,
        None,
        (
            "A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the"
            " credentials flag is true"
        ),
    ),
    (
        _CREDENTIALS,
        None,
        (
            "The value of the 'Access-Control-Allow-Credentials' header in the response is '<value>'"
            " which must be 'true' when the request's credentials mode is 'include'"
        ),
    ),
    (
        _CREDENTIALS,
        None,
        (
            "Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is '<value>'"
            ". It must be 'true' to allow credentials"
        ),
    ),
    (_STATUS, True, "It does not have HTTP ok status"),
    (_STATUS, True, "Response for preflight does not have HTTP ok status"),
    (_STATUS, True, "Response for preflight has invalid HTTP status code <status>"),
    (_STATUS, True, "Invalid HTTP status code <status>"),
    (_REDIRECT, True, "Redirect is not allowed for a preflight request"),
    (_REDIRECT, True, "Response for preflight is invalid (redirect)"),
    (
        _REDIRECT,
        True,
        (
            "The request was redirected to '<redirected_to>', which is disallowed for cross-origin"
            " requests that require preflight"
        ),
    ),
    (
        _REDIRECT,
        True,
        "Request requires preflight, which is disallowed to follow cross-origin redirect",
    ),
    (
        _METHOD,
        True,
        "Method <method> is not allowed by Access-Control-Allow-Methods in preflight response",
    ),
    (
        _HEADER,
        True,
        (
            "Request header field <header> is not allowed by Access-Control-Allow-Headers in preflight"
            " response"
        ),
    ),
    (_SOME_CHECK, None, "Invalid response. Origin '<origin>' is therefore not allowed access"),
    (_SOME_CHECK, None, "has been blocked by CORS policy: The response is invalid"),
    (
        (Failure.ALLOW_METHODS_MALFORMED,),
        True,
        "Cannot parse Access-Control-Allow-Methods response header field",
    ),
    (
        (Failure.ALLOW_HEADERS_MALFORMED,),
        True,
        "Cannot parse Access-Control-Allow-Headers response header field",
    ),
    (
        (Failure.LOCATION_HAS_CREDENTIALS,),
        None,
        "Redirect location '<redirected_to>' contains a username and password",
    ),
    (
        (Failure.LOCATION_HAS_CREDENTIALS,),
        None,
        "The request was redirected to a URL ('<redirected_to>') containing userinfo",
    ),
    (
        (Failure.LOCATION_NOT_HTTP,),
        None,
        "The request was redirected to a URL ('<redirected_to>') which has a disallowed scheme",
    ),
    (_NOT_HTTP, None, "Cross origin requests are only supported for protocol schemes:"),
    (_NOT_HTTP, None, "URL scheme '<any>' is not supported"),
    (
        _NOT_HTTP,
        None,
        (
            "Unsafe attempt to load URL <url> from frame with URL <page>. 'file:' URLs are treated as"
            " unique security origins"
        ),
    ),
    (_NOT_HTTP, None, "URL scheme must be 'http' or 'https' for CORS request"),
    (
        _SAME_ORIGIN,
        None,
        "Request mode is 'same-origin' but the URL's origin is not same as the request origin <origin>",
    ),
    (_SAME_ORIGIN, None, "Request mode is set to 'same-origin' but the URL's origin is not same"),
    (_SAME_ORIGIN, None, "Cross origin requests are not allowed by request mode"),
    (_LOCAL, None, "Permission was denied for this request to access the '<space>' address space"),
    (
        _LOCAL,
        None,
        (
            "The request client is not a secure context and the resource is in more-private address"
            " space '<space>'"
        ),
    ),
    (
        _LOCAL,
        None,
        (
            "Request had a target IP address space of '<any>' yet the resource is in address space"
            " '<space>'"
        ),
    ),
    (_LOCAL, None, "Request had no target IP address space, yet the resource is in"),
    (_LOCAL, None, "Request had a target IP address space of"),
    (_LOCAL, None, "Unable to ask for permission to access the '<space>' IP address space"),
    (_LOCAL, None, "No 'Access-Control-Allow-Private-Network' header was present in the preflight"),
    (_LOCAL, None, "The 'Access-Control-Allow-Private-Network' header in the preflight response"),
    (_LOCAL, None, "No 'Private-Network-Access-<any>' header was present in the preflight"),
    (
        _MIXED,
        None,
        (
            "Mixed Content: The page at '<page>' was loaded over HTTPS, but requested an insecure"
            " <last_url> This"
        ),
    ),
    (_MIXED, None, "Mixed Content: The page at '<page>' was loaded over"),
    (
        _MIXED,
        None,
        (
            "Mixed Content: The page at '<page>' was loaded over HTTPS, but attempted to connect to the"
            " insecure WebSocket endpoint '<url>'. This"
        ),
    ),
    (_MIXED, None, "An insecure WebSocket connection may not be initiated from a page loaded over"),
    (_PAGE_POLICY, None, "violates the following Content Security Policy directive"),
    (_PAGE_POLICY, None, "violates the document's Content Security Policy"),
    (
        _PAGE_POLICY,
        None,
        "Refused to connect because it violates the document's Content Security Policy",
    ),
    (_RESOURCE_POLICY, None, "net::ERR_BLOCKED_BY_RESPONSE"),
    (_TYPE, None, "Refused to apply style from '<url>' because its MIME type"),
    (_TYPE, None, "EventSource's response has a MIME type"),
    (_TYPE, None, "Failed to load module script: The server responded with a non-JavaScript MIME"),
    (_TYPE, None, "Failed to load module script: Expected a JavaScript"),
    (_TYPE, None, "Refused to execute script from '<url>' because its MIME type"),
    (_TYPE, None, "(CORB) blocked cross-origin response <url> with MIME type"),
    (_TYPE, None, "net::ERR_BLOCKED_BY_ORB"),
    (_PAGE_POLICY, None, "net::ERR_BLOCKED_BY_CSP"),
    (_LOCAL, None, "net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS"),
    (_LOCAL, None, "net::ERR_BLOCKED_BY_PRIVATE_NETWORK_ACCESS_CHECKS"),
    (_BY_CLIENT, None, "net::ERR_BLOCKED_BY_CLIENT"),
    (_BY_CLIENT, None, "net::ERR_BLOCKED_BY_ADMINISTRATOR"),
    (_ALLOWLIST, None, "net::ERR_NETWORK_ACCESS_REVOKED"),
    (_ALLOWLIST, None, "is blocked by Connection Allowlist"),
    (_ALLOWLIST, None, "was blocked by connection allowlist"),
    ((Failure.PORT_RESTRICTED,), None, "net::ERR_UNSAFE_PORT"),
    ((Failure.TOO_MANY_REDIRECTS,), None, "net::ERR_TOO_MANY_REDIRECTS"),
    ((Failure.LOCATION_NOT_HTTP,), None, "net::ERR_UNSAFE_REDIRECT"),
    (_NOT_HTTP, None, "net::ERR_UNKNOWN_URL_SCHEME"),
    (_NOT_HTTP, None, "net::ERR_DISALLOWED_URL_SCHEME"),
    ((Failure.URL_MALFORMED,), None, "net::ERR_INVALID_URL"),
    (_MIXED, None, "net::ERR_CLEARTEXT_NOT_PERMITTED"),
)
# How the errors of Chromium's network start, where nothing answered.
_NETWORK: Final = (
    "ADDRESS_",
    "BAD_SSL_",
    "CERT_",
    "CONNECTION_",
    "CONTENT_LENGTH_MISMATCH",
    "EMPTY_RESPONSE",
    "HTTP2_",
    "INCOMPLETE_CHUNKED_ENCODING",
    "INSECURE_RESPONSE",
    "INSUFFICIENT_RESOURCES",
    "INTERNET_DISCONNECTED",
    "INVALID_HTTP_RESPONSE",
    "NAME_",
    "NETWORK_",
    "PROXY_",
    "QUIC_",
    "SOCKET_",
    "SSL_",
    "TIMED_OUT",
    "TUNNEL_",
)

MESSAGES: Final = (
    *(Wording("chromium", reasons, text, preflight) for reasons, preflight, text in _ROWS),
    *(Wording("chromium", _NO_RESPONSE, f"net::ERR_{start}") for start in _NETWORK),
)
