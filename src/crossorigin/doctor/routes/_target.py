"""Find the app that a command about routes is asked about: ``module:app``, or a Django project."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.probing._in_process import found, is_app
from crossorigin.doctor.probing._projects import MANAGE, django_app, managed_app

if TYPE_CHECKING:
    from collections.abc import Callable

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
        return os.environ[_SETTINGS], django_app
    name = MANAGE if target is None else target
    if is_app(name):
        return name, partial(found, name)
    if name.endswith(".py") and Path(name).is_file():
        return name, partial(managed_app, Path(name))
    if target is None:
        raise NoTargetError(f"No app is named, and here is no {MANAGE}: write module:app.")
    raise NoTargetError(f"{target} names no app: write module:app, or path/to/{MANAGE}.")
