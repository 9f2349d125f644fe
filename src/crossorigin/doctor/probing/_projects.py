"""Load the app of a Django project, whose ``manage.py`` says the settings."""

from __future__ import annotations

import runpy
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

MANAGE: Final = "manage.py"
_EXECUTE: Final = "execute_from_command_line"


def managed_app(manage: Path) -> object:
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
    return django_app()


def _do_nothing(*_: object) -> None:
    """Stand in the place of a command: until there, ``manage.py`` sets the project up."""


def django_app() -> object:
    """Return the app that Django's own server serves, with the layers around it."""
    import django  # noqa: PLC0415 - as above
    from django.core.servers.basehttp import get_internal_wsgi_application  # noqa: PLC0415

    django.setup()
    return get_internal_wsgi_application()
