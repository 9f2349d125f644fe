"""The log: refusals, and the failures of origin sources."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from crossorigin._adapters.log_lines import LogLines
    from crossorigin._policy.decision import Decision
    from crossorigin._policy.guard import Refusal

logger: Final = logging.getLogger("crossorigin")


def is_in_debug_mode(app: object) -> bool:
    """Tell whether *app* says so, as those of Flask, Quart, Starlette, FastAPI and Litestar do."""
    # An object that answers to every name has no `True` there.
    return getattr(app, "debug", None) is True


class RequestLog:
    """
    The log of one layer: no client can fill it by repeating a request.

    Args:
        is_debug: Tells whether the app of a request is in debug mode.
        clock: Returns the time in seconds.
    """

    __slots__ = ("_clock", "_is_debug", "_made")

    def __init__(self, is_debug: Callable[[Any], bool], clock: Callable[[], float]) -> None:
        """Have written nothing yet."""
        self._is_debug, self._clock = is_debug, clock
        self._made: LogLines | None = None

    @property
    def _lines(self) -> LogLines:
        """Return the lines of this layer, made when there is the first one."""
        if self._made is None:
            from crossorigin._adapters.log_lines import LogLines  # noqa: PLC0415 - most need none

            self._made = LogLines(self._clock)
        return self._made

    def has_refusals(self, transport: object) -> bool:
        """Tell whether refusals are logged: then each needs a decision, with its reason."""
        return logger.isEnabledFor(logging.INFO) or self._is_debug(transport)

    def add_decision(self, transport: object, decision: Decision) -> None:
        """Log the failure of an origin source, and a refusal."""
        self.add_failure(decision)
        if not decision.allowed:
            self.add_refusal(transport, decision)

    def add_failure(self, decision: Decision) -> None:
        """Log the exception of an origin source that failed."""
        if decision.failure is not None:
            self._lines.add_failure(decision)

    def add_refusal(self, transport: object, refused: Decision | Refusal) -> None:
        """Log a refusal."""
        if self.has_refusals(transport):
            self._lines.add_refusal(refused, is_debug=self._is_debug(transport))
