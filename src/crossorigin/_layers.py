"""Find, of several layers on one request, the one whose decision stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from crossorigin._decision import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping

Transport = TypeVar("Transport")

# A list that the outermost layer puts into the environ or the scope, in which the innermost
# layer that decides leaves its name. A list, because a copy of either still has the same one.
LAYERS: Final = "crossorigin.layers"
_MAX_WARNINGS: Final = 1000


class Layer(Generic[Transport]):
    """
    Put a policy's headers on responses, once per request however many layers there are.

    Attributes:
        name: How the log calls this layer.
    """

    __slots__ = ("_endpoint_of", "_warned", "name")

    def __init__(self, name: str, endpoint_of: Callable[[Transport], str]) -> None:
        """Make a layer that the log calls *name*, for an app whose parts *endpoint_of* names."""
        self.name: str = name
        self._endpoint_of = endpoint_of
        self._warned: set[object] = set()

    def __repr__(self) -> str:
        """Return the name."""
        return self.name

    def claim(self, layers: list[object]) -> bool:
        """Claim the response, and tell whether no layer further inside has."""
        if not layers:
            layers.append(self)
        inner = layers[0]
        if inner is not self:
            self.warn_once(inner, "%s has decided: %s leaves its responses alone.", inner, self)
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


def owners_of(transport: MutableMapping[str, Any]) -> list[object]:
    """Return the list in which the innermost layer that decides leaves its name."""
    layers: list[object] = transport.setdefault(LAYERS, [])
    return layers
