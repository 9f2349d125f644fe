"""Tell whether a function can be asked about origins, before the first request comes."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_FUNCTION: Final = 'write a function: origins=lambda origin, request: origin == "https://…"'


def source_mistake(source: Callable[..., object]) -> str | None:
    """Return the hint of a *source* that cannot answer, ``None`` if nothing speaks against it."""
    if inspect.isclass(source):
        return f"a class is no answer, so {_FUNCTION}"
    if inspect.isgeneratorfunction(source) or inspect.isasyncgenfunction(source):
        return f'write "return" in place of "yield": {_FUNCTION.removeprefix("write ")}'
    if not _takes_two(source):
        return f"it is called with an origin and a request: {_FUNCTION}"
    return None


def is_async(source: object) -> bool:
    """Tell whether the answer of *source* must be awaited."""
    return inspect.iscoroutinefunction(source) or inspect.iscoroutinefunction(
        getattr(source, "__call__", None)  # noqa: B004 - an instance may have an async one
    )


def _takes_two(source: Callable[..., object]) -> bool:
    """Tell whether *source* can be called with two arguments, as far as it says."""
    try:
        # What is wrapped may take others than the wrapper.
        signature = inspect.signature(source, follow_wrapped=False)
    except (TypeError, ValueError):
        return True
    try:
        signature.bind(None, None)
    except TypeError:
        return False
    return True
