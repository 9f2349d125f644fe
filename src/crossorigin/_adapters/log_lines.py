"""The lines that the requests to a layer write: loaded with the first one, which most never see."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from crossorigin.errors import printable

if TYPE_CHECKING:
    from crossorigin._policy.decision import Decision
    from crossorigin._policy.refusals import Refusal

_logger: Final = logging.getLogger("crossorigin")
# The outcomes that a line tells of.
REFUSED: Final = "refused"
WOULD_REFUSE: Final = "would-refuse"
_SECONDS: Final = 60
# In a minute; more than these say nothing new.
MAX_REFUSALS: Final = 100
_LEFT_OUT: Final = "%d more refusals were not logged: after %d in a minute, they are counted."


class Throttle:
    """
    A limit to the lines of one kind in a minute.

    Args:
        limit: How many lines a minute has.
        clock: Returns the time in seconds.
    """

    __slots__ = ("_clock", "_left", "_limit", "_missed", "_until")

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        """Begin a minute with the first line."""
        self._limit, self._clock = limit, clock
        self._left = self._missed = 0
        self._until = clock()

    def admit(self) -> int | None:
        """Return how many lines were left out before this one, ``None`` if it is left out, too."""
        now = self._clock()
        if now >= self._until:
            self._until, self._left = now + _SECONDS, self._limit
        if not self._left:
            self._missed += 1
            return None
        self._left -= 1
        missed, self._missed = self._missed, 0
        return missed


class LogLines:
    """
    The lines about refusals and failures, as many as say something new.

    Args:
        clock: Returns the time in seconds.
    """

    __slots__ = ("_clock", "_failures", "_refusals")

    def __init__(self, clock: Callable[[], float]) -> None:
        """Have written nothing yet."""
        self._clock = clock
        self._refusals = Throttle(MAX_REFUSALS, clock)
        # By the names of origin sources, of which a program has as many as are written in it.
        self._failures: dict[str, Throttle] = {}

    def add_failure(self, decision: Decision) -> None:
        """Write the exception of an origin source that failed, once a minute for each source."""
        source = decision.compiled.source
        name = str(getattr(source, "__qualname__", type(source).__qualname__))
        missed = self._failures.setdefault(name, Throttle(1, self._clock)).admit()
        if missed is not None:
            _logger.error(
                "The origin source failed for %s: refused.%s",
                decision.request.parsed_origin,
                f" It has failed {missed} more times since it was last logged." if missed else "",
                exc_info=decision.failure,
            )

    def add_refusal(
        self,
        refused: Decision | Refusal,
        outcome: str,
        covered_by: Callable[[], tuple[str, object]],
        *,
        is_debug: bool,
    ) -> None:
        """
        Write a refusal on one line, with the next step; in debug mode, so that a terminal shows it.

        Args:
            refused: The decision, or the refusal of a guard.
            outcome: :data:`REFUSED` or :data:`WOULD_REFUSE`.
            covered_by: Returns the name of the view, and the policy in force.
            is_debug: Whether the app is in debug mode.
        """
        missed = self._refusals.admit()
        if missed is None:
            return
        # Python shows warnings on a terminal without any configuration.
        level = logging.WARNING if is_debug else logging.INFO
        if missed:
            _logger.log(level, _LEFT_OUT, missed, MAX_REFUSALS)
        fields = _fields(refused, outcome, *covered_by())
        _logger.log(level, "%s", _sentences(refused.explain(), outcome), extra=fields)


def _sentences(explanation: str, outcome: str) -> str:
    """Return an *explanation* of several lines on one."""
    shown, _, step = explanation.partition("\n  next: ")
    asked, reason, *_ = shown.split("\n")
    if outcome == WOULD_REFUSE:
        before, _, by = asked.rpartition("refused")
        asked = f"{before}would be refused{by or ' by the shadow'}"
    reason, step = reason.partition(": ")[2], step.partition("\n")[0]
    return f"{asked}, {reason} Next: {step}"


def _fields(
    refused: Decision | Refusal, outcome: str, endpoint: str, policy: object
) -> dict[str, str | None]:
    """Return the fields of a record: printable ASCII, not too long, and no names of Python's."""
    request = refused.request
    asked = request.request_method if request.is_preflight else request.method
    values = {
        "origin": request.origin,
        "method": asked,
        "endpoint": endpoint or None,
        "path": request.path,
        "policy": None if policy is None else repr(policy),
    }
    shown = {name: None if value is None else printable(value) for name, value in values.items()}
    return {"reason": str(refused.reason), "outcome": outcome, **shown}
