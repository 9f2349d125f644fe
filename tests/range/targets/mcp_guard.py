"""The guard of an MCP server, and its policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossorigin import Policy
from crossorigin.asgi import CORSMiddleware
from tests.range.targets import callers

if TYPE_CHECKING:
    from crossorigin._adapters.asgi_calls import ASGIApp


def around(app: ASGIApp) -> ASGIApp:
    """Put the guard around *app*."""
    policy = Policy(
        callers.CALLERS,
        credentials=True,
        methods=["DELETE"],
        allow_headers=["mcp-protocol-version", "mcp-session-id", "last-event-id"],
        expose_headers=["mcp-session-id"],
    )
    return CORSMiddleware(app, policy, guard=callers.guard())
