"""C29 to C42: who may read a response, whatever its status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.cases.case import (
    ANY,
    ANYBODY,
    CLOSED,
    CREDENTIALED,
    ELSEWHERE,
    HERE,
    READABLE,
    Answer,
    Case,
    permitted,
)

if TYPE_CHECKING:
    from crossorigin._policy.options import PolicyOptions

_WITH_COOKIES: Final[PolicyOptions] = {
    "origins": [HERE],
    "methods": ["GET", "PUT"],
    "credentials": True,
}
_TRUE: Final = ("Access-Control-Allow-Credentials", "true")

# What an app may say by itself, and no browser accepts: the row, its variant, the headers.
_BY_ITSELF: Final = (
    ("C33", "True", (("Access-Control-Allow-Credentials", "True"),)),
    ("C33", "one", (("Access-Control-Allow-Credentials", "1"),)),
    ("C34", "twice", (_TRUE, _TRUE)),
    ("C34", "once", (_TRUE,)),
    (
        "C35",
        "same",
        (("Access-Control-Allow-Origin", HERE), ("access-control-allow-origin", HERE)),
    ),
    ("C35", "other", (("Access-Control-Allow-Origin", "*"),)),
    ("C36", "slash", (("Access-Control-Allow-Origin", f"{HERE}/"),)),
    ("C36", "glob", (("Access-Control-Allow-Origin", "*.example.com"),)),
    ("C38", "space", (("Access-Control-Allow-Origin", f" {HERE}"),)),
)

CASES: Final = [
    Case(row="C29", policy=ANY, answer=Answer(200, ANYBODY)),
    Case(
        row="C29", variant="preflight", policy=ANY, method="OPTIONS", asks="PUT",
        answer=permitted(origin="*"),
    ),
    Case(row="C31", policy=ANY, own=(_TRUE,), answer=Answer(200, ANYBODY)),
    Case(row="C32", policy=_WITH_COOKIES, answer=Answer(200, CREDENTIALED)),
    Case(
        row="C32", variant="preflight", policy=_WITH_COOKIES, method="OPTIONS", asks="PUT",
        answer=permitted("GET, PUT", "content-type", HERE, "600", _TRUE),
    ),
    *(
        Case(
            row=row, variant=variant, policy=_WITH_COOKIES, own=own,
            answer=Answer(200, CREDENTIALED),
        )
        for row, variant, own in _BY_ITSELF
    ),
    *(
        Case(
            row=row, variant=f"{variant}-refused", policy=_WITH_COOKIES, origin=ELSEWHERE, own=own,
            answer=Answer(200, CLOSED),
        )
        for row, variant, own in _BY_ITSELF
    ),
    Case(row="C37", variant="listed", origin="null", answer=Answer(200, CLOSED)),
    Case(row="C37", variant="any-origin", policy=ANY, origin="null", answer=Answer(200, ANYBODY)),
    Case(
        row="C37", variant="preflight", policy=ANY, method="OPTIONS", origin="null", asks="PUT",
        answer=permitted(origin="*"),
    ),
    Case(
        row="C39", origin=ELSEWHERE, own=(("Access-Control-Allow-Methods", "GET, PUT"),),
        answer=Answer(200, CLOSED),
    ),
    *(
        Case(row="C40", variant=str(status), status=status, answer=Answer(status, READABLE))
        for status in (400, 401, 403, 404, 409, 422, 500, 503)
    ),
    Case(row="C40", variant="routes-nowhere", path="/nowhere", answer=Answer(404, READABLE)),
    Case(
        row="C40", variant="wrong-method", path="/read-only", method="PUT",
        answer=Answer(405, READABLE),
    ),
    Case(row="C40", variant="redirect", path="/folder", answer=Answer(308, READABLE)),
    Case(row="C40", variant="crash", path="/crash", answer=Answer(500, READABLE)),
    Case(row="C40", variant="late-crash", path="/late", answer=Answer(500, READABLE)),
    Case(
        row="C40", variant="crash-refused", path="/crash", origin=ELSEWHERE,
        answer=Answer(500, CLOSED),
    ),
    Case(row="C41", status=304, answer=Answer(304, READABLE)),
    Case(row="C41", variant="head", method="HEAD", answer=Answer(200, READABLE)),
    Case(
        row="C41", variant="any-origin", policy=ANY, status=304, origin=None,
        answer=Answer(304, ANYBODY),
    ),
    Case(
        row="C42", variant="no-credentials", own=(("Access-Control-Allow-Credentials", "false"),),
        answer=Answer(200, READABLE),
    ),
    Case(
        row="C42", variant="refused", policy=_WITH_COOKIES, origin=ELSEWHERE,
        answer=Answer(200, CLOSED),
    ),
]  # fmt: skip
