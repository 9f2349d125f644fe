"""
The lists and the grammar of the standards, one link each, and no logic.

Sources: https://fetch.spec.whatwg.org/, https://www.rfc-editor.org/rfc/rfc9110
"""

from __future__ import annotations

import re
from typing import Final

# The methods a page may send without a preflight.
# https://fetch.spec.whatwg.org/#cors-safelisted-method
SAFELISTED_METHODS: Final = frozenset({"GET", "HEAD", "POST"})

# The methods a page may never send.
# https://fetch.spec.whatwg.org/#forbidden-method
FORBIDDEN_METHODS: Final = frozenset({"CONNECT", "TRACE", "TRACK"})

# Methods are compared byte by byte, and a browser upper-cases only six of them
# (DELETE, GET, HEAD, OPTIONS, POST, PUT), so these in lower case are mistakes.
# https://fetch.spec.whatwg.org/#concept-method-normalize
# https://www.rfc-editor.org/rfc/rfc9110#section-9
UPPER_CASE_METHODS: Final = SAFELISTED_METHODS | {
    "DELETE",
    "OPTIONS",
    "PATCH",
    "PUT",
    "QUERY",
}

# The methods that have no body. https://fetch.spec.whatwg.org/#dom-request
BODILESS_METHODS: Final = frozenset({"GET", "HEAD"})

# These are upper-cased, whatever the page writes; no other method is.
# https://fetch.spec.whatwg.org/#concept-method-normalize
NORMALIZED_METHODS: Final = SAFELISTED_METHODS | {"DELETE", "OPTIONS", "PUT"}

# A wildcard never covers this request header: it must be listed by name.
# https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
NON_WILDCARD_REQUEST_HEADER: Final = "authorization"

# The request headers a page may never set.
# https://fetch.spec.whatwg.org/#forbidden-request-header
FORBIDDEN_REQUEST_HEADERS: Final = frozenset(
    {
        "accept-charset",
        "accept-encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "connection",
        "content-length",
        "cookie",
        "cookie2",
        "date",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "referer",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
    }
)
FORBIDDEN_REQUEST_HEADER_PREFIXES: Final = ("proxy-", "sec-")

# These are forbidden, too, if they name a forbidden method.
METHOD_OVERRIDE_HEADERS: Final = frozenset(
    {"x-http-method", "x-http-method-override", "x-method-override"}
)

# The request headers that go with the body when a redirect drops it.
# https://fetch.spec.whatwg.org/#request-body-header-name
REQUEST_BODY_HEADERS: Final = frozenset(
    {"content-encoding", "content-language", "content-location", "content-type"}
)

# The request headers that a page may set in the mode `no-cors`.
# https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name
NO_CORS_REQUEST_HEADERS: Final = frozenset(
    {"accept", "accept-language", "content-language", "content-type"}
)

# The values that safelisted request headers may have, and their length.
# https://fetch.spec.whatwg.org/#cors-safelisted-request-header
UNSAFE_BYTE: Final = re.compile(r"""[\x00-\x08\x0a-\x1f"():<>?@\[\\\]{}\x7f]""")
LANGUAGE_VALUE: Final = re.compile(r"[0-9A-Za-z *,\-.;=]*")
SAFELISTED_CONTENT_TYPES: Final = frozenset(
    {"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"}
)
MAX_SAFELISTED_VALUE: Final = 128
MAX_SAFELISTED_VALUES: Final = 1024

# The request headers that keep a response out of the HTTP cache.
# https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
CONDITIONAL_REQUEST_HEADERS: Final = frozenset(
    {"if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since"}
)

# The response headers a page may read without their being exposed.
# https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
SAFELISTED_RESPONSE_HEADERS: Final = frozenset(
    {
        "cache-control",
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
    }
)

# The response headers a page may never read.
# https://fetch.spec.whatwg.org/#forbidden-response-header-name
FORBIDDEN_RESPONSE_HEADERS: Final = frozenset({"set-cookie", "set-cookie2"})

