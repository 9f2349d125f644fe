"""What the answer to a preflight permits, checked in the order in which a browser reports it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.failures import Blocked, Failure
from crossorigin._browser.messages import PreflightQuery, WireResponse
from crossorigin._browser.preflights import allowed_headers, allowed_methods, preflight_check
from tests.browser.fetches import ALLOW, API, CREDENTIALS, ENGINES, HERE, headers, methods

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList

ASKED = PreflightQuery(origin=HERE, url=f"{API}/", method="PUT")


def found(blocked: Blocked | None) -> tuple[Failure, str] | None:
    """Return what *blocked* says, if anything."""
    return None if blocked is None else (blocked.failure, blocked.subject)


def judged(asked: PreflightQuery, engine: Engine, status: int, *lines: tuple[str, str]) -> object:
    """Return why an answer to a preflight does not permit what was *asked*, if it does not."""
    return found(preflight_check(asked, WireResponse(status, lines), engine))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("status", [200, 201, 204, 226, 299])
def test_ok_status(engine: Engine, status: int) -> None:
    """C43: a preflight's status may be any from 200 to 299."""
    assert judged(ASKED, engine, status, ALLOW, methods("PUT")) is None


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "status",
    [
        *(pytest.param(status, id=f"C45-{status}") for status in (401, 403, 404, 405, 500)),
        *(pytest.param(status, id=f"C44-{status}") for status in (301, 302, 303, 307, 308)),
        *(pytest.param(status, id=f"C43-{status}") for status in (100, 199, 300, 304)),
    ],
)
def test_other_status(engine: Engine, status: int) -> None:
    """A preflight has no other status, however perfect its headers are."""
    expected = (Failure.PREFLIGHT_STATUS, str(status))
    assert judged(ASKED, engine, status, ALLOW, methods("PUT")) == expected


@pytest.mark.parametrize(
    ("engine", "failure", "subject"),
    [
        ("fetch", Failure.PREFLIGHT_REDIRECT, "/"),
        ("chromium", Failure.PREFLIGHT_REDIRECT, "/"),
        ("firefox", Failure.PREFLIGHT_REDIRECT, "/"),
        ("webkit", Failure.PREFLIGHT_STATUS, "308"),
    ],
)
def test_redirect(engine: Engine, failure: Failure, subject: str) -> None:
    """C44: no preflight is redirected, which WebKit does not tell from another status."""
    answer = (ALLOW, methods("PUT"), ("Location", "/"))
    assert judged(ASKED, engine, 308, *answer) == (failure, subject)
    assert judged(ASKED, engine, 200, *answer) is None


@pytest.mark.parametrize(
    ("asked", "lines", "expected"),
    [
        pytest.param("PUT", [methods("PUT")], None, id="C47"),
        pytest.param("PUT", [methods("put")], "PUT", id="C48"),
        pytest.param("patch", [methods("PATCH")], "patch", id="C49"),
        pytest.param("patch", [methods("patch")], None, id="C49-listed"),
        pytest.param("DELETE", [methods("GET, DELETE")], None, id="C50"),
        pytest.param("foo", [methods("GET, *")], None, id="C51"),
        pytest.param("GET", [], None, id="C53-GET"),
        pytest.param("HEAD", [], None, id="C53-HEAD"),
        pytest.param("POST", [methods("PUT")], None, id="C53-POST"),
        pytest.param("PUT", [], "PUT", id="C54"),
        pytest.param("PUT", [methods("")], "PUT", id="C56-empty"),
        pytest.param("PUT", [methods(", PUT ,")], None, id="C56"),
        pytest.param("PUT", [methods("GET"), methods("PUT")], None, id="C57"),
        pytest.param("QUERY", [methods("GET")], "QUERY", id="C59"),
        pytest.param("QUERY", [methods("QUERY")], None, id="C59-listed"),
    ],
)
def test_methods(asked: str, lines: list[tuple[str, str]], expected: str | None) -> None:
    """A method is listed, byte by byte, or safelisted, or a wildcard is."""
    blocked = judged(replace(ASKED, method=asked), "fetch", 200, ALLOW, *lines)
    assert blocked == (None if expected is None else (Failure.METHOD_NOT_ALLOWED, expected))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param("PUT", (Failure.METHOD_NOT_ALLOWED, "PUT"), id="C52"),
        pytest.param("*", None, id="C52-literal"),
        pytest.param("GET", None, id="C52-safelisted"),
    ],
)
def test_methods_with_credentials(asked: str, expected: tuple[Failure, str] | None) -> None:
    """With credentials, a wildcard is a method of that name."""
    request = replace(ASKED, method=asked, has_credentials=True)
    assert judged(request, "fetch", 200, ALLOW, CREDENTIALS, methods("*")) == expected


