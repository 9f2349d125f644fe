"""The command ``crossorigin audit``: it parses, calls and prints; it decides nothing."""

from __future__ import annotations

from typing import Final

import click

from crossorigin.doctor._output import FORMATS
from crossorigin.doctor.causes._recognition import STACK_HELP, STACKS

_SEVERITIES: Final = ("critical", "high", "medium", "low", "info")
_MAX_TIMEOUT: Final = 600


@click.command(
    context_settings={"show_default": True},
    short_help="Which of an attacker's origins does a server let in?",
)
@click.argument("target")
@click.option(
    "--origin",
    help="An origin that should be permitted. Without it, a server of this machine or its network"
    " is audited as a tool for its own page alone.",
)
@click.option("--declared", multiple=True, help="A pattern permitted on purpose; repeat it.")
@click.option(
    "--policy",
    metavar="A",
    help="What the server should let in, as crossorigin prove reads it: its witnesses and"
    " look-alikes are sent, too.",
)
@click.option(
    "--send-unsafe",
    is_flag=True,
    help="Ask a local server whether it runs forms of other sites, too.",
)
@click.option("--path", default="/", help="For module:app, what is asked of it.")
@click.option("-H", "--header", "headers", multiple=True, help="NAME or 'NAME: VALUE'; repeat it.")
@click.option("--baseline", type=click.File("rb"), help="A JSON report: fail on what is new.")
@click.option(
    "--fail-on", type=click.Choice(_SEVERITIES), default="medium", help="Or what is worse."
)
@click.option("--stack", type=click.Choice(STACKS), help=STACK_HELP)
@click.option(
    "--timeout",
    type=click.FloatRange(0, _MAX_TIMEOUT, min_open=True),
    default=10.0,
    help="Seconds for each answer.",
)
@click.option("--format", type=click.Choice(FORMATS), default="text", help="How to report.")
@click.pass_context
def audit(context: click.Context, /, **given: object) -> None:
    """
    Send TARGET the origins that an attacker has, and say which get in.

    TARGET is a URL, or a WSGI or ASGI app of this folder: module:app or module:create_app().
    Audit only what is yours, or what you were asked to audit.

    A TARGET of this machine or its network is asked what a page could do to it: by another name
    that leads there, by a WebSocket, by what it has a browser load.

    GET, HEAD and OPTIONS are sent, to the host of TARGET alone, and no redirect is followed; how
    many at most is said before the first. --send-unsafe adds POST.
    Exit status: 0 nothing (new) found that is as bad as --fail-on, 1 something is, 2 usage,
    3 not reachable, or inconclusive: something else than the server has answered.
    """
    # Transports and reports take longer to load than --help may.
    from crossorigin.doctor._terminal import show  # noqa: PLC0415
    from crossorigin.doctor.audit._run import AuditOptions, run  # noqa: PLC0415

    output = run(AuditOptions(**given), lambda line: click.echo(line, err=True))  # type: ignore[arg-type] # click has checked them
    if output.complaint:
        raise click.UsageError(output.complaint, context)
    show(output.lines)
    context.exit(output.status)
