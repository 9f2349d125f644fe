"""What browsers and others send, and what a guard that trusts one origin makes of it."""

from __future__ import annotations

from typing import Final, cast

from crossorigin import Guard, Policy, Reason
from crossorigin._policy.fetch_metadata import SentRequest

APP: Final = "https://app.example.com"
EVIL: Final = "https://evil.example"
IDP: Final = "https://idp.example"
OWN: Final = "https://api.example.com"
GUARD: Final = Guard(trusted=[IDP])
READERS: Final = Policy(APP)
CREDENTIALED: Final = Policy(APP, credentials=True)
ANYONE: Final = Policy("*")

# What was sent, the policy in force, and why it is refused (None: let through).
SENT: Final[dict[str, tuple[SentRequest, Policy | None, Reason | None]]] = {
    "not a browser": (SentRequest("POST", has_cookie=True), READERS, None),
    "not a browser, no policy": (SentRequest("DELETE"), None, None),
    "not a browser, WebSocket": (SentRequest("GET", is_websocket=True), READERS, None),
    "same-origin": (SentRequest("POST", origin=EVIL, site="same-origin"), None, None),
    "typed into the address bar": (SentRequest("POST", site="none"), None, None),
    "GET": (SentRequest("GET", origin=EVIL, site="cross-site", has_cookie=True), None, None),
    "HEAD": (SentRequest("HEAD", origin="null", site="cross-site"), READERS, None),
    "OPTIONS": (SentRequest("OPTIONS", origin="junk, junk"), READERS, None),
    "trusted": (
        SentRequest("POST", origin=IDP, site="cross-site", has_cookie=True),
        READERS,
        None,
    ),
    "trusted, no policy": (SentRequest("POST", origin=IDP), None, None),
    "trusted, WebSocket": (SentRequest("GET", origin=IDP, is_websocket=True), None, None),
    "allowed": (SentRequest("POST", origin=APP, site="same-site"), READERS, None),
    "allowed to send cookies": (
        SentRequest("POST", origin=APP, site="cross-site", has_cookie=True),
        CREDENTIALED,
        None,
    ),
    "allowed without cookies": (
        SentRequest("POST", origin=APP, site="cross-site", has_cookie=True),
        READERS,
        Reason.COOKIES_NOT_ALLOWED,
    ),
    "own host, old browser": (
        SentRequest("POST", origin=OWN, host="api.example.com", has_cookie=True),
        READERS,
        None,
    ),
    "own host, no policy": (SentRequest("POST", origin=OWN, host="api.example.com"), None, None),
    "own host, WebSocket": (
        SentRequest("GET", origin=OWN, host="api.example.com", is_websocket=True),
        READERS,
        None,
    ),
    "own host, but the browser knows better": (
        SentRequest("POST", origin=OWN, host="api.example.com", site="cross-site"),
        READERS,
        Reason.SENDER_NOT_ALLOWED,
    ),
    "own host, behind a proxy": (
        SentRequest("POST", origin=OWN, host="10.0.0.7:8080"),
        READERS,
        Reason.SENDER_NOT_ALLOWED,
    ),
    "sibling": (
        SentRequest("POST", origin="https://blog.example.com", site="same-site"),
        CREDENTIALED,
        Reason.SENDER_NOT_ALLOWED,
    ),
    "unknown site": (SentRequest("POST", site="same-origin, none"), None, Reason.SENDER_UNKNOWN),
    "empty site": (SentRequest("POST", site=""), ANYONE, Reason.SENDER_UNKNOWN),
    "site in upper case": (
        SentRequest("POST", origin=OWN, host="api.example.com", site="Same-Origin"),
        None,
        Reason.SENDER_NOT_ALLOWED,
    ),
    "no origin, cross-site": (
        SentRequest("POST", site="cross-site"),
        ANYONE,
        Reason.SENDER_UNKNOWN,
    ),
    "evil": (SentRequest("POST", origin=EVIL), READERS, Reason.SENDER_NOT_ALLOWED),
    "evil, no policy": (SentRequest("POST", origin=EVIL), None, Reason.SENDER_NOT_ALLOWED),
    "evil, WebSocket": (
        SentRequest("GET", origin=EVIL, is_websocket=True),
        READERS,
        Reason.SENDER_NOT_ALLOWED,
    ),
    "allowed, but not for this view": (
        SentRequest("POST", origin=APP),
        None,
        Reason.SENDER_NOT_ALLOWED,
    ),
    "null": (SentRequest("POST", origin="null"), READERS, Reason.ORIGIN_NULL),
    "null, no policy": (SentRequest("POST", origin="null"), None, Reason.ORIGIN_NULL),
    "null, anyone": (SentRequest("POST", origin="null"), ANYONE, None),
    "anyone": (SentRequest("POST", origin=EVIL, site="cross-site"), ANYONE, None),
    "anyone, with cookies": (
        SentRequest("POST", origin=EVIL, has_cookie=True),
        ANYONE,
        Reason.COOKIES_NOT_ALLOWED,
    ),
    "several origins": (
        SentRequest("POST", origin=f"{APP}, {EVIL}"),
        READERS,
        Reason.ORIGIN_MALFORMED,
    ),
    "the same origin twice": (
        SentRequest("POST", origin=f"{IDP},{IDP}"),
        None,
        Reason.ORIGIN_MALFORMED,
    ),
    "junk, anyone": (SentRequest("POST", origin="x" * 9999), ANYONE, Reason.ORIGIN_MALFORMED),
    "empty origin": (SentRequest("POST", origin=""), READERS, Reason.ORIGIN_MALFORMED),
    "insecure": (
        SentRequest("POST", origin="http://app.example.com"),
        Policy(lambda _origin, _request: True, credentials=True),
        Reason.ORIGIN_INSECURE,
    ),
    "a source that fails": (
        SentRequest("POST", origin=APP),
        Policy(lambda _origin, _request: cast("bool", None)),
        Reason.ORIGIN_SOURCE_FAILED,
    ),
    "lower-case method": (
        SentRequest("get", origin=EVIL),
        READERS,
        Reason.SENDER_NOT_ALLOWED,
    ),
}
