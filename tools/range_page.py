"""Attack the tools of the range from three engines, keep the results, and write docs/range.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crossorigin._browser.engines import VERSIONS
from tests.engines.engines import ENGINES
from tests.range import attacks, wire
from tests.range.results import (
    ATTACKS,
    CLIENTS,
    SUCCESSES,
    Cell,
    expected_of,
    keep,
    kept,
    run,
    successes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crossorigin._browser.engines import Engine
    from tests.range.attacks import Attack
    from tests.range.wire import Wire

_ROOT: Final = Path(__file__).parent.parent
PAGE: Final = _ROOT / "docs/range.md"
_LOCKS: Final = [_ROOT / f"requirements/{name}.txt" for name in ("dev", "range")]
_TOOLS: Final = {
    "flask": "Flask",
    "fastapi": "FastAPI",
    "django": "Django",
    "aiohttp": "aiohttp",
    "mcp": "mcp",
    "fastmcp": "fastmcp",
    "gradio": "Gradio",
}
_NAMES: Final[dict[Engine, str]] = {
    "chromium": "Chromium",
    "firefox": "Firefox",
    "webkit": "WebKitGTK",
}
_LETTERS: Final = {"chromium": "C", "firefox": "F", "webkit": "W", wire.NAME: "✗"}
_HEAD: Final = """# The range: what a web page can do to a local tool

A tool that listens on the user's own machine is called by any page that the user visits. Here,
{engines}
carry out {attacks} attacks on {tools}, each once bare and once with one line more:

```python
from flask import Flask

from crossorigin import Guard
from crossorigin.flask import CORS

app = Flask(__name__)
CORS(app, origins="http://localhost:5173", guard=Guard.local())
```

**Bare, {bare} of {tried} attempts succeed. Guarded, {guarded} do**, and all {served} requests
of those who may call the tool are served. This page is written by `make range`, from what it has seen:

```console
$ make targets
$ make range
```

An attack succeeds if the tool has *done* what the request asks for, or if the page has *read* the
answer; a status says neither. Every tool counts what it has done.

| tool | bare | guarded |
|---|---|---|
| {versions} |
"""
_STARTED: Final = {
    "flask": ("served by Werkzeug, with flask-sock", "`CORS(app, …, guard=Guard.local())`"),
    "fastapi": ("served by uvicorn", "`CORS(app, …, guard=Guard.local())`"),
    "django": (
        '`ALLOWED_HOSTS = ["*"]`, no CSRF tokens: what an API has',
        '`CROSSORIGIN = {…, "guard": Guard.local()}`',
    ),
    "aiohttp": ("served by itself", "[its own adapter](guides/local-tools.md#aiohttp-and-tornado)"),
    "mcp": (
        'the check of its own switched off, as by `host="0.0.0.0"`',
        "`CORSMiddleware(app, …, guard=Guard.local())`",
    ),
    "fastmcp": ("as it is by default", "`CORSMiddleware(app, …, guard=Guard.local())`"),
    "gradio": ("mounted in FastAPI", "`CORS(app, …, guard=Guard.local())`"),
}
_ATTACKS: Final = """## Attacks by pages

The page is one of `http://evil.example`, if the row names no other. A *rebound* page's name leads to its
server first and to the tool afterwards; `rebound.example` is one. Such a page is of the tool's own
origin: the browser asks for no permission, and lets it read.

Before the slash is the bare tool: **C** Chromium, **F** Firefox, **W** WebKitGTK, in bold where the
page has read the answer. A dot means that the tool does not do it when it is asked so: it takes JSON
alone, and a page may not send that unasked. Behind the slash is the guard's answer; *closed* is a
WebSocket that was not opened. An empty cell is a tool that has nothing of the kind.
"""
_WIRE: Final = """## Attacks by the byte

These are not what an engine sends today: requests of which a single byte matters, and those of older
browsers, written to a socket as they stand. ✗ is a bare tool that obeys. Where there is a dot before
the slash, the server itself refuses.
"""
_CLIENTS: Final = """## Who is served

A tick is a client that a guarded tool serves as a bare one does: in each engine, for the pages. Listed
as callers are a page of a development server on another port, a desktop shell
(`tauri://localhost`) and a browser extension. The packages' own clients (`mcp.Client`,
`fastmcp.Client`, `gradio_client`) are served, too.
"""
_FOOT: Final = """## What the range does not show

