"""
Whose pages they are.

Source: https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tests.engines.rows import HERE, Hop, Row
from tests.engines.tables.parts import ALLOW, GET, OPEN, PUT, allow, answer, row

# Pages whose origin may be written in one way only.
_PAGES: Final = {
    "C13": "https://shop.example",
    "C14-port": "https://shop.example:8443",
    "C14-http": "http://shop.test",
    "C14-http-port": "http://shop.test:8080",
    "C19": "https://xn--bcher-kva.example",
    "C20": "http://[::1]:3000",
    "C21": "http://127.0.0.1:8100",
    "C22": "http://a_b.test",
    "C23": "http://shop.test.",
}
# What is not the same origin, though it may look so.
_OTHERS: Final = {
    "C15": f"{HERE}:443",
    "C16": f"{HERE}/",
    "C17-scheme": "HTTPS://app.example.com",
    "C17-host": "https://App.example.com",
    "C18-null": "null",
    "C23-dot": f"{HERE}.",
    "C24": f"{HERE} https://b.example",
    "C25": f"{HERE}, https://b.example",
    "C27": "",
    "http": "http://app.example.com",
    "no-scheme": "app.example.com",
    "subdomain": "https://a.app.example.com",
    "parent": "https://example.com",
    "pattern": "https://*.example.com",
    "prefix": "https://app.example.co",
    "suffix": f"{HERE}.evil.example",
    "path": f"{HERE}/a",
    "query": f"{HERE}?a",
    "userinfo": "https://u@app.example.com",
    "slash": "https:/app.example.com",
}
_FAILS: Final = {
    "C24": "allow-origin-multiple",
    "C25": "allow-origin-multiple",
    **dict.fromkeys(
        [
            "C16",
            "C17-scheme",
            "C17-host",
            "C27",
            "no-scheme",
            "pattern",
            "path",
            "query",
            "userinfo",
            "slash",
            "C15",
        ],
        "allow-origin-malformed",
    ),
}

ROWS: Final[tuple[Row, ...]] = (
    *(
        row(f"{id_}-{method}", replace(fetch, origin=page), hop=hop)
        for id_, page in _PAGES.items()
        for method, fetch, hop in [
            ("get", GET, Hop((answer(),), (answer(allow(page)),))),
            ("put", PUT, OPEN),
        ]
    ),
    *(
        row(
            f"{id_}-other",
            GET,
            hop=Hop((answer(ALLOW),), (answer(allow(value)),)),
            fails=_FAILS.get(id_, "allow-origin-mismatch"),
        )
        for id_, value in _OTHERS.items()
    ),
    row("C18-sandbox", replace(GET, origin="null")),
    row("C18-sandbox-put", replace(PUT, origin="null")),
)
