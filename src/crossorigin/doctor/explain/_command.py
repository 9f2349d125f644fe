"""The command ``crossorigin explain``: it parses, calls and prints; it decides nothing."""

from __future__ import annotations

import sys
from typing import Final

import click

from crossorigin.doctor.causes._cause import Stack
from crossorigin.doctor.causes._recognition import STACK_HELP, STACKS

_PASTE: Final = (
    "Paste the message, then press Ctrl-D on a line of its own (Windows: Ctrl-Z, Enter)."
)
_FORMATS: Final = ("text", "json")


@click.command(short_help="What does a browser's message mean, and what mends it?")
@click.argument("message", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    help="For a person, or a program.",
)
@click.option("--stack", type=click.Choice(STACKS), help=STACK_HELP)
@click.pass_context
def explain(
    context: click.Context, *, message: tuple[str, ...], form: str, stack: str | None
) -> None:
    """
    Explain what a browser printed: the reason, the cause, the fix.

    MESSAGE is what the console says, in any words around it; without it, or with -, it is
    read from standard input. A name such as cors-not-enabled, of a reason, a cause or a finding,
    prints its section of the documentation. Nothing is sent anywhere.
    """
    # The wordings take longer to load than --help may.
    from crossorigin.doctor._terminal import show  # noqa: PLC0415
    from crossorigin.doctor.explain._run import MAX_READ, run  # noqa: PLC0415

    pasted = _read(MAX_READ) if message in {(), ("-",)} else " ".join(message)
    output = run(pasted, Stack(stack) if stack else None, as_json=form == "json")
    show(output.lines)
    if output.complaint:
        click.echo(output.complaint, err=True)
    context.exit(output.status)


def _read(limit: int) -> bytes:
    """Return the bytes of standard input, up to *limit*; on a terminal, ask for them."""
    if sys.stdin.isatty():
        sys.stderr.write(f"{_PASTE}\n")
    return sys.stdin.buffer.read(limit)
