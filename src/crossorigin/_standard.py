"""
Hold the lists and the grammar of the standards, one link each, and no logic.

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

# https://www.w3.org/TR/resource-timing/#sec-timing-allow-origin
TIMING_ALLOW_ORIGIN: Final = "timing-allow-origin"

# A method or a header name. https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")

# Optional white space in a list. https://www.rfc-editor.org/rfc/rfc9110#section-5.6.3
OPTIONAL_WHITE_SPACE: Final = " \t"

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

# How much of Access-Control-Request-Headers is read, in characters and in names.
MAX_REQUEST_HEADERS_LENGTH: Final = 4096
MAX_REQUEST_HEADERS_NAMES: Final = 128

# The longest time that any engine keeps a preflight's answer, in seconds (Firefox).
MAX_MAX_AGE: Final = 86400
