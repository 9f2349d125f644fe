"""The command ``crossorigin check``: it parses, calls and prints; it decides nothing."""

from __future__ import annotations

from typing import Final

import click

from crossorigin.doctor._output import FORMATS
from crossorigin.doctor.causes._recognition import STACK_HELP, STACKS

_ENGINES: Final = ("chromium", "firefox", "webkit", "fetch")
_MAX_TIMEOUT: Final = 600
_COPIED: Final = (
    "In place of TARGET: what a browser copies as cURL, fetch or PowerShell; - reads it from"
    " standard input."
)


@click.command(
    context_settings={"show_default": True},
    short_help="Why can a page not read a response? Do what a browser does.",
)
@click.argument("target", required=False)
@click.option("--origin", help="The page's origin, such as https://app.example.com.")
@click.option("--path", help="For module:app, what is fetched of it.  [default: /]")
@click.option("-X", "--request", "method", help="The method, as the page writes it.")
@click.option("-H", "--header", "headers", multiple=True, help="NAME or 'NAME: VALUE'; repeat it.")
@click.option("--data", help="A form's data; the method becomes POST.")
@click.option("--json", help="JSON; the method becomes POST.")
@click.option("--credentials", is_flag=True, help="As fetch does with credentials: 'include'.")
@click.option("--curl", help=_COPIED)
@click.option("--har", type=click.File("rb"), help="In place of TARGET: a HAR file.")
@click.option("--engine", type=click.Choice(_ENGINES), default="chromium", help="Whose rules.")
@click.option("--send-unsafe", is_flag=True, help="Send methods that may change something, too.")
@click.option("--stack", type=click.Choice(STACKS), help=STACK_HELP)
@click.option(
    "--timeout",
    type=click.FloatRange(0, _MAX_TIMEOUT, min_open=True),
    default=10.0,
    help="Seconds for each answer.",
)
@click.option("--format", type=click.Choice(FORMATS), default="text", help="How to report.")
@click.pass_context
def check(context: click.Context, /, **given: object) -> None:
    """
    Do what a browser would, and say why a page cannot read TARGET.

    TARGET is a URL, or a WSGI or ASGI app of this folder: module:app or module:create_app().

    GET, HEAD and OPTIONS are sent, four to seven requests as a rule, and never more than 48 for
    each fetch, to the host of TARGET alone and to where it redirects.
    Exit status: 0 readable, 1 blocked, 2 usage, 3 not reachable.
    """
    # Transports and reports take longer to load than --help may.
    from crossorigin.doctor._terminal import show  # noqa: PLC0415
    from crossorigin.doctor.check._run import CheckOptions, run  # noqa: PLC0415

    output = run(CheckOptions(**given), lambda line: click.echo(line, err=True))  # type: ignore[arg-type] # click has checked them
    if output.complaint:
        raise click.UsageError(output.complaint, context)
    show(output.lines)
    context.exit(output.status)
