"""C112 to C118, C125: what a cache between server and page must be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.cases.case import (
    ANY,
    ANYBODY,
    CLOSED,
    ELSEWHERE,
    HERE,
    NOT_ALLOWED,
    READABLE,
    Answer,
    Case,
    permitted,
)

if TYPE_CHECKING:
    from crossorigin import CORSRequest, Origin
    from crossorigin._policy.options import PolicyOptions

_ANYBODY: Final = Answer(200, ANYBODY)
_EXPOSING: Final[PolicyOptions] = {**ANY, "expose_headers": ["X-A"], "timing": True}


def _source(origin: Origin, _: CORSRequest) -> bool:
    """Let in one origin, as a database would."""
    return str(origin) == HERE


def _source_of_all(_: Origin, __: CORSRequest) -> bool:
    """Let in every origin."""
    return True


# What varies by origin, and must say so on every response: its name → its policy.
_VARYING: Final[dict[str, PolicyOptions]] = {
    "one": {"origins": [HERE]},
    "list": {"origins": [HERE, "https://other.example"]},
    "pattern": {"origins": ["https://*.example.com"]},
    "port": {"origins": ["https://app.example.com:*"]},
    "source": {"origins": _source},
    "source-of-all": {"origins": _source_of_all},
}
_FROM: Final = (("allowed", HERE), ("refused", ELSEWHERE), ("absent", None))

# The row, its variant, the values the view gives `Vary`, and the one value that must come.
_MERGED: Final = (
    ("C115", "one", ("Accept-Encoding",), "Accept-Encoding, Origin"),
    ("C115", "in-one-line", ("Accept-Encoding, Cookie",), "Accept-Encoding, Cookie, Origin"),
    ("C115", "in-two-lines", ("Cookie", "Accept-Encoding"), "Cookie, Accept-Encoding, Origin"),
    ("C115", "empty-members", (", Cookie,,",), "Cookie, Origin"),
    ("C115", "doubled", ("Cookie, cookie",), "Cookie, Origin"),
    ("C116", "lower-case", ("origin",), "origin"),
    ("C116", "among-others", ("Cookie, ORIGIN",), "Cookie, ORIGIN"),
    ("C117", "alone", ("*",), "*"),
    ("C117", "among-others", ("Cookie, *",), "*"),
)

CASES: Final = [
    *(
        Case(row="C112", variant=variant, policy=ANY, origin=origin, answer=_ANYBODY)
        for variant, origin in _FROM
    ),
    *(
        Case(
            row="C112",
            variant=f"exposing-{variant}",
            policy=_EXPOSING,
            origin=origin,
            answer=Answer(
                200,
                (
                    *ANYBODY,
                    ("Access-Control-Expose-Headers", "x-a"),
                    ("Timing-Allow-Origin", "*"),
                ),
            ),
        )
        for variant, origin in _FROM
    ),
    Case(
        row="C112",
        variant="own-vary",
        policy=ANY,
        own=(("Vary", "Cookie"),),
        answer=Answer(200, (*ANYBODY, ("Vary", "Cookie"))),
    ),
    *(
        Case(
            row="C113" if policy == "one" else "C114",
            variant=f"{policy}-{variant}",
            policy=_VARYING[policy],
            origin=origin,
            # Not even one that lets everybody in may ever answer `*`.
            answer=Answer(
                200,
                (("Access-Control-Allow-Origin", origin), ("Vary", "Origin"))
                if origin == HERE or (origin and policy == "source-of-all")
                else CLOSED,
            ),
        )
        for policy in _VARYING
        for variant, origin in _FROM
    ),
    *(
        Case(
            row="C125",
            variant=variant,
            policy={"origins": [HERE], "timing": True},
            origin=origin,
            answer=Answer(200, headers),
        )
        for (variant, origin), headers in zip(
            _FROM, ((*READABLE, ("Timing-Allow-Origin", HERE)), CLOSED, CLOSED), strict=True
        )
    ),
    *(
        Case(
            row=row,
            variant=f"{variant}-{who}",
            own=tuple(("Vary", value) for value in values),
            origin=origin,
            answer=Answer(200, (*headers, ("Vary", vary))),
        )
        for row, variant, values, vary in _MERGED
        for who, origin, headers in (
            ("allowed", HERE, READABLE[:1]),
            ("refused", ELSEWHERE, ()),
            ("absent", None, ()),
        )
    ),
    Case(row="C118", variant="permitted", method="OPTIONS", asks="PUT", answer=permitted()),
    Case(
        row="C118",
        variant="any-origin",
        policy=ANY,
        method="OPTIONS",
        asks="PUT",
        answer=permitted(origin="*"),
    ),
    Case(
        row="C118",
        variant="refused",
        method="OPTIONS",
        origin=ELSEWHERE,
        asks="PUT",
        answer=NOT_ALLOWED,
    ),
]