@pytest.mark.parametrize("value", ["GET POST", "GET;POST", '"PUT"', "GET, P UT"])
@pytest.mark.parametrize("engine", ENGINES)
def test_malformed_methods(value: str, engine: Engine) -> None:
    """C55: a malformed list fails even where nothing needs listing."""
    asked = replace(ASKED, method="GET", names=("x-a",))
    blocked = judged(asked, engine, 200, ALLOW, methods(value), headers("x-a"))
    assert blocked == (Failure.ALLOW_METHODS_MALFORMED, value)


@pytest.mark.parametrize(
    ("asked", "lines", "expected"),
    [
        pytest.param("content-type x-a", [headers("X-A, Content-Type")], None, id="C62"),
        pytest.param("x-a", [headers("x-b"), headers(",X-A,")], None, id="C62-lines"),
        pytest.param("x-a", [], (Failure.HEADER_NOT_ALLOWED, "x-a"), id="C63-absent"),
        pytest.param("x-b x-a", [headers("x-b")], (Failure.HEADER_NOT_ALLOWED, "x-a"), id="C63"),
        pytest.param("x-a", [headers("*")], None, id="C64"),
        pytest.param(
            "authorization x-a",
            [headers("*")],
            (Failure.AUTHORIZATION_NOT_LISTED, "authorization"),
            id="C65",
        ),
        pytest.param("authorization x-a", [headers("*, Authorization")], None, id="C66"),
        pytest.param("x-a", [headers("x a")], (Failure.ALLOW_HEADERS_MALFORMED, "x a"), id="C68"),
        pytest.param(
            "x-a",
            [headers("x-a;y")],
            (Failure.ALLOW_HEADERS_MALFORMED, "x-a;y"),
            id="C68-semicolon",
        ),
        pytest.param(
            "x-a", [headers('"x-a"')], (Failure.ALLOW_HEADERS_MALFORMED, '"x-a"'), id="C68-quote"
        ),
        pytest.param("authorization", [headers("AUTHORIZATION")], None, id="C69"),
        pytest.param(
            "authorization",
            [headers("x-a")],
            (Failure.HEADER_NOT_ALLOWED, "authorization"),
            id="C69-absent",
        ),
        pytest.param("content-type", [], (Failure.HEADER_NOT_ALLOWED, "content-type"), id="C74"),
    ],
)
def test_headers(
    asked: str, lines: list[tuple[str, str]], expected: tuple[Failure, str] | None
) -> None:
    """Every header is listed, in any case, or covered by a wildcard."""
    request = replace(ASKED, names=tuple(asked.split()))
    assert judged(request, "fetch", 200, ALLOW, methods("PUT"), *lines) == expected


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("x-a", (Failure.HEADER_NOT_ALLOWED, "x-a"), id="C67"),
        pytest.param(
            "authorization", (Failure.HEADER_NOT_ALLOWED, "authorization"), id="C67-authorization"
        ),
        pytest.param("*", None, id="C67-literal"),
    ],
)
def test_headers_with_credentials(
    engine: Engine, name: str, expected: tuple[Failure, str] | None
) -> None:
    """With credentials, a wildcard is a header of that name, in every engine."""
    request = replace(ASKED, names=(name,), has_credentials=True)
    answer = (ALLOW, CREDENTIALS, methods("PUT"), headers("*"))
    assert judged(request, engine, 200, *answer) == expected


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        ("fetch", (Failure.AUTHORIZATION_NOT_LISTED, "authorization")),
        ("chromium", None),
        ("firefox", None),
        ("webkit", None),
    ],
)
def test_authorization_under_a_wildcard(engine: Engine, expected: tuple[Failure, str]) -> None:
    """C65: the standard excludes Authorization from a wildcard, and no engine does."""
    request = replace(ASKED, names=("authorization",))
    assert judged(request, engine, 200, ALLOW, methods("PUT"), headers("*")) == expected


