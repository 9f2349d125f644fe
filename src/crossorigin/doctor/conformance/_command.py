"""The command ``crossorigin conformance``: it parses, calls and prints; it decides nothing."""

from __future__ import annotations

from typing import Final

import click

from crossorigin.doctor._output import FORMATS

_MAX_TIMEOUT: Final = 600


@click.command(
    context_settings={"show_default": True},
    short_help="Does a server keep a policy? Ask it, and compare.",
)
@click.argument("target")
@click.option(
    "--policy", required=True, help="module:POLICY of this folder, or the path of a policy.toml."
)
@click.option("--path", default="/", help="For module:app, what is asked of it.")
@click.option(
    "--also", multiple=True, help="A further path, such as one that fails or redirects; repeat it."
)
@click.option(
    "--origin",
    "origins",
    multiple=True,
    help="A further origin to ask with; a policy that asks a function needs one. Repeat it.",
)
@click.option(
    "--route-methods", help="GET,PUT,…: the methods of the route, where the policy asks for them."
)
@click.option("-H", "--header", "headers", multiple=True, help="NAME or 'NAME: VALUE'; repeat it.")
@click.option("--send-unsafe", is_flag=True, help="Send POST, and a method that no server knows.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, _MAX_TIMEOUT, min_open=True),
    default=10.0,
    help="Seconds for each answer.",
)
@click.option("--format", type=click.Choice(FORMATS), default="text", help="How to report.")
@click.pass_context
def conformance(context: click.Context, /, **given: object) -> None:
    """
    Ask TARGET what a policy decides, and say where its answers differ.

    TARGET is a URL, or a WSGI or ASGI app of this folder: module:app or module:create_app().

    The requests are made from the policy: origins that it permits, look-alikes that it refuses,
    preflights, errors, redirects. Each difference says whether a browser, a cache or nobody would
    notice.

    GET, HEAD and OPTIONS are sent, to the host of TARGET alone, and no redirect is followed; how
    many at most is said before the first. --send-unsafe adds POST and a method that is none.
    Exit status: 0 no difference that anybody would notice, 1 some, 2 usage, 3 not reachable, or
    inconclusive: something else than the server has answered.
    """
    # Transports and reports take longer to load than --help may.
    from crossorigin.doctor._terminal import show  # noqa: PLC0415
    from crossorigin.doctor.conformance._run import ConformanceOptions, run  # noqa: PLC0415

    output = run(ConformanceOptions(**given), lambda line: click.echo(line, err=True))  # type: ignore[arg-type] # click has checked them
    if output.complaint:
        raise click.UsageError(output.complaint, context)
    show(output.lines)
    context.exit(output.status)
