"""Serve the tools, let an engine carry out attacks on them, and say what came of each."""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tests.engines.console import Console
from tests.engines.family import family
from tests.engines.launch import launch
from tests.range.calls import HEAVY, LIGHT
from tests.range.ground import Ground
from tests.range.plan import Tool, origins_of, pages_of
from tests.range.serving import EFFECTS, PORTS
from tests.range.targets.effects import UNREAD

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence

    from tests.engines.engines import Engine
    from tests.range.attacks import Attack

# What came of a shot: its page has read the answer, its request has had an effect, the tool was
# asked and did nothing, the status of a guard that refused it, a WebSocket that was not opened, or
# the engine sent nothing.
Outcome: TypeAlias = Literal["read", "ran", "nothing", "403", "421", "closed", "unsent"]
_ROOT: Final = Path(__file__).parents[2]
_START_SECONDS: Final = 120
_VISIT_SECONDS: Final = 120
# Where `make targets` installs what the heavy tools need.
PYTHON: Final = _ROOT / "build/range/venv/bin/python"
CLOSED: Final = "closed"


@dataclass(frozen=True, slots=True)
class Served:
    """The tools that are served, and the ports that tell their effects."""

    tools: tuple[Tool, ...]
    effects: tuple[int, ...]

    def done(self) -> set[str]:
        """Return the shots that have had an effect."""
        found: set[str] = set()
        for port in self.effects:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as told:
                found |= set(json.load(told))
        return found


@contextmanager
def _process(states: str, names: Sequence[str]) -> Generator[Console]:
    """Start the tools *names* in one process, and give the place where it writes their ports."""
    python = str(PYTHON) if set(names) <= set(HEAVY) else sys.executable
    paths = os.pathsep.join(map(str, (_ROOT, _ROOT / "src")))
    printed = Console(re.compile(f"{PORTS}(?P<text>.*)"))
    environment = {**os.environ, "PYTHONPATH": paths, "GRADIO_ANALYTICS_ENABLED": "False"}
    command = [python, "-m", "tests.range.serving", states, *names]
    with family(command, environment, printed):
        yield printed


@contextmanager
def serving(names: Iterable[str]) -> Generator[Served]:
    """Serve each of the tools *names* twice, bare and guarded."""
    names = tuple(names)
    light = [name for name in names if name in LIGHT]
    heavy = [name for name in names if name in HEAVY]
    processes = [("bare", light), ("guarded", light), ("bare,guarded", heavy)]
    with ExitStack() as stack:
        started = [stack.enter_context(_process(*process)) for process in processes if process[1]]
        told = [json.loads(printed.wait_for(bool, _START_SECONDS)[0]) for printed in started]
        tools = [
            Tool(name, state == "guarded", port)
            for one in told
            for state, ports in one["tools"].items()
            for name, port in ports.items()
        ]
        yield Served(tuple(tools), tuple(one[EFFECTS] for one in told))


def shoot(
    engine: Engine, served: Served, aims: Iterable[tuple[Attack, Tool]]
) -> dict[str, Outcome]:
    """Return what comes of *aims* at the tools that are *served*, which *engine* carries out."""
    with Ground() as ground:
        for tool in served.tools:
            for origin in origins_of(tool):
                ground.lead(origin, tool.port)
        pages = pages_of(engine.name, aims)
        with launch(engine, ground, ground.add(pages)):
            read = ground.reports(_VISIT_SECONDS)
        done, answers = served.done(), ground.answers()
        shots = [shot for page in pages for shot in page.shots]
        closed = {str(shot["id"]) for shot in shots if ground.has_tunnel(shot)}
    return {
        shot: outcome_of(shot, text, done, answers.get(shot, CLOSED if shot in closed else None))
        for shot, text in read.items()
    }


def outcome_of(shot: str, text: str, done: set[str], answer: str | None) -> Outcome:
    """
    Return what came of *shot*.

    Args:
        shot: Its id.
        text: The text that its page could read.
        done: The shots that have had an effect.
        answer: The head of the tool's answer, or the outcome of what was answered unseen; ``None``
            if the tool was not asked.
    """
    if UNREAD in text:
        return "read"
    if shot in done:
        return "ran"
    if answer is None:
        return "unsent"
    status = answer.partition(" ")[2][:3]
    refusals: dict[str, Outcome] = {"403": "403", "421": "421"}
    return CLOSED if answer == CLOSED else refusals.get(status, "nothing")
