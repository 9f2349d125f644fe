"""Several layers on one request: the innermost one that has a policy owns the response."""

from __future__ import annotations

import sys
from functools import cache
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from crossorigin._adapters.log import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping
    from types import ModuleType

    from crossorigin._adapters.request_log import RequestLog
    from crossorigin._adapters.stats import Stats
    from crossorigin._policy.policy import Policy

Transport = TypeVar("Transport")

# A list that the outermost layer puts into the environ or the scope, in which the owner of the
# response leaves its name. A list, because a copy of either still has the same one.
LAYERS: Final = "crossorigin.layers"
# In `sys.modules` where Werkzeug's debugger may run: in production, none is imported.
DEBUGGER: Final = "werkzeug.debug"
# In there where the program has imported OpenTelemetry, without which nobody reads what it counts.
TELEMETRY: Final = "opentelemetry.metrics"
# In there where this process has layers of the one interface, and of the other.
_ASGI: Final = "crossorigin._adapters.asgi_calls"
_WSGI: Final = "crossorigin._adapters.wsgi_calls"
_MAX_WARNINGS: Final = 1000
_making: Final = Lock()
_INNER_DECIDES: Final = (
    "%s covers this response, so %s, which stands outside of it, leaves it alone. Remove one of"
    " the two; the inner one alone decides."
)


class Layer(Generic[Transport]):
    """
    A layer that puts the headers of a policy on responses.

    Args:
        name: Its name in the log.
        endpoint_of: Returns the name of the view to which a request goes, if there is one.
        is_debug: Tells whether the app of a request is in debug mode.
        clock: Returns the time in seconds.
        policy_of: Returns the policy that is in force for a request, by its environ or scope.
    """

    __slots__ = ("_endpoint_of", "_log", "_of_log", "_warned", "name", "policy_of")

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
        self._log: RequestLog | None = None
        self._of_log = is_debug, clock, endpoint_of, policy_of
        self._endpoint_of = endpoint_of
        self._warned: set[object] = set()

    def __repr__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def log(self) -> RequestLog:
        """Return its log and its counters, made when they are first needed."""
        return self._log or self._make_log()

    def _make_log(self) -> RequestLog:
        """Return the log, made by whichever thread is first."""
        from crossorigin._adapters.request_log import RequestLog  # noqa: PLC0415 - most need none

        with _making:
            self._log = self._log or RequestLog(*self._of_log)
        return self._log

    @property
    def stats(self) -> Stats:
        """Return its counters."""
        return self.log.stats

    def observe(self) -> None:
        """Tell telemetry, if the process has any, of a request that is permitted."""
        if TELEMETRY in sys.modules:
            self.log.observe()

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
        name = self._endpoint_of(transport)
        endpoint = f'The view "{name}"' if name else "The app"
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
