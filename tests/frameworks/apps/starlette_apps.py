"""Starlette apps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from tests.frameworks.apps.built import Built

APPS: Final[Mapping[str, Callable[[], AbstractContextManager[Built]]]] = {}
