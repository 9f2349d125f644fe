"""The command ``crossorigin demo``."""

from __future__ import annotations

import os
import sys
from typing import Final

import click

_LOOK: Final = """
Open the page. It sends real requests to the API, which is another origin, and shows
for each what the browser let it read, why, and the line of Python that decides it.
The browser's own words are in its console (F12). Ctrl-C ends the demo."""
_PORT: Final = click.IntRange(0, 65_535)


@click.command(context_settings={"show_default": True})
@click.option("--api-port", type=_PORT, default=8000, help="Port of the API.")
@click.option("--page-port", type=_PORT, default=8001, help="Port of the page.")
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
def demo(*, api_port: int, page_port: int, no_browser: bool) -> None:
    """
    Start an API, and a page on another origin that calls it.

    Where a port is taken, the next free one is used. Ctrl-C ends both.
    """
    # The servers take longer to load than --help may.
    from crossorigin.demo.servers import PortError, has_display, listening  # noqa: PLC0415

    try:
        with listening(api_port=api_port, page_port=page_port) as running:
            for line in running.moved:
                click.echo(line, err=True)
            click.echo(f"API   {running.api}")
            click.echo(f"page  {running.page}")
            click.echo(_LOOK, err=True)
            if not no_browser and has_display(os.environ, sys.platform):
                running.show()
            running.serve()
    except PortError as error:
        raise click.ClickException(str(error)) from error
