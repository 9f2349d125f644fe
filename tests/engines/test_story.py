"""The story in three real engines: an API on one origin, a page on another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, cast

import pytest

from tests.engines.engines import ENGINES
from tests.engines.scenes import SCENES, Scene
from tests.engines.story import FRAMED, Story, servers, tell
from tests.engines.story_app import PAGE
from tests.engines.texts import compare_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crossorigin._browser.engines import Engine
    from tests.engines.cases import Case

pytestmark = pytest.mark.programs


def case(name: str, via: Literal["fetch", "xhr"]) -> Case:
    """Return the case of the scene called *name*."""
    return next(scene.case(via) for scene in SCENES if scene.name == name)


@pytest.fixture(scope="session")
def ports() -> Iterator[dict[str, int]]:
    """Run the API."""
    with servers() as ports:
        yield ports


@pytest.fixture(scope="session", params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    """Name an engine."""
    return cast("Engine", request.param)


@pytest.fixture(scope="session")
def story(engine: Engine, ports: dict[str, int]) -> Story:
    """Tell the whole story once."""
    return tell(ENGINES[engine], ports)


@pytest.mark.parametrize(
    ("scene", "made"),
    [pytest.param(scene, made, id=made.id) for scene in SCENES for made in scene.cases()],
)
def test_scene(
    story: Story,
    engine: Engine,
    scene: Scene,
    made: Case,
    record_property: Callable[[str, object], None],
) -> None:
    """The page reads, the API is asked, and the console prints exactly what the table says."""
    told, expected = story.told(made), scene.expected(engine, made)
    assert replace(told, console=()) == replace(expected, console=())
    print(*told.console, sep="\n")  # noqa: T201 - pytest shows it where the test fails
    changed = [] if told.console == expected.console else [made.id]
    compare_texts(engine, changed, 1, record_property)


@pytest.mark.parametrize("engine", ["chromium"], indirect=True)
@pytest.mark.parametrize(("via", "way"), [("fetch", "fetch"), ("xhr", "XMLHttpRequest")])
def test_the_message_that_everyone_knows(
    engine: Engine,
    via: Literal["fetch", "xhr"],
    way: str,
) -> None:
    """Without the decorator, Chromium prints the sentence that people search for."""
    scene = next(scene for scene in SCENES if scene.name == "closed")
    message = (
        f"Access to {way} at 'https://api.example.net/closed?closed-{via}' from origin "
        "'https://app.example.com' has been blocked by CORS policy: No "
        "'Access-Control-Allow-Origin' header is present on the requested resource."
    )
    assert scene.expected(engine, case("closed", via)).console == (message,)


@pytest.mark.parametrize("via", ["fetch", "xhr"])
def test_the_preflight_announces_the_put(story: Story, via: Literal["fetch", "xhr"]) -> None:
    """The preflight names the method and the headers, in these bytes; the PUT carries them."""
    preflight, actual = (exchange.request for exchange in story.asked(case("put-json", via)))
    assert preflight.lines("Access-Control-Request-Method") == ["PUT"]
    assert preflight.lines("Access-Control-Request-Headers") == ["content-type,x-request-id"]
    assert preflight.lines("Origin") == [PAGE]
    assert actual.lines("X-Request-Id") == ["42"]
    assert actual.lines("Content-Type") == ["application/json"]
    assert actual.body == b'{"state": "sent"}'


@pytest.mark.parametrize("via", ["fetch", "xhr"])
def test_the_preflight_carries_no_secret(story: Story, via: Literal["fetch", "xhr"]) -> None:
    """The preflight of an authenticated request has no Authorization itself."""
    preflight, actual = (exchange.request for exchange in story.asked(case("owner-put", via)))
    assert preflight.lines("Access-Control-Request-Headers") == ["authorization"]
    assert preflight.lines("Authorization") == []
    assert actual.lines("Authorization") == ["Bearer secret"]


@pytest.mark.parametrize("via", ["fetch", "xhr"])
def test_only_exposed_headers_are_visible(story: Story, via: Literal["fetch", "xhr"]) -> None:
    """The page sees the safelisted headers and the exposed one, and nothing more."""
    visible = dict(story.results[case("exposed", via).id].headers)
    assert visible == {
        "cache-control": "no-cache",
        "content-length": "5",
        "content-type": "text/html; charset=utf-8",
        "x-total-count": "3",
    }


def test_navigation_keeps_the_debugger(story: Story) -> None:
    """Who navigates to the crash gets the interactive debugger, which no other page may read."""
    (exchange,) = story.asked(FRAMED)
    assert not story.results[FRAMED.id].error
    assert exchange.answer_head.partition("\r\n")[0] == "HTTP/1.1 500 INTERNAL SERVER ERROR"
    assert b"EVALEX = true" in exchange.answer
    assert "access-control" not in exchange.answer_head.lower()