@pytest.mark.parametrize(
    ("engine", "expected"),
    [("fetch", "x-a"), ("chromium", "x-a"), ("firefox", "x-a"), ("webkit", "x-b")],
)
def test_which_header_is_named(engine: Engine, expected: str) -> None:
    """The first that is refused is named: by name, or in WebKit as the page set them."""
    request = replace(ASKED, names=("x-b", "x-a"))
    blocked = judged(request, engine, 200, ALLOW, methods("PUT"))
    assert blocked == (Failure.HEADER_NOT_ALLOWED, expected)


ELSEWHERE = ("Location", "https://b.example/")


@pytest.mark.parametrize(
    ("status", "lines", "expected"),
    [
        pytest.param(
            301,
            [ELSEWHERE],
            "preflight-redirect preflight-redirect allow-origin-missing preflight-status",
            id="redirect-without-origin",
        ),
        pytest.param(
            301,
            [],
            "allow-origin-missing allow-origin-missing allow-origin-missing preflight-status",
            id="redirect-to-nowhere",
        ),
        pytest.param(
            403,
            [],
            "allow-origin-missing allow-origin-missing allow-origin-missing preflight-status",
            id="status-without-origin",
        ),
        pytest.param(403, [ALLOW, methods("P UT")], "preflight-status", id="status-before-lists"),
        pytest.param(
            200,
            [ALLOW, methods("P UT"), headers("x a")],
            "allow-methods-malformed",
            id="both-lists-malformed",
        ),
        pytest.param(
            200,
            [ALLOW, methods("GET"), headers("x a")],
            "allow-headers-malformed allow-headers-malformed method-not-allowed"
            " allow-headers-malformed",
            id="method-and-malformed-headers",
        ),
        pytest.param(
            200, [ALLOW, methods("GET"), headers("x-z")], "method-not-allowed", id="method-first"
        ),
        pytest.param(200, [ALLOW, methods("PUT"), headers("x-z")], "header-not-allowed", id="last"),
    ],
)
def test_order(status: int, lines: list[tuple[str, str]], expected: str) -> None:
    """Where several things are wrong, an engine reports the first in its own order."""
    request = replace(ASKED, names=("x-a",))
    reported = [
        str(blocked.failure)
        for engine in ENGINES
        if (blocked := preflight_check(request, WireResponse(status, tuple(lines)), engine))
    ]
    slugs = expected.split()
    assert reported == (slugs * 4 if len(slugs) == 1 else slugs)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([], "chromium firefox webkit", id="C87-no-list"),
        pytest.param([methods("")], "fetch chromium firefox webkit", id="C87-empty-list"),
        pytest.param([methods("PUT")], "", id="C87-listed"),
    ],
)
def test_forced(lines: list[tuple[str, str]], expected: str) -> None:
    """C87: to the standard, no list permits the method of what is forced; to no engine."""
    answer = WireResponse(200, (ALLOW, *lines))
    request = replace(ASKED, is_forced=True)
    failing = [engine for engine in ENGINES if preflight_check(request, answer, engine)]
    assert failing == expected.split()


def test_own_origin() -> None:
    """A preflight of the page's own origin needs no CORS header but its lists."""
    assert judged(replace(ASKED, is_own=True), "firefox", 200, methods("PUT")) is None


@pytest.mark.parametrize(
    ("lines", "expected_methods", "expected_headers"),
    [
        pytest.param((), (), (), id="absent"),
        pytest.param(
            (methods("PUT, get"), headers("X-A, *")), ("PUT", "get"), ("x-a", "*"), id="listed"
        ),
        pytest.param((methods("P UT"), headers("x a")), (), (), id="malformed"),
    ],
)
def test_what_is_listed(
    lines: HeaderList, expected_methods: tuple[str, ...], expected_headers: tuple[str, ...]
) -> None:
    """Methods are as they stand, headers in lower case; what is malformed lists nothing."""
    assert allowed_methods(lines) == expected_methods
    assert allowed_headers(lines) == expected_headers
