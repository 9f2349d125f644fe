"""Load what ``module:NAME`` or ``path/to/module.py:NAME`` names, as Python finds it; or a ``manage.py``."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crossorigin.doctor._sanitize import escape
from crossorigin.doctor.configurations._files import is_file
from crossorigin.doctor.probing._in_process import found, reason_of, standard_output_aside
from crossorigin.doctor.probing._projects import MANAGE, managed_app
from crossorigin.doctor.probing._targets import UsageError

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import ModuleType

_NAMED: Final = re.compile(
    r"(?P<module>[A-Za-z_][\w.]*|[^:]+\.py):(?P<name>[A-Za-z_][\w.]*(?:\(\))?)"
)


def is_object(text: str) -> bool:
    """Tell whether *text* has the form of a name in a module."""
    return _NAMED.fullmatch(text) is not None


def load_object(text: str, folder: Path) -> tuple[object, ModuleType]:
    """
    Return what *text* names, and its module.

    Args:
        text: ``module:NAME``, where a name may have dots, and ``()`` at its end.
        folder: The folder from which modules are found.

    Raises:
        UsageError: If there is no such thing, or it cannot be loaded.
    """
    named = _NAMED.fullmatch(text)
    if named is None:
        raise UsageError(f"{escape(text, 200)} names nothing: write module:NAME.")
    root, module = _importable(named["module"], folder)
    sys.path.insert(0, str(root))
    with _loading(text):
        return found(f"{module}:{named['name']}"), sys.modules[module]


def is_managed(path: Path) -> bool:
    """Tell whether the ``manage.py`` of a Django project is at *path*."""
    return path.name == MANAGE and is_file(path)


def load_managed(path: Path, name: str) -> object:
    """
    Return the app of the Django project whose ``manage.py``, called *name*, is at *path*.

    Raises:
        UsageError: If it cannot be loaded.
    """
    with _loading(name):
        return managed_app(path)


@contextmanager
def _loading(text: str) -> Generator[None]:
    """Put aside what is printed while *text* is loaded, and say why it cannot be."""
    try:
        with standard_output_aside():
            yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a module may raise anything, and end the process
        shown = escape(text, 200)
        raise UsageError(f"{shown} cannot be loaded: {reason_of(error)}") from error


def _importable(module: str, folder: Path) -> tuple[Path, str]:
    """Return the folder from which *module* is imported, and its dotted name."""
    if not module.endswith(".py"):
        return folder, module
    path = folder / module
    if not is_file(path):
        raise UsageError(f"{escape(module, 200)} is not here: write its path from this folder.")
    path = path.resolve()
    root = path.parent
    names = [path.stem]
    while (root / "__init__.py").is_file():
        names.insert(0, root.name)
        root = root.parent
    return root, ".".join(names)
