"""The ``crossorigin`` command: it parses, calls and prints; it decides nothing."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import click

_NEEDED: Final = ("click", "flask", "h11", "rich")
_INSTALL: Final = 'The crossorigin command needs more packages: pip install "crossorigin[cli]"'
_MISUSED: Final = 2
_LAST_PORT: Final = 65_535
_LOOK: Final = """
Open the page. It sends real requests to the API, which is another origin, and shows
for each what the browser let it read, why, and the line of Python that decides it.
The browser's own words are in its console (F12). Ctrl-C ends the demo."""


def main() -> None:
    """Run the command that the program's arguments name."""
    if any(find_spec(name) is None for name in _NEEDED):
        sys.stderr.write(f"{_INSTALL}\n")
        sys.exit(_MISUSED)
    commands()(prog_name="crossorigin")


def commands() -> click.Group:
    """Return every command."""
    import click  # noqa: PLC0415 - only the extra brings it

    @click.group(context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(package_name="crossorigin", message="%(package)s %(version)s")
    def crossorigin() -> None:
        """Say who may call a web app from another origin, and why a browser refused."""

    from crossorigin.doctor.audit._command import audit  # noqa: PLC0415 - as above
    from crossorigin.doctor.check._command import check  # noqa: PLC0415 - it needs the extra
    from crossorigin.doctor.explain._command import explain  # noqa: PLC0415 - as above

    for command in (audit, check, _demo(), explain):
        crossorigin.add_command(command)
    return crossorigin


def _demo() -> click.Command:
    """Return the command that starts the demo."""
    import click  # noqa: PLC0415 - only the extra brings it

    port = click.IntRange(0, _LAST_PORT)

    @click.command(context_settings={"show_default": True})
    @click.option("--api-port", type=port, default=8000, help="Port of the API.")
    @click.option("--page-port", type=port, default=8001, help="Port of the page.")
    @click.option("--no-browser", is_flag=True, help="Do not open the page.")
    def demo(*, api_port: int, page_port: int, no_browser: bool) -> None:
        """
        Start an API, and a page on another origin that calls it.

        Where a port is taken, the next free one is used. Ctrl-C ends both.
        """
        # What serves takes longer to load than --help may.
        from crossorigin.demo.display import has_display  # noqa: PLC0415
        from crossorigin.demo.ports import PortError  # noqa: PLC0415
        from crossorigin.demo.servers import listening  # noqa: PLC0415

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

    return demo
