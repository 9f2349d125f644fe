"""The command ``crossorigin routes``: it parses, calls and prints; it decides nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from crossorigin.doctor.routes._mistake import SLUGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from crossorigin.doctor._output import Output
    from crossorigin.doctor.routes._run import Format


@click.command(
    context_settings={"show_default": True}, short_help="Which policy covers each route of an app?"
)
@click.argument("target", required=False)
@click.option("--check", "is_check", is_flag=True, help="Say what is wrong; status 1 if anything.")
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    type=SLUGS,
    metavar="SLUG",
    help="With --check: a finding that is on purpose; repeat it.",
)
@click.option("--explain", "path", metavar="PATH", help="Say what a page may do at PATH.")
@click.option("--origin", help="With --explain: the page's origin.")
@click.option("-X", "--request", "method", default="GET", help="With --explain: the method.")
@click.option("-H", "--header", "headers", multiple=True, help="NAME or 'NAME: VALUE'; repeat it.")
@click.option("--credentials", is_flag=True, help="As fetch does with credentials: 'include'.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def routes(  # noqa: PLR0913, PLR0917 - an option each
    context: click.Context,
    target: str | None,
    is_check: bool,  # noqa: FBT001 - click's
    ignored: tuple[str, ...],
    path: str | None,
    origin: str | None,
    method: str,
    headers: tuple[str, ...],
    credentials: bool,  # noqa: FBT001 - click's
    form: Format,
) -> None:
    """
    Say which policy covers each route of TARGET, and which line of the program says so.

    TARGET is a WSGI or ASGI app of this folder, module:app or module:create_app(); or the
    manage.py of a Django project. Without one, it is the Django project of this folder.
    Exit status: 0 as asked, 1 a finding of --check, or unreadable by --explain, 2 could not.
    """
    from crossorigin.doctor._terminal import show  # noqa: PLC0415 - --help must be quick
    from crossorigin.doctor.routes import _run  # noqa: PLC0415 - as above

    if (path is None) != (origin is None):
        raise click.UsageError("--explain PATH and --origin ORIGIN go together.", context)
    if path is not None and origin is not None:
        fetch = _run.Fetch(
            path=path, origin=origin, method=method, headers=headers, credentials=credentials
        )
        ask = partial(_run.explain, fetch=fetch, form=form)
    elif is_check:
        ask = partial(_run.check, form=form, ignored=ignored)
    else:
        ask = partial(_run.list_routes, form=form)
    output = _asked(target, ask)
    if output.complaint:
        raise click.UsageError(output.complaint, context)
    show(output.lines)
    context.exit(output.status)


def _asked(target: str | None, ask: Callable[[object], Output]) -> Output:
    """Return what *ask* says of the app that *target* names, or why there is none to be asked."""
    from crossorigin.doctor._output import MISUSED, Output  # noqa: PLC0415 - --help must be quick
    from crossorigin.doctor.probing._in_process import (  # noqa: PLC0415
        AppError,
        load,
        reason_of,
    )
    from crossorigin.doctor.routes._target import NoTargetError, finder_of  # noqa: PLC0415

    try:
        name, find = finder_of(target)
        transport = load(name, find)
    except (NoTargetError, AppError) as error:
        return Output(MISUSED, complaint=str(error))
    try:
        return ask(transport.app)
    except Exception as error:  # noqa: BLE001 - an app may do anything when it is looked at
        return Output(MISUSED, complaint=f"{name}: {reason_of(error)}")
    finally:
        transport.close()
