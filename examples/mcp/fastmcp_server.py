"""An MCP server of fastmcp: ``uvicorn fastmcp_server:application --port 8000``."""

# The package is not among those of the checkers.
# mypy: disable-error-code="import-not-found, untyped-decorator"
# pyright: basic, reportMissingImports=false
from __future__ import annotations

from fastmcp import FastMCP

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

server = FastMCP("notes")


@server.tool
def note(text: str) -> str:
    """Keep a note."""
    return f"kept: {text}"


# fastmcp checks neither hosts nor origins by itself.
application = CORSMiddleware(server.http_app(), POLICY, guard=Guard.local())
