"""C1 to C12: what is a CORS request, what is a preflight, and what is neither."""

from __future__ import annotations

from typing import Final

from tests.cases.case import (
    ANY,
    ANYBODY,
    CLOSED,
    ELSEWHERE,
    HERE,
    LISTED,
    READABLE,
    Answer,
    Case,
    permitted,
)

_OPEN: Final = Answer(200, READABLE)
_OWN: Final = (("Host", "app.example.com"),)

CASES: Final = [
    Case(row="C1", origin=None, answer=Answer(200, CLOSED)),
    Case(row="C1", variant="any-origin", policy=ANY, origin=None, answer=Answer(200, ANYBODY)),
    Case(row="C2", answer=_OPEN),
    Case(row="C2", variant="refused", origin=ELSEWHERE, answer=Answer(200, CLOSED)),
    Case(row="C3", method="POST", also=_OWN, answer=_OPEN),
    Case(
        row="C3",
        variant="not-listed",
        policy={"origins": ["https://partner.example"], "methods": ["PUT"]},
        method="PUT",
        also=_OWN,
        answer=Answer(200, CLOSED),
    ),
    Case(row="C4", method="OPTIONS", asks="PUT", answer=permitted()),
    Case(row="C5", method="OPTIONS", answer=_OPEN),
    Case(row="C6", method="OPTIONS", origin=None, asks="PUT", answer=Answer(200, CLOSED)),
    Case(row="C7", method="OPTIONS", asks="", answer=_OPEN),
    Case(row="C8", method="OPTIONS", asks="POST", answer=permitted()),
    *(
        Case(
            row="C9",
            variant=method,
            policy={"origins": [HERE], "methods": ["PUT"]},
            method="OPTIONS",
            asks=method,
            answer=permitted("PUT"),
        )
        for method in ("GET", "HEAD", "POST")
    ),
    Case(row="C10", method="OPTIONS", path="/private", asks="PUT", answer=permitted()),
    Case(row="C10", variant="actual", path="/private", answer=Answer(401, READABLE)),
    # This app refuses every handshake by itself; the browser would not look at the headers.
    Case(
        row="C11",
        also=(("Connection", "Upgrade"), ("Upgrade", "websocket")),
        answer=Answer(400, READABLE),
    ),
    Case(
        row="C12",
        method="POST",
        also=(("Sec-Fetch-Mode", "navigate"),),
        answer=_OPEN,
    ),
    Case(
        row="C12",
        variant="refused",
        policy=LISTED,
        method="POST",
        origin=ELSEWHERE,
        also=(("Sec-Fetch-Mode", "navigate"),),
        answer=Answer(200, CLOSED),
    ),
]