# The response headers of the CORS protocol.
# https://fetch.spec.whatwg.org/#http-responses
CORS_RESPONSE_HEADERS: Final = frozenset(
    {
        "access-control-allow-credentials",
        "access-control-allow-headers",
        "access-control-allow-methods",
        "access-control-allow-origin",
        "access-control-expose-headers",
        "access-control-max-age",
    }
)

# A header with a name such as these is one of responses, which some pages send in their requests.
RESPONSE_HEADER_PREFIXES: Final = ("access-control-", "cross-origin-", "timing-allow-")

# https://www.w3.org/TR/resource-timing/#sec-timing-allow-origin
TIMING_ALLOW_ORIGIN: Final = "timing-allow-origin"

# A method or a header name. https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")

# Optional white space in a list. https://www.rfc-editor.org/rfc/rfc9110#section-5.6.3
OPTIONAL_WHITE_SPACE: Final = " \t"

# Taken off both ends of a value that a page sets; and the bytes that no value may have.
# https://fetch.spec.whatwg.org/#header-value
HTTP_WHITE_SPACE: Final = "\t\n\r "
NEVER_IN_A_VALUE: Final = re.compile(r"[\x00\n\r]|[^\x00-\xff]")

# https://fetch.spec.whatwg.org/#redirect-status
REDIRECT_STATUSES: Final = frozenset({301, 302, 303, 307, 308})
# https://fetch.spec.whatwg.org/#http-redirect-fetch
MAX_REDIRECTS: Final = 20

# https://fetch.spec.whatwg.org/#http-scheme
HTTP_SCHEMES: Final = frozenset({"http", "https"})

# The schemes of WebSockets, and those of the pages that open them.
# https://websockets.spec.whatwg.org/#dom-websocket-websocket
WEBSOCKET_SCHEMES: Final = {"ws": "http", "wss": "https"}

# URLs with these have no origin of their own: it is `null`, or that of the page that made them.
# https://url.spec.whatwg.org/#concept-url-origin
SCHEMES_WITHOUT_ORIGIN: Final = frozenset({"about", "blob", "data", "javascript"})

# No policy lists an origin with one of these. A browser serialises that of a file as `null`.
UNLISTED_SCHEMES: Final = SCHEMES_WITHOUT_ORIGIN | {"file", *WEBSOCKET_SCHEMES}
# The ports of other protocols, to which no browser sends a request of HTTP.
# https://fetch.spec.whatwg.org/#port-blocking
BAD_PORTS: Final = frozenset(
    {
        *(0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95),
        *(101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179),
        *(389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601),
        *(
            636,
            989,
            990,
            993,
            995,
            1719,
            1720,
            1723,
            2049,
            3659,
            4045,
            4190,
            5060,
            5061,
            6000,
            6566,
        ),
        *(6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
    }
)

# How long the answer to a preflight is kept that does not say it, in seconds.
# https://fetch.spec.whatwg.org/#cors-preflight-fetch
DEFAULT_MAX_AGE: Final = 5

# The ports a serialised origin leaves out.
# https://url.spec.whatwg.org/#default-port
DEFAULT_PORTS: Final = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}

# An opaque origin, serialised.
# https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
OPAQUE_ORIGIN: Final = "null"

# The longest origin that is read: a scheme, a host name of 253 bytes with its dot,
# and a port leave room to spare. https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
MAX_ORIGIN_LENGTH: Final = 330
MAX_HOST_LENGTH: Final = 254

# The longest method that a wildcard or a route permits; the longest that is registered has
# 17 characters. https://www.iana.org/assignments/http-methods/
MAX_METHOD_LENGTH: Final = 64

# How much of Access-Control-Request-Headers is read, in characters and in names.
MAX_REQUEST_HEADERS_LENGTH: Final = 4096
MAX_REQUEST_HEADERS_NAMES: Final = 128

# The longest time that any engine keeps a preflight's answer, in seconds (Firefox).
MAX_MAX_AGE: Final = 86400

# How a label begins that is Unicode in punycode. https://www.rfc-editor.org/rfc/rfc5890#section-2.3.2.5
ACE: Final = "xn--"
