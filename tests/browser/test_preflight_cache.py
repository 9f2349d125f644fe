"""What is kept of the answers to preflights, and for how long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crossorigin._browser.messages import PreflightQuery
from crossorigin._browser.preflight_cache import Entry, PreflightCache, max_age
from tests.browser.fetches import API, ENGINES, HERE, headers, methods
from tests.browser.fetches import max_age as lifetime

if TYPE_CHECKING:
    from crossorigin._browser.engines import Engine
    from crossorigin._browser.header_lists import HeaderList

PUT = PreflightQuery(origin=HERE, url=f"{API}/", method="PUT")
DELETE = replace(PUT, method="DELETE")
GET_X = replace(PUT, method="GET", names=("x-a",))
HEAD_X = replace(GET_X, method="HEAD")
AUTHORIZED = replace(GET_X, names=("authorization",))
FORCED = replace(PUT, method="POST", is_forced=True)
INCLUDE = replace(PUT, has_credentials=True)
LONG = lifetime("600")
NOBODY = PreflightCache()


def kept(
    asked: PreflightQuery, engine: Engine, *lines: tuple[str, str], cache: PreflightCache = NOBODY
) -> PreflightCache:
    """Return *cache* with an answer that came at the time 0."""
    return cache.with_answer(asked, (*lines, LONG), 0, engine)


def serving(asked: PreflightQuery, lines: HeaderList, then: PreflightQuery) -> str:
    """Return the engines that need no second preflight, after one for *asked*."""
    return " ".join(
        engine for engine in ENGINES if kept(asked, engine, *lines).permits(then, 1, engine)
    )


@pytest.mark.parametrize(
    ("values", "seconds"),
    [
        pytest.param([], "5 5 5 5", id="C89"),
        pytest.param(["600"], "600 600 600 600", id="C90"),
        pytest.param([" 060\t"], "60 60 60 60", id="C90-zero"),
        pytest.param(["7201"], "7201 7200 7201 600", id="C94"),
        pytest.param(["86401"], "86401 7200 86400 600", id="C94-firefox"),
        pytest.param(["601"], "601 601 601 600", id="C94-webkit"),
        pytest.param(["-1"], "5 0 0 0", id="C91-negative"),
        pytest.param(["+600"], "5 600 0 600", id="C91-sign"),
        pytest.param(["1.5"], "5 5 0 5", id="C91-fraction"),
        pytest.param(["abc"], "5 5 0 5", id="C91-letters"),
        pytest.param(["600s"], "5 5 0 5", id="C91-unit"),
        pytest.param(["--5"], "5 5 0 5", id="C91-two-signs"),
        pytest.param(["6 00"], "5 5 0 5", id="C91-space"),
        pytest.param([""], "5 5 5 5", id="C91-empty"),
        pytest.param(["600", "600"], "5 5 0 5", id="C92"),
        pytest.param(["600, 600"], "5 5 0 5", id="C92-one-line"),
        pytest.param(["0"], "0 0 0 0", id="C93"),
        pytest.param(["-0"], "5 0 0 0", id="C93-negative"),
        pytest.param([f"{2**63 - 1}"], f"{2**63 - 1} 7200 86400 600", id="63-bits"),
        pytest.param([f"{2**63}"], f"{2**63} 5 86400 5", id="64-bits"),
        pytest.param(["0" * 9999 + "7"], "7 7 7 7", id="many-zeros"),
        pytest.param([f"+{'0' * 9999}7"], "5 7 0 7", id="sign-and-many-zeros"),
        pytest.param(["9" * 400], f"{'9' * 400} 5 86400 5", id="400-digits"),
        pytest.param(["9" * 9999], "inf 5 86400 5", id="too-many-digits"),
    ],
)
def test_max_age(values: list[str], seconds: str) -> None:
    """Each engine reads a number, in its own way, and has its own limit."""
    lines = tuple(lifetime(value) for value in values)
    assert " ".join(str(max_age(lines, engine)) for engine in ENGINES) == seconds


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_kept(engine: Engine) -> None:
    """C93: what was permitted is kept for as long as was said, and not a moment longer."""
    cache = PUT_600.with_answer(PUT, (methods("PUT"), lifetime("9")), 100, engine)
    assert cache.permits(PUT, 108.9, engine)
    assert not cache.permits(PUT, 109, engine)
    assert not NOBODY.permits(PUT, 0, engine)


PUT_600 = kept(PUT, "fetch", methods("PUT"))


def test_entries() -> None:
    """An answer is kept as one entry for each method and for each header it lists."""
    cache = kept(INCLUDE, "fetch", methods("PUT, get"), headers("X-A"))
    entry = Entry(
        partition="", origin=HERE, url=f"{API}/", has_credentials=True, method="PUT", expires=600
    )
    assert cache.entries == (
        entry,
        replace(entry, method="get"),
        replace(entry, method=None, name="x-a"),
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"url": f"{API}/?other"}, id="url"),
        pytest.param({"url": f"{API}/#other"}, id="fragment"),
        pytest.param({"origin": "https://b.example"}, id="origin"),
        pytest.param({"partition": "b.example"}, id="partition"),
        pytest.param({"method": "DELETE"}, id="method"),
        pytest.param({"names": ("x-a",)}, id="header"),
        pytest.param({"has_credentials": True}, id="credentials"),
        pytest.param({"ignores_cache": True}, id="conditional"),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_not_permitted(engine: Engine, change: dict[str, object]) -> None:
    """Whatever else is asked needs a preflight of its own."""
    assert not kept(PUT, engine, methods("PUT")).permits(replace(PUT, **change), 1, engine)  # type: ignore[arg-type] # as the annotations of its fields say


ALL = "fetch chromium firefox webkit"


@pytest.mark.parametrize(
    ("asked", "lines", "then", "engines"),
    [
        pytest.param(PUT, [methods("PUT, DELETE")], DELETE, ALL, id="other-method"),
        pytest.param(PUT, [methods("PUT"), headers("X-A")], GET_X, ALL, id="other-header"),
        pytest.param(GET_X, [headers("x-a")], GET_X, ALL, id="safelisted-method"),
        pytest.param(HEAD_X, [headers("x-a")], HEAD_X, "fetch chromium webkit", id="HEAD"),
        pytest.param(HEAD_X, [methods("HEAD"), headers("x-a")], HEAD_X, ALL, id="HEAD-listed"),
        pytest.param(PUT, [methods("*")], DELETE, "fetch chromium webkit", id="any-method"),
        pytest.param(GET_X, [headers("*")], GET_X, "fetch chromium webkit", id="any-header"),
        pytest.param(GET_X, [headers("*")], AUTHORIZED, "webkit", id="any-but-authorization"),
        pytest.param(
            INCLUDE, [methods("PUT")], PUT, "fetch chromium webkit", id="include-then-omit"
        ),
        pytest.param(
            INCLUDE, [methods("PUT, *")], DELETE, "fetch webkit", id="wildcard-with-credentials"
        ),
        pytest.param(
            INCLUDE,
            [methods("PUT, *")],
            replace(INCLUDE, method="DELETE"),
            "fetch",
            id="wildcard-with-credentials-twice",
        ),
        pytest.param(INCLUDE, [methods("PUT")], INCLUDE, ALL, id="include-twice"),
        pytest.param(PUT, [methods("PUT")], INCLUDE, "", id="omit-then-include"),
        pytest.param(FORCED, [], FORCED, ALL, id="C87-listener"),
        pytest.param(FORCED, [methods("PUT")], FORCED, "chromium firefox webkit", id="C87-listed"),
        pytest.param(FORCED, [methods("POST")], FORCED, ALL, id="C87-listed-itself"),
        pytest.param(
            replace(FORCED, method="HEAD"),
            [],
            replace(FORCED, method="HEAD"),
            "fetch chromium webkit",
            id="C87-HEAD",
        ),
        pytest.param(
            replace(PUT, origin="null"),
            [methods("PUT")],
            replace(PUT, origin="null"),
            ALL,
            id="opaque-origin",
        ),
        pytest.param(
            replace(PUT, origin="null", is_redirected=True),
            [methods("PUT")],
            replace(PUT, origin="null", is_redirected=True),
            "fetch firefox webkit",
            id="opaque-origin-after-redirect",
        ),
        pytest.param(
            replace(PUT, origin="null", is_redirected=True),
            [methods("PUT")],
            replace(PUT, origin="null"),
            "fetch firefox",
            id="opaque-origin-of-a-page",
        ),
    ],
)
def test_what_serves(
    asked: PreflightQuery, lines: HeaderList, then: PreflightQuery, engines: str
) -> None:
    """These engines, and no other, need no second preflight."""
    assert serving(asked, lines, then) == engines


@pytest.mark.parametrize("engine", ENGINES)
def test_a_listener_needs_something_kept(engine: Engine) -> None:
    """C87: what is forced is not permitted by an empty cache, whatever its method is."""
    assert not NOBODY.permits(FORCED, 0, engine)


@pytest.mark.parametrize(
    ("engine", "expected"),
    [("fetch", True), ("chromium", False), ("firefox", True), ("webkit", False)],
)
def test_slots(engine: Engine, *, expected: bool) -> None:
    """A second answer stands beside the first, or in Chromium and WebKit in its place."""
    cache = kept(PUT, engine, methods("PUT"))
    cache = kept(DELETE, engine, methods("DELETE"), cache=cache)
    assert cache.permits(DELETE, 1, engine)
    assert cache.permits(PUT, 1, engine) is expected


@pytest.mark.parametrize("engine", ENGINES)
def test_a_slot_is_of_one_url(engine: Engine) -> None:
    """An answer about another URL replaces nothing."""
    other = replace(PUT, url=f"{API}/other")
    cache = kept(PUT, engine, methods("PUT"), cache=kept(other, engine, methods("PUT")))
    assert cache.permits(PUT, 1, engine)
    assert cache.permits(other, 1, engine)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param([methods("PUT")], [methods("PUT")], [("PUT", None, 20)], id="method"),
        pytest.param([headers("x-a")], [headers("X-A")], [(None, "x-a", 20)], id="header"),
        pytest.param([methods("*")], [methods("PUT")], [("*", None, 20)], id="any-method"),
        pytest.param([headers("*")], [headers("x-a")], [(None, "*", 20)], id="any-header"),
        pytest.param(
            [headers("*")],
            [headers("authorization")],
            [(None, "*", 600), (None, "authorization", 20)],
            id="authorization",
        ),
        pytest.param(
            [methods("PUT")], [headers("put")], [("PUT", None, 600), (None, "put", 20)], id="other"
        ),
    ],
)
def test_renewal(
    first: HeaderList, second: HeaderList, expected: list[tuple[str | None, str | None, int]]
) -> None:
    """What says as much already is kept as long as the new answer says."""
    cache = kept(PUT, "fetch", *first).with_answer(PUT, (*second, lifetime("10")), 10, "fetch")
    assert [(e.method, e.name, e.expires) for e in cache.entries] == expected


def test_renewal_by_credentials() -> None:
    """What was kept with credentials serves, and is renewed; the reverse is not."""
    cache = kept(PUT, "fetch", methods("PUT"), cache=kept(INCLUDE, "fetch", methods("PUT")))
    assert [entry.has_credentials for entry in cache.entries] == [True]
    cache = kept(INCLUDE, "fetch", methods("PUT"), cache=kept(PUT, "fetch", methods("PUT")))
    assert [entry.has_credentials for entry in cache.entries] == [False, True]


def test_what_has_expired_is_removed() -> None:
    """An entry leaves when the next answer comes after its time."""
    cache = PUT_600.with_answer(DELETE, (methods("DELETE"),), 600, "fetch")
    assert [entry.method for entry in cache.entries] == ["DELETE"]
    cache = PUT_600.with_answer(DELETE, (methods("DELETE"),), 599, "fetch")
    assert [entry.method for entry in cache.entries] == ["PUT", "DELETE"]


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        ("fetch", ["POST"]), ("chromium", [None]), ("firefox", [None]), ("webkit", [None])
    ],
)  # fmt: skip
def test_an_answer_that_lists_nothing(engine: Engine, expected: list[str | None]) -> None:
    """C87: of an answer that lists nothing the method is kept, or that there was an answer."""
    entries = kept(FORCED, engine).entries
    assert [entry.method for entry in entries] == expected
    assert [entry.name for entry in entries] == [None]


def test_an_answer_that_lists_an_empty_list() -> None:
    """C87: an empty list is a list: nothing is kept by the standard."""
    assert kept(FORCED, "fetch", methods("")).entries == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_after_a_fetch(engine: Engine) -> None:
    """What is kept for an origin that a redirect made opaque is for later fetches in two engines."""
    redirected = replace(PUT, origin="null", is_redirected=True)
    cache = kept(PUT, engine, methods("PUT"))
    after = kept(redirected, engine, methods("PUT"), cache=cache).after_fetch(engine)
    assert after.permits(PUT, 0, engine)
    assert after.permits(redirected, 0, engine) is (engine in {"fetch", "firefox"})
    after = kept(replace(PUT, origin="null"), engine, methods("PUT")).after_fetch(engine)
    assert after.permits(replace(PUT, origin="null"), 0, engine) is (engine != "chromium")


def test_without() -> None:
    """All that was kept for an origin and a URL goes, with credentials or without."""
    other = replace(PUT, url=f"{API}/other")
    cache = kept(other, "fetch", methods("PUT"), cache=kept(PUT, "fetch", methods("PUT")))
    assert [entry.url for entry in cache.without(INCLUDE).entries] == [f"{API}/other"]
