"""C89 to C102: how long a preflight's answer is kept, and which headers a page may read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tests.cases.case import (
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


def _kept(row: str, variant: str, max_age: int | timedelta | None, seconds: str) -> Case:
    """Return a preflight under *max_age*, whose answer says *seconds*."""
    return Case(
        row=row,
        variant=variant,
        policy={"origins": [HERE], "methods": ["GET", "PUT"], "max_age": max_age},
        method="OPTIONS",
        asks="PUT",
        answer=permitted(max_age=seconds),
    )


def _exposed(*names: str) -> tuple[str, str]:
    """Return the header that exposes *names*."""
    return ("Access-Control-Expose-Headers", ", ".join(names))


_ALL: Final[PolicyOptions] = {"origins": [HERE], "methods": ["PUT"], "expose_headers": "*"}
_ALL_WITH_COOKIES: Final[PolicyOptions] = {**_ALL, "credentials": True}
_ONE: Final[PolicyOptions] = {"origins": [HERE], "methods": ["PUT"], "expose_headers": ["X-A"]}
_OWN: Final = (
    ("Cache-Control", "no-store"),
    ("Set-Cookie", "a=b"),
    ("X-A", "1"),
    ("X-B", "2"),
    ("x-a", "3"),
)

CASES: Final = [
    _kept("C89", "", None, ""),
    _kept("C90", "", 600, "600"),
    Case(
        row="C92",
        method="OPTIONS",
        own=(("Access-Control-Max-Age", "60"), ("Access-Control-Max-Age", "600")),
        answer=Answer(200, READABLE),
    ),
    _kept("C93", "", 0, "0"),
    _kept("C94", "the-highest-cap", 86400, "86400"),
    _kept("C95", "timedelta", timedelta(minutes=5), "300"),
    _kept("C95", "zero", timedelta(0), "0"),
    Case(row="C96", own=_OWN, answer=Answer(200, READABLE)),
    Case(row="C97", policy=_ONE, own=_OWN, answer=Answer(200, (_exposed("x-a"), *READABLE))),
    Case(
        row="C97",
        variant="refused",
        policy=_ONE,
        origin=ELSEWHERE,
        own=_OWN,
        answer=Answer(200, (("Vary", "Origin"),)),
    ),
    Case(row="C98", policy=_ALL, own=_OWN, answer=Answer(200, (_exposed("*"), *READABLE))),
    # With credentials a `*` would be a name, so the names that are there are listed.
    Case(
        row="C99",
        policy=_ALL_WITH_COOKIES,
        own=(("X-A", "1"),),
        answer=Answer(200, (_exposed("X-A"), *CREDENTIALED)),
    ),
    Case(
        row="C101",
        policy=_ONE,
        method="OPTIONS",
        asks="PUT",
        answer=permitted("PUT"),
    ),
    Case(
        row="C102",
        policy=_ALL_WITH_COOKIES,
        own=_OWN,
        answer=Answer(200, (_exposed("X-A", "X-B", "x-a"), *CREDENTIALED)),
    ),
    Case(
        row="C102",
        variant="nothing-to-list",
        policy=_ALL_WITH_COOKIES,
        own=(("Cache-Control", "no-store"),),
        answer=Answer(200, CREDENTIALED),
    ),
    Case(
        row="C102",
        variant="refused",
        policy=_ALL_WITH_COOKIES,
        origin=ELSEWHERE,
        own=_OWN,
        answer=Answer(200, (("Vary", "Origin"),)),
    ),
]
