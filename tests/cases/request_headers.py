"""C61 to C75: the request headers that a preflight's answer lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.cases.case import HERE, Answer, Case, permitted

if TYPE_CHECKING:
    from collections.abc import Iterable

_TRUE: Final = ("Access-Control-Allow-Credentials", "true")


def _asked(
    row: str,
    variant: str,
    allow_headers: Iterable[str],
    asks_headers: str | None,
    listed: str,
) -> Case:
    """Return a preflight that asks for headers where *allow_headers* are, and what is listed."""
    return Case(
        row=row,
        variant=variant,
        policy={"origins": [HERE], "methods": ["PUT"], "allow_headers": allow_headers},
        method="OPTIONS",
        asks="PUT",
        asks_headers=asks_headers,
        answer=permitted("PUT", listed),
    )


_WITH_COOKIES: Final = Case(
    row="C67",
    policy={
        "origins": [HERE],
        "methods": ["PUT"],
        "allow_headers": "*",
        "credentials": True,
    },
    method="OPTIONS",
    asks="PUT",
    asks_headers="x-a",
    answer=permitted("PUT", "content-type, x-a", HERE, "600", _TRUE),
)

_FORBIDDEN: Final = "cookie,host,origin,proxy-x,sec-x"
_PLAIN: Final = "content-type"
_TABLE: Final[tuple[tuple[str, str, list[str], str | None, str], ...]] = (
    ("C61", "", ["X-A", "Authorization"], "authorization,content-type,x-a",
        "authorization, content-type, x-a"),
    ("C62", "", ["X-A", "Content-Type"], "content-type,x-a", "content-type, x-a"),
    ("C63", "", ["X-A"], "x-a,x-b", "content-type, x-a"),
    ("C64", "", ["*"], "x-a", "content-type, x-a"),
    ("C65", "", ["*"], "authorization", _PLAIN),
    ("C65", "beside-another", ["*"], "authorization,x-a", "content-type, x-a"),
    ("C65", "beside-a-star", ["*"], "*,authorization", _PLAIN),
    ("C64", "a-star", ["*"], "*,x-a", "content-type, x-a"),
    ("C63", "a-star", ["X-A"], "*", "content-type, x-a"),
    ("C66", "", ["*", "Authorization"], "authorization,x-a",
        "authorization, content-type, x-a"),
    ("C69", "capitals", ["AUTHORIZATION"], "authorization", "authorization, content-type"),
    ("C69", "lower-case", ["authorization"], "authorization", "authorization, content-type"),
    ("C70", "", ["X-A"], None, "content-type, x-a"),
    ("C70", "wildcard", ["*"], None, _PLAIN),
    ("C71", "spaces", ["*"], " x-a ,\tx-b ", "content-type, x-a, x-b"),
    ("C71", "empty-members", ["*"], ",x-a,,x-b,", "content-type, x-a, x-b"),
    ("C71", "several-lines", ["*"], "x-a,x-b, x-c", "content-type, x-a, x-b, x-c"),
    ("C71", "upper-case", ["*"], "X-A,x-a", "content-type, x-a"),
    ("C71", "upper-case-listed", ["X-A"], "X-A", "content-type, x-a"),
    ("C71", "as-much-as-is-read", ["*"], f"x-{'a' * 4094}", f"content-type, x-{'a' * 4094}"),
    ("C71", "as-many-as-are-read", ["*"], ",".join(f"x-{n:03}" for n in range(128)),
        ", ".join(["content-type", *(f"x-{n:03}" for n in range(128))])),
    ("C72", "too-long-a-name", ["*"], f"x-{'a' * 4095}", _PLAIN),
    ("C72", "too-many-names", ["*"], ",".join(f"x-{n:03}" for n in range(129)), _PLAIN),
    ("C72", "a-megabyte-of-commas", ["*"], "," * 1_000_000, _PLAIN),
    ("C72", "a-megabyte-of-one-name", ["*"], "x" * 1_000_000, _PLAIN),
    ("C72", "a-megabyte-of-spaces", ["*"], " \t" * 500_000, _PLAIN),
    ("C72", "listed", ["X-A"], f"x-a{',' * 4096}", "content-type, x-a"),
    ("C73", "wildcard", ["*"], _FORBIDDEN, _PLAIN),
    ("C73", "listed", ["X-A"], _FORBIDDEN, "content-type, x-a"),
    ("C73", "no-token", ["*"], "x a,x\r\nset-cookie: a=b,\xe4,\u212a", _PLAIN),
    ("C74", "json", [], _PLAIN, _PLAIN),
    ("C74", "accept", [], "accept", _PLAIN),
    ("C74", "accept-listed", ["Accept"], "accept", "accept, content-type"),
    ("C75", "", ["X-A", "x-a", "X-a"], "x-a", "content-type, x-a"),
)  # fmt: skip

CASES: Final = [
    *(_asked(*row) for row in _TABLE),
    _WITH_COOKIES,
    Case(
        row="C64",
        variant="any-origin",
        policy={"origins": "*", "methods": "*", "allow_headers": "*"},
        method="OPTIONS",
        asks="PUT",
        asks_headers="x-a",
        answer=permitted("PUT", "content-type, x-a", "*"),
    ),
    Case(
        row="C74",
        variant="actual",
        policy={"origins": "*", "allow_headers": ["X-A"]},
        method="POST",
        also=(("Content-Type", "application/json"),),
        answer=Answer(200, (("Access-Control-Allow-Origin", "*"),)),
    ),
]
