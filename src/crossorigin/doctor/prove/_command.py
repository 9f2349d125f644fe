"""The command ``crossorigin prove``: it parses, calls and prints; it decides nothing."""

from __future__ import annotations

from typing import Final

import click

from crossorigin.doctor._output import FORMATS

_FLAVORS: Final = (
    "python-match",
    "python-search",
    "python-fullmatch",
    "javascript",
    "pcre",
    "re2",
    "go",
)


@click.command(
    context_settings={"show_default": True},
    short_help="Which origins does a configuration let in, or a change?",
)
@click.argument("configurations", nargs=-1, metavar="[A] [B]")
@click.option("--regex", metavar="R", help="An expression, in the place of A.")
@click.option(
    "--flavor",
    type=click.Choice(_FLAVORS),
    help="Who runs R: pcre is nginx, Apache and HAProxy, re2 Envoy and Istio, go Traefik.",
)
@click.option("--format", type=click.Choice(FORMATS), default="text", help="How to report.")
@click.pass_context
def prove(context: click.Context, /, **given: object) -> None:
    """
    Say which origins A lets in; or whether B lets in the same, and else which others.

    A and B are each module:POLICY, a policy.toml, an nginx configuration, a YAML file of Envoy,
    Istio or the Gateway API, or an app whose CORS library is known, module:app, or the
    manage.py of a Django project; or one of these in a revision of git, such as HEAD~1:nginx.conf.

    Nothing is sent, and nothing is tried: it is decided for every origin that a browser can send,
    and each verdict has an origin that shows it.
    Exit status: 0 harmless, or equal; 1 dangerous, or different; 2 usage; 3 undecided.
    """
    # Readers and reports take longer to load than --help may.
    from crossorigin.doctor._terminal import show  # noqa: PLC0415
    from crossorigin.doctor.prove._run import ProveOptions, run  # noqa: PLC0415

    output = run(ProveOptions(**given))  # type: ignore[arg-type] # click has checked them
    if output.complaint:
        raise click.UsageError(output.complaint, context)
    show(output.lines)
    context.exit(output.status)
