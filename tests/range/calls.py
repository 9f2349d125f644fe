"""What each tool of the range can be asked, by the kind of the request."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind: TypeAlias = Literal["get", "post", "query", "override", "events", "socket"]
_JSON: Final = {"Content-Type": "application/json"}
_SHOT: Final = "{shot}"


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has an effect in a tool, for any shot."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: str | None = None

    def of(self, shot: str) -> Call:
        """Return the request of *shot*."""
        body = None if self.body is None else self.body.replace(_SHOT, shot)
        return Call(self.path.replace(_SHOT, shot), self.method, self.headers, body)


_PLAIN: Final[dict[Kind, Call]] = {
    "get": Call("/act?shot={shot}"),
    "post": Call("/act?shot={shot}", "POST", _JSON, "{}"),
    "query": Call("/act?shot={shot}", "QUERY", _JSON, "{}"),
    # A GET that the tool takes for a DELETE.
    "override": Call("/items?_method=DELETE&shot={shot}"),
    "events": Call("/events?shot={shot}"),
    "socket": Call("/socket?shot={shot}"),
}
_SEEN: Final = "?shot={shot}"
_MCP: Final[dict[Kind, Call]] = {
    "post": Call(
        f"/mcp{_SEEN}",
        "POST",
        {**_JSON, "Accept": "application/json, text/event-stream"},
        json.dumps(
            {
                "jsonrpc": "2.0",
                "id": 1,
                "method": "tools/call",
                "params": {"name": "run", "arguments": {"shot": _SHOT}},
            }
        ),
    )
}
_GRADIO: Final[dict[Kind, Call]] = {
    "post": Call(f"/gradio_api/run/run{_SEEN}", "POST", _JSON, json.dumps({"data": [_SHOT]}))
}
# A site of Django is served as WSGI, and has no WebSockets.
CALLS: Final[dict[str, dict[Kind, Call]]] = {
    "flask": _PLAIN,
    "fastapi": _PLAIN,
    "django": {kind: call for kind, call in _PLAIN.items() if kind != "socket"},
    "aiohttp": _PLAIN,
    "mcp": _MCP,
    "fastmcp": _MCP,
    "gradio": _GRADIO,
}
# What needs the packages of the range; the others are those of the tests.
HEAVY: Final = ("mcp", "fastmcp", "gradio")
LIGHT: Final = tuple(name for name in CALLS if name not in HEAVY)
