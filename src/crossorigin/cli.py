"""The ``crossorigin`` command: it parses, calls and prints; it decides nothing."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import click

_NEEDED: Final = ("click", "flask", "h11", "rich")
_INSTALL: Final = 'The crossorigin command needs more packages: pip install "crossorigin[cli]"'
_MISUSED: Final = 2
_PASTE: Final = (
    "Paste the message, then press Ctrl-D on a line of its own (Windows: Ctrl-Z, Enter)."
)


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

    from crossorigin.demo.command import demo  # noqa: PLC0415 - as above
    from crossorigin.doctor.audit._command import audit  # noqa: PLC0415 - as above
    from crossorigin.doctor.check._command import check  # noqa: PLC0415 - as above

    for command in (audit, check, demo, _explain()):
        crossorigin.add_command(command)
    return crossorigin


def _explain() -> click.Command:
    """Return the command that explains a message."""
    import click  # noqa: PLC0415 - only the extra brings it

    from crossorigin.doctor.causes._stacks import Stack  # noqa: PLC0415 - of this command only

    forms, stacks = click.Choice(["text", "json"]), click.Choice([stack.value for stack in Stack])
    whose = "Whose fix to show. Default: what the URL tells."

    @click.command()
    @click.argument("message", nargs=-1)
    @click.option(
        "--format", "form", type=forms, default="text", help="For a person, or a program."
    )
    @click.option("--stack", type=stacks, help=whose)
    @click.pass_context
    def explain(
        context: click.Context, *, message: tuple[str, ...], form: str, stack: str | None
    ) -> None:
        """
        Explain what a browser printed: the reason, the cause, the fix.

        MESSAGE is what the console says, in any words around it; without it, or with -, it is
        read from standard input. Nothing is sent anywhere.
        """
        # The wordings take longer to load than --help may.
        from crossorigin.doctor._terminal import show  # noqa: PLC0415 - it needs the extra
        from crossorigin.doctor.explain._run import MAX_READ, explaining  # noqa: PLC0415

        pasted = _read(MAX_READ) if message in {(), ("-",)} else " ".join(message)
        output = explaining(pasted, Stack(stack) if stack else None, as_json=form == "json")
        show(output.lines)
        if output.complaint:
            click.echo(output.complaint, err=True)
        context.exit(output.status)

    return explain


def _read(limit: int) -> bytes:
    """Return standard input, up to *limit* bytes; on a terminal, ask for it."""
    if sys.stdin.isatty():
        sys.stderr.write(f"{_PASTE}\n")
    return sys.stdin.buffer.read(limit)
