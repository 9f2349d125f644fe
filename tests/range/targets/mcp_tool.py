"""An MCP server of the official SDK, without its own check of hosts and origins."""

# The SDK is not among the packages of the checkers.
# mypy: disable-error-code="import-not-found, untyped-decorator"
# pyright: basic, reportMissingImports=false
from __future__ import annotations

from typing import TYPE_CHECKING

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

from tests.range.targets import mcp_guard
from tests.range.targets.effects import act

if TYPE_CHECKING:
    from crossorigin._adapters.asgi_calls import ASGIApp


def application(*, guarded: bool) -> ASGIApp:
    """Make the server, behind the guard if it is *guarded*."""
    server = MCPServer("tool")

    @server.tool()
    def run(shot: str) -> str:
        return act(shot)

    app: ASGIApp = server.streamable_http_app(
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return mcp_guard.around(app) if guarded else app
