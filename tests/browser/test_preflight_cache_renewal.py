"""What becomes of what was kept, when another answer comes or an engine has its own rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.messages import PreflightQuery
from crossorigin._browser.preflight_cache import PreflightCache
from tests.browser.fetches import API, ENGINES, HERE, headers, max_age, methods

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine

PUT = PreflightQuery(origin=HERE, url=f"{API}/", method="PUT")
INCLUDE = replace(PUT, has_credentials=True)
TAINTED = replace(PUT, origin="null", is_redirected=True)
NOBODY = PreflightCache()
LONG = max_age("600")


def test_what_an_engine_never_asks_the_cache() -> None:
    """Chromium asks every time for an origin that a redirect has tainted, whatever may be kept."""
    cache = NOBODY.with_answer(TAINTED, (methods("PUT"), LONG), 0, "fetch")
    permitting = [engine for engine in ENGINES if cache.permits(TAINTED, 1, engine)]
    assert permitting == ["fetch", "firefox", "webkit"]


def test_what_an_engine_never_keeps() -> None:
    """Chromium keeps nothing of an answer to an origin that a redirect has tainted."""
    lines = (methods("PUT"), LONG)
    keeping = [e for e in ENGINES if NOBODY.with_answer(TAINTED, lines, 0, e).entries]
    assert keeping == ["fetch", "firefox", "webkit"]


def test_how_long_an_answer_is_kept() -> None:
    """Each engine keeps an answer for its own time, from when it came."""
    lines = (methods("PUT"), max_age("90000"))
    kept = [NOBODY.with_answer(PUT, lines, 100, engine).entries[0] for engine in ENGINES]
    assert [entry.expires for entry in kept] == [90100, 7300, 86500, 700]


def test_only_what_says_as_much_is_renewed() -> None:
    """An answer renews what it lists again, and nothing else."""
    cache = NOBODY.with_answer(PUT, (methods("PUT, DELETE"), LONG), 0, "fetch")
    cache = cache.with_answer(PUT, (methods("PUT"), max_age("10")), 10, "fetch")
    assert [(entry.method, entry.expires) for entry in cache.entries] == [
        ("PUT", 20),
        ("DELETE", 600),
    ]


def test_renewal_without_credentials() -> None:
    """In Firefox, what was kept with credentials does not serve, so it is not renewed."""
    cache = NOBODY.with_answer(INCLUDE, (methods("PUT"), LONG), 0, "firefox")
    cache = cache.with_answer(PUT, (methods("PUT"), LONG), 0, "firefox")
    assert [entry.has_credentials for entry in cache.entries] == [True, False]


@pytest.mark.parametrize("line", [methods("*, X"), headers("*, X")])
@pytest.mark.parametrize(
    ("engine", "plain", "credentialed"),
    [("fetch", 1, 1), ("chromium", 1, 2), ("firefox", 2, 2), ("webkit", 1, 2)],
)
def test_what_a_wildcard_says_already(
    line: tuple[str, str], engine: Engine, plain: int, credentialed: int
) -> None:
    """What stands beside a wildcard is kept too where the wildcard does not cover it."""
    kept = [NOBODY.with_answer(asked, (line, LONG), 0, engine) for asked in (PUT, INCLUDE)]
    assert [len(cache.entries) for cache in kept] == [plain, credentialed]
