"""Tell a WSGI app from an ASGI app."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Interface = Literal["asgi", "wsgi"]

# environ and start_response; scope, receive and send.
_BY_ARGUMENTS: Final[dict[int, Interface]] = {2: "wsgi", 3: "asgi"}
_POSITIONAL: Final = {
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
}


def interface_of(app: Callable[..., object]) -> Interface:
    """
    Tell whether *app* is a WSGI or an ASGI app, by how it is called.

    Raises:
        TypeError: If it is neither.
    """
    call = app if inspect.isroutine(app) else getattr(app, "__call__", app)  # noqa: B004 - its signature is asked for
    if inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(call):
        return "asgi"
    try:
        interface = _BY_ARGUMENTS.get(_arguments(app))
    except (TypeError, ValueError):
        interface = None
    if interface is None:
        raise TypeError(
            f"{app!r} is no app: a WSGI app takes environ and start_response, an ASGI app takes"
            " scope, receive and send"
        )
    return interface


def _arguments(app: Callable[..., object]) -> int:
    """Return how many arguments *app* must be given."""
    parameters = inspect.signature(app).parameters.values()
    return sum(
        parameter.kind in _POSITIONAL and parameter.default is parameter.empty
        for parameter in parameters
    )
