"""The plan of one engine's visit: its pages, in order, and what each sends to which tool."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from tests.range.calls import CALLS
from tests.range.targets.callers import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tests.range.attacks import Attack

_REDIRECTS: Final = {"image-redirected": 302, "form-redirected": 307}
# Where no page is at first: these lead to a tool from the start.
_LOOPBACK: Final = (
    *("localhost", "127.0.0.1", "[::1]", "0.0.0.0", "[::]", "[::ffff:7f00:1]"),  # noqa: S104 - as an engine writes it
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that is served: its name, whether it is guarded, its port."""

    name: str
    guarded: bool
    port: int

    @property
    def state(self) -> str:
        """Return the word for whether it is guarded."""
        return "guarded" if self.guarded else "bare"


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its origin, its shots, and the names that lead to a tool once it has been loaded."""

    origin: str
    shots: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    rebinds: dict[str, int] = field(default_factory=dict[str, int])


def shot_id(attack: str, tool: Tool, engine: str) -> str:
    """Return the id of what *engine* sends to *tool* in *attack*."""
    return f"{attack}.{tool.name}.{tool.state}.{engine}"


def origins_of(tool: Tool) -> Iterator[str]:
    """Yield the origins that lead to *tool* whatever happens."""
    return (f"http://{host}:{tool.port}" for host in _LOOPBACK)


def _shot(attack: Attack, tool: Tool, engine: str) -> dict[str, object]:
    """Return what a page in *engine* needs to send *attack* to *tool*."""
    shot = shot_id(attack.name, tool, engine)
    call = CALLS[tool.name][attack.kind].of(shot)
    url = attack.to.format(port=tool.port) + call.path
    if status := _REDIRECTS.get(attack.way):
        url = f"{PAGE}/to?{urlencode({'status': status, 'to': url})}"
    return {"id": shot, "way": attack.way, "url": url, **_without_path(asdict(call))}


def _without_path(call: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in call.items() if name != "path"}


def pages_of(engine: str, aims: Iterable[tuple[Attack, Tool]]) -> list[Page]:
    """Return the pages that carry out *aims*, each an attack on a tool, in *engine*."""
    pages: dict[tuple[str, int], Page] = {}
    for attack, tool in aims:
        if attack.kind not in CALLS[tool.name]:
            continue
        origin, to = (text.format(port=tool.port) for text in (attack.page, attack.to))
        leads = to in set(origins_of(tool)) or attack.to.startswith(_SPELLED)
        # Tools behind one name take turns.
        page = pages.setdefault((origin, 0 if leads else tool.port), Page(origin))
        page.shots.append(_shot(attack, tool, engine))
        if not leads:
            page.rebinds[to] = tool.port
    return list(pages.values())


# An engine turns these into a loopback address before it asks for them.
_SPELLED: Final = ("http://2130706433:", "http://0177.0.0.1:", "http://[::ffff:127.0.0.1]:")
