"""
What needs a preflight.

Source: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from crossorigin._browser.messages import BYTES, FORM, MULTIPART, STREAM, TEXT
from tests.engines.rows import Hop, Row
from tests.engines.tables.parts import ALLOW, GET, PERMISSION, POST, PUT, answer, row, setting

_LONG: Final = "a" * 128
# Header, and values of it, be they safe or not.
_VALUES: Final = {
    "Accept": [
        "text/html", "a(b", 'x="y"', "a:b", "a<b", "a>b", "a?b", "a@b", "a[b", "a]b", "a\\b",
        "a{b", "a}b", "a\x7fb", "a\x01b", "a\tb", "", _LONG, f"{_LONG}a", "\xe9", "a/b;c='d'",
    ],
    "Accept-Language": ["de, en;q=0.5", "*", "en_US", "de@", "(", "", _LONG, f"{_LONG}a", "a\tb"],
    "Content-Language": ["de", "en_US", "@", "", f"{_LONG}a"],
    "Content-Type": [
        "text/plain", "text/plain;charset=utf-8", "TEXT/PLAIN", "text/plain ; a", "text/html",
        "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json",
        "application/csp-report", "application/reports+json", "application/ocsp-request", "",
        'text/plain; x="a"', "text/plain;x={", "text/plain, application/json", "text/plain;;",
        "text/plain;x=y;", "text/plain;" + "a" * 117, "text/plain;" + "a" * 118, "plain", "text/",
        "text/plain\t", "text/plain;x=a,b", "text/plain; x=\xe9", "text/plainx",
    ],
    "Range": [
        "bytes=0-", "bytes=0-99", "bytes=5-", "bytes=5-4", "bytes=-500", "bytes=0-1,5-6",
        "bytes 0-1", "bytes= 0-1", "bytes=0 -1", "BYTES=0-", "bytes=00-01", "bits=0-", "bytes=-",
        "bytes=0-9223372036854775806", "bytes=0-9223372036854775807",
        "bytes=0-18446744073709551615", "bytes=0-18446744073709551616",
        "bytes=+0-100", "bytes=0-+100", "bytes=+5-", "bytes=\x0c1-2", "bytes=1\x0b-2",
        "bytes=1-\x0c2", "bytes=1-2\x0c\x0b", "BYTES=\x0b+1-2", "bytes=5-+4", "bytes=++1-2",
        "bytes=+-2", "bytes=\x0c-5", "bytes\x0c=1-2", "bytes=+\x0c1-2", "bytes=1-\x0c",
        "bytes=\x1c1-2", "bytes=1-2+",
    ],
    "DPR": ["2", "1.5", "x", ""],
    "Device-Memory": ["0.5", "x"],
    "Downlink": ["1.5", "x"],
    "ECT": ["4g", "5g"],
    "RTT": ["5", "1.5"],
    "Save-Data": ["on", "off"],
    "Viewport-Width": ["5", "x"],
    "Width": ["5", "1.5"],
    "User-Agent": ["mine"],
    "X-Requested-With": ["XMLHttpRequest"],
    "Cache-Control": ["no-transform"],
    "Pragma": ["x"],
    "If-None-Match": ['"a"'],
    "If-Modified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT"],
    "traceparent": ["00-a-b-01"],
    "Priority": ["u=1"],
    "Last-Event-ID": ["5"],
    "Upgrade-Insecure-Requests": ["1"],
    "From": ["a@b.example"],
    "Sec-GPC": ["1"],
}  # fmt: skip
_BODIES: Final = {"text": TEXT, "form": FORM, "multipart": MULTIPART, "bytes": BYTES}
_DUPLICATES: Final = {
    "two-values": (("X-A", "1"), ("X-A", "2")),
    "empty-last": (("X-A", "1"), ("X-A", "")),
    "empty-first": (("X-A", ""), ("X-A", "1")),
    "accept-long": (("Accept", "a" * 70), ("Accept", "b" * 70)),
    "accept-total": (("Accept", _LONG),) * 9,
    "language-total": (("Accept-Language", _LONG),) * 9,
    "authorization": (("Authorization", "a"), ("Authorization", "b")),
    "user-agent": (("User-Agent", "a"), ("User-Agent", "b")),
    "type": (("Content-Type", "text/plain"), ("Content-Type", "a/b")),
    "type-json": (("Content-Type", "a/b"), ("Content-Type", "text/plain")),
}

ROWS: Final[tuple[Row, ...]] = (
    *(
        row(f"C76-{name}-{at}", setting(GET, (name, value)))
        for name, values in _VALUES.items()
        for at, value in enumerate(values)
    ),
    *(row(f"C84-{id_}", setting(GET, *lines)) for id_, lines in _DUPLICATES.items()),
    row("C84-type-body", replace(setting(POST, *_DUPLICATES["type"]), body=TEXT)),
    row("C85", setting(GET, ("X-Anything", "1"))),
    *(row(f"C79-{kind}", replace(POST, body=body)) for kind, body in _BODIES.items()),
    *(row(f"C88-{kind}", replace(PUT, body=body)) for kind, body in _BODIES.items()),
    row("C79-typed", replace(setting(POST, ("Content-Type", "application/json")), body=TEXT)),
    row("C87", replace(POST, body=TEXT, has_upload_listener=True), via="xhr"),
    row("C87-no-body", replace(POST, has_upload_listener=True), via="xhr"),
    row("C87-unlisted", replace(POST, body=TEXT, has_upload_listener=True), via="xhr",
        hop=Hop((answer(ALLOW),), (answer(ALLOW),))),
    row("C87-unlisted-put", replace(PUT, body=TEXT, has_upload_listener=True), via="xhr",
        hop=Hop((answer(ALLOW),), (answer(ALLOW),))),
    # What is sent after the preflight needs another protocol than that of the test-bed.
    row("C87-stream", replace(POST, body=STREAM), hop=Hop((answer(),), (None,)),
        fails="allow-origin-missing"),
    row("C87-stream-get", replace(GET, body=STREAM), fails="body-not-allowed"),
    row("body-get", replace(GET, body=TEXT), fails="body-not-allowed"),
    row("C9-head", setting(replace(GET, method="HEAD"), ("X-A", "1"))),
    row("C10", setting(replace(PUT, credentials="include"), ("Authorization", "Bearer a"))),
    row("C10-same-origin", replace(PUT, credentials="same-origin")),
    row("C10-omit", replace(PUT, credentials="omit"), hop=Hop((PERMISSION,), (answer(ALLOW),))),
)  # fmt: skip
