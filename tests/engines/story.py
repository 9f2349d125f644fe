"""The story, told by one engine: real servers, a page on another origin, and what came of it."""

from __future__ import annotations

import os
import re
import sys
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.engines.cases import FAREWELL, Case, Result, Script
from tests.engines.console import Console
from tests.engines.family import family
from tests.engines.launch import launch
from tests.engines.scenes import COVERED, DEBUGGED, DECORATED, SAME_SITE, SCENES, Told
from tests.engines.story_app import PAGE
from tests.engines.testbed import Bed

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.engines.engines import Engine
    from tests.engines.wire import Exchange

_START_SECONDS = 30
_TELL_SECONDS = 60
_HEAR_SECONDS = 10
_ROOT = Path(__file__).parents[2]
_APPS = "tests.engines.story_app:"
_LISTENING = re.compile(r".*(?:Listening at:|Running on) http://127\.0\.0\.1:(?P<text>\d+)")
_GUNICORN = "-m gunicorn --bind 127.0.0.1:0 --threads 4 --no-control-socket"
_DEVELOPMENT = "-m flask --app {app} run --debug --no-reload --host 127.0.0.1 --port 0"
_COMMANDS = {
    DECORATED: f"{_GUNICORN} {_APPS}decorated()",
    COVERED: f"{_GUNICORN} {_APPS}covered()",
    DEBUGGED: _DEVELOPMENT.format(app=f"{_APPS}debugged"),
}
_CASE_ID = re.compile(r"https://[^\s'?]+\?([\w-]+)")

FRAMED = Case(id="debugged-frame", url=f"{DEBUGGED}/broken?debugged-frame", via="frame")
CASES = (*(case for scene in SCENES for case in scene.cases()), FRAMED)


@contextmanager
def servers() -> Generator[dict[str, int]]:
    """Run the three apps, and give the port of each origin."""
    paths = os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths}
    with ExitStack() as stack:
        consoles = {origin: Console(_LISTENING) for origin in _COMMANDS}
        for origin, command in _COMMANDS.items():
            words = [sys.executable, *command.split()]
            stack.enter_context(family(words, environment, consoles[origin]))
        ports = {
            origin: int(console.wait_for(bool, _START_SECONDS)[0])
            for origin, console in consoles.items()
        }
        yield {**ports, SAME_SITE: ports[DECORATED]}


@dataclass(frozen=True, slots=True)
class Story:
    """What one engine made of every case."""

    results: dict[str, Result]
    log: list[Exchange]
    messages: dict[str, list[str]]

    def asked(self, case: Case) -> list[Exchange]:
        """Return what reached the API for *case*, redirects included, in order."""
        query = "?" + case.id
        return [exchange for exchange in self.log if exchange.request.target.endswith(query)]

    def told(self, case: Case) -> Told:
        """Return what became of *case*."""
        result = self.results[case.id]
        asked = tuple(exchange.request.method for exchange in self.asked(case))
        console = tuple(sorted(self.messages.get(case.id, [])))
        return Told(result.status, result.body, result.url, asked, console)


def by_case(messages: list[str]) -> dict[str, list[str]]:
    """
    Sort the messages of a console by case.

    WebKit's first line has no URL; the line that has it follows.
    """
    sorted_: dict[str, list[str]] = {}
    waiting: list[str] = []
    for message in messages:
        waiting.append(message)
        if found := _CASE_ID.search(message):
            sorted_.setdefault(found[1], []).extend(waiting)
            waiting = []
    return sorted_


def heard_out(console: Console, engine: str) -> list[str]:
    """Return the messages, once there are as many as expected; which are missing, the tests say."""
    expected = {
        case.id: len(scene.expected(engine, case).console)
        for scene in SCENES
        for case in scene.cases()
    }

    def enough(messages: list[str]) -> bool:
        heard = by_case(messages)
        all_come = all(len(heard.get(name, [])) >= count for name, count in expected.items())
        return all_come and any(FAREWELL in message for message in messages)

    with suppress(TimeoutError):
        console.wait_for(enough, _HEAR_SECONDS)
    return console.messages()


def tell(engine: Engine, ports: dict[str, int]) -> Story:
    """Open the page in *engine*, let it run every case, and hear it out."""
    with Bed() as bed:
        for origin, port in ports.items():
            bed.route(origin, port)
        run = bed.run(PAGE, Script(cases=CASES))
        with launch(engine, bed, run.url, console=True) as console:
            results = run.results(_TELL_SECONDS)
            messages = by_case(heard_out(console, engine.name))
        return Story(results, bed.log, messages)