- Names are resolved by a proxy on this machine, so that Chromium's [local network
  permission](https://wicg.github.io/local-network-access/) does not come into play. It helps where a
  page of a public address calls the tool in Chromium, until the user has said yes: then every row of
  this page holds. It does not ask for a page that is served from the same machine or by another local program (the
  rows *page on another port*), nor when the tab itself goes to the tool, and WebKitGTK has none.
- A link, or a page that opens the tool in a tab, is let through as a `GET`: so is the address bar. So
  a `GET` must not change anything. Only what pages load *unseen* is refused.
- An image of an allowed page has no `Origin`, and is refused like any other; with the attribute
  `crossorigin` it has one.
- A program on the same machine can send what it likes. Against those, a tool needs a password or a token.
"""


def page(results: Mapping[Cell, str]) -> str:
    """Return the page that tells *results*."""
    head = _HEAD.format(
        engines=_listed(f"{_NAMES[name]} {VERSIONS[name]}" for name in _NAMES),
        attacks=len(ATTACKS),
        tools=f"{len(_TOOLS)} tools",
        bare=len(successes(results, "bare", _TOOLS)),
        guarded=len(successes(results, "guarded", _TOOLS)) or "none",
        tried=_tried(results),
        served=_served(results),
        versions=" |\n| ".join(_versions()),
    )
    return "\n".join(
        [
            head,
            _ATTACKS,
            *_table(attacks.ATTACKS, results),
            _WIRE,
            *_table(wire.ATTACKS, results),
            _CLIENTS,
            *_clients(results),
            _FOOT,
        ]
    ).rstrip("\n") + "\n"  # fmt: skip


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}"


def _tried(results: Mapping[Cell, str]) -> int:
    """Return how many attempts there were on bare tools."""
    names = {attack.name for attack in ATTACKS}
    return sum(cell.name in names and cell.state == "bare" for cell in results)


def _served(results: Mapping[Cell, str]) -> int:
    """Return how many requests of clients guarded tools have served."""
    clients = {client.name: client for client in CLIENTS}
    return sum(
        cell.state == "guarded"
        and cell.name in clients
        and outcome == expected_of(clients[cell.name], cell.tool) != "nothing"
        for cell, outcome in results.items()
    )


def _versions() -> Iterator[str]:
    """Yield a row for each tool: its version, and how it is started."""
    locked = dict(
        pin
        for lock in _LOCKS
        for pin in re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==(\S+)", lock.read_text(), re.MULTILINE)
    )
    for name, title in _TOOLS.items():
        bare, guarded = _STARTED[name]
        yield f"{title} {locked[name]} | {bare} | {guarded}"


def _table(table: Iterable[Attack | Wire], results: Mapping[Cell, str]) -> Iterator[str]:
    """Yield the lines of the table of attacks."""
    yield f"| attack | {' | '.join(_TOOLS.values())} |"
    yield f"|---|{'---|' * len(_TOOLS)}"
    for attack in table:
        cells = [_cell(attack.name, tool, results) for tool in _TOOLS]
        yield f"| {attack.title} | {' | '.join(cells)} |"
    yield ""


def _cell(name: str, tool: str, results: Mapping[Cell, str]) -> str:
    """Return what came of an attack on *tool*, bare and guarded."""
    engines = [*ENGINES, wire.NAME]
    bare = {each: results.get(Cell(name, tool, "bare", each)) for each in engines}
    guarded = {each: results.get(Cell(name, tool, "guarded", each)) for each in engines}
    if not any(bare.values()):
        return ""
    fallen = "".join(_letter(each, bare[each]) for each in engines)
    answers = dict.fromkeys(_answer(one) for one in guarded.values() if one not in {None, "unsent"})
    return f"{fallen.replace('****', '') or '·'} / {' '.join(answers)}"


def _letter(engine: str, outcome: str | None) -> str:
    """Return the letter of *engine* if its attack has succeeded, in bold if the page has read."""
    if outcome not in SUCCESSES:
        return ""
    return (
        f"**{_LETTERS[engine]}**" if outcome == "read" and engine in ENGINES else _LETTERS[engine]
    )


def _answer(outcome: str | None) -> str:
    return {"nothing": "·", "read": "!", "ran": "!"}.get(str(outcome), str(outcome))


def _clients(results: Mapping[Cell, str]) -> Iterator[str]:
    """Yield the lines of the table of clients."""
    yield f"| client | {' | '.join(_TOOLS.values())} |"
    yield f"|---|{'---|' * len(_TOOLS)}"
    for client in CLIENTS:
        cells = [_tick(client, tool, results) for tool in _TOOLS]
        yield f"| {client.title} | {' | '.join(cells)} |"
    yield ""


def _tick(client: Attack | Wire, tool: str, results: Mapping[Cell, str]) -> str:
    """Return whether *tool* has served *client* in each engine; nothing where it cannot."""
    expected = expected_of(client, tool)
    outcomes = [
        outcome
        for cell, outcome in results.items()
        if (cell.name, cell.tool, cell.state) == (client.name, tool, "guarded")
    ]
    if not outcomes or expected == "nothing":
        return ""
    return "✓" if set(outcomes) == {expected} else "✗"


if __name__ == "__main__":
    keep(run())
    PAGE.write_text(page(kept()))
