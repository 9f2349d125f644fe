"""
What is sent, and in whose name.

Source: https://fetch.spec.whatwg.org/#append-a-request-origin-header
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from crossorigin._browser.messages import STREAM, TEXT
from tests.engines.rows import API, HERE, Row
from tests.engines.tables.parts import GET, NO_CORS, OWN, POST, PUT, chain, row, setting

if TYPE_CHECKING:
    from crossorigin._browser.messages import ReferrerPolicy

_POLICIES: Final[tuple[ReferrerPolicy, ...]] = (
    "no-referrer",
    "no-referrer-when-downgrade",
    "same-origin",
    "origin",
    "strict-origin",
    "origin-when-cross-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
)
# What is fetched without being sent: of a data: URL, the beginning, and how it is fetched.
_DATA: Final[tuple[tuple[str, str, dict[str, Any], str], ...]] = (
    ("plain", "text/plain,", {}, ""),
    ("default", ",", {}, ""),
    ("parameters", 'TEXT/html; x="y z"; CHARSET=a;charset=b,%zz\u00e9#', {}, ""),
    ("base64", ";base64,", {}, "data-url-malformed"),
    ("base64-query", "a/b;BASE64 ,YWI%3D?", {}, "data-url-malformed"),
    ("no-comma", "text/plain", {}, "data-url-malformed"),
    ("host", "//a.b:80", {}, "data-url-malformed"),
    ("host-comma", "//a.b/,", {}, ""),
    ("port", "//a.b:c/,", {}, "url-malformed"),
    ("no-cors", ",", {"mode": "no-cors"}, ""),
    ("same-origin", ",", {"mode": "same-origin"}, ""),
    ("sandboxed", ",", {"origin": "null"}, ""),
    ("head", ",", {"method": "HEAD"}, ""),
    ("post", ",", {"method": "POST", "body": TEXT}, ""),
    ("put", ",", {"method": "PUT", "credentials": "include", "headers": (("X-A", "1"),)}, ""),
    ("no-cors-sandboxed", ",", {"mode": "no-cors", "redirect": "manual", "origin": "null"}, ""),
    (
        "no-cors-malformed",
        "text/plain",
        {"mode": "no-cors", "redirect": "manual"},
        "data-url-malformed",
    ),
    *(
        (f"{mode}-{redirect}", ",", {"mode": mode, "redirect": redirect}, "")
        for mode in ("cors", "no-cors", "same-origin")
        for redirect in ("manual", "error")
    ),
    # Whole, cut, with white space, and with bits at the end that encode nothing.
    *(
        (f"base64-{number}", f";base64,{text}#", {}, "")
        for number, text in enumerate(
            ["", "eA==", "eA", "eB==", "eB", "eAA=", "eAB", "e%20A%0A=%3D"]
        )
    ),
    *(
        (f"base64-malformed-{number}", f";base64,{text}#", {}, "data-url-malformed")
        for number, text in enumerate(["e", "eA=", "eA===", "e-A=", "eAAAA", "==", "e=A="])
    ),
)
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")

# Ports of other protocols.
_PORTS: Final = (9, 22, 4190, 6000, 6679, 10080)

ROWS: Final[tuple[Row, ...]] = (
    *(
        row(f"port-{port}", replace(fetch, url=f"{API}:{port}/@/0"), fails="port-restricted")
        for port in _PORTS
        for fetch in [PUT if port == 6000 else GET]
    ),
    *(row(f"own-{method}", replace(OWN, method=method)) for method in _METHODS),
    *(row(f"cors-{method}", replace(GET, method=method)) for method in _METHODS),
    *(
        row(f"{name}-{policy}", replace(fetch, referrer_policy=policy))
        for policy in _POLICIES
        for name, fetch in [
            ("cors-get", GET),
            ("own-post", replace(OWN, method="POST")),
            ("no-cors-post", replace(NO_CORS, method="POST")),
            ("no-cors-own-post", replace(OWN, method="POST", mode="no-cors")),
        ]
    ),
    *(
        row(f"{name}-{credentials}", replace(fetch, credentials=credentials))
        for credentials in ("omit", "same-origin", "include")
        for name, fetch in [("own", OWN), ("cors", GET), ("no-cors", NO_CORS)]
    ),
    row("no-cors-get", NO_CORS),
    row("no-cors-head", replace(NO_CORS, method="HEAD")),
    row("no-cors-put", replace(NO_CORS, method="PUT"), fails="no-cors-method"),
    row(
        "no-cors-redirect-error", replace(NO_CORS, redirect="error"), fails="no-cors-redirect-mode"
    ),
    row("no-cors-manual", replace(NO_CORS, redirect="manual"), fails="no-cors-redirect-mode"),
    row("no-cors-body", replace(NO_CORS, method="POST", body=TEXT)),
    row("no-cors-stream", replace(NO_CORS, method="POST", body=STREAM), fails="stream-not-allowed"),
    row(
        "no-cors-headers",
        setting(NO_CORS, ("X-A", "1"), ("Accept", "a/b"), ("Accept-Language", "de")),
    ),
    row(
        "no-cors-json", setting(replace(NO_CORS, method="POST", body=TEXT), ("Content-Type", "a/b"))
    ),
    row("no-cors-range", setting(NO_CORS, ("Range", "bytes=0-"))),
    row("no-cors-long", setting(NO_CORS, ("Accept", "a" * 129))),
    row("no-cors-sandboxed-post", replace(NO_CORS, method="POST", origin="null")),
    row("same-origin", replace(OWN, mode="same-origin")),
    row("same-origin-away", replace(GET, mode="same-origin"), fails="mode-same-origin"),
    Row(
        id="same-origin-redirect",
        fetches=(replace(OWN, mode="same-origin"),),
        hops=chain((302,), (API,)),
        fails="mode-same-origin",
    ),
    row("sandboxed-own", replace(OWN, origin="null")),
    row("sandboxed-own-put", replace(OWN, origin="null", method="PUT")),
    row(
        "url-userinfo", replace(GET, url=f"https://u:p@{API[8:]}/@/0"), fails="url-has-credentials"
    ),
    row("url-malformed", replace(GET, url="https://exa mple/@/0"), fails="url-malformed"),
    row("url-scheme", replace(GET, url="foo://a.example/@/0"), fails="url-not-http"),
    row("url-no-scheme", replace(GET, url="localhost:3000/@/0"), fails="url-not-http"),
    row("url-fragment", replace(GET, url=f"{API}/@/0#there")),
    row("url-query", replace(POST, url=f"{API}/@/0?a=b c")),
    row("url-escapes", replace(GET, url=f"{API}/%c3%7e/../@/0?%e2%21%41%5f%zz%%341")),
    row("url-escapes-put", replace(GET, method="PUT", url=f"{API}/@/%2d%e2/0?%2b")),
    row("url-escapes-manual", replace(GET, url=f"{API}/@/0?%e2", redirect="manual")),
    row("url-symbol", replace(GET, url="https://\uff41pi.ex\u00adample.com/@/0")),
    row("url-no-joiner", replace(GET, url="https://\u200d.example.com/@/0"), fails="url-malformed"),
    row("url-zeros", replace(GET, url=f"https://{'0' * 50}400.0.0.1/@/0"), fails="url-malformed"),
    *(
        row(f"data-{name}", replace(GET, url=f"data:{text}/@/0", **changes), fails=fails)
        for name, text, changes, fails in _DATA
    ),
    row("url-own-port", replace(GET, url=f"{HERE}:443/@/0")),
)
