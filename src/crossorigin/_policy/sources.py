"""Tell whether a function can be asked about origins, before the first request comes."""

from __future__ import annotations

import inspect
from functools import partial
from types import (
    BuiltinFunctionType,
    MethodDescriptorType,
    MethodWrapperType,
    WrapperDescriptorType,
)
from typing import TYPE_CHECKING, Any, Final

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
    while isinstance(source, partial):
        source = source.func
    return inspect.iscoroutinefunction(source) or inspect.iscoroutinefunction(
        getattr(source, "__call__", None)  # noqa: B004 - an instance may have an async one
    )


def _takes_two(source: Callable[..., object]) -> bool:
    """Tell whether *source* says that it can be called with an origin and a request."""
    # No function of C is written for these two: `{"https://…"}.__contains__` is none.
    if isinstance(source, _OF_C):
        return False
    # Of an instance, it may be static, or a method of its class.
    call: Any = getattr(source, "__call__", None)  # noqa: B004 - as above
    asked = call if inspect.ismethod(call) or inspect.isfunction(call) else source
    try:
        _signature(asked).bind(None, None)
    except (TypeError, ValueError):
        return False
    return True


def _signature(asked: Callable[..., object]) -> inspect.Signature:
    """
    Return the signature of *asked*.

    Raises:
        TypeError: If it is of no kind that has one.
        ValueError: If it has none.
    """
    try:
        # What is wrapped may take others than the wrapper.
        return inspect.signature(asked, follow_wrapped=False)
    except ValueError:
        # A wrapper of C, such as a cache, takes the same.
        return inspect.signature(asked)


_OF_C: Final = (BuiltinFunctionType, MethodWrapperType, WrapperDescriptorType, MethodDescriptorType)
