"""C43 to C60: the status of a preflight's answer, and the methods that it lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.cases.case import (
    ELSEWHERE,
    HERE,
    NOT_ALLOWED,
    READABLE,
    Answer,
    Case,
    permitted,
)

if TYPE_CHECKING:
    from crossorigin._policy.options import PolicyOptions

_ANY_METHOD: Final[PolicyOptions] = {"origins": [HERE], "methods": "*"}
_NO_METHOD: Final[PolicyOptions] = {"origins": [HERE], "methods": []}
_WITH_COOKIES: Final[PolicyOptions] = {**_ANY_METHOD, "credentials": True}
_TRUE: Final = ("Access-Control-Allow-Credentials", "true")


def _listed(*methods: str) -> PolicyOptions:
    """Return the policy that lists *methods*."""
    return {"origins": [HERE], "methods": methods}


def _at(row: str, variant: str, path: str) -> Case:
    """Return a preflight for a permitted method at *path*."""
    return Case(
        row=row, variant=variant, path=path, method="OPTIONS", asks="PUT", answer=permitted()
    )


def _under(row: str, policy: PolicyOptions, asks: str, answer: Answer, variant: str = "") -> Case:
    """Return a preflight for the method that it *asks* for, under *policy*."""
    return Case(row=row, variant=variant, policy=policy, method="OPTIONS", asks=asks, answer=answer)


CASES: Final = [
    _at("C43", "", "/"),
    _at("C44", "", "/folder"),
    _at("C45", "unauthorised", "/private"),
    _at("C45", "routes-nowhere", "/nowhere"),
    _at("C45", "wrong-method", "/read-only"),
    _at("C45", "crash", "/crash"),
    _at("C46", "permitted", "/"),
    Case(
        row="C46",
        variant="refused",
        method="OPTIONS",
        origin=ELSEWHERE,
        asks="PUT",
        answer=NOT_ALLOWED,
    ),
    _at("C47", "", "/"),
    # The browser compares: what is not permitted is just not among what is listed.
    _under("C48", _listed("PUT"), "put", permitted("PUT")),
    _under("C49", _listed("PATCH"), "patch", permitted("PATCH")),
    _under("C50", _listed("DELETE"), "DELETE", permitted("DELETE")),
    _under("C51", _ANY_METHOD, "PUT", permitted("PUT")),
    _under("C51", _ANY_METHOD, "x-method", permitted("x-method"), "custom"),
    _under("C52", _WITH_COOKIES, "PUT", permitted("PUT", "content-type", HERE, "600", _TRUE)),
    _under("C53", _NO_METHOD, "POST", permitted("")),
    _under("C54", _NO_METHOD, "PUT", permitted("")),
    _under("C55", _listed("PUT", "GET", "DELETE"), "PUT", permitted("DELETE, GET, PUT")),
    Case(
        row="C57",
        method="OPTIONS",
        own=(("Access-Control-Allow-Methods", "GET"), ("Access-Control-Allow-Methods", "PUT")),
        answer=Answer(200, READABLE),
    ),
    _under("C58", _ANY_METHOD, "TRACE", permitted(""), "trace"),
    _under("C58", _ANY_METHOD, "connect", permitted(""), "connect"),
    _under("C59", _listed("PUT"), "QUERY", permitted("PUT"), "not-listed"),
    _under("C59", _listed("QUERY"), "QUERY", permitted("QUERY"), "listed"),
    *(
        _under("C60", policy, asks, permitted(lists), f"{name}-{variant}")
        for name, policy, lists in (
            ("any-method", _ANY_METHOD, ""),
            ("listed", _listed("PUT"), "PUT"),
        )
        for variant, asks in (
            ("star", "*"),
            ("space", "PUT PUT"),
            ("comma", "PUT,GET"),
            ("new-line", "PUT\r\nX-Evil: 1"),
            ("latin-1", "P\xdcT"),
            ("control", "PUT\x00"),
            ("a-megabyte", "P\xdc" * 500_000),
        )
    ),
]
