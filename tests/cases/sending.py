"""What browsers and others send, and what a guard that trusts one origin makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from crossorigin import Guard, Policy, Reason
from tests.cases.senders import sent_request

if TYPE_CHECKING:
    from crossorigin._policy.requests import FetchMetadata

APP: Final = "https://app.example.com"
EVIL: Final = "https://evil.example"
IDP: Final = "https://idp.example"
OWN: Final = "https://api.example.com"
GUARD: Final = Guard(trusted=[IDP])
READERS: Final = Policy(APP)
CREDENTIALED: Final = Policy(APP, credentials=True)
ANYONE: Final = Policy("*")

# What was sent, the policy in force, and why it is refused (None: let through).
SENT: Final[dict[str, tuple[FetchMetadata, Policy | None, Reason | None]]] = {
    "not a browser": (sent_request("POST", has_cookie=True), READERS, None),
    "not a browser, no policy": (sent_request("DELETE"), None, None),
    "not a browser, WebSocket": (sent_request("GET", is_websocket=True), READERS, None),
    "same-origin": (sent_request("POST", origin=EVIL, site="same-origin"), None, None),
    "typed into the address bar": (sent_request("POST", site="none"), None, None),
    "GET": (sent_request("GET", origin=EVIL, site="cross-site", has_cookie=True), None, None),
    "HEAD": (sent_request("HEAD", origin="null", site="cross-site"), READERS, None),
    "OPTIONS": (sent_request("OPTIONS", origin="junk, junk"), READERS, None),
    "trusted": (
        sent_request("POST", origin=IDP, site="cross-site", has_cookie=True),
        READERS,
        None,
    ),
    "trusted, no policy": (sent_request("POST", origin=IDP), None, None),
    "trusted, WebSocket": (sent_request("GET", origin=IDP, is_websocket=True), None, None),
    "allowed": (sent_request("POST", origin=APP, site="same-site"), READERS, None),
    "allowed to send cookies": (
        sent_request("POST", origin=APP, site="cross-site", has_cookie=True),
        CREDENTIALED,
        None,
    ),
    "allowed without cookies": (
        sent_request("POST", origin=APP, site="cross-site", has_cookie=True),
        READERS,
        Reason.COOKIES_NOT_ALLOWED,
    ),
    "own host, old browser": (
        sent_request("POST", origin=OWN, host="api.example.com", has_cookie=True),
        READERS,
        None,
    ),
    "own host, no policy": (sent_request("POST", origin=OWN, host="api.example.com"), None, None),
    "own host, WebSocket": (
        sent_request("GET", origin=OWN, host="api.example.com", is_websocket=True),
        READERS,
        None,
    ),
    "own host, but the browser knows better": (
        sent_request("POST", origin=OWN, host="api.example.com", site="cross-site"),
        READERS,
        Reason.SENDER_NOT_ALLOWED,
    ),
    "own host, behind a proxy": (
        sent_request("POST", origin=OWN, host="10.0.0.7:8080"),
        READERS,
        Reason.SENDER_NOT_ALLOWED,
    ),
    "sibling": (
        sent_request("POST", origin="https://blog.example.com", site="same-site"),
        CREDENTIALED,
        Reason.SENDER_NOT_ALLOWED,
    ),
    "unknown site": (sent_request("POST", site="same-origin, none"), None, Reason.SENDER_UNKNOWN),
    "empty site": (sent_request("POST", site=""), ANYONE, Reason.SENDER_UNKNOWN),
    "site in upper case": (
        sent_request("POST", origin=OWN, host="api.example.com", site="Same-Origin"),
        None,
        Reason.SENDER_NOT_ALLOWED,
    ),
    "no origin, cross-site": (
        sent_request("POST", site="cross-site"),
        ANYONE,
        Reason.SENDER_UNKNOWN,
    ),
    "evil": (sent_request("POST", origin=EVIL), READERS, Reason.SENDER_NOT_ALLOWED),
    "evil, no policy": (sent_request("POST", origin=EVIL), None, Reason.SENDER_NOT_ALLOWED),
    "evil, WebSocket": (
        sent_request("GET", origin=EVIL, is_websocket=True),
        READERS,
        Reason.SENDER_NOT_ALLOWED,
    ),
    "allowed, but not for this view": (
        sent_request("POST", origin=APP),
        None,
        Reason.SENDER_NOT_ALLOWED,
    ),
    "null": (sent_request("POST", origin="null"), READERS, Reason.ORIGIN_NULL),
    "null, no policy": (sent_request("POST", origin="null"), None, Reason.ORIGIN_NULL),
    "null, anyone": (sent_request("POST", origin="null"), ANYONE, None),
    "anyone": (sent_request("POST", origin=EVIL, site="cross-site"), ANYONE, None),
    "anyone, with cookies": (
        sent_request("POST", origin=EVIL, has_cookie=True),
        ANYONE,
        Reason.COOKIES_NOT_ALLOWED,
    ),
    "several origins": (
        sent_request("POST", origin=f"{APP}, {EVIL}"),
        READERS,
        Reason.ORIGIN_MALFORMED,
    ),
    "the same origin twice": (
        sent_request("POST", origin=f"{IDP},{IDP}"),
        None,
        Reason.ORIGIN_MALFORMED,
    ),
    "junk, anyone": (sent_request("POST", origin="x" * 9999), ANYONE, None),
    "junk, with cookies": (
        sent_request("POST", origin="x" * 9999, has_cookie=True),
        ANYONE,
        Reason.COOKIES_NOT_ALLOWED,
    ),
    "junk": (sent_request("POST", origin="x" * 9999), READERS, Reason.ORIGIN_MALFORMED),
    "empty origin": (sent_request("POST", origin=""), READERS, Reason.ORIGIN_MALFORMED),
    "insecure": (
        sent_request("POST", origin="http://app.example.com"),
        Policy(lambda _origin, _request: True, credentials=True),
        Reason.ORIGIN_INSECURE,
    ),
    "a source that fails": (
        sent_request("POST", origin=APP),
        Policy(lambda _origin, _request: cast("bool", None)),
        Reason.ORIGIN_SOURCE_FAILED,
    ),
    "lower-case method": (
        sent_request("get", origin=EVIL),
        READERS,
        Reason.SENDER_NOT_ALLOWED,
    ),
}
