"""Several layers on one request: the innermost one that has a policy owns the response."""

from __future__ import annotations

import sys
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from crossorigin._adapters.log import RequestLog, logger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping
    from types import ModuleType

    from crossorigin._policy.policy import Policy

Transport = TypeVar("Transport")

# A list that the outermost layer puts into the environ or the scope, in which the owner of the
# response leaves its name. A list, because a copy of either still has the same one.
LAYERS: Final = "crossorigin.layers"
# In `sys.modules` where Werkzeug's debugger may run: in production, none is imported.
DEBUGGER: Final = "werkzeug.debug"
# In there where this process has layers of the one interface, and of the other.
_ASGI: Final = "crossorigin._adapters.asgi_calls"
_WSGI: Final = "crossorigin._adapters.wsgi_calls"
_MAX_WARNINGS: Final = 1000
_INNER_DECIDES: Final = (
    "%s covers this response, so %s, which stands outside of it, leaves it alone. Remove one of"
    " the two; the inner one alone decides."
)


class Layer(Generic[Transport]):
    """
    A layer that puts the headers of a policy on responses.

    Args:
        name: Its name in the log.
        endpoint_of: Names, for the log, the part of the app to which a request goes.
        is_debug: Tells whether the app of a request is in debug mode.
        clock: Returns the time in seconds.
        policy_of: Returns the policy that is in force for a request, by its environ or scope.
    """

    __slots__ = ("_endpoint_of", "_warned", "log", "name", "policy_of")

    def __init__(
        self,
        name: str,
        endpoint_of: Callable[[Transport], str],
        is_debug: Callable[[Transport], bool] = lambda _: False,
        clock: Callable[[], float] = monotonic,
        policy_of: Callable[[MutableMapping[str, Any]], Policy | None] = lambda _: None,
    ) -> None:
        """Have logged nothing yet."""
        self.name: str = name
        self.policy_of = policy_of
        self.log = RequestLog(is_debug, clock)
        self._endpoint_of = endpoint_of
        self._warned: set[object] = set()

    def __repr__(self) -> str:
        """Return the name."""
        return self.name

    def claim(self, owners: list[object]) -> bool:
        """Claim the response, and tell whether no layer further inside owns it."""
        if not owners:
            owners.append(self)
        inner = owners[0]
        if inner is not self:
            self.warn_once(inner, _INNER_DECIDES, inner, self)
        return inner is self

    def warn_replaced(self, transport: Transport, names: Iterable[str]) -> None:
        """Log, once per endpoint, that an app sets CORS headers by itself."""
        endpoint = self._endpoint_of(transport)
        message = "%s sets %s by itself: replaced by what %s says."
        self.warn_once(endpoint, message, endpoint, ", ".join(sorted(set(names))), self)

    def warn_once(self, key: object, message: str, *arguments: object) -> None:
        """Log a warning, unless one was logged for *key* before."""
        if key not in self._warned and len(self._warned) < _MAX_WARNINGS:
            self._warned.add(key)
            logger.warning(message, *arguments)


def owners_of(environ: MutableMapping[str, Any]) -> list[object]:
    """Return the list in which the owner of the response leaves its name, across bridges, too."""
    owners: list[object] = (
        _bridges().owners_inside(environ, LAYERS)
        if _ASGI in sys.modules
        else environ.setdefault(LAYERS, [])
    )
    return owners


def owners_of_scope(scope: MutableMapping[str, Any]) -> list[object]:
    """Return the same as :func:`owners_of`, on the side of ASGI."""
    owners: list[object] = (
        _bridges().owners_outside(scope, LAYERS)
        if _WSGI in sys.modules
        else scope.setdefault(LAYERS, [])
    )
    return owners


@cache
def _bridges() -> ModuleType:
    """Return what finds the list across bridges. An import in each request would cost as much."""
    from crossorigin._adapters import bridges  # noqa: PLC0415 - most have one side

    return bridges
