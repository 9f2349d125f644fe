"""The failures of a fetch: one slug and one sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Failure(StrEnum):
    """
    The failures of a fetch, in the order in which a browser finds them.

    A failure that is also a reason of a policy's decision has the same slug there.
    """

    # Before anything is sent.
    URL_MALFORMED = "url-malformed"
    URL_HAS_CREDENTIALS = "url-has-credentials"
    URL_NOT_HTTP = "url-not-http"
    METHOD_MALFORMED = "method-malformed"
    FORBIDDEN_METHOD = "forbidden-method"
    NO_CORS_METHOD = "no-cors-method"
    HEADER_MALFORMED = "header-malformed"
    BODY_NOT_ALLOWED = "body-not-allowed"
    STREAM_NOT_ALLOWED = "stream-not-allowed"
    PORT_RESTRICTED = "port-restricted"
    DATA_URL_MALFORMED = "data-url-malformed"
    MODE_SAME_ORIGIN = "mode-same-origin"
    NO_CORS_REDIRECT_MODE = "no-cors-redirect-mode"
    # By the network.
    NO_RESPONSE = "no-response"
    LINES_DIFFER = "lines-differ"
    # By the answer to a preflight.
    PREFLIGHT_REDIRECT = "preflight-redirect"
    # By any answer.
    ALLOW_ORIGIN_MISSING = "allow-origin-missing"
    WILDCARD_WITH_CREDENTIALS = "wildcard-with-credentials"
    ALLOW_ORIGIN_MULTIPLE = "allow-origin-multiple"
    ALLOW_ORIGIN_MALFORMED = "allow-origin-malformed"
    ALLOW_ORIGIN_MISMATCH = "allow-origin-mismatch"
    ALLOW_CREDENTIALS_MISSING = "allow-credentials-missing"
    ALLOW_CREDENTIALS_NOT_TRUE = "allow-credentials-not-true"
    # By the answer to a preflight, again.
    PREFLIGHT_STATUS = "preflight-status"
    ALLOW_METHODS_MALFORMED = "allow-methods-malformed"
    ALLOW_HEADERS_MALFORMED = "allow-headers-malformed"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    HEADER_NOT_ALLOWED = "header-not-allowed"
    AUTHORIZATION_NOT_LISTED = "authorization-not-listed"
    # By a redirect.
    REDIRECT_NOT_ALLOWED = "redirect-not-allowed"
    LOCATION_MALFORMED = "location-malformed"
    LOCATION_NOT_HTTP = "location-not-http"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    LOCATION_HAS_CREDENTIALS = "location-has-credentials"
    STREAM_REDIRECTED = "stream-redirected"


@dataclass(frozen=True, slots=True)
class Blocked:
    """
    A failure and its subject: the reason for a network error.

    Attributes:
        failure: Why.
        subject: The value, the method, or the header in lower case that is at fault.
    """

    failure: Failure
    subject: str = ""


FAILURE_SENTENCES: Final = {
    Failure.URL_MALFORMED: "The address is not a URL.",
    Failure.URL_HAS_CREDENTIALS: "The URL has a user name or a password, which no page may fetch.",
    Failure.URL_NOT_HTTP: "The scheme of the URL is neither http nor https.",
    Failure.METHOD_MALFORMED: "The method is not one that HTTP permits.",
    Failure.FORBIDDEN_METHOD: "No browser lets a page send this method.",
    Failure.NO_CORS_METHOD: "In the mode no-cors, a page may send GET, HEAD and POST only.",
    Failure.HEADER_MALFORMED: "A request header is not one that HTTP permits.",
    Failure.BODY_NOT_ALLOWED: "GET and HEAD have no body.",
    Failure.STREAM_NOT_ALLOWED: "This browser, or the mode no-cors, sends no stream.",
    Failure.PORT_RESTRICTED: "No browser connects to this port: not CORS.",
    Failure.DATA_URL_MALFORMED: "The data: URL has no comma, or its base64 is none.",
    Failure.MODE_SAME_ORIGIN: "The mode same-origin fetches nothing of another origin.",
    Failure.NO_CORS_REDIRECT_MODE: "The mode no-cors follows redirects, whatever they are.",
    Failure.NO_RESPONSE: "Nothing answered: refused, unknown, not secure, or closed too early.",
    Failure.LINES_DIFFER: (
        "Lines of a header that has one value differ, so this browser reads nothing of the response."
    ),
    Failure.PREFLIGHT_REDIRECT: "The preflight was redirected, which no browser follows.",
    Failure.ALLOW_ORIGIN_MISSING: "The response has no Access-Control-Allow-Origin.",
    Failure.WILDCARD_WITH_CREDENTIALS: (
        "The Access-Control-Allow-Origin is a wildcard, which means nothing to a request"
        " that sends credentials."
    ),
    Failure.ALLOW_ORIGIN_MULTIPLE: "There is more than one Access-Control-Allow-Origin.",
    Failure.ALLOW_ORIGIN_MALFORMED: "The Access-Control-Allow-Origin is not an origin.",
    Failure.ALLOW_ORIGIN_MISMATCH: "The Access-Control-Allow-Origin is another origin.",
    Failure.ALLOW_CREDENTIALS_MISSING: (
        "The request sends credentials, and the response has no Access-Control-Allow-Credentials."
    ),
    Failure.ALLOW_CREDENTIALS_NOT_TRUE: (
        "The request sends credentials, and the Access-Control-Allow-Credentials is not"
        " exactly true."
    ),
    Failure.PREFLIGHT_STATUS: "The status of the answer to the preflight is not from 200 to 299.",
    Failure.ALLOW_METHODS_MALFORMED: "The Access-Control-Allow-Methods is not a list of methods.",
    Failure.ALLOW_HEADERS_MALFORMED: "The Access-Control-Allow-Headers is not a list of names.",
    Failure.METHOD_NOT_ALLOWED: "The Access-Control-Allow-Methods does not list the method.",
    Failure.HEADER_NOT_ALLOWED: "The Access-Control-Allow-Headers does not list a header.",
    Failure.AUTHORIZATION_NOT_LISTED: (
        "A wildcard never covers the Authorization header: it must be listed by name."
    ),
    Failure.REDIRECT_NOT_ALLOWED: "The page asked that a redirect be an error.",
    Failure.LOCATION_MALFORMED: "The redirect does not say, in one URL, where to.",
    Failure.LOCATION_NOT_HTTP: "The redirect leads to a scheme that is neither http nor https.",
    Failure.TOO_MANY_REDIRECTS: "There were more than 20 redirects.",
    Failure.LOCATION_HAS_CREDENTIALS: "The redirect leads to a URL with a user name or a password.",
    Failure.STREAM_REDIRECTED: "The body was a stream, which cannot be sent a second time.",
}
