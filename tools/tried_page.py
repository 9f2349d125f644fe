"""Write docs/reference/tried.md, from the scenarios of the zoo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.zoo.zoo import GROUPS, MISSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.zoo.scenario import Scenario

PAGE: Final = Path(__file__).parent.parent / "docs/reference/tried.md"
_HEAD: Final = """# What check was tried against

`crossorigin check` is held to {all} fetches from {kinds} real servers, each started for the
purpose: {broken} with a mistake that people make, {correct} without one. This page is written by
`tools/tried_page.py`, from the scenarios that these commands run:

```console
$ apt-get install --no-install-recommends \\
      apache2-bin caddy chromium haproxy libnss3-tools nginx varnish
$ make zoo
$ .venv/bin/python -m pytest tests/zoo
```

For each of them, the tests state that

- the verdict is that of a page in Chromium that makes the same fetch: {all} of {all};
- the first cause is the mistake that was made: {right} of {broken};
- the printed fix, once the test has pasted it into the server's configuration or its program, or
  has done as it says, lets the page read: {broken} of {broken}.

The fetch is a `GET` without credentials, if nothing else is said.
"""
_SERVERS: Final = {
    "nginx": "nginx",
    "apache": "Apache",
    "caddy": "Caddy",
    "haproxy": "HAProxy",
    "varnish": "Varnish",
    "express": "Express",
    "fastify": "Fastify",
    "socket.io": "Socket.IO",
    "fastapi": "FastAPI",
    "starlette": "Starlette",
    "aiohttp": "aiohttp",
    "python-socketio": "python-socketio",
    "django": "Django",
    "flask": "Flask",
}
_FOOT: Final = """## What is missed

{missed}
"""


def page() -> str:
    """Return the page."""
    scenarios = [each for group in GROUPS.values() for each in group]
    broken = [each for each in scenarios if each.cause]
    head = _HEAD.format(
        all=len(scenarios),
        kinds=len(_SERVERS),
        broken=len(broken),
        correct=len(scenarios) - len(broken),
        right=len(broken) - len(MISSED),
    )
    lines = [line for kind in _SERVERS for line in _table(kind, scenarios)]
    missed = [f"- `{id_}`: `{cause}` comes first." for id_, cause in sorted(MISSED.items())]
    return "\n".join([head, *lines, _FOOT.format(missed="\n".join(missed))])


def _table(kind: str, scenarios: list[Scenario]) -> Iterator[str]:
    """Yield the lines of the table of a *kind* of servers."""
    yield f"## {_SERVERS[kind]}"
    yield ""
    yield "| scenario | fetch | first cause |"
    yield "|---|---|---|"
    for each in scenarios:
        if each.kind == kind:
            slug = each.cause
            cause = f"[{slug}](../causes.md#{slug})" if slug else "none: it is readable"
            yield f"| `{each.id}` | {_fetch(each)} | {cause} |"
    yield ""


def _fetch(scenario: Scenario) -> str:
    """Return the fetch of *scenario* in a few words."""
    words = [f"`{scenario.method}`"]
    words += [f"`{name}`" for name, _ in scenario.headers]
    words += ["credentials"] if scenario.credentials else []
    words += ["from `https`"] if scenario.scheme == "https" else []
    words += ["after a fetch by a program"] if scenario.before else []
    return ", ".join(words)


if __name__ == "__main__":
    PAGE.write_text(page())
