"""
The clients of the tools' own packages: ``python -m tests.range.sdk mcp http://localhost:PORT ID``.

It writes the answer of the tool to standard output, for the shot that has this id.
"""

# These packages are not among those of the checkers.
# mypy: disable-error-code="import-not-found"
# pyright: basic, reportMissingImports=false
from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


async def call_mcp(url: str, shot: str) -> str:
    """Call an MCP server with the client of the official SDK."""
    from mcp import Client  # noqa: PLC0415 - each program needs one of them

    async with Client(f"{url}/mcp") as client:
        return str(await client.call_tool("run", {"shot": shot}))


async def call_fastmcp(url: str, shot: str) -> str:
    """Call an MCP server with the client of fastmcp."""
    from fastmcp import Client  # noqa: PLC0415 - as above

    async with Client(f"{url}/mcp") as client:
        return str(await client.call_tool("run", {"shot": shot}))


async def call_gradio(url: str, shot: str) -> str:
    """Call a Gradio app with its own client."""
    from gradio_client import Client  # noqa: PLC0415 - as above

    client = await asyncio.to_thread(Client, url, verbose=False)
    return str(await asyncio.to_thread(client.predict, shot, api_name="/run"))


CLIENTS: Final[dict[str, Callable[[str, str], Awaitable[str]]]] = {
    "mcp": call_mcp,
    "fastmcp": call_fastmcp,
    "gradio": call_gradio,
}


async def main(name: str, url: str, shot: str) -> None:
    """Call the tool at *url* with the client *name*."""
    logging.disable()
    sys.stdout.write(await CLIENTS[name](url, shot))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
