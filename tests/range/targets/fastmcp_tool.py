"""An MCP server of fastmcp, as it is by default."""

# The package is not among those of the checkers.
# mypy: disable-error-code="import-not-found, untyped-decorator"
# pyright: basic, reportMissingImports=false
from __future__ import annotations

from typing import TYPE_CHECKING

from fastmcp import FastMCP

from tests.range.targets import mcp_guard
from tests.range.targets.effects import act

if TYPE_CHECKING:
    from crossorigin._adapters.asgi_calls import ASGIApp


def application(*, guarded: bool) -> ASGIApp:
    """Make the server, behind the guard if it is *guarded*."""
    server = FastMCP("tool")

    @server.tool
    def run(shot: str) -> str:
        return act(shot)

    app: ASGIApp = server.http_app(stateless_http=True)
    return mcp_guard.around(app) if guarded else app
