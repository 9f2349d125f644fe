"""Which headers of a response a script sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.responses import basic_headers, cors_headers
from tests.browser.fetches import ENGINES

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

RESPONSE = (
    ("X-A", "1"),
    ("x-b", "2"),
    ("Cache-Control", "no-store"),
    ("Content-Language", "en"),
    ("Content-Length", "0"),
    ("Content-Type", "text/plain"),
    ("Expires", "0"),
    ("Last-Modified", "0"),
    ("Pragma", "no-cache"),
    ("Set-Cookie", "a=b"),
    ("Set-Cookie2", "a=b"),
    ("*", "3"),
    ("x-a", "4"),
)
SAFELISTED = (
    "cache-control content-language content-length content-type expires last-modified pragma"
)


@pytest.mark.parametrize(
    ("expose", "expected"),
    [
        pytest.param([], SAFELISTED, id="C96"),
        pytest.param(["X-a"], f"{SAFELISTED} x-a", id="C97"),
        pytest.param(["x-b", ",X-A,"], f"{SAFELISTED} x-a x-b", id="C97-lines"),
        pytest.param(["x-z"], SAFELISTED, id="C97-absent"),
        pytest.param(["*"], f"* access-control-expose-headers {SAFELISTED} x-a x-b", id="C98"),
        pytest.param(["Set-Cookie, set-cookie2"], SAFELISTED, id="C100"),
        pytest.param(["x-a x-b"], SAFELISTED, id="malformed"),
        pytest.param(["x-a", "x b"], SAFELISTED, id="malformed-line"),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_exposed(engine: Engine, expose: list[str], expected: str) -> None:
    """A script sees what is safelisted, and what is exposed, in lower case and sorted."""
    lines = tuple(("Access-Control-Expose-Headers", value) for value in expose)
    seen = cors_headers((*RESPONSE, *lines), engine, has_credentials=False)
    assert " ".join(name for name, _ in seen) == expected


def test_exposed_values() -> None:
    """C97: of a header that is repeated, a script sees one line."""
    seen = cors_headers(
        (*RESPONSE, ("Access-Control-Expose-Headers", "x-a")), "fetch", has_credentials=False
    )
    assert dict(seen)["x-a"] == "1, 4"


@pytest.mark.parametrize(
    ("expose", "expected"),
    [
        pytest.param("*", f"* {SAFELISTED}", id="C99"),
        pytest.param("*, x-a", f"* {SAFELISTED} x-a", id="C99-and-a-name"),
        pytest.param("*, x a", SAFELISTED, id="C99-malformed"),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_exposed_with_credentials(engine: Engine, expose: str, expected: str) -> None:
    """With credentials, a wildcard is a header of that name."""
    lines = (*RESPONSE, ("Access-Control-Expose-Headers", expose))
    seen = cors_headers(lines, engine, has_credentials=True)
    assert " ".join(name for name, _ in seen) == expected


@pytest.mark.parametrize(
    ("expose", "engines"),
    [
        pytest.param("*, x a", "firefox", id="malformed-after-wildcard"),
        pytest.param("x a, *", "", id="malformed-before-wildcard"),
        pytest.param("x-a, *", " ".join(ENGINES), id="well-formed"),
    ],
)
def test_wildcard_ends_the_list(expose: str, engines: str) -> None:
    """Only Firefox stops to read at a wildcard."""
    lines = (*RESPONSE, ("Access-Control-Expose-Headers", expose))
    exposing = [
        engine
        for engine in ENGINES
        if "x-b" in dict(cors_headers(lines, engine, has_credentials=False))
    ]
    assert exposing == engines.split()


def test_own_response() -> None:
    """Of its own origin, a script sees every header but two."""
    names = " ".join(name for name, _ in basic_headers(RESPONSE))
    assert names == f"* {SAFELISTED} x-a x-b"
