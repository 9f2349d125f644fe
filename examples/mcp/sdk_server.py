"""An MCP server of the official SDK: ``uvicorn sdk_server:application --port 8000``."""

# The SDK is not among the packages of the checkers.
# mypy: disable-error-code="import-not-found, untyped-decorator"
# pyright: basic, reportMissingImports=false
from __future__ import annotations

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

from crossorigin import Guard, Policy
from crossorigin.asgi import CORSMiddleware

# The pages that may call this server: here, that of the MCP Inspector.
CALLERS = ["http://localhost:6274"]
POLICY = Policy(
    CALLERS,
    methods=["DELETE"],
    allow_headers=[
        "mcp-protocol-version",
        "mcp-session-id",
        "mcp-method",
        "mcp-name",
        "last-event-id",
    ],
    expose_headers=["mcp-session-id"],
)

server = MCPServer("notes")


@server.tool()
def note(text: str) -> str:
    """Keep a note."""
    return f"kept: {text}"


# The guard knows the names of this machine, so none of them is listed here again.
_UNCHECKED = TransportSecuritySettings(enable_dns_rebinding_protection=False)
application = CORSMiddleware(
    server.streamable_http_app(transport_security=_UNCHECKED), POLICY, guard=Guard.local()
)
