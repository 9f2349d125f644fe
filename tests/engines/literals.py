"""Write a row as Python, to be pasted into a table."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator


def written(value: object) -> str:
    """Return the Python that makes *value*, without what is as it is by default."""
    if isinstance(value, tuple):
        parts = [written(part) for part in cast("tuple[object, ...]", value)]
        return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
    if is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}({', '.join(_arguments(value))})"
    return repr(value)


def _arguments(value: object) -> Iterator[str]:
    """Yield the arguments that make the dataclass *value*."""
    all_fields: tuple[Field[object], ...] = fields(value)  # type: ignore[arg-type]
    for field in all_fields:
        given = getattr(value, field.name)
        if field.default is MISSING or given != field.default:
            yield f"{field.name}={written(given)}"
