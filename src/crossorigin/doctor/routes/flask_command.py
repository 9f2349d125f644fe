"""``flask cors``: the routes of the app, with Flask's own command line; it decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from crossorigin.doctor.routes._mistake import SLUGS

if TYPE_CHECKING:
    from crossorigin.doctor._output import Output
    from crossorigin.doctor.routes._run import Format

_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to report."
)


@click.group()
def cors() -> None:
    """Say which policy covers what, and why a page may read it or not."""


@cors.command()
@_FORMAT
@click.pass_context
@with_appcontext
def routes(context: click.Context, form: Format) -> None:
    """List each route, its policy, and the line that declares it."""
    from crossorigin.doctor.routes._run import list_routes  # noqa: PLC0415 - when it runs

    _finish(context, list_routes(_app(), form))


@cors.command()
@click.argument("path")
@click.option("--origin", required=True, help="The page's origin.")
@click.option("-X", "--request", "method", default="GET", help="The method.")
@click.option("-H", "--header", "headers", multiple=True, help="NAME or 'NAME: VALUE'; repeat it.")
@click.option("--credentials", is_flag=True, help="As fetch does with credentials: 'include'.")
@_FORMAT
@click.pass_context
@with_appcontext
def explain(  # noqa: PLR0913, PLR0917 - an option each
    context: click.Context,
    path: str,
    origin: str,
    method: str,
    headers: tuple[str, ...],
    credentials: bool,  # noqa: FBT001 - click's
    form: Format,
) -> None:
    """
    Say what a page of --origin may do at PATH.

    Exit status: 0 readable, 1 not, 2 usage.
    """
    from crossorigin.doctor.routes import _run  # noqa: PLC0415 - when it runs

    fetch = _run.Fetch(
        path=path, origin=origin, method=method, headers=headers, credentials=credentials
    )
    _finish(context, _run.explain(_app(), fetch, form))


@cors.command()
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    type=SLUGS,
    metavar="SLUG",
    help="A finding that is on purpose; repeat it.",
)
@_FORMAT
@click.pass_context
@with_appcontext
def check(context: click.Context, ignored: tuple[str, ...], form: Format) -> None:
    """
    Find mistakes in how the app is covered.

    Exit status: 0 none, 1 some, 2 the app could not be asked.
    """
    from crossorigin.doctor.routes import _run  # noqa: PLC0415 - when it runs

    _finish(context, _run.check(_app(), form, ignored, "flask cors about"))


@cors.command()
@click.argument("slug", type=SLUGS, metavar="SLUG")
def about(slug: str) -> None:
    """Explain a finding of check: its meaning, before and after."""
    from crossorigin.doctor._pages import section_of  # noqa: PLC0415 - when it runs
    from crossorigin.doctor._terminal import show  # noqa: PLC0415 - as above

    show(section_of(slug))


def _app() -> object:
    """Return the app that Flask has loaded."""
    return current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - as documented


def _finish(context: click.Context, output: Output) -> None:
    """Print *output*, and end with its status."""
    from crossorigin.doctor._terminal import show  # noqa: PLC0415 - when it runs

    if output.complaint:
        raise click.UsageError(output.complaint, context)
    show(output.lines)
    context.exit(output.status)
