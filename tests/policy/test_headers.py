"""Putting headers on a response that may already have some of them."""

from __future__ import annotations

import pytest

from crossorigin._policy.headers import (
    PLAIN,
    Header,
    list_header,
    merge_headers,
    merge_vary,
)
from crossorigin._web.fetch import CORS_RESPONSE_HEADERS, TIMING_ALLOW_ORIGIN

ORIGIN = ("Access-Control-Allow-Origin", "https://a.example")
VARY = ("Vary", "Origin")
ADDED = (ORIGIN, VARY)
TYPE = ("Content-Type", "text/plain")


@pytest.mark.parametrize(
    ("there", "headers", "expected", "replaced"),
    [
        pytest.param([], ADDED, [ORIGIN, VARY], (), id="nothing-there"),
        pytest.param([TYPE], ADDED, [TYPE, ORIGIN, VARY], (), id="plain"),
        pytest.param(
            [("Vary", "Accept-Encoding"), TYPE, ("vary", "Cookie")],
            ADDED,
            [TYPE, ORIGIN, ("Vary", "Accept-Encoding, Cookie, Origin")],
            (),
            id="C115",
        ),
        pytest.param(
            [("X-A", "1")],
            (VARY, ("Vary", "Access-Control-Request-Method")),
            [("X-A", "1"), ("Vary", "Origin, Access-Control-Request-Method")],
            (),
            id="several-to-add",
        ),
        pytest.param([("VARY", "*")], ADDED, [ORIGIN, ("Vary", "*")], (), id="C117"),
        pytest.param(
            [("access-control-allow-origin", "*"), TYPE, ("Access-Control-Allow-ORIGIN", "x")],
            ADDED,
            [TYPE, ORIGIN, VARY],
            ("access-control-allow-origin", "Access-Control-Allow-ORIGIN"),
            id="P25",
        ),
        pytest.param(
            [("Access-Control-Allow-Credentials", "true"), ("Access-Control-Max-Age", "1")],
            (VARY,),
            [VARY],
            ("Access-Control-Allow-Credentials", "Access-Control-Max-Age"),
            id="refused",
        ),
        pytest.param(
            [("Vary", "Cookie")],
            (("Access-Control-Allow-Origin", "*"),),
            [("Access-Control-Allow-Origin", "*"), ("Vary", "Cookie")],
            (),
            id="C112-keeps-the-app-s-vary",
        ),
        pytest.param(
            [TYPE],
            (("Access-Control-Allow-Origin", "*"),),
            [TYPE, ("Access-Control-Allow-Origin", "*")],
            (),
            id="C112-adds-none",
        ),
        pytest.param(
            [("X-A", "1")],
            (("Access-Control-Allow-Origin", "*"),),
            [("X-A", "1"), ("Access-Control-Allow-Origin", "*")],
            (),
            id="C112-adds-none-beside-any-header",
        ),
        pytest.param(
            [("Vary", "Content-Language")],
            ADDED,
            [ORIGIN, ("Vary", "Content-Language, Origin")],
            (),
            id="a-value-that-is-a-plain-name",
        ),
        pytest.param(
            [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")],
            ADDED,
            [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ORIGIN, VARY],
            (),
            id="doubled-headers-stay",
        ),
        pytest.param(
            [("Timing-Allow-Origin", "*"), ("X-Access-Control", "1")],
            ADDED,
            [("Timing-Allow-Origin", "*"), ("X-Access-Control", "1"), ORIGIN, VARY],
            (),
            id="not-ours",
        ),
    ],
)
def test_merged(
    there: list[Header],
    headers: tuple[Header, ...],
    expected: list[Header],
    replaced: tuple[str, ...],
) -> None:
    """CORS headers are replaced, ``Vary`` is merged into one line, all else stays in order."""
    before = list(there)
    assert merge_headers(there, headers, timing=False, exposes_all=False) == (expected, replaced)
    assert there == before


@pytest.mark.parametrize("name", sorted(CORS_RESPONSE_HEADERS))
def test_every_cors_header_is_replaced(name: str) -> None:
    """Each response header of the CORS protocol has one source of truth, in any spelling."""
    for spelling in (name, name.upper(), name.title()):
        there = [TYPE, (spelling, "x")]
        assert merge_headers(there, (VARY,), timing=False, exposes_all=False) == (
            [TYPE, VARY],
            (spelling,),
        )


def test_timing_is_replaced_where_the_policy_says_it() -> None:
    """``Timing-Allow-Origin`` is the policy's where the policy sets it, otherwise the app's."""
    there = [TYPE, ("timing-allow-origin", "*")]
    ours = ("Timing-Allow-Origin", "https://a.example")
    assert merge_headers(there, (ours, VARY), timing=True, exposes_all=False) == (
        [TYPE, ours, VARY],
        ("timing-allow-origin",),
    )


@pytest.mark.parametrize(
    ("there", "exposed"),
    [
        pytest.param(
            [
                TYPE,
                ("X-A", "1"),
                ("etag", "2"),
                ("X-A", "3"),
                ("SET-COOKIE", "a=1"),
                ("Set-Cookie2", "a=1"),
                ("Vary", "Cookie"),
                ("Access-Control-Max-Age", "1"),
                ("Cache-Control", "no-store"),
                ("Content-Language", "en"),
                ("content-length", "0"),
                ("Expires", "0"),
                ("Last-Modified", "0"),
                ("PRAGMA", "no-cache"),
            ],
            [("Access-Control-Expose-Headers", "X-A, etag")],
            id="C102",
        ),
        pytest.param(
            [TYPE, ("ETag", "1"), ("Content-Disposition", "inline")],
            [("Access-Control-Expose-Headers", "ETag, Content-Disposition")],
            id="plain-names-alone",
        ),
        pytest.param([TYPE], [], id="nothing-to-expose"),
        pytest.param([], [], id="nothing-there"),
    ],
)
def test_names_are_exposed_one_by_one(there: list[Header], exposed: list[Header]) -> None:
    """With credentials a star exposes nothing, so the response's own names are listed."""
    merged, _ = merge_headers(there, ADDED, timing=False, exposes_all=True)
    assert [header for header in merged if header[0] == "Access-Control-Expose-Headers"] == exposed
    assert [header for header in merged if header in ADDED] == [
        ORIGIN,
        *([] if ("Vary", "Cookie") in there else [VARY]),
    ]


def test_what_is_exposed_stands_before_vary() -> None:
    """The headers of the policy stand together, and ``Vary`` comes last."""
    merged, _ = merge_headers([("X-A", "1")], ADDED, timing=False, exposes_all=True)
    assert merged == [("X-A", "1"), ORIGIN, ("Access-Control-Expose-Headers", "X-A"), VARY]


def test_a_plain_name_needs_no_second_look() -> None:
    """The names that frameworks set most are passed over, and none that is merged or replaced."""
    names = """
        Accept-Ranges Cache-Control Content-Disposition Content-Encoding Content-Language
        Content-Length Content-Type Date ETag Expires Last-Modified Location Server Set-Cookie
        content-length content-type
    """
    assert set(names.split()) == PLAIN
    looked_at = CORS_RESPONSE_HEADERS | {"vary", TIMING_ALLOW_ORIGIN}
    assert {name.lower() for name in PLAIN} & looked_at == set()


@pytest.mark.parametrize(
    ("members", "headers"),
    [
        ((), ()),
        (("PUT",), (("X", "PUT"),)),
        (("PUT", "DELETE", "GET"), (("X", "DELETE, GET, PUT"),)),
    ],
)
def test_a_list(members: tuple[str, ...], headers: tuple[tuple[str, str], ...]) -> None:
    """Members are listed in order, and there is no header without members."""
    assert list_header("X", members) == headers


@pytest.mark.parametrize(
    ("values", "names", "expected"),
    [
        pytest.param([], "Origin", "Origin", id="nothing-there"),
        pytest.param(["Accept-Encoding"], "Origin", "Accept-Encoding, Origin", id="C115"),
        pytest.param(
            ["Accept-Encoding", "Cookie"],
            "Origin",
            "Accept-Encoding, Cookie, Origin",
            id="C115-several-lines",
        ),
        pytest.param(["origin"], "Origin", "origin", id="C116"),
        pytest.param(["ORIGIN", "Cookie, origin"], "Origin", "ORIGIN, Cookie", id="C116-doubled"),
        pytest.param(["*"], "Origin", "*", id="C117"),
        pytest.param(["Cookie, *"], "Origin", "*", id="C117-among-others"),
        pytest.param(["Cookie", " * "], "Origin", "*", id="C117-on-a-line-of-its-own"),
        pytest.param(["Cookie"], "*", "*", id="a-star-is-added"),
        pytest.param([""], "Origin", "Origin", id="an-empty-line"),
        pytest.param([" Cookie ,\t, Accept\t"], "Origin", "Cookie, Accept, Origin", id="spaces"),
        pytest.param(
            ["Origin"],
            "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            id="C118",
        ),
        pytest.param(["*\xa0"], "Origin", "*\xa0, Origin", id="no-white-space-of-http"),
        pytest.param(["x-ß"], "X-SS", "x-ß, X-SS", id="no-letter-of-ascii"),
        pytest.param(["Cookie"], "", "Cookie", id="nothing-to-add"),
        pytest.param([], "", "", id="nothing-at-all"),
    ],
)
def test_merged_vary(values: list[str], names: str, expected: str) -> None:
    """One line says all: order and spelling stay, nothing stands twice, a star stands alone."""
    assert merge_vary(values, names) == expected


def test_what_is_merged_is_merged() -> None:
    """Merging again changes nothing."""
    once = merge_vary(["Accept-Encoding", "cookie"], "Origin")
    assert merge_vary([once], "Origin") == once
