"""Find the app that a command about routes is asked about: ``module:app``, or a Django project."""

from __future__ import annotations

import os
import runpy
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.probing._in_process import found, is_app

if TYPE_CHECKING:
    from collections.abc import Callable

_MANAGE: Final = "manage.py"
_EXECUTE: Final = "execute_from_command_line"
_SETTINGS: Final = "DJANGO_SETTINGS_MODULE"


class NoTargetError(ValueError):
    """The reason why a target names no app."""


def finder_of(target: str | None) -> tuple[str, Callable[[], object]]:
    """
    Return the name of what *target* is, and the function that loads it.

    Args:
        target: ``module:app``, or the path of a ``manage.py``; ``None`` for the Django project of
            this folder, or that of the environment.

    Raises:
        NoTargetError: If it names nothing.
    """
    if target is None and os.environ.get(_SETTINGS):
        return os.environ[_SETTINGS], _django_app
    name = _MANAGE if target is None else target
    if is_app(name):
        return name, partial(found, name)
    if name.endswith(".py") and Path(name).is_file():
        return name, partial(_managed_app, Path(name))
    if target is None:
        raise NoTargetError(f"No app is named, and here is no {_MANAGE}: write module:app.")
    raise NoTargetError(f"{target} names no app: write module:app, or path/to/{_MANAGE}.")


def _managed_app(manage: Path) -> object:
    """Return the app of the Django project of *manage*, which says the settings itself."""
    from django.core import management  # noqa: PLC0415 - a project of Django needs it

    sys.path.insert(0, str(manage.resolve().parent))
    names: dict[str, object] = management.__dict__
    execute, argv = names[_EXECUTE], sys.argv
    names[_EXECUTE] = _do_nothing
    sys.argv = [str(manage), "check"]
    try:
        runpy.run_path(str(manage), run_name="__main__")
    finally:
        names[_EXECUTE] = execute
        sys.argv = argv
    return _django_app()


def _do_nothing(*_: object) -> None:
    """Stand in the place of a command: until there, ``manage.py`` sets the project up."""


def _django_app() -> object:
    """Return the app that Django's own server serves, with the layers around it."""
    import django  # noqa: PLC0415 - as above
    from django.core.servers.basehttp import get_internal_wsgi_application  # noqa: PLC0415

    django.setup()
    return get_internal_wsgi_application()
